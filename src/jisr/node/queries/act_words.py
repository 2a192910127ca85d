"""Which words does the form of an act offer?"""

from __future__ import annotations

from collections.abc import Mapping

from jisr import tables
from jisr.sharing import Reader, Role, require


def act_words(*, reader: Reader) -> Mapping[str, tuple[Mapping[str, str], ...]]:
    """Actions and jurisdictions with their names in both languages, and degrees of confidence. Raises `NotAllowed`."""
    require(reader, *Role)
    return {
        "actions": tuple(_word(row, "action") for row in tables.rows("actions")),
        "jurisdictions": tuple(_word(row, "jurisdiction") for row in tables.rows("jurisdictions")),
        "confidence": tuple(_word(row, "confidence") for row in tables.rows("confidence")),
    }


def _word(row: Mapping[str, str], code: str) -> Mapping[str, str]:
    return {"code": row[code], "en": row["en"], "ar": row["ar"]}
