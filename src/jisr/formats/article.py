"""An article, as plain text or as a page of HTML: one Article record whose `bodyText` mentions point into.

Nothing is fetched: no picture, style or frame. A page that is an error, or that holds no text, is refused.
"""

from __future__ import annotations

import csv
import re

from jisr.errors import Unreadable
from jisr.formats import _html, _language, _story
from jisr.formats._base import MIB, File, Format, Options, Reading, only_file
from jisr.formats._story import Text
from jisr.formats._text import DAMAGED, decode, encoding_by_bom, lines_of, tidy

NAME = "article"
TITLE = "Article, plain text or HTML"
_LIMIT = 8 * MIB
_LEAST_WORDS = 20  # of a plain text that is taken for an article unasked
_LEAST_LETTERS = 0.6  # of what is not blank
_IS_HTML = re.compile(
    r"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|article|div|p|h1)\b", re.IGNORECASE | re.DOTALL
)
_IS_ERROR = re.compile(
    r"\b[45]\d\d\b|access denied|forbidden|not found|unauthori[sz]ed|service unavailable|bad gateway|error"
    r"|تم رفض الوصول|غير موجودة|خطأ",
    re.IGNORECASE,
)
_ERROR_LIMIT = 400  # characters of a page that only says it cannot be shown
_UNSEEN = re.compile(
    "[\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670\u200b-\u200f\u202a-\u202e\u2060-\u2069\u061c\ufeff]"
)
_SEPARATORS = (",", ";", "\t", "|")


def recognise(files: tuple[File, ...]) -> bool:
    """One page of HTML, or one text of sentences: no table, no data."""
    if len(files) != 1:
        return False
    try:
        text = _decoded(files[0])
    except Unreadable:
        return False
    return _IS_HTML.match(text[:4096]) is not None or _is_prose(text)


def read(files: tuple[File, ...], options: Options) -> Reading:
    """One Article. Its key is the start of the SHA-256 of the bytes, so that one article is one record."""
    file = only_file(files, options, limit=_LIMIT)
    raw = _decoded(file)
    found = _page(raw, file) if _IS_HTML.match(raw[:4096]) else _plain(raw)
    return _story.alone(found, file, options, format_=NAME, title=TITLE)


def title_of(file: File) -> str:
    """What a text or a page is headed, for a message."""
    raw = _decoded(file)
    return (_html.main_text(raw) if _IS_HTML.match(raw[:4096]) else _plain(raw)).title[:80]


def _decoded(file: File) -> str:
    r"""By byte order mark, by what the page declares, as UTF-8, UTF-16 without a mark or Windows-1256; ends are \n."""
    data = file.data
    declared = _html.declared_encoding(data[:2048])
    if encoding_by_bom(data) or declared:
        return "\n".join(lines_of(decode(data, source=file.name, encoding=declared)))
    try:
        text = decode(data, source=file.name, encoding=_without_mark(data))
    except Unreadable:
        text = data.decode("cp1256", "replace")
        if not _language.is_arabic(text) or DAMAGED.search(text):
            raise
    return "\n".join(lines_of(text))


def _without_mark(data: bytes) -> str:
    """UTF-16 in Latin or Arabic shows in every second byte."""
    head = data[:512]
    if len(head) < len("ab") or len(data) % 2:
        return ""
    high = {"utf-16-le": head[1::2], "utf-16-be": head[0::2]}
    for name, column in high.items():
        if sum(column.count(byte) for byte in (0, 6)) > len(column) * 0.8:
            return name
    return ""


def _plain(text: str) -> Text:
    first = next((line for line in text.split("\n") if line.strip()), "")
    return Text(title=tidy(first), body=text)


def _page(raw: str, file: File) -> Text:
    page = _html.main_text(raw)
    short = len(page.text) < _ERROR_LIMIT
    if short and (_IS_ERROR.search(page.title) or _IS_ERROR.search(page.text)):
        told = tidy(page.title or page.text)[:80]
        raise Unreadable(source=file.name, place="line 1", wanted=f"an article; this page says {told!r}")
    return Text(
        title=page.title,
        body=page.text,
        published=_story.day(page.published),
        language=_language.code(page.language),
        publisher=page.publisher,
    )


def _is_prose(text: str) -> bool:
    solid = _UNSEEN.sub("", "".join(text.split()))
    if not solid or solid[0] in "<{[" or DAMAGED.search(text):
        return False
    letters = sum(char.isalpha() for char in solid)
    return letters > _LEAST_LETTERS * len(solid) and len(text.split()) >= _LEAST_WORDS and not _is_table(text)


def _is_table(text: str) -> bool:
    """Several lines that a comma, semicolon, tab or bar cuts into the same number of cells."""
    lines = [line for line in text.split("\n") if line.strip()][:50]
    if any(len(line) > _LONGEST_ROW for line in lines):
        return False
    for sign in _SEPARATORS:
        cells = {len(row) for row in csv.reader(lines, delimiter=sign)}
        if len(lines) > 1 and len(cells) == 1 and max(cells) > 1:
            return True
    return False


_LONGEST_ROW = 100_000  # characters: no row of a table

FORMAT = Format(name=NAME, title=TITLE, recognise=recognise, read=read)
