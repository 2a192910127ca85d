"""Word documents, feeds and e-mail files: what is an article in them, and what is not."""

from __future__ import annotations

import io
import zipfile
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jisr.errors import TooLarge, Unreadable
from jisr.formats import _base, docx, feed, letter
from jisr.formats._registry import recognise
from jisr.records import Record
from tests.formats import pdfs
from tests.formats.reading import aside, files, items, records

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
ARABIC = "قال المتحدث إن الاجتماع الذي عقد في العاصمة بحث التعاون بين الدول المشاركة."


def word(*paragraphs: str, body: str = "", core: str = "") -> bytes:
    """A Word document; `body` instead of runs of text."""
    runs = body or "".join(f"<w:p><w:r><w:t>{one}</w:t></w:r></w:p>" for one in paragraphs)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", f"<w:document {W}><w:body>{runs}</w:body></w:document>")
        if core:
            packed.writestr("docProps/core.xml", core)
    return out.getvalue()


def one(data: bytes | str, name: str = "a") -> Record:
    (found,) = records(items(data, name=name)).values()
    return found


def test_a_word_document_gives_its_paragraphs() -> None:
    found = one(word("بيان الوزارة", "دمشق في 25 تشرين الثاني 2025", ARABIC))
    assert found.first("bodyText") == f"بيان الوزارة\n\nدمشق في 25 تشرين الثاني 2025\n\n{ARABIC}"
    assert (found.first("title"), found.first("language")) == ("بيان الوزارة", "ara")
    assert found.first("publishedAt") == "2025-11-25"


def test_what_was_struck_out_is_not_of_it() -> None:
    body = (
        "<w:p><w:r><w:t>It was </w:t></w:r><w:del><w:r><w:delText>bad</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>good</w:t></w:r></w:ins><w:r><w:tab/><w:t>news</w:t></w:r></w:p>"
    )
    assert one(word(body=body)).first("bodyText") == "It was good news"


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "password"),
        (word("...", "12"), "no text"),
        (word(body="<w:p>"), "whole XML"),
        (word("text")[:-40], "one format"),
    ],
)
def test_a_bad_word_document_is_refused(data: bytes, told: str) -> None:
    with pytest.raises(Unreadable, match=told):
        items(data, name="a.docx")


def test_a_packed_mountain_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docx, "_MOST_UNPACKED", 10_000)
    with pytest.raises(TooLarge, match="unpacked"):
        items(word("a" * 50_000), name="a.docx")


RSS = """<?xml version="1.0" encoding="{encoding}"?><rss version="2.0"><channel><title>وكالة الجسر</title>
<language>ar</language>{items}</channel></rss>"""
ITEM = "<item><title>{title}</title><link>https://press.example/{guid}</link><guid>{guid}</guid><pubDate>{when}</pubDate><description>{text}</description></item>"


def rss(*given: str, encoding: str = "utf-8") -> bytes:
    return RSS.format(items="".join(given), encoding=encoding).encode(encoding)


def item(guid: str = "1", title: str = "خبر أول", when: str = "", text: str = ARABIC) -> str:
    return ITEM.format(guid=guid, title=title, when=when, text=text)


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1256", "utf-16"])
@pytest.mark.parametrize(
    ("when", "day"),
    [
        ("Tue, 25 Nov 2025 23:30:00 +0300", "2025-11-25"),
        ("2025-11-25T10:00:00Z", "2025-11-25"),
        ("الثلاثاء 25 نوفمبر 2025 10:00:00", "2025-11-25"),
        ("25 تشرين الثاني 2025", "2025-11-25"),
        ("قبل يومين", ""),
        ("2025", ""),
        ("نوفمبر 2025", ""),
        ("Thu, 01 Jan 1970 00:00:00 GMT", "1970-01-01"),
    ],
)
def test_the_day_of_an_item_is_read_or_said_to_be_unread(encoding: str, when: str, day: str) -> None:
    found = items(rss(item(when=when), encoding=encoding))
    (record,) = records(found).values()
    assert record.first("publishedAt") == day
    assert when in record.first("notes")
    assert [piece.reason for piece in aside(found)] == ([] if day else ["bad-date"])


def test_each_item_is_an_article_by_its_own_name() -> None:
    found = records(items(rss(item("1"), item("2", title="خبر ثان"), item("1", title="خبر أول ثانية"))))
    assert [one_.first("title") for one_ in found.values()] == ["خبر أول", "خبر ثان"]
    changed = records(items(rss(item("1", text="نص آخر للخبر"))))
    assert set(changed) < set(found)
    first = next(iter(found.values()))
    assert (first.first("publisher"), first.first("language")) == ("وكالة الجسر", "ara")
    assert first.first("sourceUrl") == "https://press.example/1"


