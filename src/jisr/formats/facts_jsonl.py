"""Facts of the common work as JSON lines, each with exact words and where they stand.

One object a line: id, kind (of `tables/fact_kinds.csv`), statement_en, statement_ar, date, parties, quote_ar or
quote_en, offset (characters from the beginning of the text), detail. A commitment becomes a Commitment.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from jisr import tables
from jisr.errors import Unreadable
from jisr.formats import _json
from jisr.formats._base import File, Format, Header, Item, Options, Quarantined, Reading, only_file, set_aside
from jisr.formats._draft import Draft
from jisr.formats._text import tidy
from jisr.records import Record, When

NAME = "facts-jsonl"
SOURCE = "facts"
TITLE = "Facts of the common work with their words, JSON lines"
_QUOTES = (("quote_ar", "ar"), ("quote_en", "en"))


def recognise(files: tuple[File, ...]) -> bool:
    """One file whose lines are objects with an id, a kind and a statement."""
    if len(files) != 1:
        return False
    return any({"id", "kind", "statement_en"} <= body.keys() for body in _json.objects(files[0]))


def read(files: tuple[File, ...], options: Options) -> Reading:
    """A record a line. No snapshot."""
    file = only_file(files, options)
    header = Header(format=NAME, source=options.source or SOURCE, title=TITLE)
    return Reading(header=header, items=_items(file, header, options))


def _items(file: File, header: Header, options: Options) -> Iterator[Item]:
    kinds = {row["kind"]: row["schema"] for row in tables.rows("fact_kinds")}
    seen: set[str] = set()
    for line in _json.lines(file):
        if isinstance(line, Quarantined):
            yield line
            continue
        body, piece = line.body, _json.piece_of(line)
        key, kind, day = (_text(body.get(name)) for name in ("id", "kind", "date"))
        if not key:
            yield set_aside(line.place, "no-id", piece)
        elif key in seen:
            yield set_aside(line.place, "duplicate-key", piece, key=key)
        elif kind not in kinds:
            yield set_aside(line.place, "fact-kind", piece, key=key, kind=kind)
        elif not _is_day(day):
            yield set_aside(line.place, "bad-date", piece, key=key, field="date", value=day)
        else:
            seen.add(key)
            yield Record(
                source=header.source,
                key=key,
                schema=kinds[kind],
                properties=_properties(body, kinds[kind]),
                place=line.place,
                marking=options.marking,
                announced=When.read(day) if day else None,
            )


def _is_day(text: str) -> bool:
    try:
        return not text or bool(When.read(text))
    except Unreadable:
        return False


def _text(value: object) -> str:
    return tidy(value) if isinstance(value, str) else str(value) if isinstance(value, int | float) else ""


def _properties(body: Mapping[str, object], schema: str) -> dict[str, tuple[str, ...]]:
    draft = Draft()
    draft.add("title", _text(body.get("statement_en")), _text(body.get("statement_ar")))
    draft.add("kind", _text(body.get("kind")))
    draft.add("date", _text(body.get("date")))
    parties = body.get("parties")
    named = [_text(one) for one in parties] if isinstance(parties, list) else []
    detail = body.get("detail")
    told = {str(name): _text(value) for name, value in detail.items()} if isinstance(detail, dict) else {}
    if schema == "Commitment":
        draft.add("promisorText", *named[:1])
        draft.add("promiseeText", *named[1:])
        measurable = isinstance(detail, dict) and detail.get("measurable") is False
        draft.add(
            "state", "cannot-be-measured" if measurable else "proposed" if body.get("kind") == "policy" else "accepted"
        )
    else:
        draft.add("party", *named)
    for name, language in _QUOTES:
        if _text(body.get(name)):
            draft.add("quote", _text(body.get(name)))
            draft.add("quoteLanguage", language)
    draft.add("quoteStart", _text(body.get("offset")))
    draft.add("detail", *(f"{name}: {value}" for name, value in told.items() if value))
    return draft.properties


FORMAT = Format(name=NAME, title=TITLE, recognise=recognise, read=read)
