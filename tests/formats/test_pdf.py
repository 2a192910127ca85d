"""PDFs: made three ways, in columns, torn, locked, pictures alone: in order, or said plainly."""

from __future__ import annotations

import difflib
import io
import json
import re
from pathlib import Path

import pytest
from fpdf import FPDF
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfWriter

from jisr.errors import TooLarge, Unreadable
from jisr.formats import Options, _bidi, _everyday, pdf
from jisr.formats._base import Quarantined
from jisr.records import Record
from tests.formats import pdfs
from tests.formats.reading import aside, files, items

LEAST = 0.95
MARKS = re.compile("[\u0640\u064b-\u0652\u200c-\u200f]")
TEXT = (
    "بغداد وعمّان توقعان اتفاقا جديدا\n"
    "بغداد، 16 تشرين الثاني 2025 - وقعت الحكومة العراقية والحكومة الأردنية اليوم مذكرة تفاهم لتبادل المعلومات المالية "
    "وتعقب الأموال خلال 48 ساعة من كل طلب يصل إلى إحدى الوزارتين في البلدين.\n"
    "وقال الوزير في مؤتمر صحفي إن المذكرة (التي أعدتها اللجنة) تسمح بذلك، وأضاف أن 35.5 مليون دولار رصدت "
    "من Arab Fund Ltd لهذا العمل، وأن الوفد سيعود إلى العاصمة بعد أيام.\n"
)
WAYS = {
    "drawn from left to right": lambda text: pdfs.by_fpdf(text, shaping=False),
    "shaped": lambda text: pdfs.by_fpdf(text, shaping=True),
    "presentation forms": pdfs.by_reportlab,
}


def kept(text: str, found: str) -> float:
    """The share of the words of `text` that `found` has, in their order, whatever their marks."""
    wanted, got = (re.findall(r"\w+", MARKS.sub("", one)) for one in (text, found))
    blocks = difflib.SequenceMatcher(None, wanted, got, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) / len(wanted)


def one(data: bytes, *, options: Options | None = None) -> Record:
    (found,) = items(data, name="a.pdf", options=options)
    assert isinstance(found, Record)
    return found


@pytest.mark.parametrize("way", WAYS)
def test_made_in_any_way_the_words_stand_in_their_order(way: str) -> None:
    found = one(WAYS[way](TEXT))
    body = found.first("bodyText")
    assert kept(TEXT, body) >= LEAST
    assert "35.5 مليون دولار" in body
    assert "48 ساعة" in body
    assert "Arab Fund Ltd" in body
    assert (found.first("language"), found.first("publishedAt")) == ("ara", "2025-11-16")
    assert MARKS.sub("", found.first("title")).startswith("بغداد وعمان")


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_annotated_articles_too(way: str, language: str, shared: Path) -> None:
    for line in (shared / "documents" / "dev" / f"{language}.jsonl").read_text(encoding="utf-8").splitlines():
        text = json.loads(line)["text"]
        assert kept(text, one(WAYS[way](text)).first("bodyText")) >= LEAST, text[:40]


def test_columns_are_read_one_after_the_other() -> None:
    out = FPDF()
    out.add_page()
    out.set_font("helvetica", size=12)
    left = [f"the left line {number} is of the first column" for number in "abcdef"]
    right = [f"the right line {number} is of the second one" for number in "abcdef"]
    for at, (one_, two) in enumerate(zip(left, right, strict=True)):
        out.text(20, 40 + 8 * at, one_)
        out.text(115, 40 + 8 * at, two)
    body = one(bytes(out.output())).first("bodyText")
    assert body.index("left line f") < body.index("right line a")


def test_running_heads_and_page_numbers_are_left_out() -> None:
    out = FPDF()
    out.set_font("helvetica", size=12)
    for page in range(1, 5):
        out.add_page()
        out.text(20, 15, "The Daily Bridge of the coast")
        out.text(20, 60, f"the story that is told on sheet {'abcd'[page - 1]} of it")
        out.text(100, 285, f"Page {page}")
    body = one(bytes(out.output())).first("bodyText")
    assert "Daily Bridge" not in body
    assert "Page" not in body
    assert body.count("the story") == 4


