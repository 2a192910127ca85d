"""Posts come in under pseudonyms; a group is a finding with evidence, decided by a person, opened by a correction."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from jisr.errors import NotFound, WrongUse
from jisr.node.actions.decide import decide
from jisr.node.actions.find_groups import find_groups
from jisr.node.queries import narratives
from tests.node.conftest import Load
from tests.node.world import SUPERVISOR

TRIAL = narratives.Trial(shuffles=19)


def posts() -> bytes:
    dice = np.random.default_rng(7)
    rows = [
        (int(dice.integers(0, 150)), int(dice.integers(0, 500)), int(dice.integers(0, 400_000))) for _ in range(3000)
    ]
    for thing in range(150, 155):
        begins = int(dice.integers(0, 300_000))
        rows += [(thing, account, begins + int(dice.integers(0, 10))) for account in range(6)]
        rows += [(thing, int(dice.integers(6, 500)), begins + int(dice.integers(0, 60_000))) for _ in range(20)]
    lines = (f"p{n},user{who},{1_700_000_000 + at},o{what}" for n, (what, who, at) in enumerate(rows))
    return ("post id,user,time,object\n" + "\n".join(lines) + "\n").encode()


def test_a_group_is_found_explained_and_decided(load: Load, folder: Path) -> None:
    row = load(("log.csv", posts()))
    assert (row.state, row.quarantined) == ("loaded", 0)
    assert load(("log.csv", posts())).again
    kept = b"".join(file.read_bytes() for file in (folder / "deliveries").rglob("*") if file.is_file())
    assert b"user" not in kept.replace(b"user_id", b"")
    assert (folder / "pseudonyms.key").stat().st_mode & 0o777 == 0o600
    chance, (number,) = find_groups(reader=SUPERVISOR, trial=TRIAL)
    assert (chance.state, chance.mode, chance.groups, chance.level) == ("found", "object", 1, 0.05)
    assert find_groups(reader=SUPERVISOR, trial=TRIAL)[1] == (number,)
    page = narratives.group(number, reader=SUPERVISOR)
    assert len(page.members) == 6
    assert all(member.startswith("a-") for member in page.members)
    assert page.cards[0].spread <= 10
    assert len(page.cards[0].shares) == 6
    assert page.cards[0].shares[0].place.startswith("log.csv, line ")
    assert narratives.graphml(number, reader=SUPERVISOR).count("<edge ") == len(page.edges)
    decide(number, reader=SUPERVISOR, verdict="confirmed", why="The same words from six accounts, five times.")
    assert [one.state for one in narratives.groups(reader=SUPERVISOR)] == ["confirmed"]


def test_another_edition_of_the_log_opens_it_again(load: Load) -> None:
    load(("log.csv", posts()))
    _, (number,) = find_groups(reader=SUPERVISOR, trial=TRIAL)
    decide(number, reader=SUPERVISOR, verdict="dismissed")
    load(("log.csv", posts() + b"late,userX,1700000000,o1\n"))
    assert [one.state for one in narratives.groups(reader=SUPERVISOR)] == ["open"]


def test_nothing_and_too_little_are_told_apart(load: Load) -> None:
    assert find_groups(reader=SUPERVISOR, trial=TRIAL)[0].state == "insufficient"
    load(("log.csv", b"\n".join(posts().splitlines()[:2500])))
    assert find_groups(reader=SUPERVISOR, trial=TRIAL)[0].state == "none"


def test_what_is_not_there_is_refused(load: Load) -> None:
    load(("log.csv", posts()[:2000].rsplit(b"\n", 1)[0]))
    with pytest.raises(NotFound):
        narratives.group(99, reader=SUPERVISOR)
    with pytest.raises(WrongUse):
        narratives.against_chance("colour", reader=SUPERVISOR)
    assert narratives.network("", narratives.Setting(window=60), reader=SUPERVISOR) == []
