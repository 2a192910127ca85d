"""The application a WSGI server (granian) runs: `jisr.site.wsgi:application`."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jisr.site.settings")

application = get_wsgi_application()
