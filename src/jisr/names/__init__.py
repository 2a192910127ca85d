"""Whose name is this?

match = compare("أحمد الشرع", "Ahmed al-Charaa")    # score 0 .. 1, the names side by side, the steps to the score
keys("Ahmad Al Shara")                               # short keys that spellings of one name share, for a table
Index.build(entries).search("Ahmad el-Chareh")       # the entries that are like it, best first
Scanner.build(entries).scan("والتقى بأحمد الشرع")      # where in a text they stand
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

from jisr.names._compare import THRESHOLD, closest, compare, score
from jisr.names._fold import Folded, fold, fold_map
from jisr.names._forms import unattached
from jisr.names._keys import KEYS_VERSION, keys
from jisr.names._match import Clue, Match, Part, Verdict
from jisr.names._parse import parse
from jisr.names._values import Kind, Name, Token, TokenKind, Word

if TYPE_CHECKING:
    from jisr.names._columns import Columns, encode
    from jisr.names._entries import Entry
    from jisr.names._index import Found, Hit, Index
    from jisr.names._pairs import scores
    from jisr.names._scanner import Mention, Scanner

__all__ = [
    "KEYS_VERSION",
    "THRESHOLD",
    "Clue",
    "Columns",
    "Entry",
    "Folded",
    "Found",
    "Hit",
    "Index",
    "Kind",
    "Match",
    "Mention",
    "Name",
    "Part",
    "Scanner",
    "Token",
    "TokenKind",
    "Verdict",
    "Word",
    "closest",
    "compare",
    "encode",
    "fold",
    "fold_map",
    "keys",
    "parse",
    "score",
    "scores",
    "unattached",
]

# What works on columns is imported with its first use: NumPy takes longer than all the rest.
_LATER: Final = {
    **dict.fromkeys(("Columns", "encode"), "_columns"),
    "Entry": "_entries",
    **dict.fromkeys(("Found", "Hit", "Index"), "_index"),
    **dict.fromkeys(("Mention", "Scanner"), "_scanner"),
    "scores": "_pairs",
}


def __getattr__(name: str) -> object:
    if name not in _LATER:
        raise AttributeError(name)
    return getattr(import_module(f"jisr.names.{_LATER[name]}"), name)
