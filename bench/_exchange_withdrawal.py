"""Whole nodes in random coalitions of five: does a withdrawal reach every holder; does a ring at rest stay at rest?

A round: each member meets each it is joined with, in any order. A holder is reachable where it is joined with the
origin; who has a copy by way of others is reached as the word goes from hand to hand.
"""

from __future__ import annotations

import random
import shutil
import sys
from itertools import combinations

from bench import Board
from bench._exchange_nodes import FOLDER, Node, away
from bench._exchange_sizes import size
from jisr.node.actions.share import share
from jisr.node.actions.withdraw import withdraw
from jisr.node.models import LogEntry, Record
from jisr.node.queries.exchange import receipts
from tests.exchange.coalition import found, meet, person, template

COALITIONS = size("coalitions", 20)
ROUNDS = size("rounds", 1000)
NAMES = ("north", "coast", "river", "lake", "hill")
RECORDS = 4


def main() -> None:
    """Copies still held after one round, and words not signed for; then a ring of whole nodes at rest."""
    board, empty = Board(), template(FOLDER / "empty")
    held = near = unsigned = far = most = 0
    for seed in range(COALITIONS):
        dice = random.Random(seed)  # noqa: S311  # a trial
        pairs = coalition(dice)
        nodes = found(NAMES, empty=empty, folder=FOLDER / str(seed), friends=pairs)
        north = nodes["north"]
        direct = {name for pair in pairs if "north" in pair for name in pair} - {"north"}
        spread(nodes, pairs, direct, dice)
        held += sum(len(copies(node)) for node in nodes.values() if node is not north)
        with north.inside():
            for number in range(RECORDS):
                withdraw(f"acts:p{number}", "an error", reader=north.reader)
        rounds = 0
        while rounds < len(NAMES) and (not rounds or any(copies(nodes[name]) for name in NAMES[1:])):
            a_round(nodes, pairs, dice)
            rounds += 1
            if rounds == 1:
                near += sum(len(copies(nodes[name])) for name in direct)
                far += sum(len(copies(nodes[name])) for name in NAMES[1:] if name not in direct)
                with north.inside():
                    unsigned += sum(row.member in direct for row in receipts(reader=north.reader))
        most = max(most, rounds)
        shutil.rmtree(FOLDER / str(seed))
        print(f"{seed}: {sorted(map(sorted, pairs))}, {rounds} rounds", file=sys.stderr, flush=True)
    told = f"{COALITIONS} coalitions of 5 nodes, {held} copies of withdrawn records, after one round"
    board.say(f"{told}: held where there is a line to the origin", near, "copies", bar=0)
    board.say(f"{told}: not signed for there", unsigned, "receipts", bar=0)
    board.say(f"{told}: rounds to the last copy by way of others ({far} after one)", most, "rounds", bar=4)
    ring(board, found(NAMES, empty=empty, folder=FOLDER / "ring", friends=list(zip(NAMES, NAMES[1:] + NAMES[:1]))))  # noqa: B905  # a ring
    away()
    board.end()


def coalition(dice: random.Random) -> list[tuple[str, str]]:
    """Who is joined with whom: everybody by some way with everybody."""
    order = list(NAMES)
    dice.shuffle(order)
    pairs = {frozenset((one, dice.choice(order[:place]))) for place, one in enumerate(order) if place}
    pairs |= {frozenset(pair) for pair in combinations(NAMES, 2) if dice.random() < 0.3}
    return [(min(pair), max(pair)) for pair in pairs]


def spread(nodes: dict[str, Node], pairs: list[tuple[str, str]], direct: set[str], dice: random.Random) -> None:
    """North shares records with those it is joined with; they pass them on."""
    north = nodes["north"]
    north.load(*(person(f"p{number}", f"Salim Yasin Qandil {number}") for number in range(RECORDS)))
    with north.inside():
        share([f"acts:p{number}" for number in range(RECORDS)], sorted(direct), reader=north.reader)
    for _ in range(3):
        a_round(nodes, pairs, dice)
        for name in NAMES[1:]:
            others = [other for pair in pairs if name in pair for other in pair if other not in {name, "north"}]
            with nodes[name].inside():
                share(copies(nodes[name]), others, reader=nodes[name].reader)
    a_round(nodes, pairs, dice)


def copies(node: Node) -> list[str]:
    """What of north's stands at another node."""
    with node.inside():
        return list(Record.objects.filter(source="north", known_to=None).values_list("thing", flat=True))


def a_round(nodes: dict[str, Node], pairs: list[tuple[str, str]], dice: random.Random) -> None:
    """Each meets each it is joined with."""
    both = [*pairs, *((other, one) for one, other in pairs)]
    for one, other in dice.sample(both, len(both)):
        meet(nodes[one], nodes[other])


def ring(board: Board, nodes: dict[str, Node]) -> None:
    """Each shares a record with the next; then nothing happens any more, round after round."""
    order = list(nodes.values())
    for place, node in enumerate(order):
        node.load(person("p1", f"Salim Qandil of {node.name}"))
        with node.inside():
            share(["acts:p1"], [order[(place + 1) % len(order)].name], reader=node.reader)
    before = 0
    for number in range(ROUNDS + 3):
        if number == 3:  # settled
            before = entries(order)
        for place, node in enumerate(order):
            meet(node, order[(place + 1) % len(order)])
    board.say(f"ring of 5 whole nodes at rest, {ROUNDS} rounds: new entries", entries(order) - before, "entries", bar=0)


def entries(nodes: list[Node]) -> int:
    """How many numbers all logs have, everywhere."""
    found_here = 0
    for node in nodes:
        with node.inside():
            found_here += LogEntry.objects.count()
    return found_here


if __name__ == "__main__":
    main()
