"""The edges of coordination-network-toolkit 1.5.2 on the given logs and a made one, and its time beside ours."""

from __future__ import annotations

import csv
import gzip
import json
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

import numpy as np

from bench import SHARED, Board, timed
from bench._narratives_posts import PEER
from bench._narratives_speed import made
from jisr.desks import narratives

Row = tuple[str, str, str, str, str, str, str, str]  # message, user, name, repost, reply, words, seconds, links
POSTS: Final = 1_000_000
MIB: Final = 1024
_CODE: Final = """
import json, os, sqlite3, sys, time
from coordination_network_toolkit import preprocess, compute_networks as c
folder, kind, window = sys.argv[1], sys.argv[2], int(sys.argv[3])
out, sys.stdout = sys.stdout, open(os.devnull, "w")
begin = time.perf_counter()
preprocess.preprocess_csv_files(folder + "/db", [folder + "/posts.csv"])
made = {"repost": c.compute_co_retweet_parallel, "links": c.compute_co_link_network,
        "reply": c.compute_co_reply_network, "text": c.compute_co_tweet_network}[kind]
made(folder + "/db", window, min_edge_weight=2, n_threads=2)
took = time.perf_counter() - begin
table = {"repost": "co_retweet", "links": "co_link", "reply": "co_reply", "text": "co_tweet"}[kind] + "_network"
rows = sqlite3.connect(folder + "/db").execute(f"select * from {table}").fetchall()
json.dump([took, rows], out)
"""
COLUMN: Final = {"repost": 3, "reply": 4, "text": 5, "links": 7}


def theirs(rows: list[Row], kind: str, window: int) -> tuple[float, dict[tuple[str, str], int]]:
    """(seconds with reading and storing, edge -> weight)."""
    with tempfile.TemporaryDirectory() as folder:
        with (Path(folder) / "posts.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([("message", "user", "name", "repost", "reply", "words", "at", "urls"), *rows])
        done = subprocess.run([PEER, "-c", _CODE, folder, kind, str(window)], check=True, capture_output=True)
    took, edges = json.loads(done.stdout)
    return took, {(str(a), str(b)): weight for a, b, weight in edges}


def ours(rows: list[Row], kind: str, window: int) -> dict[tuple[str, str], int]:
    """The same by our rules: a post once, the first time it stands there."""
    known: list[dict[str, int]] = [{}, {}, {}]
    columns: list[list[str]] = [[], [], []]
    at: list[int] = []
    seen: set[str] = set()
    change: Callable[[str], str] = narratives.toolkit_text if kind == "text" else str
    for row in rows:
        if row[0] in seen:
            continue
        seen.add(row[0])
        for one in row[7].split(" ") if kind == "links" else [row[COLUMN[kind]]]:
            if one:
                for column, value in zip(columns, (change(one), row[1], row[0]), strict=True):
                    column.append(value)
                at.append(int(row[6]))
    log = narratives.shares(*map(narratives.numbered, columns, known), np.array(at, np.int64))
    found = narratives.toolkit(log, window, least=2, loops=True)
    who = list(known[1])
    pairs = zip(found.source.tolist(), found.target.tolist(), found.weight.tolist(), strict=True)
    return {(who[a], who[b]): weight for a, b, weight in pairs}


def russian() -> list[Row]:
    """The co-retweet log."""
    with gzip.open(SHARED / "narratives" / "russian_coord_tweets.csv.gz", "rt", encoding="utf-8") as file:
        rows = csv.DictReader(file)
        return [(r["content_id"], r["account_id"], "", r["object_id"], "", "", r["timestamp_share"], "") for r in rows]


def german() -> list[Row]:
    """The addresses of the German log; the same things stand as replies and as words."""
    with gzip.open(SHARED / "narratives" / "german_elections.csv.gz", "rt", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["url_id"]]
    return [
        (r["post_id"], r["account_id"], "", "", r["url_id"], f"Words of @x {r['url_id']}", r["timestamp"], r["url_id"])
        for r in rows
    ]


def million() -> list[Row]:
    """The made log, as posts that repeat."""
    log = made(POSTS)
    columns = (log.account.tolist(), log.object.tolist(), log.at.tolist())
    return [
        (f"m{n}", f"a{a}", "", f"o{o}", "", "", str(t), "") for n, (a, o, t) in enumerate(zip(*columns, strict=True))
    ]


def main(parts: list[str]) -> None:
    """Different edges a network, then the time of a million."""
    board = Board()
    if not PEER.exists():
        board.skip("coordination-network-toolkit", "make .peers/narratives/ready: it is not here")
        board.end()
    if "small" in parts or not parts:
        for name, rows, kind in (
            ("Russian log", russian(), "repost"),
            *(("German log", german(), kind) for kind in ("links", "reply", "text")),
        ):
            for window in (30, 60):
                wanted, told = theirs(rows, kind, window)[1], ours(rows, kind, window)
                board.say(f"toolkit, {name}, {kind}, {window} s: different of {len(wanted)} edges",
                          len(set(wanted.items()) ^ set(told.items())), "", bar=0)  # fmt: skip
    if "million" in parts or not parts:
        rows = million()
        ours(rows[:2000], "repost", 60)
        with timed() as took:
            told = ours(rows, "repost", 60)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MIB
        seconds, wanted = theirs(rows, "repost", 60)
        board.say(f"toolkit, {POSTS:,} posts: different of {len(wanted)} edges",
                  len(set(wanted.items()) ^ set(told.items())), "", bar=0)  # fmt: skip
        board.say("its time, with reading", seconds, "s", bar=1e9)
        board.say("our time, from rows in memory", took(), "s", bar=seconds / 10)
        board.say("our memory, with the rows and the interpreter", peak, "MiB", bar=2048)
    board.end()


if __name__ == "__main__":
    main(sys.argv[1:])
