"""What is an activity, or a law that can be asked about, called?"""

from __future__ import annotations

from jisr import tables
from jisr.wording._sources import jurisdiction_name


def activities(*, lang: str) -> tuple[tuple[str, str], ...]:
    """Each activity and its name."""
    return tuple((row["activity"], row[lang]) for row in tables.rows("activities"))


def activity_name(activity: str, *, lang: str) -> str:
    """The name of one activity; the word itself where no table knows it."""
    return dict(activities(lang=lang)).get(activity, activity)


def laws(*, lang: str) -> tuple[tuple[str, str], ...]:
    """Each law that can be asked about, by its code and name."""
    own = [row["jurisdiction"] for row in tables.rows("ownership_laws")]
    told = [(code, jurisdiction_name(code, lang=lang)) for code in own]
    return (*told, *((row["asked"], row[lang]) for row in tables.rows("question_laws")))
