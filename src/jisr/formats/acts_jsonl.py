"""Instruments entered by hand, as JSON lines: the acts that change a status, with their dates, sources and subjects.

One object a line: id, instrument, issuer, jurisdiction, action, measure, subject, subject_refs, scope, announced,
effective, expires, amends, source, confidence, note. Dates are kept as exact as written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from jisr.errors import Unreadable
from jisr.formats import _json
from jisr.formats._acts_subject import Subject, Subjects
from jisr.formats._base import File, Format, Header, Item, Options, Quarantined, Reading, only_file, set_aside
from jisr.formats._draft import Draft
from jisr.formats._json import Line
from jisr.formats._text import tidy
from jisr.records import Record, SameAs, Validity, When, is_forbidden

NAME = "acts-jsonl"
SOURCE = "acts"
TITLE = "Instruments entered by hand, JSON lines"
_TEXTS = ("issuer", "jurisdiction", "action", "measure", "scope", "confidence", "note")
_DATES = {"announced": "date", "effective": "startDate", "expires": "endDate"}
_FIELDS = frozenset({*_TEXTS, *_DATES, "id", "instrument", "subject", "subject_refs", "amends", "source"})
_URL = re.compile(r"https?://\S+")


def recognise(files: tuple[File, ...]) -> bool:
    """One file whose lines are objects with an id, an instrument and an action."""
    if len(files) != 1:
        return False
    return any({"id", "instrument", "action"} <= body.keys() for body in _json.objects(files[0]))


def read(files: tuple[File, ...], options: Options) -> Reading:
    """An Instrument a line; then each subject that a line names alone, joined to its list entries. No snapshot."""
    file = only_file(files, options)
    if not any("instrument" in body for body in _json.objects(file)):
        raise Unreadable(source=file.name, place="line 1", wanted="an object with id, instrument and action")
    header = Header(format=NAME, source=options.source or SOURCE)
    return Reading(header=header, items=_items(file, header, options))


def _items(file: File, header: Header, options: Options) -> Iterator[Item]:
    seen: set[str] = set()
    subjects = Subjects()
    for line in _json.lines(file):
        if isinstance(line, Quarantined):
            yield line
            continue
        key = _text(line.body.get("id"))
        problem = _problem(line, key, seen)
        if problem is not None:
            yield problem
            continue
        seen.add(key)
        yield from _extra(line, key)
        yield _instrument(line, key, header, options)
        subjects.see(_text(line.body.get("subject")), _refs(line.body), line.place, _when(line.body, "announced"))
    for subject in subjects.all():
        yield from _subject(subject, header, options)


def _text(value: object) -> str:
    return tidy(value) if isinstance(value, str) else ""


def _many(value: object) -> tuple[str, ...]:
    """A list of texts, or one text."""
    values = value if isinstance(value, list) else [value]
    return tuple(text for text in map(_text, values) if text)


def _refs(body: Mapping[str, object]) -> tuple[str, ...]:
    return _many(body.get("subject_refs"))


def _when(body: Mapping[str, object], name: str) -> When | None:
    value = body.get(name)
    return None if value is None or value == "" else When.read(str(value))


def _problem(line: Line, key: str, seen: set[str]) -> Quarantined | None:
    piece = _json.piece_of(line)
    if not key:
        return set_aside(line.place, "no-id", piece)
    if key in seen:
        return set_aside(line.place, "duplicate-key", piece, key=key)
    if not _text(line.body.get("instrument")):
        return set_aside(line.place, "no-name", piece, key=key)
    for name in _DATES:
        try:
            _when(line.body, name)
        except Unreadable:
            return set_aside(line.place, "bad-date", piece, key=key, field=name, value=str(line.body[name]))
    return None


def _extra(line: Line, key: str) -> Iterator[Item]:
    """Fields that no instrument has."""
    for name, value in line.body.items():
        if name not in _FIELDS:
            reason = "forbidden-property" if is_forbidden(name) else "unknown-property"
            piece = _json.encode(_json.without_forbidden({name: value}))
            yield set_aside(line.place, reason, piece, entry=False, key=key, property=name, schema="Instrument")


def _instrument(line: Line, key: str, header: Header, options: Options) -> Record:
    body, draft = line.body, Draft()
    draft.add("title", _text(body["instrument"]))
    for name in _TEXTS:
        draft.add(name, *_many(body.get(name)))
    for name, target in _DATES.items():
        draft.add(target, _text(body.get(name)))
    draft.add("subjectText", _text(body.get("subject")))
    draft.add("subject", *_refs(body))
    draft.add("amends", *(f"{header.source}:{other}" for other in _many(body.get("amends"))))
    for source in _many(body.get("source")):
        draft.add("sourceUrl", *_URL.findall(source))
        draft.add("description", "" if _URL.fullmatch(source) else source)
    return Record(
        source=header.source,
        key=key,
        schema="Instrument",
        properties=draft.properties,
        place=line.place,
        validity=Validity(begins=_when(body, "effective"), ends=_when(body, "expires")),
        marking=options.marking,
        announced=_when(body, "announced"),
    )


def _subject(subject: Subject, header: Header, options: Options) -> Iterator[Item]:
    draft = Draft()
    draft.add("name", subject.names[0])
    draft.add("alias", *subject.names[1:], *subject.aliases)
    draft.drop_known_names()
    record = Record(
        source=header.source,
        key=subject.key,
        schema=subject.schema,
        properties=draft.properties,
        place=subject.place,
        marking=options.marking,
        announced=subject.announced,
    )
    yield record
    for ref in subject.refs:
        yield SameAs(left=record.thing, right=ref, why=subject.written, place=subject.place)


FORMAT = Format(name=NAME, title=TITLE, recognise=recognise, read=read)