def test_markup_in_an_item_is_read_as_a_page() -> None:
    found = one(rss(item(text="&lt;p&gt;أول&lt;/p&gt;&lt;script&gt;x()&lt;/script&gt;&lt;p&gt;ثان&lt;/p&gt;")))
    assert found.first("bodyText") == "خبر أول\n\nأول\n\nثان"


def test_atom_is_a_feed_too() -> None:
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>The Paper</title><entry><id>urn:x:1</id>'
        '<title>One</title><link rel="self" href="https://press.example/self"/><link href="https://press.example/1"/>'
        "<published>2025-11-25T10:00:00Z</published><updated>2025-11-26T10:00:00Z</updated>"
        "<content>the words of it</content></entry></feed>"
    )
    found = one(atom)
    assert (found.first("publishedAt"), found.first("modifiedAt")) == ("2025-11-25", "2025-11-26")
    assert (found.first("sourceUrl"), found.first("publisher")) == ("https://press.example/1", "The Paper")


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (rss(item())[:-30], "whole feed"),
        (b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "b">]><rss><channel/></rss>', "document type|one format"),
        (rss(item()).replace(b"utf-8", b"ascii"), "ascii"),
        (b"<rss" + b" " * 9_000_000 + b"/>", "at most"),
    ],
)
def test_a_bad_feed_is_refused(data: bytes, told: str) -> None:
    with pytest.raises(Unreadable, match=told):
        items(data, name="feed.rss", form="feed")


def test_an_endless_feed_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed, "_MOST_ITEMS", 3)
    with pytest.raises(TooLarge, match="4 items"):
        items(rss(*(item(str(number)) for number in range(4))))


def test_an_item_without_text_is_set_aside() -> None:
    found = items(rss("<item><guid>9</guid><title>12</title></item>", item()))
    assert [piece.reason for piece in aside(found)] == ["item-without-text"]
    assert len(records(found)) == 1


def mail(*, html: str = "", attached: tuple[tuple[str, bytes], ...] = (), text: str = ARABIC) -> bytes:
    out = EmailMessage()
    out["From"], out["To"], out["Subject"] = "press@ministry.example", "desk@node.example", "بيان الوزارة"
    out["Date"] = "Tue, 25 Nov 2025 10:00:00 +0300"
    if text:
        out.set_content(text)
    if html:
        (out.add_alternative if text else out.set_content)(html, subtype="html")
    for name, data in attached:
        out.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return out.as_bytes()


def test_a_letter_is_its_plain_text() -> None:
    found = one(mail(html="<p>html</p>"))
    assert found.first("bodyText") == f"بيان الوزارة\n\n{ARABIC}"
    assert (found.first("publishedAt"), found.first("author")) == ("2025-11-25", "press@ministry.example")


def test_without_plain_text_the_page_is_read() -> None:
    found = one(mail(text="", html=f"<html><body><p>{ARABIC}</p><script>x()</script></body></html>"))
    assert found.first("bodyText") == f"بيان الوزارة\n\n{ARABIC}"


def test_attached_articles_are_read_and_the_rest_is_named() -> None:
    paper = pdfs.by_fpdf("\n".join([ARABIC] * 4), shaping=True)
    attached = (("a.pdf", paper), ("b.docx", word(ARABIC)), ("c.png", b"\x89PNG\r\n"), ("d.pdf", b"%PDF-1.4 torn"))
    found = items(mail(attached=attached))
    assert [one_.place.file for one_ in records(found).values()] == ["a", "a/a.pdf", "a/b.docx"]
    assert [(piece.reason, piece.place.file) for piece in aside(found)] == [
        ("not-read", "a/c.png"),
        ("attachment-unreadable", "a/d.pdf"),
    ]
    assert not any(piece.entry for piece in aside(found))


@given(st.binary(max_size=300))
def test_no_bytes_make_them_fail_otherwise(data: bytes) -> None:
    for form, start in (("docx", b"PK\x03\x04"), ("feed", b"<rss>"), ("letter", b"From: a\nTo: b\nSubject: c\n")):
        try:
            items(start + data, form=form)
        except Unreadable:
            continue


def test_each_is_known_by_its_content() -> None:
    for data, form in ((word(ARABIC), docx), (rss(item()), feed), (mail(), letter)):
        assert recognise(files(("x", data))) is form.FORMAT
    assert not letter.recognise(files(("x", b"Note: this is\n\nno letter")))
    assert _base.NEVER.year == 1
