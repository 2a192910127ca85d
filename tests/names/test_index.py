"""The compiled comparison says what the explained one says; the index finds what comparing with everybody finds."""

from __future__ import annotations

import json
import random
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jisr.errors import Unreadable
from jisr.names import THRESHOLD, Entry, Index, Kind, encode, parse, score, scores
from jisr.names._compare import weighed
from jisr.names._pairs import FLOOR

pytestmark = pytest.mark.usefixtures("compiled")

WORDS = [
    *(
        "Muhammad",
        "محمد",
        "Ahmed",
        "أحمد",
        "Ali",
        "علي",
        "bin",
        "بن",
        "Abd al-Rahman",
        "عبد الرحمن",
        "al-Tikriti",
        "التكريتي",
    ),
    *(
        "Hasan",
        "Hassan",
        "حسن",
        "Husayn",
        "حسين",
        "Sayf al-Din",
        "سيف الدين",
        "Abu",
        "أبو",
        "Umar",
        "عمر",
        "J.",
        "Wali",
        "Jan",
    ),
    *(
        "Walijan",
        "ولي",
        "جان",
        "Юсуф",
        "Qaradawi",
        "القرضاوي",
        "Smith",
        "O'Neill",
        "7amza",
        "Xi",
        "李",
        "Nur",
        "Nurullah",
        "الله",
    ),
]
BODIES = [
    *(
        "Bank",
        "بنك",
        "of",
        "Syria",
        "سوريا",
        "Islamic",
        "الإسلامية",
        "Group",
        "جماعة",
        "Ltd",
        "LLC",
        "44",
        "47",
        "Brigade",
    ),
    *("Al-Rashid", "الرشيد", "Trust", "IRGC", "Forces", "Company", "شركة", "National", "Iraq", "العراق"),
]
PEOPLE = ["Ahmad Husayn al-Shara", "Muhammad Ali", "Usama bin Ladin", "Abd al-Rahman Hasan", "Abu Bakr al-Baghdadi"]


def _names(words: list[str]) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(words), min_size=0, max_size=6).map(" ".join)


@pytest.mark.parametrize(("words", "kind"), [(WORDS, Kind.PERSON), (BODIES, Kind.ORGANIZATION), (BODIES, Kind.VESSEL)])
def test_the_compiled_score_is_the_explained_one(words: list[str], kind: Kind) -> None:
    @settings(max_examples=150)
    @given(st.lists(_names(words), min_size=2, max_size=12))
    def holds(texts: list[str]) -> None:
        columns = encode(texts, kind=kind)
        pairs = np.array([(i, j) for i in range(len(texts)) for j in range(len(texts))], dtype=np.int64)
        found = scores(columns, columns, pairs, kind=kind)
        for (i, j), value in zip(pairs.tolist(), found.tolist(), strict=True):
            if weighed(parse(texts[i], kind=kind), parse(texts[j], kind=kind)) >= FLOOR + 0.01:
                assert value == pytest.approx(score(texts[i], texts[j], kind=kind), abs=0.01), (texts[i], texts[j])

    holds()


@settings(max_examples=60)
@given(st.lists(st.text(max_size=40), min_size=1, max_size=6))
def test_any_text_can_be_compared(texts: list[str]) -> None:
    columns = encode(texts)
    pairs = np.array([(i, j) for i in range(len(texts)) for j in range(len(texts))], dtype=np.int64)
    found = scores(columns, columns, pairs)
    assert ((found >= 0) & (found <= 1)).all()


def test_the_index_finds_what_brute_force_finds(shared: Path) -> None:
    lines = (shared / "names" / "un_list.jsonl").read_text(encoding="utf-8").splitlines()
    people = [row for row in map(json.loads, lines) if row["schema"] == "Person"]
    index = Index.build(Entry(id=row["id"], text=row["name"], kind=Kind.PERSON) for row in people)
    asked = [row["name_original"] for row in people if row.get("name_original")][:40]
    columns, listed = encode(asked), encode([row["name"] for row in people])
    lost = 0
    for number, found in enumerate(index.near_many(asked)):
        pairs = np.stack([np.full(len(people), number), np.arange(len(people))], axis=1)
        every = scores(columns, listed, pairs)
        best = every.max()
        assert not found or found[0][1] <= best + 1e-9
        lost += best >= THRESHOLD and (not found or found[0][1] < best - 1e-9)
    assert lost <= 1


def test_one_question_and_many_are_answered_alike() -> None:
    words = [word for word in WORDS if word not in {"bin", "بن", "J."}]
    dice = random.Random(3)  # noqa: S311  # the same names in every run
    texts = [" ".join(dice.sample(words, dice.randint(1, 4))) for _ in range(300)]
    index = Index.build(Entry(id=str(n), text=text, kind=Kind.PERSON) for n, text in enumerate(texts))
    for text, many in zip(texts[:60], index.near_many(texts[:60]), strict=True):
        one = index.near(text)
        assert [entry for entry, _ in one] == [entry for entry, _ in many]
        assert [value for _, value in one] == pytest.approx([value for _, value in many], abs=1e-6)


def test_names_come_and_go_without_a_new_index() -> None:
    index = Index.build(Entry(id=text, text=text, kind=Kind.PERSON) for text in PEOPLE)
    grown = index.with_entries([Entry(id="new", text="Salman Rushdie", kind=Kind.PERSON)])
    assert [hit.entry.id for hit in grown.search("سلمان رشدي")] == ["new"]
    assert not index.search("سلمان رشدي")
    less = grown.without(["new"])
    assert not less.search("سلمان رشدي")
    assert len(grown) == len(less) + 1 == len(index) + 1
    assert grown.search_many(["سلمان رشدي"]).id == ["new"]


def test_as_known_then() -> None:
    first, last = datetime(2020, 1, 1, tzinfo=UTC), datetime(2022, 1, 1, tzinfo=UTC)
    entry = Entry(id="a", text="Usama bin Ladin", kind=Kind.PERSON, known_from=first, known_to=last)
    index = Index.build([entry])
    asked = {datetime(2019, 12, 31, tzinfo=UTC): 0, first: 1, datetime(2021, 5, 5, tzinfo=UTC): 1, last: 0, None: 0}
    for known, hits in asked.items():
        assert len(index.search("أسامة بن لادن", known=known)) == hits
        assert len(index.search_many(["أسامة بن لادن"], known=known).id) == hits


def test_a_file_gives_the_same_index_back() -> None:
    index = Index.build((Entry(id=text, text=text, kind=Kind.PERSON) for text in PEOPLE), said={"edition": "1"})
    data = b"".join(index.write())
    again = Index.read(data)
    assert again.said == {"edition": "1"}
    assert set(again.entries()) == set(index.entries())
    assert again.search("أسامة بن لادن") == index.search("أسامة بن لادن")
    assert again.search_many(PEOPLE) == index.search_many(PEOPLE)


@pytest.mark.parametrize("harm", ["empty", "short", "changed", "other"])
def test_a_harmed_or_old_file_is_refused(harm: str) -> None:
    data = b"".join(Index.build(Entry(id=text, text=text, kind=Kind.PERSON) for text in PEOPLE).write())
    harmed = {
        "empty": b"",
        "short": data[:-64],
        "changed": data[:-70] + bytes(6) + data[-64:]
        if data[-70:-64] != bytes(6)
        else data[:-70] + b"x" * 6 + data[-64:],
        "other": data.replace(b'"engine": "', b'"engine": "0', 1),
    }[harm]
    with pytest.raises(Unreadable):
        Index.read(harmed, source="names.index")
