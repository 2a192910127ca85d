"""What does a terminal see?

One command a file, each of them: read what was asked, call one action or one query of the node, show the answer.
What they share is in `_shell` (who asks, which node) and `_out` (lines, tables, JSON lines).
"""

from jisr.cli._main import main

__all__ = ["main"]
