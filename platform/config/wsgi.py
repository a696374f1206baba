"""What the web server runs: `granian --interface wsgi config.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()
# Read every route now: otherwise the first request of each worker waits a second for it.
get_resolver().url_patterns  # noqa: B018
