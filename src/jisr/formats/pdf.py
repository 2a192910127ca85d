"""An article in PDF: one Article record, if its text can be read in its order; else a piece for a person.

Two programs read it; what they give is put in reading order and judged by its everyday words. Nothing in it is run.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from jisr.formats import _bidi, _story
from jisr.formats._base import MIB, File, Format, Header, Item, Options, Reading, only_file, set_aside
from jisr.formats._story import SOURCE, Text
from jisr.records import Place

if TYPE_CHECKING:
    from jisr.formats import _pdf_read

NAME = "pdf"
TITLE = "Article, PDF"
_LIMIT = 32 * MIB
_HEAD = 1024  # bytes in which the mark stands (ISO 32000-1, annex H.3, note 13)
_FIRST = 5  # paragraphs among which the title is


def recognise(files: tuple[File, ...]) -> bool:
    """One file that says it is a PDF."""
    return len(files) == 1 and b"%PDF-" in files[0].data[:_HEAD]


def read(files: tuple[File, ...], options: Options) -> Reading:
    """One Article, or one piece for a person. Raises `Unreadable`: broken, locked, a scan, too large."""
    from jisr.formats import _pdf_read  # noqa: PLC0415  # two libraries of PDF cost every start 0.2 s and 20 MB

    file = only_file(files, options, limit=_LIMIT)
    paper = _pdf_read.read(file.data, name=file.name)
    title = _title(paper)
    header = Header(format=NAME, source=options.source or SOURCE, title=title or TITLE)
    return Reading(header=header, items=_items(paper, title, file, (header, options)))


def _items(paper: _pdf_read.Paper, title: str, file: File, told: tuple[Header, Options]) -> Iterator[Item]:
    body = paper.best.text
    if not paper.sure:
        known = f"{paper.best.look.known:.0%}"
        yield set_aside(Place(file=file.name), "needs-person", body, known=known, pages=str(paper.pages))
        return
    for page in paper.silent:
        place = Place(file=file.name, start=page, end=page)
        yield set_aside(place, "page-without-text", b"", entry=False, page=str(page))
    how = f"PDF of {paper.pages} pages, read by {paper.best.name}; {paper.agreed:.0%} of the words by a second reader"
    said = {"mimeType": ("application/pdf",), "createdAt": (paper.created,), "notes": (how,)}
    found = Text(title=title, body=body, said=said)
    _story.refuse_damaged(found, file.name)
    yield _story.record(found, file.data, Place(file=file.name, start=0, end=len(body)), *told)


def _title(paper: _pdf_read.Paper) -> str:
    """The paragraph in the largest letters among the first; of several the first."""
    first = paper.best.paragraphs[:_FIRST]
    largest = max(first, key=lambda one: one.height, default=None)
    return _bidi.plain(largest.text) if largest else ""


FORMAT = Format(name=NAME, title=TITLE, recognise=recognise, read=read)
