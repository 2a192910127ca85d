"""What does a command of the terminal need switched on?  The store alone: so it answers sooner.

`jisr up` and whatever makes the tables use `jisr.site.settings` as it is.
"""

from __future__ import annotations

import logging

from jisr.site.settings import *  # noqa: F403  # the same node, with less of it switched on

INSTALLED_APPS = ["jisr.node"]
MIDDLEWARE = []
LOGGING_CONFIG = None

for name in ("pypdf", "pdfminer"):  # what they grumble about a torn file, our own error says
    logging.getLogger(name).setLevel(logging.CRITICAL)
