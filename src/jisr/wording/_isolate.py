"""How does a value keep its direction inside a sentence of the other one?  Between U+2068 and U+2069 (UAX 9)."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

BEGIN: Final = "\u2068"  # first strong isolate
END: Final = "\u2069"  # pop directional isolate
_CONTROLS: Final = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C))
_ENDS: Final = {BEGIN: 1, "\u2066": 1, "\u2067": 1, END: -1}
_ARABIC_WORDS: Final = re.compile(r"[^\W\d_]+(?: [^\W\d_]+)*")
_RIGHT_TO_LEFT: Final = frozenset({"R", "AL", "AN", "RLE", "RLO", "RLI"})


def isolated(value: str) -> str:
    """`value` between isolates, freed of direction controls of its own; what is isolated already stays as it is."""
    return value if _is_isolated(value) else f"{BEGIN}{value.translate(_CONTROLS)}{END}"


def needs_isolation(value: str, *, lang: str) -> bool:
    """Whether the value could turn the line of a sentence in `lang` round, or be turned by it."""
    kinds = {unicodedata.bidirectional(letter) for letter in value}
    if lang == "ar":
        return bool(value) and not (kinds <= {"AL", "R", "NSM", "WS"} and _ARABIC_WORDS.fullmatch(value))
    return not kinds.isdisjoint(_RIGHT_TO_LEFT)


def settled(value: str) -> bool:
    """Whether every isolate in the value is closed within it, so that it is safe to hold pieces that are isolated."""
    depth = 0
    for letter in value:
        depth += _ENDS.get(letter, 0)
        if depth < 0:
            return False
    return depth == 0


def _is_isolated(value: str) -> bool:
    return value.startswith(BEGIN) and value.endswith(END) and settled(value[1:-1])
