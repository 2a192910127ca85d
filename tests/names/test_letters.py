"""What letters and labelled pairs taught: spellings meet, other names do not, probabilities rise, any text is safe."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jisr import names
from jisr.names._calibration import probability
from jisr.names._letters import LIKENESS, alike_of, likeness, odds

ODD = [
    "",
    " ",
    "ا",
    "a",
    "\ufffd\ufffd",
    "\u202e\u200dمحمد\u200f",
    "ﻣﺤﻤﺪ",
    "12345",
    "ب" * 10_000,
    "a b " * 2_500,
    "أنصار (Ansar)",
]


@pytest.mark.parametrize(
    ("arabic", "right", "wrong"),
    [("كليبنر", "kleppner", "klempner"), ("ناغاهاشي", "nagahashi", "narahashi"), ("شوقي", "chawki", "chalki")],
)
def test_the_right_spelling_is_likelier(arabic: str, right: str, wrong: str) -> None:
    assert odds(arabic, right) > odds(arabic, wrong)


def test_words_without_letters_are_not_alike() -> None:
    assert likeness("١٢", "nabil") == likeness("نبيل", "12") == likeness("", "") == 0.0


def test_likeness_rises_with_the_odds() -> None:
    found = [alike_of(low + step / 7 * (high - low)) for (low, _), (high, _) in pairwise(LIKENESS) for step in range(7)]
    assert found == sorted(found)
    assert alike_of(-99) == 0
    assert alike_of(99) == LIKENESS[-1][1]


@given(st.floats(0, 1), st.floats(0, 1))
def test_probability_rises_and_keeps_its_ends(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert 0 <= probability(low) <= probability(high) <= 1
    assert (probability(0.0), probability(1.0)) == (0.0, 1.0)
    assert probability(names.THRESHOLD) == pytest.approx(names.THRESHOLD)


@pytest.mark.parametrize("kind", list(names.Kind))
@pytest.mark.parametrize("left", ODD)
def test_odd_text_has_a_score(left: str, kind: names.Kind) -> None:
    for right in ("Muhammad Hassan 7", left):
        assert 0 <= names.compare(left, right, kind=kind).score <= 1


@settings(deadline=None, max_examples=50)
@given(st.text(max_size=60), st.text(max_size=60))
def test_any_two_texts_compare_alike_both_ways(left: str, right: str) -> None:
    for kind in names.Kind:
        match = names.compare(left, right, kind=kind)
        assert match.score == pytest.approx(names.score(right, left, kind=kind))
        assert sum(clue.weight for clue in match.reasons) == pytest.approx(match.score)


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("JC Juncker", "Jean-Claude Juncker", True),
        ("Ig0r Sechin", "Igor Sechin", True),
        ("Hans O Friedrich", "Hans Joachim Friedrich", False),
        ("Hans, Friedrich", "Friedrich, Hans", False),
        ("Nikolai Plat Ono Vich", "Nikolai Platonovich", True),
        ("عدنان س. حسن", "Adnan S. Hasan", True),
        ("Karim Salih", "Karima Salih", False),
    ],
)
def test_habits(left: str, right: str, *, same: bool) -> None:
    assert (names.score(left, right) >= names.THRESHOLD) is same


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("Fund I, Ltd.", "Fund, Ltd.", False),
        ("Deutsche Bank's AG", "Deutsche Bank AG", True),
        ("Homs Refinery Corporation", "The Homs Refinery Company", True),
        ("Bank of Syria LLC", "Bank of Syria JSC", False),
        ("Societatea cu Răspundere Limitată Pro Traffic", "SRL Pro Traffic", True),
        ("Qaida in Africa", "Qaida in Afghanistan", False),
    ],
)
def test_habits_of_bodies(left: str, right: str, *, same: bool) -> None:
    assert (names.score(left, right, kind=names.Kind.ORGANIZATION) >= names.THRESHOLD) is same
