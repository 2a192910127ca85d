"""`python -m jisr` is `jisr`."""

from __future__ import annotations

import sys

from jisr.cli import main

if __name__ == "__main__":
    sys.exit(main())
