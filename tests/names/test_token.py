"""How alike two single names are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jisr import tables
from jisr.names import fold
from jisr.names._sound import latin, skeleton, sound
from jisr.names._token import OTHER_NAME, SAME_NAME, WORST, similarity

LETTERS = st.text(alphabet="abdghjklmnoqrstuwxyzابتجحدرسشعفقكلمنهوي", min_size=1, max_size=9)


@pytest.mark.parametrize(
    ("arabic", "spellings"),
    [
        ("شرع", "sharaa charaa shara chareh"),
        ("جولاني", "jawlani golani joulani julani"),
        ("دروكدال", "droukdel"),
        ("صحراوي", "sahraoui sahrawi"),
        ("رمضان", "ramadan ramazan romdhane ramadhan"),
        ("ذهب", "thahab dhahab zahab"),
        ("خفاجي", "khafaji khafagi"),
        ("كواري", "kawari kuwari"),
        ("قدير", "qadir ghedeir"),
        ("ثريا", "thuraya soraya"),
        ("چوهدري", "chaudhry choudry"),
        ("سلسله", "silsilat silsilah selsela"),
    ],
)
def test_spellings(arabic: str, spellings: str) -> None:
    for spelling in spellings.split():
        assert similarity(arabic, spelling) >= 0.8, spelling


@pytest.mark.parametrize(
    ("left", "right"),
    [("karim", "kamil"), ("hasan", "حسين"), ("محمدي", "muhammad"), ("bessi", "messi"), ("henriksen", "frederiksen")],
)
def test_other_names(left: str, right: str) -> None:
    assert similarity(left, right) <= 0.8


def test_the_table_of_spellings_knows_better() -> None:
    assert similarity("youcef", "يوسف") == SAME_NAME
    assert similarity("salim", "سلام") <= OTHER_NAME
    assert similarity("حامد", "حميد") != SAME_NAME


@given(LETTERS, LETTERS)
def test_likeness_is_symmetric(left: str, right: str) -> None:
    value = similarity(left, right)
    assert value == similarity(right, left)
    assert value == 0 or WORST <= value <= 1
    assert (value == 1) == (left == right)


@given(LETTERS)
def test_every_word_has_bones(word: str) -> None:
    assert skeleton(word)
    assert skeleton(word) == skeleton(latin(word))


def test_sounds() -> None:
    assert sound("djamal") == sound("jamal")
    assert sound("schmidt") == "Smidt"
    assert latin("юсуф") == "yusuf"
    assert latin("Ωμεγα".lower()) == "omega"
    assert latin("محمد") == "محمد"


@pytest.mark.parametrize("table", ["name_words", "name_spellings", "name_organisations", "romanisation", "sounds"])
def test_tables_are_folded(table: str) -> None:
    for row in tables.rows(table):
        for column in {"word", "name", "spellings", "forms", "letter", "letters"} & row.keys():
            for form in row[column].replace(";", " ").split():
                assert fold(form) == form, (table, form)


def test_no_word_stands_twice() -> None:
    words = [row["word"] for row in tables.rows("name_words")]
    forms = [form for row in tables.rows("name_organisations") for form in row["forms"].split(";")]
    names = [row["name"] for row in tables.rows("name_spellings")]
    for listed in (words, forms, names):
        assert len(listed) == len(set(listed))
