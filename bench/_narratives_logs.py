"""The logs that figures of narratives are taken on: those given, and made ones with planted groups."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from jisr.desks.narratives import Shares, numbered, shares

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data" / "narratives"
PREFIX = {"url_id": "url_", "domain_id": "url_", "phash_id": "hash_", "hashtag_id": "hashtag_"}
ACCOUNTS, SPAN = 8000, 14 * 86_400
Row = tuple[str, str, str, int]


def plain(name: str) -> list[Row]:
    """A log with the columns of CooRTweet."""
    with gzip.open(SHARED / f"{name}.csv.gz", "rt", encoding="utf-8") as file:
        return [
            (row["object_id"], row["account_id"], row["content_id"], int(row["timestamp_share"]))
            for row in csv.DictReader(file)
        ]


def german(column: str, *, only: str = "") -> list[Row]:
    """One column of the log of the campaign as object; exact duplicates once."""
    found: dict[Row, None] = {}
    with gzip.open(SHARED / "german_elections.csv.gz", "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row[column] and only in row["account_id"]:
                key = (PREFIX[column] + row[column], row["account_id"], row["post_id"], int(row["timestamp"]))
                found.setdefault(key)
    return list(found)


def as_shares(rows: list[Row], known: tuple[dict[str, int], dict[str, int], dict[str, int]] | None = None) -> Shares:
    """The rows as columns; `known`: the numbers of objects, accounts and posts so far, added to."""
    known = known or ({}, {}, {})
    first = [numbered([row[place] for row in rows], known[place]) for place in range(3)]
    return shares(first[0], first[1], first[2], np.array([row[3] for row in rows], np.int64))


def given() -> Iterator[tuple[str, Shares]]:
    """Every log given, by name."""
    yield "russian", as_shares(plain("russian_coord_tweets"))
    for column in ("url_id", "hashtag_id", "domain_id", "phash_id"):
        yield f"german {column.removesuffix('_id')}", as_shares(german(column))
    yield "synthetic", as_shares(plain("synthetic_100k"))


def planted(
    seed: int, kind: tuple[int, int, int], *, posts: int = 60_000, groups: int = 8
) -> tuple[Shares, set[tuple[int, int]]]:
    """A made log and its planted pairs: `kind` is (accounts, things, seconds) of each group.

    Accounts live in twelve communities, things have a popularity (log-normal) and an age (gamma). A group's members are
    ordinary accounts with their usual posts; each thing they push is shared by about 25 others too, over hours.
    """
    dice = np.random.default_rng(seed)
    accounts, objects, span = ACCOUNTS, 6000, SPAN
    home, busy = dice.integers(0, 12, accounts), dice.lognormal(0, 1.1, accounts)
    of, popular, born = dice.integers(0, 12, objects), dice.lognormal(0, 1.4, objects), dice.integers(0, span, objects)
    thing = dice.choice(objects, posts, p=popular / popular.sum())
    who = dice.choice(accounts, posts, p=busy / busy.sum())
    for community in range(12):
        at_home = np.flatnonzero((of[thing] == community) & (dice.random(posts) < 0.7))
        members = np.flatnonzero(home == community)
        who[at_home] = dice.choice(members, at_home.size, p=busy[members] / busy[members].sum())
    parts = [(thing, who, born[thing] + dice.gamma(0.5, 20_000, posts).astype(np.int64))]
    pairs: set[tuple[int, int]] = set()
    for number in range(groups):
        members = dice.choice(accounts, kind[0], replace=False)
        pairs |= {(int(a), int(b)) for a in members for b in members if a < b}
        parts += _pushed(dice, members, kind, objects + number * kind[1])
    columns: list[NDArray[np.int64]] = [np.concatenate(column) for column in zip(*parts, strict=True)]
    order = dice.permutation(columns[0].size)
    thing, who, at = (column[order] for column in columns)
    made = shares(thing.astype(np.int32), who.astype(np.int32), np.arange(order.size, dtype=np.int32), at)
    return made, pairs


def _pushed(
    dice: np.random.Generator, members: NDArray[np.int64], kind: tuple[int, int, int], first: int
) -> Iterator[tuple[NDArray[np.int64], ...]]:
    """What a group pushes, each thing with about 25 shares of others around it."""
    for number in range(kind[1]):
        others = dice.choice(ACCOUNTS, 1 + dice.poisson(25), replace=False)
        begins = dice.integers(0, SPAN)
        yield (
            np.full(others.size, first + number),
            others,
            begins + dice.gamma(0.5, 20_000, others.size).astype(np.int64),
        )
        begins += dice.integers(0, 30_000)
        yield np.full(kind[0], first + number), members, begins + dice.integers(0, kind[2] + 1, kind[0])
