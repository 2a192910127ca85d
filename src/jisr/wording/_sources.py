"""What is a source, or a jurisdiction, called?"""

from __future__ import annotations

from jisr import tables


def source_name(source: str, *, lang: str, default: str = "") -> str:
    """A source's name in "en" or "ar" (tables/sources.csv); `default`, else its own code, where the table has none."""
    return next((row[lang] for row in tables.rows("sources") if row["source"] == source), default or source)


def jurisdiction_name(code: str, *, lang: str) -> str:
    """A jurisdiction's name in "en" or "ar" (tables/jurisdictions.csv), else its own code."""
    asked = (row[lang] for row in tables.rows("question_laws") if row["asked"] == code)
    own = (row[lang] for row in tables.rows("jurisdictions") if row["jurisdiction"] == code)
    return next(own, next(asked, code))
