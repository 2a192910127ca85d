"""XML as a stream: nothing is fetched or expanded; a document type declaration, where entities are made, is refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import cast

from lxml import etree

from jisr.errors import Unreadable
from jisr.formats._base import File
from jisr.formats._text import tidy
from jisr.records import Place

Element = etree._Element  # noqa: SLF001  # lxml has no public name for it
_CHUNK = 64 * 1024


def root_is(file: File, root: str) -> bool:
    """Whether the first bytes open an element of that local name."""
    head = file.data[:8192].replace(b"\0", b"")
    return re.search(rb"<(?:[\w.-]+:)?" + root.encode() + rb"[\s>/]", head) is not None


def stream(file: File, *, root: str, tags: tuple[str, ...]) -> Iterator[Element]:
    """The root as it opens, then each element of these local names, whole; it is emptied when the next one is taken.

    Raises `Unreadable` where the XML breaks off or declares a document type.
    """
    parser = etree.XMLPullParser(
        events=("start", "end"),
        tag=tuple(f"{{*}}{tag}" for tag in (root, *tags)),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    if b"<!DOCTYPE" in file.data[:_CHUNK].replace(b"\0", b""):
        raise _declared(file)
    try:
        for start in range(0, len(file.data), _CHUNK):
            parser.feed(file.data[start : start + _CHUNK])
            yield from _read(parser, file, root)
        parser.close()
    except etree.XMLSyntaxError as error:
        told = (error.msg or "").split(", line")[0]
        place = f"line {error.lineno or 1}"
        raise Unreadable(source=file.name, place=place, wanted=f"well-formed XML: {told}") from error


def _read(parser: etree.XMLPullParser, file: File, root: str) -> Iterator[Element]:
    for event, found in parser.read_events():
        element = cast("Element", found)
        if local(element) == root:
            if element.getroottree().docinfo.doctype:  # type: ignore[attr-defined]  # not in the stubs
                raise _declared(file)
            if event == "start":
                yield element
        elif event == "end":
            yield element
            tail = element.tail
            element.clear()
            element.tail = tail


def _declared(file: File) -> Unreadable:
    line = file.data.count(b"\n", 0, max(file.data.find(b"<!DOCTYPE"), 0)) + 1
    return Unreadable(
        source=file.name, place=f"line {line}", wanted="no document type declaration: entities are refused"
    )


def local(element: Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def child(element: Element, *path: str) -> Element | None:
    """The first element down a path of local names."""
    found: Element | None = element
    for name in path:
        found = next((one for one in found if local(one) == name), None) if found is not None else None
    return found


def children(element: Element | None, *path: str) -> list[Element]:
    """Every element down a path of local names."""
    level = [] if element is None else [element]
    for name in path:
        level = [one for parent in level for one in parent if local(one) == name]
    return level


def text(element: Element | None, *path: str) -> str:
    """The text of the first element down a path; "" for none."""
    found = child(element, *path) if element is not None else None
    return tidy("".join(map(str, found.itertext()))) if found is not None else ""


def place_of(file: File, element: Element, xpath: str) -> Place:
    """Where an element stands."""
    return Place(file=file.name, line=cast("int", element.sourceline), xpath=xpath)
