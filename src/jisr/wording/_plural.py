"""Which form does a counted noun take?  Unicode CLDR's plural rules for Arabic (six forms) and English (two).

https://cldr.unicode.org/index/cldr-spec/plural-rules
"""

from __future__ import annotations

from typing import Final

_FEW: Final = range(3, 11)
_MANY: Final = range(11, 100)


def plural(count: int, *, lang: str) -> str:
    """The CLDR category of a count of things: zero, one, two, few, many or other."""
    if lang != "ar":
        return "one" if count == 1 else "other"
    if count in _SMALL:
        return _SMALL[count]
    rest = count % 100
    if rest in _FEW:
        return "few"
    return "many" if rest in _MANY else "other"


_SMALL: Final = {0: "zero", 1: "one", 2: "two"}