def test_what_makes_no_text_waits_for_a_person() -> None:
    words = "ةملك نم لك يف بارضا لاقو ناك دق ىلع " * 12
    shuffled = " ".join("".join(sorted(word)) for word in words.split())
    (piece,) = items(pdfs.by_fpdf(shuffled, shaping=False), name="a.pdf")
    assert isinstance(piece, Quarantined)
    assert (piece.reason, piece.entry) == ("needs-person", True)


def test_a_scan_says_there_is_no_text() -> None:
    out = FPDF()
    out.add_page()
    out.rect(10, 10, 50, 50)
    with pytest.raises(Unreadable, match=r"1 pages: expected .*no|pictures .a scan."):
        one(bytes(out.output()))


def test_a_page_without_text_among_others_is_named() -> None:
    out = FPDF()
    out.set_font("helvetica", size=12)
    out.add_page()
    out.text(20, 60, "the story of the day is told in this line and that is all of it")
    out.add_page()
    found = items(bytes(out.output()), name="a.pdf")
    assert [(piece.reason, dict(piece.facts)["page"], piece.entry) for piece in aside(found)] == [
        ("page-without-text", "2", False)
    ]
    assert any(isinstance(item, Record) for item in found)


def locked(password: str) -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(pdfs.by_fpdf(TEXT, shaping=True)))
    writer.encrypt(password, owner_password="owner", algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_locked_one_says_so_and_one_without_a_password_is_read() -> None:
    with pytest.raises(Unreadable, match="without a password"):
        one(locked("secret"))
    assert kept(TEXT, one(locked("")).first("bodyText")) >= LEAST


@pytest.mark.parametrize("data", [b"%PDF-1.7", b"%PDF-1.7\n" + b"x" * 500, pdfs.by_fpdf(TEXT, shaping=True)[:-900]])
def test_a_torn_one_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable):
        one(data)


def test_size_and_pages_are_capped() -> None:
    with pytest.raises(TooLarge):
        one(b"%PDF-1.7" + bytes(50 * 1024 * 1024))
    writer = PdfWriter()
    for _ in range(301):
        writer.add_blank_page(100, 100)
    out = io.BytesIO()
    writer.write(out)
    with pytest.raises(Unreadable, match="301 pages"):
        one(out.getvalue())


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 7000), st.binary(min_size=1, max_size=40))
def test_no_bytes_make_it_fail_otherwise(at: int, junk: bytes) -> None:
    whole = pdfs.by_fpdf("the story of the day", shaping=False)
    at %= len(whole)
    data = whole[:at] + junk + whole[at + len(junk) :]
    if pdf.recognise(files(("a", data))):
        try:
            items(data, name="a.pdf", form="pdf")
        except Unreadable:
            return


@pytest.mark.parametrize(
    ("seen", "read"),
    [
        ("ةعاس 48 لالخ", "خلال 48 ساعة"),
        ("2025 يناثلا نيرشت 10 يف", "في 10 تشرين الثاني 2025"),
        (".Arab Fund نم", "من Arab Fund."),
        ("(ةنجللا اهتدعأ)", "(أعدتها اللجنة)"),
        ("%12,5 ةبسنب", "بنسبة 12,5%"),
    ],
)
def test_a_line_is_turned_but_its_numbers_and_latin_words_are_not(seen: str, read: str) -> None:
    assert _bidi.read_order(list(seen), right=True) == read


@given(st.lists(st.text("ابتثجحخدذرز", min_size=1, max_size=6), min_size=1, max_size=8))
def test_arabic_alone_turned_twice_is_as_it_was(words: list[str]) -> None:
    line = " ".join(words)
    assert _bidi.read_order(list(_bidi.read_order(list(line), right=True)), right=True) == line


def test_presentation_forms_become_letters() -> None:
    assert _bidi.plain("\ufe8d\ufedf\ufeca\ufeae\ufe8d\ufed5 \ufefb") == "العراق لا"


def test_a_text_holds_everyday_words_and_a_turned_one_does_not() -> None:
    assert _everyday.look(TEXT).known > 0.4
    assert _everyday.look(TEXT[::-1]).known < 0.1
    assert _everyday.look("12").words == 0
