"""Countries, dates, names, encodings: as lists and the press write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jisr.errors import Unreadable
from jisr.formats import _countries, _dates, _language, _names, _text


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Syrian Arab Republic", "sy"),
        ("Syria", "sy"),
        ("سوريا", "sy"),
        ("العراق", "iq"),
        ("Korea, North", "kp"),
        ("Democratic People's Republic of Korea", "kp"),
        ("Democratic People’s Republic of Korea", "kp"),
        ("Burma", "mm"),
        ("Palestinian", "ps"),
        ("Iran (Islamic Republic of)", "ir"),
        ("Bosnia and Herzegovina", "ba"),
        ("Bosnia & Herzegovina", "ba"),
        ("The Netherlands", "nl"),
        ("Türkiye", "tr"),
        ("Tunisian", "tn"),
        ("European Union", ""),
        ("Medellin", ""),
        ("", ""),
        ("x" * 101, ""),
    ],
)
def test_a_country_is_known_as_lists_write_it(written: str, code: str) -> None:
    assert _countries.code_of(written) == code


@pytest.mark.parametrize(
    ("cell", "codes", "said_all"),
    [
        ("Iraq", ("iq",), True),
        ("Sudan/South Sudan", ("sd", "ss"), True),
        ("Bahrain (citizenship revoked in Jan. 2015)", ("bh",), False),
        ("United States. Also believed to hold Syrian nationality", ("us",), False),
        ("na", (), False),
        ("", (), False),
    ],
)
def test_a_cell_may_name_several_countries(cell: str, codes: tuple[str, ...], *, said_all: bool) -> None:
    assert _countries.codes_of(cell) == (codes, said_all)


@pytest.mark.parametrize(
    ("place", "code"),
    [("Zvornik, Bosnia-Herzegovina", "ba"), ("Pyongyang, Korea, North", "kp"), ("Egypt", "eg"), ("Shati", "")],
)
def test_a_place_ends_in_its_country(place: str, code: str) -> None:
    assert _countries.code_in(place) == code


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("10 Dec 1948", "1948-12-10"),
        ("Dec 1948", "1948-12"),
        ("August 1961", "1961-08"),
        ("11 Apr. 1963", "1963-04-11"),
        ("1948", "1948"),
        ("1948-01-02", "1948-01-02"),
        ("2015-07-01-04:00", "2015-07-01"),
        ("2026-02-27T00:00:09.554Z", "2026-02-27"),
        ("25 نوفمبر 2025", "2025-11-25"),
        ("31 Feb 1950", ""),
        ("0 Jan 1950", ""),
        ("99 Foo 1950", ""),
        ("Foo 1950", ""),
        ("soon after", ""),
        ("1950-13", ""),
        ("x", ""),
        ("", ""),
    ],
)
def test_a_date_is_read_as_exactly_as_it_is_written(written: str, iso: str) -> None:
    assert _dates.read(written) == iso


@pytest.mark.parametrize(
    ("text", "iso", "words"),
    [
        ("هيئة التحرير25 نوفمبر 2025آخر تحديث", "2025-11-25", "25 نوفمبر 2025"),
        ("في ١٠ تشرين الأول ٢٠٢٥ قال", "2025-10-10", "١٠ تشرين الأول ٢٠٢٥"),
        ("نشر في 3 جويلية 2025", "2025-07-03", "3 جويلية 2025"),
        ("on November 10th, 2025 they", "2025-11-10", "November 10th, 2025"),
        ("on 10 Nov. 2025.", "2025-11-10", "10 Nov. 2025"),
        ("في 12/11/2025", "2025-11-12", "12/11/2025"),
        ("11/25/2025 or 25/11/2025", "2025-11-25", "11/25/2025"),
        ("03/04/2025 or 05/05/2025", "2025-05-05", "05/05/2025"),
        ("٢٥/٥/١٤٤٧ هـ الموافق ١٦/١١/٢٠٢٥", "2025-11-16", "١٦/١١/٢٠٢٥"),
        ("في 25 نيسان/أبريل 2025", "2025-04-25", "25 نيسان/أبريل 2025"),
        ("31/13/2025 or 2025-02-03", "2025-02-03", "2025-02-03"),
    ],
)
def test_a_date_is_found_with_the_words_that_say_it(text: str, iso: str, words: str) -> None:
    found = _dates.find(text)
    assert found is not None
    assert (found.iso, text[found.start : found.end]) == (iso, words)


def test_no_date_is_found_where_none_is() -> None:
    assert _dates.find("nothing on 30 February 2025, and no more") is None


@pytest.mark.parametrize(
    ("first", "last", "years"),
    [
        ("1975", "1977", ("1975", "1976", "1977")),
        ("1900", "1950", ("1900", "1950")),
        ("1977", "1975", ()),
        ("", "1", ()),
    ],
)
def test_a_range_is_its_years_when_it_is_narrow(first: str, last: str, years: tuple[str, ...]) -> None:
    assert _dates.span(first, last) == years


@pytest.mark.parametrize(
    ("written", "natural"),
    [
        ("AL-JAWLANI, Abu Muhammad", ("Abu Muhammad AL-JAWLANI", "Abu Muhammad", "AL-JAWLANI")),
        ("REYES, Feliciano, Jr.", ("Feliciano, Jr. REYES", "Feliciano, Jr.", "REYES")),
        ("ABU ZUBAYDAH", ("ABU ZUBAYDAH", "", "")),
        ("SMITH,", ("SMITH", "", "")),
        (", John", ("John", "", "")),
    ],
)
def test_last_first_becomes_the_natural_order(written: str, natural: tuple[str, str, str]) -> None:
    assert _names.natural(written) == natural


@pytest.mark.parametrize(
    ("cell", "names", "short"),
    [
        ("Abu Omar", ("Abu Omar",), ()),
        ("“Chief Kahwa”", ("Chief Kahwa",), ()),
        ("شيخ الفاتح ، الفاتح", ("شيخ الفاتح", "الفاتح"), ()),
        ("One Name; Another b) Third", ("One Name", "Another", "Third"), ()),
        ("MAKENGA, Colonel SULTANI", ("MAKENGA, Colonel SULTANI",), ()),
        ("Libyan Foreign Investment Company (LFIC)", ("Libyan Foreign Investment Company",), ("LFIC",)),
        ("The Movement (HTS) (حركة ما (original script); The Move)", ("The Movement", "حركة ما", "The Move"), ("HTS",)),
        ("حسن غول (Hassan Ghul)", ("حسن غول", "Hassan Ghul"), ()),
        ("Jin Tiesan (金铁三)", ("Jin Tiesan", "金铁三"), ()),
        ("Lom-ali Butayev (Butaev)", ("Lom-ali Butayev (Butaev)",), ()),
        (
            "Safia, born 1 Jan. 1953 (passport no. 3; expired)",
            ("Safia, born 1 Jan. 1953 (passport no. 3", "expired)"),
            (),
        ),
        ("華信船務(香港)有限公司", ("華信船務(香港)有限公司",), ()),
        ("x" * 5000, ("x" * 5000,), ()),
        ("", (), ()),
    ],
)
def test_a_cell_may_hold_several_names(cell: str, names: tuple[str, ...], short: tuple[str, ...]) -> None:
    assert _names.split(cell) == (names, short)


@pytest.mark.parametrize(
    ("note", "alias", "names"),
    [
        ("Abu A, Abu B (transliterations of original script name)", "ABU C", ("Abu A", "Abu B")),
        ("transliterations: Al A; Al B ) (Translation: The C) (Nom de guerre", "ا", ("Al A", "Al B")),
        ("original script: Умар", "Umar", ("Умар",)),
        ("previously listed as, in Arabic: مرعي", "Merai", ("مرعي",)),
        ("(Abu Du’a; Abu Duaa’) prominently known", "أبو دعاء", ("Abu Du’a", "Abu Duaa’")),
        ("Rehman A; Rehman B", "الرحمن", ("Rehman A", "Rehman B")),
        ("born in 1973; passport number 5", "الرحمن", ()),
        ("The Moroccan", "Rashid", ()),
    ],
)
def test_a_note_may_hold_names(note: str, alias: str, names: tuple[str, ...]) -> None:
    assert _names.in_note(note, alias) == names


@given(st.text())
def test_splitting_names_never_fails_and_never_gives_blanks(text: str) -> None:
    names, short = _names.split(text)
    assert all(name.strip() == name and name for name in (*names, *short))
    _names.in_note(text, text)
    _names.natural(text)
    _dates.read(text)
    _dates.find(text)
    _countries.codes_of(text)


@pytest.mark.parametrize(
    ("data", "encoding", "text"),
    [
        ("\ufeffسوريا".encode(), "", "سوريا"),
        ("سوريا".encode("utf-16"), "", "سوريا"),
        ("سوريا".encode("cp1256"), "cp1256", "سوريا"),
    ],
)
def test_bytes_are_decoded_by_their_mark_or_as_asked(data: bytes, encoding: str, text: str) -> None:
    assert _text.decode(data, source="a", encoding=encoding) == text


@pytest.mark.parametrize(("data", "encoding", "line"), [(b"a\nb\xff", "", "line 2"), (b"a", "nothing-8", "line 1")])
def test_what_does_not_decode_is_refused_with_its_line(data: bytes, encoding: str, line: str) -> None:
    with pytest.raises(Unreadable, match=line):
        _text.decode(data, source="a", encoding=encoding)


def test_damage_is_named() -> None:
    assert [_text.damage(text) for text in ("whole\n\t", "a\ufffdb", "a\x19b", "a\x92b")] == [
        "",
        "U+FFFD",
        "U+0019",
        "U+0092",
    ]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("قال الرئيس إن من على في", "ara"),
        ("the end of the story", "eng"),
        ("le chat et la souris dans une maison", "fra"),
        ("xyz", ""),
        ("", ""),
    ],
)
def test_a_language_shows_in_its_everyday_words(text: str, language: str) -> None:
    assert _language.of(text) == language


def test_a_language_tag_is_read() -> None:
    assert [_language.code(tag) for tag in ("ar-SY", "EN_us", "ara", "xx", "")] == ["ara", "eng", "ara", "", ""]
