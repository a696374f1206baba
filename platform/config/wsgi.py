"""What the web server runs: `granian --interface wsgi config.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
from config.celery import app  # reads the settings

application = get_wsgi_application()
# Tasks sent by a request go to the queue of this application, from every thread.
app.set_default()
# Read every route now: otherwise the first request of each worker waits a second for it.
get_resolver().url_patterns  # noqa: B018
