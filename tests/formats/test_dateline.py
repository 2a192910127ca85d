"""The day of publication: from a dateline alone, with the words that say it; never out of a sentence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jisr.formats import _dateline, _html, _language

BODY = "\n\nThe ministers met and spoke of the work that lies before them in the year that comes.\n"


@pytest.mark.parametrize(
    ("text", "iso", "words"),
    [
        ("عنوان\n\nهيئة التحرير25 نوفمبر 2025آخر تحديث :\n\nنص", "2025-11-25", "25 نوفمبر 2025"),
        ("Title\n\nDAMASCUS, Nov 25, 2025 (Reuters) - It was said.", "2025-11-25", "Nov 25, 2025"),
        ("عنوان\n\nدمشق، ٢٥ تشرين الثاني ٢٠٢٥ – قال", "2025-11-25", "٢٥ تشرين الثاني ٢٠٢٥"),
        ("Title\nPublished: 25 November 2025\n" + BODY, "2025-11-25", "25 November 2025"),
        ("عنوان\nالثلاثاء 25 نيسان/أبريل 2025م\nنص", "2025-04-25", "25 نيسان/أبريل 2025"),
        ("بيان\nنص طويل\n\nالدوحة في 18 ديسمبر 2025", "2025-12-18", "18 ديسمبر 2025"),
        ("2025-11-25\n" + BODY, "2025-11-25", "2025-11-25"),
    ],
)
def test_a_dateline_says_when(text: str, iso: str, words: str) -> None:
    found, _ = _dateline.find(text)
    assert found is not None
    assert (found.iso, text[found.start : found.end]) == (iso, words)


@pytest.mark.parametrize(
    "text",
    [
        "Title\n\nThe president visited the capital on 10 November 2025 and met the ministers of the region there.",
        "عنوان\n\nقام الرئيس بزيارة رسمية إلى العاصمة في 10 نوفمبر 2025، والتقى عددا من الوزراء في مقر الحكومة.",
        "What happened on 3 May 2020\n" + BODY,
        "Title\n2025\n" + BODY,
        "Title\nNovember 2025\n" + BODY,
        "Title\n03/04/2025\n" + BODY,
        "عنوان\n٢٥/٥/١٤٤٧ هـ\nنص",
        "عنوان\n5 جمادى الأولى 1447\nنص",
        "Title\nIt has been closed since 3 May 2020.\n" + BODY,
        "Title\n31 November 2025\n" + BODY,
    ],
)
def test_no_other_date_is_taken_for_it(text: str) -> None:
    assert _dateline.find(text)[0] is None


def test_a_day_of_change_is_no_day_of_publication() -> None:
    published, updated = _dateline.find("Title\nLast updated: 25 November 2025\n" + BODY)
    assert published is None
    assert updated is not None
    assert updated.iso == "2025-11-25"
    both = _dateline.find("Title\nPublished 24 November 2025 | Updated 25 November 2025\n" + BODY)
    assert [one.iso for one in both if one] == ["2025-11-24", "2025-11-25"]


@given(st.text(max_size=200))
def test_the_words_are_where_it_says(text: str) -> None:
    for found in _dateline.find(text):
        if found:
            assert len(found.iso) == 10
            assert any(char.isdigit() for char in text[found.start : found.end])


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ('<meta property="article:published_time" content="2025-11-25T10:00:00Z">', "2025-11-25T10:00:00Z"),
        ('<script type="application/ld+json">{"datePublished": "2025-11-25T10:00"}</script>', "2025-11-25T10:00"),
        ('<body><nav><time datetime="2020-01-01">old</time></nav><p>x</p>', ""),
        ('<body><time datetime="2020-01-01">a</time><time datetime="2021-01-01">b</time>', ""),
        ('<body><article><time datetime="2025-11-25">a</time></article>', "2025-11-25"),
    ],
)
def test_a_page_says_when_only_where_it_is_sure(head: str, day: str) -> None:
    assert _html.main_text(f"<html>{head}<p>words</p></html>").published == day


def test_a_language_is_shown_by_its_words_and_their_place() -> None:
    found = _language.shown("xx the cat of the house yy")
    assert found is not None
    assert (found.code, found.start, found.end) == ("eng", 3, 17)
    assert _language.fits("ara", "قال الوزير")
    assert not _language.fits("ara", "the minister said")
    assert not _language.fits("eng", "قال الوزير")
