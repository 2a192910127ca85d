"""Does any history of a coalition end wrong?  Real ledger and rule, members in memory, at random.

The bar is for 10,000, some six minutes on two cores: `python -m bench.exchange simulation --schedules 10000`.
"""

from __future__ import annotations

import sys
import time
from concurrent.futures import ProcessPoolExecutor

from bench import ROOT, Board
from bench._exchange_sizes import size

sys.path.insert(0, str(ROOT))

from tests.ledger.schedule import World  # the path first

SCHEDULES = size("schedules", 5_000)
FIRST = size("first", 0)
STEPS = 120


def trial(seed: int) -> tuple[int, list[str], int]:
    """One history of five members: what is wrong after it, and how many signed two histories."""
    world = World(seed)
    for _ in range(STEPS):
        world.step()
    world.heal(rounds=3)
    return seed, world.faults(), len(world.forked)


def main() -> None:
    """Histories of cut lines, stops, broken pages, restored copies, forks, new keys; and a ring at rest."""
    board = Board()
    began, wrong, forks, done = time.monotonic(), [], 0, 0
    with ProcessPoolExecutor(2) as pool:
        for seed, faults, forked in pool.map(trial, range(FIRST, FIRST + SCHEDULES), chunksize=20):
            done += 1
            forks += forked
            if faults:
                wrong.append(seed)
                print(f"seed {seed}: {faults[:3]}", file=sys.stderr, flush=True)
            if done % 500 == 0:
                print(f"{done} done, {len(wrong)} wrong, {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    board.say(
        f"{done} random histories of 5 members x {STEPS} steps ({forks} with a fork): violations",
        len(wrong),
        "histories",
        bar=0,
    )
    _ring(board)
    board.end()


def _ring(board: Board) -> None:
    world = World(1)
    names = list(world.members)
    sizes: list[int] = []
    before = None
    for _ in range(1000):
        for place, name in enumerate(names):
            member, other = world.members[name], world.members[names[(place + 1) % len(names)]]
            sizes.append(len(other.heads(name)))
            member.sync(other, bytes)
        if before is None:
            world.members["north"].propose("coast")
            before = -1
        elif before == -1:
            before = sum(len(links) for one in world.members.values() for links in one.state.links.values())
    after = sum(len(links) for one in world.members.values() for links in one.state.links.values())
    board.say("ring of 5 members at rest, 1000 rounds: new entries", after - (before or 0), "entries", bar=0)
    board.say("ring of 5 members at rest: bytes a poll", max(sizes), "bytes", bar=2048)


if __name__ == "__main__":
    main()
