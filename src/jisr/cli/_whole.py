"""How is the whole node reached from a process of its own: pages, jobs, tables?"""

from __future__ import annotations

import os
import sys

SETTINGS = "jisr.site.settings"
DJANGO = [sys.executable, "-m", "django"]


def environment(data: object) -> dict[str, str]:
    """What a process of the node needs to know of it. `data`: its folder."""
    return os.environ | {"DJANGO_SETTINGS_MODULE": SETTINGS, "JISR_DATA": str(data)}
