"""The UN Security Council's consolidated list, as XML (https://scsanctions.un.org/resources/xml/en/consolidated.xml).

Read as a stream. Nothing is fetched or expanded: a document type declaration, where entities are made, is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import cast

from lxml import etree

from jisr.errors import Unreadable
from jisr.formats._base import MIB, File, Format, Header, Item, Options, Reading, only_file, set_aside
from jisr.formats._text import damage
from jisr.formats._un_entry import Entry, read_entry
from jisr.formats._xml import Element
from jisr.records import Place, Record, Validity, When

NAME = "un-xml"
SOURCE = "un"
TITLE = "UN Security Council Consolidated List"
AUTHORITY = "United Nations Security Council"
_ROOT = "CONSOLIDATED_LIST"
_ENTRIES = ("INDIVIDUAL", "ENTITY")
_GROUPS = ("INDIVIDUALS", "ENTITIES")
_NAME_TAGS = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME", "NAME_ORIGINAL_SCRIPT", "ALIAS_NAME")
_LIMIT = 128 * MIB  # some 80 times the list of 2026
_CHUNK = 64 * 1024
_ROOT_TAG = re.compile(rb"<CONSOLIDATED_LIST[\s>/]")

Events = Iterator[tuple[str, Element]]


def recognise(files: tuple[File, ...]) -> bool:
    """One XML file whose root is the UN's."""
    return len(files) == 1 and _ROOT_TAG.search(files[0].data[:4096].replace(b"\0", b"")) is not None


def read(files: tuple[File, ...], options: Options) -> Reading:
    """A snapshot of the whole list. Each entry gives a Person, Organization or Vessel and its Sanction."""
    file = only_file(files, options, limit=_LIMIT)
    events = _events(file)
    root = next((element for _, element in events), None)
    if root is None:
        raise Unreadable(source=file.name, place="line 1", wanted=f"<{_ROOT}>")
    header = Header(
        format=NAME,
        source=options.source or SOURCE,
        edition=_edition(root, file),
        snapshot=True,
        own=SOURCE,
        title=TITLE,
    )
    return Reading(header=header, items=_items(events, file, header, options))


