"""Whose name is this?"""

from jisr.names._compare import THRESHOLD, closest, compare
from jisr.names._fold import Folded, fold, fold_map
from jisr.names._keys import KEYS_VERSION, keys
from jisr.names._match import Clue, Match, Part, Verdict
from jisr.names._parse import parse
from jisr.names._values import Kind, Name, Token, TokenKind, Word

__all__ = [
    "KEYS_VERSION",
    "THRESHOLD",
    "Clue",
    "Folded",
    "Kind",
    "Match",
    "Name",
    "Part",
    "Token",
    "TokenKind",
    "Verdict",
    "Word",
    "closest",
    "compare",
    "fold",
    "fold_map",
    "keys",
    "parse",
]
