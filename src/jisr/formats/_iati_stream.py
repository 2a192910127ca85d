"""IATI documents as a stream of whole elements, each checked against the schema; memory stays at one element.

An element is taken out of the tree only when the parser has gone on to the next one: until then the parser may still
be writing behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import cast

from lxml import etree

from jisr.errors import Unreadable
from jisr.formats._xml import Element
from jisr.tables.iati import schema_file

ELEMENTS = {"iati-activities": "iati-activity", "iati-organisations": "iati-organisation"}
_HEAD = 64 * 1024
_NO_TYPE = "no document type declaration: entities are refused"
_STEP = re.compile(r"^/iati-(?:activities|organisations)/(iati-[a-z]+)")
_SPACE = re.compile(r"\{[^}]*\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What the schema says against a place: its line, its path in the document, and the message of libxml2."""

    line: int
    path: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """One element of a document (an activity or an organisation), its number from 1, and what the schema says.

    `xml`: the element as canonical XML with every namespace it needs: nothing of it is lost but what stands outside.
    """

    number: int
    line: int
    path: str
    xml: bytes
    element: Element
    faults: tuple[Fault, ...]


def root_of(head: bytes) -> str:
    """Which IATI document begins so; "" for none."""
    plain = head[:8192].replace(b"\0", b"")
    return next((root for root in ELEMENTS if re.search(rb"<" + root.encode() + rb"[\s>/]", plain)), "")


def wholes(chunks: Iterable[bytes], *, name: str) -> Iterator[Whole | Fault]:
    """Every activity or organisation of a document, in order; faults of the document itself stand alone.

    Raises `Unreadable` with the line where the XML breaks off, holds a text of 10 million characters, or declares a
    document type: what came before was given.
    """
    stream = iter(chunks)
    head = b""
    for chunk in stream:
        head += chunk
        if len(head) >= _HEAD:
            break
    if b"<!DOCTYPE" in head.replace(b"\0", b""):
        line = head.count(b"\n", 0, max(head.find(b"<!DOCTYPE"), 0)) + 1
        raise Unreadable(source=name, place=f"line {line}", wanted=_NO_TYPE)
    root = root_of(head)
    if not root:
        raise Unreadable(source=name, place="line 1", wanted="a document with the root iati-activities")
    yield from _Reader(name, root).read(chain((head,), stream))


class _Reader:
    """One document on its way through the parser."""

    def __init__(self, name: str, root: str) -> None:
        self._name, self._root = name, root
        self._number = 0
        self._top: Element | None = None
        self._before: Element | None = None
        self._parser = etree.XMLPullParser(
            events=("start", "end"),
            tag=(root, ELEMENTS[root]),
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            collect_ids=False,
            huge_tree=False,
        )

    def read(self, chunks: Iterable[bytes]) -> Iterator[Whole | Fault]:
        """Feed it all; what is whole comes out."""
        try:
            for chunk in chunks:
                self._parser.feed(chunk)
                yield from self._heard()
            self._parser.close()
        except etree.XMLSyntaxError as error:
            yield from self._last()
            told = (error.msg or "").split(", line")[0]
            place = f"line {error.lineno or 1}"
            raise Unreadable(source=self._name, place=place, wanted=f"well-formed XML: {told}") from error
        yield from self._heard()
        yield from self._last()
        yield from self._end()

    def _heard(self) -> Iterator[Whole | Fault]:
        for event, found in self._parser.read_events():
            element = cast("Element", found)
            if element.tag == self._root:
                self._top = element
                if element.getroottree().docinfo.doctype:  # type: ignore[attr-defined]  # not in the stubs
                    raise Unreadable(source=self._name, place="line 1", wanted=_NO_TYPE)
            elif event == "end" and element.getparent() is self._top:
                yield from self._last()
                self._before = element

    def _last(self) -> Iterator[Whole | Fault]:
        """The element before the newest, now that the parser has left it."""
        element, self._before = self._before, None
        if element is None or self._top is None:
            return
        yield from self._strangers(element)
        self._number += 1
        number, line = self._number, cast("int", element.sourceline)
        path = f"/{self._root}/{ELEMENTS[self._root]}[{number}]"
        holder = etree.Element(self._root, {str(k): str(v) for k, v in self._top.attrib.items()}, _spaces(self._top))
        element.tail = None
        holder.append(element)
        faults = _faults(holder, self._root, number)
        xml = etree.tostring(element, method="c14n")
        yield Whole(number=number, line=line, path=path, xml=xml, element=element, faults=faults)

    def _strangers(self, element: Element) -> Iterator[Fault]:
        """What else stands before an element: let go; what has no namespace of its own is a fault."""
        for other in list(element.itersiblings(preceding=True)):
            yield from self._stranger(other)

    def _stranger(self, other: Element) -> Iterator[Fault]:
        if isinstance(other.tag, str) and not other.tag.startswith("{"):
            path = f"/{self._root}/{other.tag}"
            yield Fault(
                line=cast("int", other.sourceline), path=path, message=f"Element '{other.tag}' is not expected."
            )
        parent = other.getparent()
        if parent is not None:
            parent.remove(other)

    def _end(self) -> Iterator[Fault]:
        """What stands after the last element; a document without any is checked as it is."""
        top = self._top
        if top is None:
            return
        if not self._number:
            yield from _faults(top, self._root, 0)
            return
        for other in list(top):
            yield from self._stranger(other)


def _spaces(element: Element) -> dict[str, str]:
    """Its namespaces; the stubs know no default one, lxml does."""
    return {cast("str", prefix): str(space) for prefix, space in element.nsmap.items()}


@cache
def _schema(root: str) -> etree.XMLSchema:
    return etree.XMLSchema(file=schema_file(root))


def _faults(holder: Element, root: str, number: int) -> tuple[Fault, ...]:
    """What the schema says of a document with this one element; its number is put into the paths."""
    schema = _schema(root)
    if schema.validate(etree.ElementTree(holder)):
        return ()
    return tuple(
        Fault(
            line=cast("int", error.line),
            path=_STEP.sub(rf"/{root}/\1[{number}]", str(error.path or "")),
            message=_SPACE.sub("", str(error.message)),
        )
        for error in list(schema.error_log)  # type: ignore[call-overload]  # iterable; the stubs do not say so
    )


def document_faults(data: bytes, *, name: str) -> tuple[Fault, ...]:
    """Everything the schema says against a document, in order. Raises `Unreadable` as `wholes`."""
    found: list[Fault] = []
    for one in wholes((data,), name=name):
        found += one.faults if isinstance(one, Whole) else (one,)
    return tuple(found)
