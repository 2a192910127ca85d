"""Payments as rows of a CSV, whatever its columns are called: `tables/payment_columns.csv` knows the words.

A row needs a date, an amount and a currency, and of each end a name or an account; an end that is not told is a value
(cash), not an error, while the other one is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from jisr import tables
from jisr.errors import Unreadable
from jisr.formats._base import File, Format, Header, Item, Options, Reading, only_file, set_aside
from jisr.formats._payment import Draft, finished
from jisr.formats._rows import rows
from jisr.formats._text import decode, lines_of, tidy
from jisr.records import Observation, Place

NAME = "payments-csv"
TITLE = "Payments, CSV with columns of any known name"
_NEEDED = frozenset({"date", "amount", "currency"})
_ENDS = ("payer_account", "payer_name", "payee_account", "payee_name")
_DELIMITERS = ",;\t"


@cache
def _words() -> Mapping[str, str]:
    return {row["heading"]: row["field"] for row in tables.rows("payment_columns")}


def _heading(line: str) -> tuple[str, list[str]]:
    """(what stands between columns, the field of each column; "" for one that is not known)."""
    delimiter = max(_DELIMITERS, key=line.count)
    _, cells, _ = next(iter(rows([line], delimiter=delimiter)), (0, [], ""))
    return delimiter, [_words().get(tidy(cell).lower().replace("_", " "), "") for cell in cells]


def recognise(files: tuple[File, ...]) -> bool:
    """One file whose heading names a date, an amount, a currency and both ends."""
    if len(files) != 1:
        return False
    head = files[0].data[:8192].decode("utf-8-sig", "replace").partition("\n")[0].strip("\r")
    known = set(_heading(head)[1])
    return known >= _NEEDED and bool(known & set(_ENDS[:2])) and bool(known & set(_ENDS[2:]))


def read(files: tuple[File, ...], options: Options) -> Reading:
    """A payment a row. No snapshot. Raises `Unreadable` where the heading lacks what is needed."""
    file = only_file(files, options)
    lines = lines_of(decode(file.data, source=file.name))
    delimiter, fields = _heading(lines[0])
    if missing := sorted(_NEEDED - set(fields)):
        raise Unreadable(source=file.name, place="line 1", wanted=f"a heading with {', '.join(missing)}")
    source = options.source or "payments"
    items = _items(file, lines, (delimiter, fields), source)
    return Reading(header=Header(format=NAME, source=source, title=TITLE), items=items)


def _items(file: File, lines: list[str], form: tuple[str, list[str]], source: str) -> Iterator[Item]:
    seen: set[str] = set()
    for line, cells, why in rows(lines, delimiter=form[0]):
        if line == 1:
            continue
        place, piece = Place(file=file.name, line=line), lines[line - 1]
        if why:
            yield set_aside(place, why, piece)
            continue
        made = finished(_draft(dict(zip(form[1], map(tidy, cells), strict=False)), place, piece), source)
        if isinstance(made, Observation) and made.key in seen:
            yield set_aside(place, "duplicate-key", piece, entry=False, key=made.key)
            continue
        if isinstance(made, Observation):
            seen.add(made.key)
        yield made


def _draft(told: dict[str, str], place: Place, piece: str) -> Draft:
    told.pop("", None)
    draft = Draft(place=place, piece=piece.encode("utf-8", "surrogatepass"))
    draft.amount = re.sub(r"(?<=\d)[,\u00a0 ](?=\d{3})", "", told.pop("amount", ""))
    draft.currency = told.pop("currency", "").upper()
    draft.date = told.pop("date", "")
    draft.key = told.pop("key", "")
    ends = ("payer", "payee")
    draft.named = () if any(told.get(end) for end in _ENDS) else ends
    draft.ibans = tuple(account for end in ends if _is_iban(account := told.get(f"{end}_account", "")))
    draft.values = {**told, "message": NAME}
    return draft


def _is_iban(account: str) -> bool:
    return re.fullmatch(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}", account) is not None


FORMAT = Format(name=NAME, title=TITLE, recognise=recognise, read=read)
