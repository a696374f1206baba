"""The worker's and the scheduler's application: `celery -A config worker` and `celery -A config beat`."""

import os
from urllib.parse import parse_qsl, urlsplit

from celery import Celery
from django.conf import settings


def broker(url: str) -> str:
    """REDIS_URL as Celery reads it: it has a spelling of its own for a socket."""
    parts = urlsplit(url)
    if parts.scheme != "unix":
        return url
    number = dict(parse_qsl(parts.query)).get("db", "0")
    return f"redis+socket://{parts.path}?virtual_host={number}"


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
app = Celery("huike")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.broker_url = broker(settings.REDIS_URL)
app.autodiscover_tasks()
