"""The worker's and the scheduler's application: `celery -A config worker` and `celery -A config beat`."""

import os
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from celery import Celery, signals
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


@signals.worker_init.connect
def refuse_pooler(**_: Any) -> None:
    """Not one task behind a pooler that would mix up the properties' data."""
    from tenants.pooler import refuse_pooler

    refuse_pooler()
