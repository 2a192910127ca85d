"""Which written words mean the same wherever they stand in a person's name?  A name of such words needs no parsing.

Not those that say what the next word is (bin, al-), that stand for themselves only (titles, initials), or that hold
anything but letters.
"""

from __future__ import annotations

from jisr.names._core import word_kinds
from jisr.names._parse import _CAPITALS, parse
from jisr.names._values import TokenKind, Word


def plain_word(written: str) -> tuple[str, Word] | None:
    """(folded, what `parse` makes of it in any person's name) of one plain word; None: it is none."""
    if not written.isalpha() or _CAPITALS.fullmatch(written):
        return None
    name = parse(written)
    if len(name.tokens) != 1 or len(name.words) != 1:
        return None
    token = name.tokens[0]
    if token.raw != written or token.kind is not TokenKind.GIVEN or token.folded in word_kinds():
        return None
    return token.folded, name.words[0]
