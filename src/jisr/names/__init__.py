"""Whose name is this?"""

from jisr.names._fold import Folded, fold, fold_map
from jisr.names._parse import Kind, Name, Token, TokenKind, Word, parse

__all__ = ["Folded", "Kind", "Name", "Token", "TokenKind", "Word", "fold", "fold_map", "parse"]
