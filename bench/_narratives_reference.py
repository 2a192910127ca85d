"""CooRTweet's fourteen reference outputs: groups, edges and account statistics, number by number."""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from bench import Board
from bench._narratives_logs import SHARED, Row, as_shares, german, plain
from jisr.desks import narratives

REFERENCE = SHARED / "reference"
COLUMNS = {
    "all4": ("url_id", "hashtag_id", "domain_id", "phash_id"),
    "urls_images": ("url_id", "phash_id"),
    "domains": ("domain_id",),
    "fburls": ("url_id",),
    "hashtags": ("hashtag_id",),
    "images": ("phash_id",),
    "urls": ("url_id",),
}
QUARTER = {"urls", "images", "domains", "hashtags"}  # weight quantile .25, else .5
HEAD = "object_id,content_id,content_id_y,account_id,account_id_y,time_delta\n"


@dataclass(frozen=True, kw_only=True)
class Case:
    """One setting: its logs, how pairs are made, the quantile of weights, the faster window (0: none)."""

    name: str
    logs: list[list[Row]]
    setting: narratives.Setting
    quantile: float
    fast: int


def case(name: str) -> Case:
    """The setting that a reference is named for."""
    log, participation, window = re.fullmatch(r"(.+)_mp(\d+)_tw(\d+).*", name).groups()  # type: ignore[union-attr]
    kind = log.removeprefix("de_")
    logs = (
        [plain("russian_coord_tweets")]
        if log == "ru"
        else [german(c, only="fb" * (kind == "fburls")) for c in COLUMNS[kind]]
    )
    fast = re.search(r"fast(\d+)", name)
    return Case(
        name=name,
        logs=logs,
        setting=narratives.Setting(window=int(window), participation=int(participation), loops="loops" in name),
        quantile=0.25 if kind in QUARTER else 0.5,
        fast=int(fast[1]) if fast else 0,
    )


def differences(one: Case, summary: Mapping[str, object]) -> int:
    """How many of groups (all or nothing), edges and accounts differ from the reference."""
    known: tuple[dict[str, int], ...] = ({}, {}, {})
    logs = [as_shares(rows, known) for rows in one.logs]  # type: ignore[arg-type]
    found = narratives.stacked([narratives.pairs(log, one.setting) for log in logs])
    objects, accounts, posts = (list(names) for names in known)
    ids = (objects, posts, posts, accounts, accounts)
    columns = (found.object, found.content, found.content_y, found.account, found.account_y)
    named = [[names[place] for place in column] for names, column in zip(ids, columns, strict=True)]
    rows = sorted(zip(*named, map(str, found.delta.tolist()), strict=True))
    digest = hashlib.sha256((HEAD + "".join(",".join(row) + "\n" for row in rows)).encode()).hexdigest()
    wrong = int(digest != summary["groups_sha256"])
    network = narratives.edges(found)
    nets = [(network, found)]
    if one.fast:
        faster = replace(one.setting, window=one.fast)
        quick = narratives.fast_pairs(found, narratives.stacked([narratives.pairs(log, faster) for log in logs]))
        nets.append((narratives.edges(quick), quick))
    wrong += _edges_wrong(one, nets, accounts)
    return wrong + (0 if one.fast else _accounts_wrong(one, network, found, accounts))


def _lines(name: str) -> list[dict[str, str]]:
    with gzip.open(REFERENCE / f"{name}.csv.gz", "rt", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _edges_wrong(one: Case, nets: list[tuple[narratives.Edges, narratives.Pairs]], accounts: list[str]) -> int:
    """An edge has two ends and no direction: the reference's order of them is its graph library's."""
    lines = {frozenset((line["from"], line["to"])): line for line in _lines(f"{one.name}.edges")}
    wrong = abs(len(lines) - len(nets[0][0]))
    for (network, _), end in zip(nets, ("_full", "_fast") if one.fast else ("",), strict=True):
        columns = {
            f"weight{end}": network.weight,
            f"avg_time_delta{end}": network.delta,
            "n_content_id" + end: network.posts,
            "n_content_id_y" + end: network.posts_y,
            f"edge_symmetry_score{end}": network.symmetry,
            f"weight_threshold{end}": network.above(one.quantile),
        }
        for row in range(len(network)):
            line = lines.get(frozenset((accounts[network.source[row]], accounts[network.target[row]])), {})
            wrong += not all(
                line.get(name) and np.isclose(float(line[name]), float(column[row]), rtol=1e-9)
                for name, column in columns.items()
            )
    return wrong


def _accounts_wrong(one: Case, network: narratives.Edges, found: narratives.Pairs, accounts: list[str]) -> int:
    lines = {line["account_id"]: line for line in _lines(f"{one.name}.accounts")}
    stats = narratives.account_stats(network, found)
    wrong = abs(len(lines) - len(stats.account))
    for row, account in enumerate(stats.account.tolist()):
        line = lines.get(accounts[account], {})
        said = (line.get("avg_time_delta"), line.get("avg_edge_symmetry_score"), line.get("unique_shares_count"))
        ours = (stats.delta[row], stats.symmetry[row], stats.posts[row])
        wrong += not all(
            text and np.isclose(float(text), float(value), rtol=1e-9) for text, value in zip(said, ours, strict=True)
        )
    return wrong


def main() -> None:
    """A line a setting."""
    board = Board()
    if not REFERENCE.is_dir():
        board.skip("CooRTweet's reference outputs", f"{REFERENCE} is not there")
        return
    for name, summary in json.loads((REFERENCE / "summary.json").read_text(encoding="utf-8")).items():
        told = "groups and edges" if "fast" in name else "groups, edges, accounts"
        board.say(f"compat, {name}: {told} that differ", differences(case(name), summary), "rows", bar=0)
    board.end()


if __name__ == "__main__":
    main()
