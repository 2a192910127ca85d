"""Pairs against a slow obvious count; chance holds its level and finds what was planted; bad columns are refused."""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jisr.desks import narratives
from jisr.errors import WrongUse

SHARE = st.tuples(st.integers(0, 3), st.integers(0, 4), st.integers(0, 9), st.integers(0, 60))


def log(rows: list[tuple[int, int, int, int]]) -> narratives.Shares:
    columns = np.array(rows, np.int64).reshape(-1, 4)
    first = (columns[:, place].astype(np.int32) for place in range(3))
    return narratives.shares(*first, columns[:, 3])


@settings(max_examples=60, deadline=None)
@given(st.lists(SHARE, max_size=25), st.integers(0, 30))
def test_corrected_edges_are_what_a_slow_count_gives(rows: list[tuple[int, int, int, int]], window: int) -> None:
    setting = narratives.Setting(window=window, participation=1, corrected=True)
    found = narratives.edges(narratives.pairs(log(rows), setting), corrected=True)
    slow: dict[tuple[int, int], int] = {}
    for place, one in enumerate(rows):
        for other in rows[place + 1 :]:
            if one[0] == other[0] and one[1] != other[1] and abs(one[3] - other[3]) <= window:
                key = (min(one[1], other[1]), max(one[1], other[1]))
                slow[key] = slow.get(key, 0) + 1
    told = dict(zip(zip(found.source.tolist(), found.target.tolist(), strict=True), found.weight.tolist(), strict=True))
    assert told == slow


def test_the_network_of_the_reference(shared: Path) -> None:
    """The smallest of the settings here, all of them in the figures."""
    folder = shared / "narratives"
    with gzip.open(folder / "russian_coord_tweets.csv.gz", "rt", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    names = ("object_id", "account_id", "content_id")
    known: list[dict[str, int]] = [{}, {}, {}]
    columns = [narratives.numbered([row[name] for row in rows], known[place]) for place, name in enumerate(names)]
    made = narratives.shares(*columns, np.array([int(row["timestamp_share"]) for row in rows], np.int64))
    found = narratives.pairs(made, narratives.Setting(window=10, participation=2))
    objects, accounts, posts = (list(one) for one in known)
    told = sorted(
        (objects[a], posts[b], posts[c], accounts[d], accounts[e], str(f))
        for a, b, c, d, e, f in zip(
            found.object, found.content, found.content_y, found.account, found.account_y, found.delta, strict=True
        )
    )
    head = "object_id,content_id,content_id_y,account_id,account_id_y,time_delta\n"
    text = head + "".join(",".join(row) + "\n" for row in told)
    wanted = json.loads((folder / "reference" / "summary.json").read_text(encoding="utf-8"))["ru_mp2_tw10"]
    assert hashlib.sha256(text.encode()).hexdigest() == wanted["groups_sha256"]
    network = narratives.edges(found)
    assert (len(network), int(network.above(0.5).sum())) == (wanted["edges"], wanted["above_weight_threshold"])
    assert len(narratives.account_stats(network, found).account) == wanted["accounts"]


def planted() -> tuple[narratives.Shares, set[tuple[int, int]]]:
    """Five hundred accounts, and six of them that push five things within ten seconds, among others' shares."""
    dice = np.random.default_rng(7)
    rows = [
        (int(dice.integers(0, 150)), int(dice.integers(0, 500)), 0, int(dice.integers(0, 400_000))) for _ in range(3000)
    ]
    for thing in range(150, 155):
        begins = int(dice.integers(0, 300_000))
        rows += [(thing, account, 0, begins + int(dice.integers(0, 10))) for account in range(6)]
        rows += [(thing, int(dice.integers(6, 500)), 0, begins + int(dice.integers(0, 60_000))) for _ in range(20)]
    made = log([(row[0], row[1], number, row[3]) for number, row in enumerate(rows)])
    return made, {(a, b) for a in range(6) for b in range(a + 1, 6)}


TRIAL = narratives.Trial(shuffles=19)


def test_what_was_planted_is_told_and_no_more() -> None:
    made, pairs = planted()
    told = narratives.against_chance(made, TRIAL)
    assert set(zip(told.source.tolist(), told.target.tolist(), strict=True)) == pairs
    assert narratives.groups(told.source, told.target) == ((0, 1, 2, 3, 4, 5),)
    assert told.chance.level == pytest.approx(0.05)
    again = narratives.against_chance(made, TRIAL)
    assert np.array_equal(told.when, again.when)


@pytest.mark.parametrize("seed", range(4))
def test_a_log_of_chance_is_silent(seed: int) -> None:
    made, _ = planted()
    order = np.lexsort((np.random.default_rng(seed).random(len(made)), made.object))
    at = np.empty_like(made.at)
    at[np.argsort(made.object, kind="stable")] = made.at[order]
    told = narratives.against_chance(narratives.shares(made.object, made.account, made.content, at), TRIAL)
    assert len(told) == 0
    assert told.enough


def test_too_little_is_not_nothing() -> None:
    told = narratives.against_chance(log([(0, 0, 0, 5), (0, 1, 1, 6), (1, 2, 2, 7)]), TRIAL)
    assert (len(told), told.enough) == (0, False)
    assert len(narratives.against_chance(log([]), TRIAL)) == 0


def test_columns_that_do_not_fit_are_refused() -> None:
    one = np.zeros(1, np.int32)
    with pytest.raises(WrongUse):
        narratives.shares(one, one, one, np.zeros(2, np.int64))
    with pytest.raises(WrongUse):
        narratives.shares(one - 1, one, one, np.zeros(1, np.int64))


def test_copies_are_told_whatever_the_spelling() -> None:
    first = "أعلنت الحكومة اليوم رفع أسعار الخبز في كل المحافظات"
    said = [
        first,
        "عاجل: اعلنت الحكومه اليوم رَفْعَ أسعار الخبـــز في كل المحافظات https://example.org/a",
        "The ministry opens a new bridge over the river today",
        "قصير جدا",
        "@someone أعلنت الحكومة اليوم رفع أسعار الخبز في كل المحافظات 🔴",
        "وصل المنتخب الوطني إلى العاصمة بعد فوزه بالبطولة العربية",
    ]
    assert narratives.copies(said).tolist() == [0, 0, 2, -1, 0, 5]
    assert narratives.copies([]).tolist() == []


def test_stories_meet_across_languages() -> None:
    found = narratives.stories(STORIES)
    assert {frozenset(one.texts) for one in found} == {
        frozenset(range(4)),
        frozenset(range(4, 8)),
        frozenset((8, 9, 10)),
    }
    assert all(one.typical in one.texts for one in found)
    assert narratives.stories([]) == ()


STORIES = (
    "انفجار ضخم في مرفأ اللاذقية يوقع قتلى https://example.org/a",
    "Huge explosion at the port of Latakia kills several",
    "انفجار مرفأ اللاذقية: عشرات الجرحى في المستشفيات",
    "Latakia port blast: dozens wounded in hospitals",
    "واشنطن ترفع العقوبات عن مصرف سوريا المركزي",
    "Washington lifts sanctions on Central Bank of Syria",
    "رفع العقوبات عن المصرف المركزي في سوريا قرار أمريكي",
    "US lifts sanctions on Syria's central bank",
    "أسعار الخبز ترتفع في عمان",
    "Bread prices rise in Amman",
    "ارتفاع أسعار الخبز والطحين في عمان",
)
