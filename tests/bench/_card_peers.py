"""What granian serves in the benchmark of the guest card: the product, with the routes of its peers."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from django.conf import settings

settings.ROOT_URLCONF = "tests.bench._card_urls"

from config.wsgi import application  # noqa: E402 (it reads the routes)

__all__ = ["application"]
