"""An article in DOCX (ECMA-376, part 1): its paragraphs, in their order; headers, footers and comments left out."""

from __future__ import annotations

import io
import zipfile
import zlib

from lxml import etree

from jisr.errors import TooLarge, Unreadable
from jisr.formats import _dates, _story
from jisr.formats._base import MIB, File, Format, Options, Reading, only_file
from jisr.formats._story import Text
from jisr.formats._text import tidy
from jisr.formats._xml import Element

NAME = "docx"
TITLE = "Article, Word document (DOCX)"
_LIMIT = 32 * MIB
_MOST_UNPACKED = 48 * MIB  # of one part: a small file can hold a mountain of blanks
_BODY = "word/document.xml"
_ABOUT = "docProps/core.xml"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CREATED = "{http://purl.org/dc/terms/}created"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_GONE = frozenset({f"{_W}del", f"{_W}moveFrom", f"{_W}instrText", f"{_W}delText"})
_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the container of .doc, and of a DOCX with a password
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)


def recognise(files: tuple[File, ...]) -> bool:
    """One packed file with the body of a Word document; or an old or locked one, to say so."""
    if len(files) != 1 or not files[0].data.startswith((b"PK\x03\x04", _OLD)):
        return False
    if files[0].data.startswith(_OLD):
        return True
    try:
        with zipfile.ZipFile(io.BytesIO(files[0].data)) as packed:
            return _BODY in packed.namelist()
    except _BROKEN:
        return False


def read(files: tuple[File, ...], options: Options) -> Reading:
    """One Article. Raises `Unreadable`: not whole, locked, without text; `TooLarge`."""
    file = only_file(files, options, limit=_LIMIT)
    if file.data.startswith(_OLD):
        wanted = "a DOCX without a password; this is an old .doc, or it is locked"
        raise Unreadable(source=file.name, place="the whole file", wanted=wanted)
    try:
        with zipfile.ZipFile(io.BytesIO(file.data)) as packed:
            body = _part(packed, _BODY, file.name)
            about = _part(packed, _ABOUT, file.name) if _ABOUT in packed.namelist() else None
    except (*_BROKEN, KeyError) as error:
        wanted = f"a whole DOCX; it cannot be unpacked ({type(error).__name__})"
        raise Unreadable(source=file.name, place="the whole file", wanted=wanted) from error
    return _story.alone(_text(body, about), file, options, format_=NAME, title=TITLE)


def _part(packed: zipfile.ZipFile, name: str, source: str) -> Element:
    """One part, parsed; no more of it is unpacked than a true one holds."""
    with packed.open(name) as part:
        data = part.read(_MOST_UNPACKED + 1)
    if len(data) > _MOST_UNPACKED:
        raise TooLarge(source=source, place=name, wanted=f"at most {_MOST_UNPACKED} bytes unpacked")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(data, parser=parser)
    except etree.XMLSyntaxError as error:
        raise Unreadable(source=source, place=f"{name}, line {error.lineno}", wanted="whole XML") from error


def _text(body: Element, about: Element | None) -> Text:
    paragraphs = [text for one in body.iter(f"{_W}p") if (text := _paragraph(one))]
    told = tidy(about.findtext(_TITLE)) if about is not None else ""
    created = _dates.read(tidy(about.findtext(_CREATED))) if about is not None else ""
    title = told if told and any(told in one for one in paragraphs[:3]) else next(iter(paragraphs), "")
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    return Text(title=title, body="\n\n".join(paragraphs), said={"createdAt": (created,), "mimeType": (kind,)})


def _paragraph(paragraph: Element) -> str:
    """Its runs; what a change of the text took out, and a paragraph inside (a text box), are not of it."""
    out: list[str] = []
    waiting = list(paragraph)[::-1]
    while waiting:
        one = waiting.pop()
        if one.tag in _GONE or one.tag == f"{_W}p":
            continue
        if one.tag == f"{_W}t":
            out.append(one.text or "")
        elif one.tag in {f"{_W}tab", f"{_W}br", f"{_W}cr"}:
            out.append(" ")
        waiting.extend(reversed(one))
    return tidy("".join(out))


FORMAT = Format(name=NAME, title=TITLE, recognise=recognise, read=read)
