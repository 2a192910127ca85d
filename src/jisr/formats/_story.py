"""An article on its way to a record, whatever file it came in: text, language and day, each with what it rests on."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from jisr.errors import Unreadable
from jisr.formats import _dateline, _dates, _language
from jisr.formats._base import NEVER, File, Header, Options, Reading
from jisr.formats._draft import Draft
from jisr.formats._text import DAMAGED, tidy
from jisr.records import Place, Record, When

SOURCE = "article"
_TITLE_LIMIT = 300
_DAY = len("2025-11-25")


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """What an article says: its title, its text, and when its maker says it was published (ISO 8601, "" unsaid).

    `said`: other properties of the record. `key`: what names it at its source ("": its bytes do).
    """

    title: str
    body: str
    published: str = ""
    language: str = ""
    publisher: str = ""
    key: str = ""
    said: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def alone(found: Text, file: File, options: Options, *, format_: str, title: str) -> Reading:
    """A file that is one article. Raises `Unreadable` for one without text, or whose text arrived damaged."""
    refuse_damaged(found, file.name)
    header = Header(format=format_, source=options.source or SOURCE, title=tidy(found.title)[:_TITLE_LIMIT] or title)
    place = Place(file=file.name, start=0, end=len(found.body))
    return Reading(header=header, items=iter((record(found, file.data, place, header, options),)))


def refuse_damaged(found: Text, name: str) -> None:
    """Raises `Unreadable` for a text without a letter, or with characters no text has."""
    if not any(char.isalpha() for char in found.body):
        raise Unreadable(source=name, place="line 1", wanted="an article; there is no text in it")
    if bad := DAMAGED.search(found.body):
        line = found.body.count("\n", 0, bad.start()) + 1
        raise Unreadable(source=name, place=f"line {line}", wanted=f"text without U+{ord(bad.group()):04X}")


def record(found: Text, data: bytes, place: Place, header: Header, options: Options) -> Record:
    """One Article. Its key is the start of a SHA-256: of what names it at its source, else of its bytes."""
    draft = Draft()
    draft.add("title", tidy(found.title)[:_TITLE_LIMIT])
    draft.add("bodyText", found.body)
    draft.add("publisher", found.publisher)
    _tell_days(draft, found, options)
    _tell_language(draft, found)
    digest = hashlib.sha256(data).hexdigest()
    draft.add("contentHash", digest)
    for name, values in found.said.items():
        draft.add(name, *values)
    return Record(
        source=header.source,
        key=hashlib.sha256(found.key.encode()).hexdigest()[:16] if found.key else digest[:16],
        schema="Article",
        properties=draft.properties,
        place=place,
        marking=options.marking,
        announced=When.read(draft.properties["publishedAt"][0]) if draft.has("publishedAt") else None,
    )


def day(text: str) -> str:
    """A whole day out of what a file says of itself, else "": a year or a month alone is no day of publication."""
    iso = _dates.read(tidy(text))
    return iso if len(iso) == _DAY else ""


def _tell_language(draft: Draft, found: Text) -> None:
    """What the file says, unless its letters are of another script; else what its everyday words show, and which."""
    if found.language and _language.fits(found.language, found.body):
        draft.add("language", found.language)
        return
    shown = _language.shown(found.body)
    if shown is not None:
        draft.add("language", shown.code)
        words = f"{shown.hits} everyday words in {shown.words}"
        draft.add("notes", f"language: {words} [{shown.start}:{shown.end}]")


def _tell_days(draft: Draft, found: Text, options: Options) -> None:
    """The day its maker gives, else the one its dateline gives, with the words that say it; none after its arrival."""
    published, updated = _dateline.find(found.body)
    if found.published and not _too_late(found.published, options):
        draft.add("publishedAt", found.published)
        _tell_doubt(draft, found, published)
    elif published and not _too_late(published.iso, options):
        draft.add("publishedAt", published.iso)
        draft.add("notes", _noted("publishedAt", found.body, published))
    if updated and not _too_late(updated.iso, options):
        draft.add("modifiedAt", updated.iso)
        draft.add("notes", _noted("modifiedAt", found.body, updated))


def _tell_doubt(draft: Draft, found: Text, published: _dateline.Published | None) -> None:
    """Where the text itself names another day than the file's own data, both are there to see."""
    if published and published.iso != found.published:
        draft.add("notes", f"the text says another day than its file: {_noted('', found.body, published)}")


def _noted(name: str, body: str, found: _dateline.Published) -> str:
    words = f"{body[found.start : found.end]} [{found.start}:{found.end}]"
    return f"{name}: {words}" if name else words


def _too_late(iso: str, options: Options) -> bool:
    return options.received > NEVER and iso[:_DAY] > options.received.date().isoformat()