def _events(file: File) -> Events:
    """The root's start, then starts and ends of groups and entries. Raises `Unreadable` where the XML breaks off."""
    head = file.data[:_CHUNK].replace(b"\0", b"")
    root = _ROOT_TAG.search(head)
    if root and b"<!DOCTYPE" in head[: root.start()]:
        raise _declared(file)
    parser = etree.XMLPullParser(
        events=("start", "end"),
        tag=(_ROOT, *_GROUPS, *_ENTRIES),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        for start in range(0, len(file.data), _CHUNK):
            parser.feed(file.data[start : start + _CHUNK])
            yield from _read_events(parser, file)
        parser.close()
    except etree.XMLSyntaxError as error:
        line = error.lineno or 1
        told = (error.msg or "").split(", line")[0]
        raise Unreadable(source=file.name, place=f"line {line}", wanted=f"well-formed XML: {told}") from error


def _read_events(parser: etree.XMLPullParser, file: File) -> Events:
    for event, found in parser.read_events():
        element = cast("Element", found)
        if element.tag == _ROOT and element.getroottree().docinfo.doctype:  # type: ignore[attr-defined]  # not in the stubs
            raise _declared(file)
        yield event, element


def _declared(file: File) -> Unreadable:
    line = file.data.count(b"\n", 0, max(file.data.find(b"<!DOCTYPE"), 0)) + 1
    return Unreadable(
        source=file.name, place=f"line {line}", wanted="no document type declaration: entities are refused"
    )


def _edition(root: Element, file: File) -> datetime:
    """`dateGenerated`, UTC. A list that does not say when it was made cannot be told from an older one."""
    written = root.get("dateGenerated") or ""
    try:
        return When.read(written).first
    except Unreadable as error:
        place = f"line {root.sourceline}"
        raise Unreadable(source=file.name, place=place, wanted=f"dateGenerated, found {written[:40]!r}") from error


def _items(events: Events, file: File, header: Header, options: Options) -> Iterator[Item]:
    seen: set[str] = set()
    number = dict.fromkeys(_ENTRIES, 0)
    for event, element in events:
        tag = str(element.tag)
        if event == "start":
            continue
        if tag in number:
            number[tag] += 1
            group = _GROUPS[_ENTRIES.index(tag)]
            place = _place(file, element, f"/{_ROOT}/{group}/{tag}[{number[tag]}]")
            yield from _entry(element, place, seen, header, options)
            _empty(element)
        else:
            yield from _strangers(file, element)


def _empty(element: Element) -> None:
    """Frees what has been read; the empty element stays, so that places count on."""
    tail = element.tail
    element.clear()
    element.tail = tail


def _place(file: File, element: Element, xpath: str) -> Place:
    return Place(file=file.name, line=cast("int", element.sourceline), xpath=xpath)


def _strangers(file: File, group: Element) -> Iterator[Item]:
    """What stands in a group or in the root and is no entry."""
    known = (*_GROUPS, *_ENTRIES)
    for child in group:
        if str(child.tag) not in known:
            place = _place(file, child, f"{child.getroottree().getpath(child)}")
            yield set_aside(place, "unknown-element", etree.tostring(child), entry=False, element=str(child.tag))
    loose = "".join([group.text or "", *(child.tail or "" for child in group)]).strip()
    if loose:
        place = _place(file, group, group.getroottree().getpath(group))
        yield set_aside(place, "unknown-element", loose, entry=False, element="text")


def _entry(element: etree._Element, place: Place, seen: set[str], header: Header, options: Options) -> Iterator[Item]:
    entry = read_entry(element)
    key = entry.reference
    reason, facts = _refusal(element, entry, seen)
    if reason:
        piece = etree.tostring(element, encoding="utf-8", with_tail=False)
        yield set_aside(place, reason, piece, entry=True, **({"key": key} if key else {}), **facts)
        return
    seen.add(key)
    for tag, text in entry.unread:
        yield set_aside(place, "bad-date", text, entry=False, key=key, field=tag, value=text)
    yield from _records(entry, place, header, options)


def _refusal(element: etree._Element, entry: Entry, seen: set[str]) -> tuple[str, dict[str, str]]:
    """Why an entry cannot be used, and the facts of it; "" when it can."""
    text = "".join(map(str, element.itertext()))
    if sign := damage(text):
        return "damaged-characters", {"character": sign}
    if "?" in text:
        for name in element.iter(*_NAME_TAGS):
            if "?" in (name.text or ""):
                return "lost-characters", {"field": str(name.tag), "value": name.text or ""}
    if not entry.reference:
        return "no-reference", {"field": "REFERENCE_NUMBER"}
    if entry.reference in seen:
        return "duplicate-key", {}
    if not entry.subject.has("name"):
        return "no-name", {}
    return "", {}


def _records(entry: Entry, place: Place, header: Header, options: Options) -> Iterator[Item]:
    validity = Validity(begins=When.read(entry.listed_on)) if entry.listed_on else Validity()
    entry.subject.add("topics", "sanction")
    subject = Record(
        source=header.source,
        key=entry.reference,
        schema=entry.schema,
        properties=entry.subject.properties,
        place=place,
        marking=options.marking,
    )
    yield subject
    entry.listing.add("entity", subject.thing)
    entry.listing.add("authority", AUTHORITY)
    yield Record(
        source=header.source,
        key=f"{entry.reference}/listing",
        schema="Sanction",
        properties=entry.listing.properties,
        place=place,
        validity=validity,
        marking=options.marking,
    )


FORMAT = Format(name=NAME, title=TITLE, recognise=recognise, read=read)
