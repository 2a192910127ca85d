"""What do the codes of the aid standard mean, in the reader's language?"""

from __future__ import annotations

from jisr import tables
from jisr.tables.iati import codes


def code_name(codelist: str, code: str, *, lang: str) -> str:
    """The name of a code; Arabic where `tables/iati_arabic.csv` has one, else the standard's English; else the code."""
    if lang == "ar":
        found = (row["ar"] for row in tables.rows("iati_arabic") if (row["codelist"], row["code"]) == (codelist, code))
        name = next(found, "")
        if name:
            return name
    return codes(codelist).get(code, code)


def kind_name(kind: str, *, lang: str) -> str:
    """What a kind of fact of the common work is called; the kind itself where the table lacks it."""
    return next((row[lang] for row in tables.rows("fact_kinds") if row["kind"] == kind), kind)


def common_status(kind: str, status: str, *, lang: str) -> tuple[str, str]:
    """The tone of a status of the common work and what it is called; ("old", the status) where the table lacks it."""
    found = (row for row in tables.rows("common_statuses") if (row["kind"], row["status"]) == (kind, status))
    return next(((row["tone"], row[lang]) for row in found), ("old", status))


def common_choice(code: str, *, lang: str) -> str:
    """What a choice of the forms of the common work is called; the code where the table lacks it."""
    return next((row[lang] for row in tables.rows("common_lists") if row["code"] == code), code)
