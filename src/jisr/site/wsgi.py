"""The application a WSGI server (granian) runs: `jisr.site.wsgi:application`."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jisr.site.settings")

pages = get_wsgi_application()  # starts Django, which the exchange needs started

from jisr.exchange.front import in_front_of  # noqa: E402  # after it

application = in_front_of(pages)
