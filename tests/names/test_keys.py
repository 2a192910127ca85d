"""Names are found again by short keys."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jisr.names import KEYS_VERSION, THRESHOLD, Entry, Index, Kind, compare, keys

WORDS = [
    "Ahmad",
    "أحمد",
    "al-Sharaa",
    "الشرع",
    "bin",
    "Muhammad",
    "محمد",
    "Salman",
    "سلمان",
    "Abu",
    "أبو",
    "Golani",
    "الجولاني",
    "Droukdel",
    "دروكدال",
    "Wali",
    "Jan",
    "Walijan",
    "Bank",
    "بنك",
    "Group",
    "Nusra",
    "LIFG",
    "44",
    "Silsilat",
]
TEXTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)
ENTRIES = st.lists(
    st.builds(Entry, id=st.sampled_from("abc"), text=TEXTS, kind=st.sampled_from(Kind), weak=st.booleans()), max_size=8
)


def test_stored_keys_stay_the_same() -> None:
    assert KEYS_VERSION == "2"
    assert sorted(keys("أحمد الشرع")) == ["=hmdSr", "Sr", "hmdSr"]
    assert sorted(keys("Abu Mohammad al-Golani")) == ["jln+mhmd", "kln+mhmd"]
    assert sorted(keys("LIFG", kind=Kind.ORGANIZATION)) == ["#lifg", "=lfj", "=lfk", "lfj", "lfk", "~lifg"]


@pytest.mark.parametrize("kind", Kind)
def test_a_name_without_words_has_no_keys(kind: Kind) -> None:
    assert not keys("", kind=kind)
    assert not keys("؟!", kind=kind)


@given(st.text(max_size=200), st.sampled_from(Kind))
def test_keys_are_few_and_short(text: str, kind: Kind) -> None:
    found = keys(text, kind=kind)
    assert found == keys(text, kind=kind)
    assert len(found) <= 40 + 3 * len(text.split()) * 2
    assert all(len(key) <= 2 * len(text) + 40 for key in found)


@given(ENTRIES, TEXTS, st.sampled_from(Kind), st.integers(1, 4))
def test_the_index_finds_what_comparing_all_would(entries: list[Entry], text: str, kind: Kind, limit: int) -> None:
    """Whatever shares a key is found; what is found without one has its own score as well."""
    found = Index.build(entries).search(text, kind=kind, limit=limit)
    mine, met = keys(text, kind=kind), {hit.entry for hit in found}
    alike = [
        (entry, compare(text, entry.text, kind=kind))
        for entry in set(entries)
        if entry.kind is kind and (entry in met or mine & keys(entry.text, kind=kind))
    ]
    wanted: dict[str, float] = defaultdict(float)
    for entry, match in alike:
        if match.score >= THRESHOLD and match.enough:
            wanted[entry.id] = max(wanted[entry.id], match.score)
    assert [hit.match.score for hit in found] == sorted(wanted.values(), reverse=True)[:limit]
    assert len({hit.entry.id for hit in found}) == len(found)


@given(ENTRIES, ENTRIES, TEXTS)
def test_an_index_changes_by_value(entries: list[Entry], more: list[Entry], text: str) -> None:
    index = Index.build(entries)
    grown = index.with_entries(more)
    assert grown.search(text) == Index.build([*entries, *more]).search(text)
    assert len(index) == len(set(entries))
    less = grown.without(["a"])
    assert less.search(text) == Index.build(entry for entry in [*entries, *more] if entry.id != "a").search(text)


def test_one_common_name_hits_nobody() -> None:
    people = ["محمد", "Muhammad", "محمد الجولاني", "Ahmad", "أحمد الشرع"]
    index = Index.build(Entry(id=text, text=text, kind=Kind.PERSON) for text in people)
    assert index.search("محمد") == index.search("Ahmed") == ()
    assert [hit.entry.text for hit in index.search("Ahmed al-Charaa")] == ["أحمد الشرع"]


def test_a_good_name_goes_before_a_weak_alias() -> None:
    weak = Entry(id="a", text="Ahmad al-Sharaa", kind=Kind.PERSON, weak=True)
    good = Entry(id="a", text="Ahmad al-Sharaa", kind=Kind.PERSON)
    assert [hit.entry for hit in Index.build([weak, good]).search("أحمد الشرع")] == [good]


def test_listed_people_are_found_by_their_arabic_names(shared: Path) -> None:
    lines = (shared / "names" / "un_list.jsonl").read_text(encoding="utf-8").splitlines()
    people = [row for row in map(json.loads, lines) if row["schema"] == "Person"]
    names = {row["id"]: [row["name"], *(alias["name"] for alias in row.get("aliases", ()))] for row in people}
    index = Index.build(
        Entry(id=key, text=text, kind=Kind.PERSON) for key, texts in names.items() for text in texts if text.isascii()
    )
    asked = {
        row["id"]: row["name_original"] for row in people if "\u0627" <= row.get("name_original", "")[:1] <= "\u064a"
    }
    first = [key for key, text in asked.items() if (hits := index.search(text)) and hits[0].entry.id == key]
    assert len(first) >= 0.9 * len(asked)
