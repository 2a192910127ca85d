"""Activities as the International Aid Transparency Initiative writes them, IATI 2.03: read as a stream, written whole.

Each activity is a record that keeps the element itself, as canonical XML: every language, every foreign namespace and
the order stay, so that what is written again is what was read. What the schema says against an activity is set aside
beside it, with line and path; the activity is read none the less.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from lxml import etree

from jisr.errors import Unreadable
from jisr.formats._base import File, Format, Header, Item, Options, Reading, only_file, set_aside
from jisr.formats._draft import Draft
from jisr.formats._iati_stream import Fault, Whole, document_faults, root_of, wholes
from jisr.formats._text import tidy
from jisr.formats._xml import Element, children, text
from jisr.records import Place, Record, When

__all__ = ["FORMAT", "Fault", "Whole", "document_faults", "wholes", "write_iati"]

NAME = "iati"
SOURCE = "iati"
TITLE = "IATI 2.03 activities: projects with money, places, results"
ROOT = "iati-activities"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_ROLES: Final = {"1": "funder", "2": "accountable", "3": "extending", "4": "implementer"}
_BEGINS, _ENDS = ("2", "1"), ("4", "3")  # actual before planned
_LONGEST = 2000  # characters of the description that a record shows; all of it is in the element
_CHUNK = 64 * 1024
_PARENT = "1"


def recognise(files: tuple[File, ...]) -> bool:
    """One file whose root is `iati-activities`."""
    return len(files) == 1 and root_of(files[0].data[:8192]) == ROOT


def read(files: tuple[File, ...], options: Options) -> Reading:
    """An Activity an element; what the schema says against it beside it. No snapshot: a file may be a part."""
    file = only_file(files, options)
    header = Header(format=NAME, source=options.source or SOURCE)
    return Reading(header=header, items=_items(file, header, options))


def _items(file: File, header: Header, options: Options) -> Iterator[Item]:
    seen: set[str] = set()
    starts = range(0, len(file.data), _CHUNK)
    try:
        for one in wholes((file.data[start : start + _CHUNK] for start in starts), name=file.name):
            if isinstance(one, Fault):
                yield _against(file, one, "")
            else:
                yield from _read(one, file, (header, options), seen)
    except Unreadable as error:
        if "document type" in str(error) or not seen:
            raise
        place = Place(file=file.name, line=int(error.facts["place"].removeprefix("line ")))
        yield set_aside(place, "iati-cut-short", str(error), message=error.facts["wanted"], found=str(len(seen)))


def _read(one: Whole, file: File, given: tuple[Header, Options], seen: set[str]) -> Iterator[Item]:
    place = Place(file=file.name, line=one.line, xpath=one.path)
    key = text(one.element, "iati-identifier")
    if not key:
        yield set_aside(place, "no-id", one.xml)
        return
    if key in seen:
        yield set_aside(place, "duplicate-key", one.xml, key=key)
        return
    seen.add(key)
    for fault in one.faults:
        yield _against(file, fault, key)
    yield _record(one, key, place, given)


def _against(file: File, fault: Fault, key: str) -> Item:
    place = Place(file=file.name, line=fault.line, xpath=fault.path)
    return set_aside(place, "iati-schema", key, entry=False, message=fault.message, path=fault.path)


def _record(one: Whole, key: str, place: Place, given: tuple[Header, Options]) -> Record:
    header, options = given
    element, draft = one.element, Draft()
    _titles(element, draft, key)
    draft.add("projectId", key)
    draft.add("status", *(status.get("code", "") for status in children(element, "activity-status")))
    draft.add("startDate", _day(element, _BEGINS))
    draft.add("endDate", _day(element, _ENDS))
    draft.add("country", *(to.get("code", "").lower() for to in children(element, "recipient-country")))
    draft.add("publisher", *map(_organisation, children(element, "reporting-org")))
    for party in children(element, "participating-org"):
        role = _ROLES.get(party.get("role", ""))
        if role:
            draft.add(role, _organisation(party))
    draft.add("sector", *(f"{of.get('vocabulary', '1')}:{of.get('code', '')}" for of in children(element, "sector")))
    related = (one for one in children(element, "related-activity") if one.get("type") == _PARENT)
    draft.add("parentProject", *(tidy(one.get("ref")) for one in related))
    draft.add("currency", element.get("default-currency", ""))
    draft.add("modifiedAt", element.get("last-updated-datetime", "")[:10])
    draft.add("description", text(element, "description", "narrative")[:_LONGEST])
    draft.add("element", one.xml.decode())
    return Record(
        source=header.source,
        key=key,
        schema="Activity",
        properties=draft.properties,
        place=place,
        marking=options.marking,
    )


def _titles(element: Element, draft: Draft, key: str) -> None:
    """The title in the activity's own language, then the others; the Arabic one by its own name too."""
    own = element.get(_LANG, "")
    told = [
        (one.get(_LANG, own), tidy("".join(map(str, one.itertext()))))
        for one in children(element, "title", "narrative")
    ]
    told = [(lang, words) for lang, words in told if words]
    first = next((words for lang, words in told if lang == own), told[0][1] if told else key)
    draft.add("name", first)
    draft.add("alias", *(words for _lang, words in told if words != first))
    draft.add("nameArabic", *(words for lang, words in told if lang.lower().startswith("ar")))


def _organisation(element: Element) -> str:
    return text(element, "narrative") or tidy(element.get("ref"))


def _day(element: Element, types: tuple[str, ...]) -> str:
    """The date of the first of these types that is one."""
    found = {one.get("type", ""): tidy(one.get("iso-date"))[:10] for one in children(element, "activity-date")}
    for kind in types:
        try:
            return str(When.read(found[kind]))
        except (KeyError, Unreadable):
            continue
    return ""


def write_iati(elements: Iterable[str | bytes], *, made: str = "") -> bytes:
    """A document of these elements as they were kept. `made`: when (ISO 8601), for its head. Raises `Unreadable`."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    root = etree.Element(ROOT, {"version": "2.03"} | ({"generated-datetime": made} if made else {}))
    for kept in elements:
        try:
            root.append(etree.fromstring(kept.encode() if isinstance(kept, str) else kept, parser))
        except etree.XMLSyntaxError as error:
            raise Unreadable(source="a kept activity", place=str(error.lineno), wanted="well-formed XML") from error
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


FORMAT = Format(name=NAME, title=TITLE, recognise=recognise, read=read)
