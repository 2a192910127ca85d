"""The text of a PDF, read in two ways by two programs, and the reading that looks most like a text."""

from __future__ import annotations

import io
import re
import struct
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LTChar, LTContainer, LTPage
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.psexceptions import PSException
from pypdf import PdfReader
from pypdf.errors import DeprecationError, PyPdfError

from jisr.errors import Unreadable
from jisr.formats import _bidi, _everyday, _pdf_page
from jisr.formats._pdf_page import Glyph, Line

MOST_PAGES = 300
_MOST_LETTERS = 3_000_000
_LEAST_KNOWN = 0.25  # of the words of an Arabic text; half of them are in a true one, one in thirty of a turned one
_LEAST_KNOWN_LATIN = 0.08
_MOST_BROKEN = 0.08
_END = 2  # lines at the head and foot of a page where what comes again is no part of the article
_CLEARLY = 0.05  # by so much a reading must be better than the one before it
# What the two programs raise on a file that is no true PDF: they promise nothing.
BROKEN = (
    *(
        PyPdfError,
        DeprecationError,
        PSException,
        ArithmeticError,
        AssertionError,
        AttributeError,
        LookupError,
        RuntimeError,
        TypeError,
    ),
    *(ValueError, struct.error, zlib.error, EOFError),
)


_UNMAPPED = re.compile(r"\(cid:\d+\)")  # a glyph the PDF does not say the letter of


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way to read it: paragraphs, how it looks, and a word for how."""

    name: str
    paragraphs: tuple[_pdf_page.Paragraph, ...]
    look: _everyday.Look

    @property
    def text(self) -> str:
        """One paragraph after the other, a blank line between."""
        return "\n\n".join(one.text for one in self.paragraphs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A PDF read. `best`: the reading to take; `sure`: it looks like a text. `agreed`: share of words both found.

    `silent`: the pages (from 1) that bear no text. `created`: by its maker's clock, ISO day, "" unsaid.
    """

    best: Way
    sure: bool
    agreed: float
    pages: int
    silent: tuple[int, ...]
    title: str = ""
    created: str = ""


def read(data: bytes, *, name: str) -> Paper:
    """Raises `Unreadable`: broken, locked, too many pages, or without a letter (a scan)."""
    try:
        reader = PdfReader(io.BytesIO(data))
        _refuse_locked(reader, name)
        pages = len(reader.pages)
        if pages > MOST_PAGES:
            raise Unreadable(source=name, place=f"{pages} pages", wanted=f"at most {MOST_PAGES} pages")
        flow = [page.extract_text() for page in reader.pages]
        seen = [_pdf_page.lines_of(_glyphs(page)) for page in _laid_out(data)]
    except BROKEN as error:
        wanted = f"a whole PDF; this one breaks its own rules ({type(error).__name__})"
        raise Unreadable(source=name, place="the whole file", wanted=wanted) from error
    silent = tuple(at for at, text in enumerate(flow, 1) if not any(map(str.isalpha, text)))
    if len(silent) == pages:
        wanted = "a PDF with text; there is none: its pages are pictures (a scan). Have it read by OCR first"
        raise Unreadable(source=name, place=f"{pages} pages", wanted=wanted)
    return _judged(flow, _without_margins(seen), silent=silent, reader=reader)


def _refuse_locked(reader: PdfReader, name: str) -> None:
    if reader.is_encrypted and not reader.decrypt(""):
        raise Unreadable(source=name, place="the whole file", wanted="a PDF without a password: it is encrypted")


def _judged(flow: list[str], seen: list[list[Line]], *, silent: tuple[int, ...], reader: PdfReader) -> Paper:
    ways = [
        _way("place", [one for lines in seen for one in _pdf_page.paragraphs(lines, seen=True)]),
        _way("place, as drawn", [one for lines in seen for one in _pdf_page.paragraphs(lines, seen=False)]),
        _way("flow", _flowing("\n".join(flow), turned=False)),
        _way("flow, turned", _flowing("\n".join(flow), turned=True)),
    ]
    best = ways[0]
    for way in ways[1:]:
        if _worth(way.look) > _worth(best.look) + _CLEARLY:
            best = way
    others = [way for way in ways if way.name.partition(",")[0] != best.name.partition(",")[0]]
    told = reader.metadata
    made = told.creation_date if told else None
    return Paper(
        best=best,
        sure=_is_text(best),
        agreed=max((_agreement(best.text, way.text) for way in others), default=0.0),
        pages=len(flow),
        silent=silent,
        title=str(told.title or "") if told else "",
        created=made.date().isoformat() if made else "",
    )


def _worth(look: _everyday.Look) -> float:
    return look.known - look.broken


def _is_text(way: Way) -> bool:
    least = _LEAST_KNOWN if _bidi.is_right_to_left(way.text) else _LEAST_KNOWN_LATIN
    return way.look.known >= least and way.look.broken <= _MOST_BROKEN


def _way(name: str, paragraphs: Iterable[_pdf_page.Paragraph]) -> Way:
    every = tuple(one for one in paragraphs if one.text.strip())
    return Way(name=name, paragraphs=every, look=_everyday.look("\n".join(one.text for one in every)))


def _flowing(text: str, *, turned: bool) -> Iterator[_pdf_page.Paragraph]:
    for line in _bidi.plain(text).split("\n"):
        read = _bidi.read_order(list(line), right=True) if turned else " ".join(line.split())
        yield _pdf_page.Paragraph(text=read, height=1.0)


def _agreement(one: str, two: str) -> float:
    """Share of the words of `one` that `two` has too."""
    first, second = Counter(one.split()), Counter(two.split())
    return (first & second).total() / max(first.total(), 1)


def _laid_out(data: bytes) -> Iterator[LTPage]:
    shared = PDFResourceManager()
    device = PDFPageAggregator(shared, laparams=None)
    interpreter = PDFPageInterpreter(shared, device)
    for page in PDFPage.get_pages(io.BytesIO(data), maxpages=MOST_PAGES):
        interpreter.process_page(page)
        yield device.get_result()


def _glyphs(page: LTPage) -> Iterator[Glyph]:
    waiting: list[object] = [page]
    letters = 0
    while waiting and letters < _MOST_LETTERS:
        one = waiting.pop()
        if isinstance(one, LTChar) and not _UNMAPPED.fullmatch(one.get_text()):
            letters += 1
            yield Glyph(text=one.get_text(), left=one.x0, right=one.x1, bottom=one.y0, top=one.y1)
        elif isinstance(one, LTContainer):
            waiting.extend(one)


def _without_margins(pages: list[list[Line]]) -> list[list[Line]]:
    """Running heads and page numbers - the same on most pages but for their digits, at their ends - left out."""
    ends = Counter(_bare(line) for lines in pages for line in {*lines[:_END], *lines[-_END:]})
    often = {text for text, times in ends.items() if times > _END and times > len(pages) / 2}
    return [
        [line for at, line in enumerate(lines) if not (_bare(line) in often and min(at, len(lines) - 1 - at) < _END)]
        for lines in pages
    ]


def _bare(line: Line) -> str:
    return "".join(char for char in line.text if not char.isdigit() and not char.isspace())
