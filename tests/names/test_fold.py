"""What a text is searched by."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from jisr.names import fold, fold_map
from jisr.names._fold import pieces

TEXTS = st.text(max_size=60)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("", ""),
        ("  أَحْمَد  الشَّرْع ", "احمد الشرع"),
        ("محمـــد", "محمد"),
        ("إبراهيم مؤمن رئيس آل", "ابراهيم مومن رييس ال"),
        ("فاطمة مصطفى", "فاطمه مصطفي"),
        ("علی رضا کریمی", "علي رضا كريمي"),
        ("‘Abd al-Raḥmān ٣٤ ۵", "abd al rahman 34 5"),
        ("O’Brien", "obrien"),
        ("ﷲ ﻣﺤﻤﺪ", "الله محمد"),
        ("Erdoğan Straße ﬁ Ⅷ IŞIK", "erdogan strasse fi viii isik"),
        ("Łódź Ærø Þór", "lodz aero thor"),
        ("Жёлтый", "желтыи"),
        ("\u202bأحمد\u202c\u200f \u2068Ali\u2069\u200b", "احمد ali"),
        ("A\ufffdli", "ali"),
        ("S.A.R.L. & Co", "s a r l co"),
        ("\ud800x", "x"),
    ],
)
def test_folded(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(TEXTS)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(TEXTS)
@example("ı")
@example("ẞ")
def test_case_does_not_count(text: str) -> None:
    folded = fold(text)
    assert fold(folded.upper()) == folded


@given(TEXTS, st.sampled_from(["ـ", "\u064e", "\u0651", "\u200f", "\u202a", "\u2067", "\u200c", "\u0301"]), st.data())
def test_marks_and_controls_do_not_count(text: str, mark: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(text)))
    assert fold(text[:place] + mark + text[place:]) == fold(text)


@given(st.integers(0, 10**6))
def test_digits_of_every_script_are_the_same(number: int) -> None:
    digits = {"٠": "arabic", "۰": "persian", "०": "devanagari", "０": "full width"}
    for zero in digits:
        text = "".join(chr(ord(zero) + int(digit)) for digit in str(number))
        assert fold(text) == str(number)


@given(TEXTS)
@example(" a  b ")
@example("ـaـ")
def test_the_map_leads_back(text: str) -> None:
    mapped = fold_map(text)
    assert mapped.text == fold(text)
    assert len(mapped.offsets) == len(mapped.text) + 1
    assert list(mapped.offsets) == sorted(mapped.offsets)
    assert mapped.offsets[-1] == len(text)
    for start in range(len(mapped.text)):
        piece = text[mapped.offsets[start] : mapped.offsets[start + 1] + 1]
        assert mapped.text[start] in fold(piece) or mapped.text[start] == " "


@given(TEXTS)
def test_pieces_are_the_folded_words_with_their_places(text: str) -> None:
    found = pieces(text)
    assert [folded for _raw, folded, _start, _end in found] == fold(text).split()
    for raw, _folded, start, end in found:
        assert text[start:end] == raw


def test_only_letters_and_digits_are_left() -> None:
    everything = "".join(map(chr, range(0x3000)))
    assert {unicodedata.category(letter)[0] for letter in fold(everything)} <= {"L", "N", "Z", "M"}
