"""What does a command line ask for, understood or not?"""

from __future__ import annotations

from collections.abc import Sequence


def option(words: Sequence[str], name: str) -> str:
    """The value of an option anywhere in a command line, even one that cannot be understood; "" without it."""
    for place, word in enumerate(words):
        if word == name:
            return words[place + 1] if place + 1 < len(words) else ""
        if word.startswith(f"{name}="):
            return word.partition("=")[2]
    return ""
