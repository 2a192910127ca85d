"""Markings: read what `str` writes, refuse whatever could widen by mistake."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jisr.errors import Unreadable
from jisr.records import CLEAR, TLP, Marking

WORDS = st.lists(st.text("ABCxyz019-ابج", min_size=1, max_size=6), max_size=4, unique=True).map(sorted).map(tuple)
MARKINGS = st.builds(
    Marking,
    tlp=st.sampled_from(TLP),
    releasable_to=WORDS,
    purposes=WORDS,
    retain_until=st.none() | st.dates(min_value=date(1970, 1, 1)),
)


@given(MARKINGS)
def test_reads_what_it_writes(marking: Marking) -> None:
    assert Marking.read(str(marking)) == marking


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("TLP:CLEAR", "TLP:CLEAR"),
        ("clear", "TLP:CLEAR"),
        ("tlp:Amber+Strict", "TLP:AMBER+STRICT"),
        (
            "TLP:AMBER REL JOR,IRQ,JOR FOR screening UNTIL 2026-12-31",
            "TLP:AMBER REL IRQ,JOR FOR screening UNTIL 2026-12-31",
        ),
        ("  red   UNTIL 2026-12-31   REL b,a ", "TLP:RED REL a,b UNTIL 2026-12-31"),
    ],
)
def test_written_one_way(text: str, written: str) -> None:
    assert str(Marking.read(text)) == written


@pytest.mark.parametrize(
    "text",
    [
        *("", "  ", "TLP:", "TLP:WHITE", "secret", "REL JOR", "TLP:AMBER REL", "TLP:AMBER JOR", "TLP:AMBER rel JOR"),
        *("TLP:AMBER UNTIL 2026-02-30", "TLP:AMBER UNTIL soon", "TLP:AMBER NOT JOR", "TLP:AMBER REL JOR IRQ"),
        "TLP:AMBER REL JOR REL IRQ",  # which of the two?
        "TLP:AMBER REL ,",  # to nobody must not become to everybody
        "TLP:AMBER FOR ,",
    ],
)
def test_unreadable(text: str) -> None:
    with pytest.raises(Unreadable) as error:
        Marking.read(text)
    assert error.value.facts["source"] == "marking"


def test_clear_is_clear() -> None:
    assert str(CLEAR) == "TLP:CLEAR"
    assert Marking.read("TLP:CLEAR") == CLEAR
