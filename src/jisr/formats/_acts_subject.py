"""Whom does an act name, and in which words?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from jisr.formats import _names
from jisr.formats._text import tidy
from jisr.records import Place, When

_LISTED_AS = re.compile(r"\s*\((?:listed|known) as ([^()]+)\)")
_TAIL = re.compile(r"\s+as a name of\b.*")
_SEVERAL = re.compile(r";|\bamong them\b|\band \d+ other")
_UN_PERSON = re.compile(r"un:[A-Z]{2}i\.\d+")
_UN_ENTITY = re.compile(r"un:[A-Z]{2}e\.\d+")
_SLUG = re.compile(r"[^\w.-]+")


@dataclass(slots=True, kw_only=True)
class Subject:
    """One party as the acts of a file name it: its own names, first met first, and the names it is listed under.

    `announced`: when the earliest line of the file about it became public.
    """

    key: str
    schema: str
    written: str
    place: Place
    announced: When | None = None
    refs: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    aliases: list[str] = field(default_factory=list)


class Subjects:
    """The parties of a file, each once: lines that share a reference speak of one party."""

    def __init__(self) -> None:
        self._by_ref: dict[str, Subject] = {}

    def see(self, written: str, refs: tuple[str, ...], place: Place, announced: When | None) -> None:
        """Takes in a line's subject if it names exactly one party."""
        known = {self._by_ref[ref].key: self._by_ref[ref] for ref in refs if ref in self._by_ref}
        if not _names_one(written, refs) or len(known) > 1:
            return
        subject = next(iter(known.values()), None)
        if subject is None:
            stable = min(refs, key=lambda ref: (not ref.startswith("un:"), refs.index(ref)))
            key = f"subject/{_SLUG.sub('-', stable)}"
            subject = Subject(key=key, schema=_schema(stable), written=written, place=place)
        if announced and (subject.announced is None or announced.first < subject.announced.first):
            subject.announced = announced
        for ref in refs:
            self._by_ref[ref] = subject
            if ref not in subject.refs:
                subject.refs.append(ref)
        names, aliases = _names_in(written, person=subject.schema == "Person")
        subject.names += names
        subject.aliases += aliases

    def all(self) -> Iterator[Subject]:
        """Each party once, in the order met."""
        yield from {subject.key: subject for subject in self._by_ref.values()}.values()


def _names_one(written: str, refs: tuple[str, ...]) -> bool:
    lists = [ref.partition(":")[0] for ref in refs]
    return bool(refs) and bool(written) and len(set(lists)) == len(lists) and not _SEVERAL.search(written)


def _schema(ref: str) -> str:
    if _UN_PERSON.fullmatch(ref):
        return "Person"
    return "Organization" if _UN_ENTITY.fullmatch(ref) else "LegalEntity"


def _names_in(written: str, *, person: bool) -> tuple[list[str], list[str]]:
    """`Ahmed al-Sharaa (listed as AL-JAWLANI, Abu Muhammad)` -> his name; the name he is listed under."""
    listed = _LISTED_AS.findall(written)
    own = _TAIL.sub("", _LISTED_AS.sub("", written))
    names = [tidy(name) for name in own.split(" / ") if tidy(name)]
    return names, [_names.natural(name)[0] if person else tidy(name) for name in listed]
