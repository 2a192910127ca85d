"""What Unicode CLDR knows of countries, from Babel's copy of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

from babel import Locale

_NOT_COUNTRIES: Final = frozenset({"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"})
_REMARK: Final = re.compile(r"\s*\(.*?\)")


@cache
def territories(language: str) -> Mapping[str, str]:
    """ISO 3166-1 alpha-2 code in lower case -> the name in `language` ("ar", "en"), without remarks in brackets."""
    names: Mapping[str, str] = Locale(language).territories
    return MappingProxyType(
        {
            code.lower(): _REMARK.sub("", name)
            for code, name in sorted(names.items())
            if len(code) == 2 and code not in _NOT_COUNTRIES  # noqa: PLR2004  # alpha-2
        }
    )
