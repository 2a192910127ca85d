"""Articles: their text as mentions point into it, their day, their language; and what is no article."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jisr.errors import TooLarge, Unreadable
from jisr.formats import Options, _html, article
from jisr.records import Record
from tests.formats.reading import files, items

ARABIC = (
    "عنوان المقال عن الاجتماع\n\nهيئة التحرير25 نوفمبر 2025آخر تحديث :\n\n"
    "قال المتحدث في بيان له إن الاجتماع الذي عقد في العاصمة بحث التعاون بين الدول المشاركة. "
    "وأضاف أن اللجنة التي شكلت في هذا الاجتماع ستعمل على متابعة القرارات مع الجميع.\n"
)
PAGE = """<!DOCTYPE html><html lang="ar-SY"><head><meta charset="utf-8"><title>Site | Head</title>
<meta property="og:site_name" content="The Paper"><meta property="og:title" content="The head line">
<meta property="article:published_time" content="2025-11-25T10:00:00Z"><script>alert(1)</script></head>
<body><nav>Menu of the site</nav><article><h1>The head line</h1><p>First <b>part</b> of it.<br>Next line.</p>
<p>Second part.</p>and loose words<script>no()</script></article><footer>All rights reserved</footer></body></html>"""


def one(data: str | bytes, *, options: Options | None = None) -> Record:
    (found,) = items(data, name="a.txt", options=options, form="article")
    assert isinstance(found, Record)
    return found


def test_a_text_is_kept_as_it_is_with_its_title_day_and_language() -> None:
    found = one(ARABIC.replace("\n", "\r\n"))
    body = found.first("bodyText")
    assert body == ARABIC
    assert (found.source, found.schema, len(found.key)) == ("article", "Article", 16)
    assert (found.first("title"), found.first("language")) == ("عنوان المقال عن الاجتماع", "ara")
    assert (found.first("publishedAt"), str(found.announced)) == ("2025-11-25", "2025-11-25")
    start, end = (int(part) for part in found.first("notes").rpartition("[")[2].strip("]").split(":"))
    assert body[start:end] == "25 نوفمبر 2025"
    assert (found.place.start, found.place.end) == (0, len(body))


def test_a_page_gives_its_main_text_alone() -> None:
    found = one(PAGE)
    assert (
        found.first("bodyText") == "The head line\n\nFirst part of it.\n\nNext line.\n\nSecond part.\n\nand loose words"
    )
    assert (found.first("title"), found.first("publisher")) == ("The head line", "The Paper")
    assert (found.first("publishedAt"), found.first("language")) == ("2025-11-25", "eng")
    assert found.properties["notes"] == ("language: 4 everyday words in 14 [0:63]",)


@pytest.mark.parametrize(
    ("page", "body"),
    [
        ("<p>Words alone</p>", "Words alone"),
        ("<html><body><div>One<div>Two</div>Three</div></body></html>", "One\n\nTwo\n\nThree"),
        ("<html><title>T</title><body><p>Words</p></body></html>", "T\n\nWords"),
        ("<html><body><main><p>" + "long " * 60 + "</p></main><p>around</p></body></html>", ("long " * 60).strip()),
        (
            "<html><body><article>short</article><p>" + "long " * 60 + "</p></body></html>",
            "short\n\n" + ("long " * 60).strip(),
        ),
        ("<html><h1> </h1><h1>H</h1><p>x</p></html>", "H\n\nx"),
    ],
)
def test_blocks_become_paragraphs(page: str, body: str) -> None:
    assert one(page).first("bodyText") == body


@pytest.mark.parametrize(
    "data",
    [
        ARABIC.encode(),
        b"\xef\xbb\xbf" + ARABIC.encode(),
        ARABIC.encode("utf-16"),
        ARABIC.encode("utf-16-le"),
        ARABIC.encode("utf-16-be"),
        ARABIC.encode("cp1256"),
    ],
)
def test_every_usual_encoding_gives_the_same_text(data: bytes) -> None:
    assert article.recognise(files(("a", data)))
    assert one(data).first("bodyText") == ARABIC


def test_a_page_may_declare_its_encoding() -> None:
    page = (
        f'<html><head><meta http-equiv="Content-Type" content="text/html; charset=windows-1256"></head><p>{ARABIC}</p>'
    )
    assert "هيئة" in one(page.encode("cp1256")).first("bodyText")
    xml = f'<?xml version="1.0" encoding="windows-1256"?><html><p>{ARABIC}</p></html>'
    assert "هيئة" in one(xml.encode("cp1256")).first("bodyText")


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"\xff\x00\x12" * 50, "utf-8"),
        (b"caf\xe9 ol\xe9", "utf-8"),
        (b'<html><meta charset="martian"><p>x</p>', "martian"),
        (b'<html><meta charset="unicode_escape"><p>\\ud800</p>', "unicode_escape"),
        ("<html><title>403 Forbidden</title><body>Access denied</body></html>", "this page says '403 Forbidden'"),
        ("<html><body>تم رفض الوصول</body></html>", "this page says"),
        ("<html><script>x()</script></html>", "no text"),
        ("<html>", "no text"),
        ("12 34", "no text"),
        ("words\nand a \x00 byte", "line 2: expected text without U\\+0000"),
        ("", "empty"),
    ],
)
def test_what_is_no_article_is_refused(data: str | bytes, told: str) -> None:
    with pytest.raises(Unreadable, match=told):
        one(data)


def test_a_page_without_anything_is_empty() -> None:
    assert _html.main_text("<!-- nothing -->") == _html.Page(title="", text="")


def test_size_is_capped() -> None:
    with pytest.raises(TooLarge):
        one(ARABIC, options=Options(limit=10))


@pytest.mark.parametrize(
    ("data", "is_one"),
    [
        (ARABIC, True),
        (PAGE, True),
        ("<!-- a remark --> <HTML><body>x", True),
        ("too few words here", False),
        ("a,b,c\n" * 30, False),
        ("one;two words;three\nand some words more;so;on\n" * 10, False),
        ('{"a": "' + "word " * 40 + '"}', False),
        ("<list>" + "word " * 40 + "</list>", False),
        ("12 34 56 78 " * 40, False),
        ("word " * 40 + "\x00", False),
        ("word " * 40 + "\xa0" * 5, True),
        (b"\xff\xfa" * 40, False),
        ("  ", False),
    ],
)
def test_an_article_is_known_by_its_content(data: str | bytes, *, is_one: bool) -> None:
    assert article.recognise(files(("a", data))) is is_one
    assert not article.recognise(files(("a", data), ("b", data)))


def test_a_day_after_its_arrival_is_not_the_day_it_was_published() -> None:
    found = one(ARABIC, options=Options(received=datetime(2025, 1, 1, tzinfo=UTC)))
    assert "publishedAt" not in found.properties
    assert found.announced is None


@given(st.binary(max_size=300) | st.text(max_size=200).map(lambda text: f"<html>{text}</html>".encode()))
def test_no_bytes_make_it_fail_otherwise(data: bytes) -> None:
    article.recognise(files(("a", data)))
    try:
        found = one(data)
    except Unreadable:
        return
    assert found.first("bodyText")


def test_the_real_article_is_read(shared: Path) -> None:
    raw = (shared / "documents" / "article.txt").read_bytes()
    found = one(raw)
    assert found.first("bodyText") == raw.decode()
    assert (found.first("publishedAt"), found.first("language")) == ("2025-11-25", "ara")
    assert found.first("title").startswith("الانضمام إلى التحالف")
