"""What the web server runs: `granian --interface wsgi config.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()

from tenants.pooler import refuse_pooler  # noqa: E402  (needs the settings)

# Not one request behind a pooler that would mix up the properties' data.
refuse_pooler()
