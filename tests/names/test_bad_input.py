"""What becomes of text that is no name?  Defined behaviour, and no more work than a long name deserves."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from jisr.names import Entry, Index, Kind, compare, fold, keys, parse, score

pytestmark = pytest.mark.usefixtures("compiled")

NOTHING = [
    "",
    "   ",
    "\n\t",
    "!?",
    "ـــ",
    "\u064e\u0650",
    "\u200f\u202b\u2069",
    "\u200b\u200d\ufeff",
    "\ufffd\ufffd",
    "٪،؛",
]
HOSTILE = st.text(
    st.sampled_from(
        "aAbé ’-.,;()0٥۵٠ابنم ـ\u064e\u200b\u200d\u200e\u200f\u202e\u2067\ufeff\ufffdﻣﷲﷺжΩא日金バ\U0001f600\x00\n"
    ),
    max_size=60,
)


@pytest.mark.parametrize("text", NOTHING)
@pytest.mark.parametrize("kind", Kind)
def test_text_without_a_name_is_nobody(text: str, kind: Kind) -> None:
    assert parse(text, kind=kind).words == ()
    assert score(text, text, kind=kind) == 0
    assert score(text, "Ahmad al-Sharaa", kind=kind) == 0
    assert not compare(text, text, kind=kind).enough
    assert keys(text, kind=kind) == frozenset()
    index = Index.build([Entry(id="nothing", text=text, kind=kind), Entry(id="one", text="Droukdel", kind=kind)])
    assert index.search(text, kind=kind) == ()
    assert [hit.entry.id for hit in index.search("Droukdel", kind=kind)] == ["one"]


@pytest.mark.parametrize("text", ["a", "م", "A.", "7", "٧", "44", "123456789", "۱۲۳", "Muhammad", "محمد"])
def test_a_letter_a_number_and_a_common_name_are_never_enough(text: str) -> None:
    assert score(text, text) == 1
    assert not compare(text, text).enough
    assert Index.build([Entry(id="one", text=text, kind=Kind.PERSON)]).search(text) == ()


@pytest.mark.parametrize(
    "written",
    [
        "م\u200fح\u200fم\u200fد علي",  # marks of direction in it
        "مـحـمـد عـلـي",
        "مُحَمَّد عَلِيّ",
        "ﻣﺤﻤﺪ ﻋﻠﻲ",  # forms for presentation
        "\ufeffمحمد\u200b علي\u2069",
        "محمد\u00a0\u2003علي",
        "\u202eمحمد علي\u202c",
    ],
)
def test_marks_nobody_sees_change_nothing(written: str) -> None:
    assert fold(written) == "محمد علي"
    assert score(written, "محمد علي") == 1
    assert keys(written) == keys("محمد علي")


@pytest.mark.parametrize(("harmed", "whole"), [("Moham\ufffdd Hasan", "Mohamad Hasan"), ("يوس\ufffdف علي", "يوسف علي")])
def test_a_letter_that_was_lost_does_not_take_a_word_apart(harmed: str, whole: str) -> None:
    assert len(parse(harmed).words) == len(parse(whole).words)
    assert score(harmed, whole) >= 0.9


def test_two_scripts_in_one_name() -> None:
    assert score("أحمد Al-Sharaa", "Ahmad الشرع") >= 0.9
    assert score("أنصار الشريعة (Ansar al Charia)", "Ansar al-Sharia", kind=Kind.ORGANIZATION) >= 0.9


@example("\ufdfa", "(")  # one sign that folds to eighteen letters
@example("İ" * 30, "ﷲ" * 30)
@example("0b", "0.ب")  # a number and a letter for a word
@given(HOSTILE, HOSTILE)
def test_any_two_texts_can_be_compared(left: str, right: str) -> None:
    for kind in Kind:
        found, back = compare(left, right, kind=kind), compare(right, left, kind=kind)
        assert 0 <= found.score <= 1
        assert found.score == pytest.approx(back.score)
        assert found.score == pytest.approx(sum(reason.weight for reason in found.reasons))
        assert found.score == pytest.approx(score(left, right, kind=kind))
        assert bool(found.score) <= (bool(parse(left, kind=kind).words) and bool(parse(right, kind=kind).words))
    assert fold(fold(left)) == fold(left)


def steps(work: Callable[[], object]) -> int:
    """How many lines of Python run."""
    found = 0

    def count(_frame: FrameType, event: str, _arg: object) -> Any:
        nonlocal found
        found += event == "line"
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        work()
    finally:
        sys.settrace(before)
    return found


LONG: dict[str, Callable[[int, str], str]] = {
    "one word": lambda size, first: first + "abcdeghi" * (size // 8),
    "many words": lambda size, first: " ".join(
        f"{first}{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}o" for n in range(size // 5)
    ),
    "one letter words": lambda size, first: f"{first} " * (size // 2),
    "brackets": lambda size, first: first + "(" * size,
    "commas": lambda size, first: f"{first}," * (size // 2),
    "sons": lambda size, first: f"{first} bin " * (size // 6),
    "numbers": lambda size, first: first + "44 " * (size // 3),
    "Arabic": lambda size, first: first + "عبد الرحمن " * (size // 11),
    "born": lambda size, first: f"{first}, " + ", born" * (size // 6),
    "dots": lambda size, first: f"{first}." * (size // 2),
    "marks": lambda size, first: first + "\u202e" * size,
}


@pytest.mark.parametrize("shape", LONG)
@pytest.mark.parametrize("kind", Kind)
def test_ten_thousand_letters_are_no_more_work_than_two_thousand(shape: str, kind: Kind) -> None:
    """Counted, not timed: a text is cut at 1,000 characters, 40 words, 64 letters a word."""
    made = LONG[shape]
    parse("b", kind=kind)

    def work(size: int, letters: tuple[str, str]) -> int:
        left, right = (made(size, letter) for letter in letters)
        return steps(lambda: (compare(left, right, kind=kind), keys(left, kind=kind)))

    small, large = work(2_000, ("bk", "dk")), work(10_000, ("bt", "dt"))
    assert small > 100
    assert large <= 1.3 * small + 2_000
    assert large < 400_000


def test_an_index_of_long_names_finds_them() -> None:
    long = "Abdelmalek " + "Droukdel " * 1_200
    index = Index.build([Entry(id="long", text=long, kind=Kind.PERSON), Entry(id="x", text="Ali", kind=Kind.PERSON)])
    assert index.search_many([long, "a" * 10_000, ""]).id == ["long"]
