"""The EU's consolidated list of financial sanctions, FSF XML 1.1 (`export/sanctionEntity`).

Key: the EU reference number (`EU.27.28`), which both forms of the list print. Every regulation an entity stands under
is named in its Sanction; the listing of one entity may rest on several.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml import etree

from jisr.errors import Unreadable
from jisr.formats import _eu_entity, _xml
from jisr.formats._base import File, Format, Header, Item, Options, Reading, only_file, set_aside
from jisr.formats._text import damage, tidy
from jisr.formats._xml import Element
from jisr.records import When

NAME = "eu-xml"
TITLE = "EU consolidated financial sanctions, FSF XML"
_KINDS = ("regulation", "nameAlias", "birthdate", "citizenship", "address", "identification")


def recognise(files: tuple[File, ...]) -> bool:
    """One XML file whose root is export, with sanctionEntity elements."""
    return len(files) == 1 and _xml.root_is(files[0], "export") and b"sanctionEntity" in files[0].data[:65536]


def read(files: tuple[File, ...], options: Options) -> Reading:
    """A snapshot of the list. Each sanctionEntity gives a party, its Sanction, its documents and addresses."""
    file = only_file(files, options)
    root = next(_xml.stream(file, root="export", tags=("sanctionEntity",)), None)
    written = (root.get("generationDate") or "") if root is not None else ""
    try:
        edition = When.read(written).first
    except Unreadable as error:
        raise Unreadable(source=file.name, place="export", wanted=f"generationDate, found {written[:40]!r}") from error
    header = Header(
        format=NAME,
        source=options.source or _eu_entity.SOURCE,
        edition=edition,
        snapshot=True,
        own=_eu_entity.SOURCE,
        title=_eu_entity.TITLE,
    )
    return Reading(header=header, items=_items(file, header, options))


def _items(file: File, header: Header, options: Options) -> Iterator[Item]:
    seen: set[str] = set()
    for number, element in enumerate(_xml.stream(file, root="export", tags=("sanctionEntity",))):
        if not number:
            continue  # the root
        place = _xml.place_of(file, element, f"/export/sanctionEntity[{number}]")
        key = tidy(element.get("euReferenceNumber")) or tidy(element.get("logicalId"))
        listed = _eu_entity.build(key, header.source, _said(element))
        reason, facts = "", {}
        if sign := damage("".join(_every(element))):
            reason, facts = "damaged-characters", {"character": sign}
        elif not key:
            reason, facts = "no-reference", {"field": "euReferenceNumber"}
        elif key in seen:
            reason = "duplicate-key"
        elif not listed.party.has("name"):
            reason = "no-name"
        if reason:
            piece = etree.tostring(element, encoding="utf-8", with_tail=False)
            yield set_aside(place, reason, piece, entry=True, **({"key": key} if key else {}), **facts)
            continue
        seen.add(key)
        yield from listed.records(header, options, place)
    if not seen:
        raise Unreadable(source=file.name, place="export", wanted="at least one sanctionEntity that can be read")


def _every(element: Element) -> Iterator[str]:
    for one in element.iter():
        yield one.text or ""
        yield from map(str, one.attrib.values())


def _said(element: Element) -> Mapping[str, list[Mapping[str, str]]]:
    """The entity's rows by kind, under the attribute names of the XML."""
    kind = _xml.child(element, "subjectType")
    found: dict[str, list[Mapping[str, str]]] = {
        "entity": [
            {
                "type": (kind.get("code") or kind.get("classificationCode") or "") if kind is not None else "",
                "unitedNationId": tidy(element.get("unitedNationId")),
                "designationDate": tidy(element.get("designationDate")),
                "designationDetails": tidy(element.get("designationDetails")),
                "remark": " ".join(_xml.text(one) for one in _xml.children(element, "remark")),
            }
        ]
    }
    for tag in _KINDS:
        found[tag] = [
            {str(name): tidy(str(value)) for name, value in one.attrib.items()}
            | {"remark": _xml.text(one, "remark"), "publicationUrl": _xml.text(one, "publicationUrl")}
            for one in _xml.children(element, tag)
        ]
    return found


FORMAT = Format(name=NAME, title=TITLE, recognise=recognise, read=read)
