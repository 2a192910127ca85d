"""Each search of the money desk against a slow and obvious one, on streams of self-transfers, twins and equal times."""

from __future__ import annotations

from itertools import chain, combinations, pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jisr.desks import money
from jisr.errors import WrongUse

HOUR = 3600
Rows = list[tuple[int, int, int, int]]  # source, target, hour, amount
rows = st.lists(
    st.tuples(st.integers(-1, 5), st.integers(-1, 5), st.integers(0, 14), st.sampled_from([0, 1, 40, 70, 90, 95, 100])),
    max_size=24,
)


def paid(given: Rows) -> money.Payments:
    columns = [np.array([row[place] for row in given], dtype=np.int64) for place in range(4)]
    return money.payments(columns[0], columns[1], columns[2] * HOUR, columns[3])


def in_order(given: Rows) -> Rows:
    return sorted(given, key=lambda row: row[2])


def found(given: Rows, shape: str, **changed: float) -> set[tuple[int, frozenset[int]]]:
    made = money.matches(shape, money.find(paid(given), shape, minor=1, changed=changed))
    listed = [(one.account, frozenset(one.payments)) for one in made]
    assert len(listed) == len(set(listed)), "the same shape twice"
    return set(listed)


def slow_cycles(given: Rows, window: int, most: int, share: tuple[float, float]) -> set[tuple[int, frozenset[int]]]:
    stream, made = in_order(given), set()

    def go(path: list[int]) -> None:
        end = stream[path[-1]]
        if end[1] == stream[path[0]][0]:
            made.add((end[1], frozenset(path)))
            return
        for number, row in enumerate(stream):
            fresh = row[1] >= 0 and row[1] not in [stream[one][1] for one in path]
            near = end[2] < row[2] <= stream[path[0]][2] + window
            kept = share[0] * end[3] <= row[3] <= share[1] * end[3]
            if row[0] == end[1] and fresh and near and kept and len(path) < most:
                go([*path, number])

    for number, row in enumerate(stream):
        if row[0] != row[1] and min(row[:2]) >= 0:
            go([number])
    return made


@settings(max_examples=300)
@given(rows, st.integers(1, 14), st.integers(2, 6), st.sampled_from([(0.0, 1e9), (0.5, 1.0)]))
def test_cycles(given: Rows, window: int, most: int, share: tuple[float, float]) -> None:
    wanted = slow_cycles(given, window, most, share)
    changed = {"same_hours": -1, "window": window, "least": 2, "most": most}
    assert found(given, "cycle", **changed, from_share=share[0], to_share=share[1]) == wanted


@given(rows, st.integers(1, 8))
def test_chains_are_as_long_as_can_be(given: Rows, gap: int) -> None:
    stream = in_order(given)

    def follows(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
        meet = one[1] == other[0] >= 0 and len({one[0], one[1], other[1]}) == 3 and min(one[0], other[1]) >= 0
        return meet and 0 < other[2] - one[2] <= gap and 0.5 * one[3] <= other[3] <= one[3]

    length = [1] * len(stream)
    for number, row in enumerate(stream):
        length[number] = 1 + max((length[at] for at in range(number) if follows(stream[at], row)), default=0)
    changed = {"same_hours": -1, "gap": gap, "least": 2, "from_share": 0.5, "to_share": 1.0}
    made = money.matches("layering", money.find(paid(given), "layering", minor=1, changed=changed))
    used: set[int] = set()
    for one in made:
        assert not used & set(one.payments)
        used |= set(one.payments)
        assert one.account == stream[one.payments[0]][0]
        assert all(follows(stream[a], stream[b]) for a, b in pairwise(one.payments))
    longest = max(length, default=1)
    assert max((len(one.payments) for one in made), default=1) == longest
    assert len({number for number, size in enumerate(length) if size == longest} & used) > 0 or longest == 1


@settings(max_examples=300)
@given(rows, st.integers(0, 10), st.integers(1, 10), st.integers(1, 3))
def test_scatter_gather(given: Rows, spread: int, gap: int, least: int) -> None:
    stream = in_order(given)
    wanted = set()
    pairs = [
        (near, far)
        for near, one in enumerate(stream)
        for far, other in enumerate(stream)
        if one[1] == other[0] and min(*one[:2], other[1]) >= 0 and len({one[0], one[1], other[1]}) == 3
        if 0 < other[2] - one[2] <= gap and 0.5 * one[3] <= other[3] <= one[3]
    ]
    for ends in {(stream[near][0], stream[far][1]) for near, far in pairs}:
        mine = [(near, far) for near, far in pairs if (stream[near][0], stream[far][1]) == ends]
        windows = []
        for near, _ in mine:
            begin = stream[near][2]
            inside = [pair for pair in mine if begin <= stream[pair[0]][2] <= begin + spread]
            windows.append((-len({stream[pair[0]][1] for pair in inside}), begin, inside))
        best = min(windows, key=lambda window: window[:2])
        if -best[0] >= least:
            wanted.add((ends[0], frozenset(row for pair in best[2] for row in pair)))
    changed = {"same_hours": -1, "spread": spread, "gap": gap, "least": least, "from_share": 0.5, "to_share": 1.0}
    made = money.matches("scatter-gather", money.find(paid(given), "scatter-gather", minor=1, changed=changed))
    assert {(one.account, frozenset(one.payments)) for one in made} == wanted


@settings(max_examples=300)
@given(rows, st.integers(1, 8), st.integers(1, 3))
def test_gather_scatter(given: Rows, window: int, least: int) -> None:
    stream, wanted = in_order(given), set()
    for account in range(6):
        best: tuple[int, int] | None = None
        skip = -100
        shapes = []
        for row in [row for row in stream if row[0] == account]:
            moment = row[2]
            if best and moment > best[1] + window:
                shapes.append(best[1])
                best, skip = None, best[1] + window
            if moment < skip:
                continue
            into, out = sides(stream, account, moment, window)
            sums = sum(stream[one][3] for one in into), sum(stream[one][3] for one in out)
            fewer = min(len({stream[one][0] for one in into}), len({stream[one][1] for one in out}))
            if fewer >= least and 0.5 * sums[0] <= sums[1] <= sums[0] and (best is None or fewer > best[0]):
                best = fewer, moment
        shapes += [best[1]] if best else []
        wanted |= {(account, frozenset(chain(*sides(stream, account, one, window)))) for one in shapes}
    changed = {"same_hours": -1, "window": window, "least": least, "from_share": 0.5, "to_share": 1.0}
    assert found(given, "gather-scatter", **changed) == wanted


def sides(stream: Rows, account: int, moment: int, window: int) -> tuple[list[int], list[int]]:
    into = [n for n, one in enumerate(stream) if one[1] == account != one[0] and moment - window <= one[2] < moment]
    out = [n for n, one in enumerate(stream) if one[0] == account != one[1] and moment <= one[2] < moment + window]
    return into, out


@settings(max_examples=300)
@given(rows, st.integers(1, 8), st.integers(1, 3), st.sampled_from([(0.0, 0.0), (0.6, 0.0), (0.0, 2.0)]))
def test_bursts(given: Rows, window: int, least: int, more: tuple[float, float]) -> None:
    stream, wanted = in_order(given), set()
    low, high = 40, 96
    for account in range(6):
        run = [number for number, row in enumerate(stream) if row[1] == account]
        best: tuple[int, frozenset[int]] | None = None
        for place, number in enumerate(run):
            inside = [one for one in run[: place + 1] if stream[number][2] - stream[one][2] < window]
            counting = [one for one in inside if low <= stream[one][3] < high and stream[one][0] != account]
            partners = len({stream[one][0] for one in counting})
            begin = place + 1 - len(inside)
            before = stream[inside[0]][2] - stream[run[0]][2]
            usual = len(inside) * before >= more[1] * begin * window
            if partners >= least and len(counting) >= more[0] * len(inside) and usual:
                best = best if best and best[0] >= partners else (partners, frozenset(counting))
            elif best:
                wanted.add((account, best[1]))
                best = None
        wanted |= {(account, best[1])} if best else set()
    changed = {"window": window, "least": least, "low": low, "high": high, "share": more[0]}
    shape = "structuring" if more[1] == 0 else "fan-in"
    if shape == "structuring":
        assert found(given, shape, **changed) == wanted


@settings(max_examples=200)
@given(rows, st.integers(1, 8), st.integers(1, 3), st.integers(0, 3))
def test_fans(given: Rows, window: int, least: int, factor: int) -> None:
    for shape, mine, other in (("fan-in", 1, 0), ("fan-out", 0, 1)):
        stream, wanted = in_order(given), set()
        for account in range(6):
            run = [number for number, row in enumerate(stream) if row[mine] == account]
            best: tuple[int, frozenset[int]] | None = None
            for place, number in enumerate(run):
                inside = [one for one in run[: place + 1] if stream[number][2] - stream[one][2] < window]
                counting = [one for one in inside if stream[one][other] != account]
                partners = len({stream[one][other] for one in counting})
                before = stream[inside[0]][2] - stream[run[0]][2]
                usual = len(inside) * before >= factor * (place + 1 - len(inside)) * window
                if partners >= least and usual:
                    best = best if best and best[0] >= partners else (partners, frozenset(counting))
                elif best:
                    wanted.add((account, best[1]))
                    best = None
            wanted |= {(account, best[1])} if best else set()
        assert found(given, shape, window=window, least=least, factor=factor) == wanted


@settings(max_examples=200)
@given(rows, st.integers(1, 8), st.integers(0, 120))
def test_passing_through_and_awakening(given: Rows, window: int, floor: int) -> None:
    stream = in_order(given)
    through, awake = set(), set()
    for account in range(6):
        run = [number for number, row in enumerate(stream) if account in row[:2]]
        place = 0
        while place < len(run):
            start = stream[run[place]]
            inside = [one for one in run[place:] if stream[one][2] - start[2] < window]
            into = sum(stream[one][3] for one in inside if stream[one][1] == account != stream[one][0])
            out = sum(stream[one][3] for one in inside if stream[one][0] == account != stream[one][1])
            hit = start[1] == account != start[0] and into >= floor and 0.8 * into <= out <= into
            if hit:
                through.add((account, frozenset(inside)))
            place += len(inside) if hit else 1
        for one, other in pairwise(run):
            after = [row for row in run if row >= other and stream[row][2] - stream[other][2] < window]
            enough = len(after) >= 2 and sum(stream[row][3] for row in after) >= floor
            if stream[other][2] - stream[one][2] >= 3 and enough:
                awake.add((account, frozenset(after)))
    shares = {"from_share": 0.8, "to_share": 1.0}
    assert found(given, "pass-through", window=window, floor=floor, **shares) == through
    assert found(given, "dormant", window=window, floor=floor, still=3, least=2) == awake


@given(rows, st.integers(0, 6))
def test_parallel_payments_are_one_hop(given: Rows, within: int) -> None:
    stream, first, of = in_order(given), {}, []
    for number, row in enumerate(stream):
        held = first.get(row[:2])
        joined = held is not None and row[2] - stream[held][2] <= within and min(row[:2]) >= 0
        if not joined:
            first[row[:2]] = number
        of.append(held if joined else number)
    made = money.hops(paid(given), within=within * HOUR)
    numbers = {head: place for place, head in enumerate(sorted(set(of)))}
    assert [numbers[head] for head in of] == made.hop.tolist()
    assert sum(row[3] for row in stream) == int(made.flow.amount.sum())
    for one, other in combinations(range(len(numbers)), 2):
        assert made.members(np.array([one, other])).tolist() == [
            n for n, at in enumerate(made.hop) if at in {one, other}
        ]


def slow_fifo(stream: Rows, origins: list[int]) -> list[tuple[int, int, int]]:
    queues: dict[int, list[list[int]]] = {account: [] for account in range(-1, 6)}
    parts: dict[tuple[int, int], int] = {}
    for number, (payer, payee, _, amount) in enumerate(stream):
        if payer == payee and payer >= 0:
            continue
        taken = []
        if payer in origins or payer < 0:
            taken = [[payer if payer in origins else -1, amount]]
        else:
            owed = amount
            while owed and queues[payer]:
                lot = queues[payer][0]
                part = min(owed, lot[1])
                taken.append([lot[0], part])
                lot[1] -= part
                owed -= part
                if not lot[1]:
                    queues[payer].pop(0)
            taken += [[-1, owed]] if owed else []
        for origin, part in taken:
            if origin >= 0 and part:
                parts[number, origin] = parts.get((number, origin), 0) + part
        if payee >= 0 and payee not in origins:
            queues[payee] += [one for one in taken if one[1]]
    return sorted((number, origin, part) for (number, origin), part in parts.items())


@settings(max_examples=300)
@given(rows, st.lists(st.integers(0, 5), min_size=1, max_size=2, unique=True), st.sampled_from([(1, 99), (30, 2)]))
def test_first_in_first_out(given: Rows, origins: list[int], limits: tuple[int, int]) -> None:
    columns = paid([*given, (5, 5, 0, 0)])
    stream = in_order([*given, (5, 5, 0, 0)])
    made = money.trace(columns, origins, least=limits[0], most=limits[1])
    sums = made.sums
    assert sums.paid == sums.held + sums.returned + sums.left + sums.cut
    assert sum(made.held.values()) == sums.held
    assert sums.paid == sum(row[3] for row in stream if row[0] in origins and row[0] != row[1])
    got: dict[tuple[int, int], int] = {}
    for piece in made.pieces:
        got[piece.payment, piece.origin] = got.get((piece.payment, piece.origin), 0) + int(piece.amount)
    if limits == (1, 99):
        assert sorted((number, origin, part) for (number, origin), part in got.items()) == slow_fifo(stream, origins)
    for number, row in enumerate(stream):
        assert sum(part for (payment, _), part in got.items() if payment == number) <= row[3]


def slow_share(stream: Rows, origins: list[int]) -> list[float]:
    balance, taint, carried = [0.0] * 7, [0.0] * 7, []
    for payer, payee, _, amount in stream:
        part = 0.0
        if payer != payee and amount:
            if payer in origins:
                part = float(amount)
            elif payer >= 0:
                balance[payer] = max(balance[payer], amount)
                part = taint[payer] * amount / balance[payer]
                balance[payer] -= amount
                taint[payer] -= part
            balance[payee] += amount
            taint[payee] += part
        carried.append(part)
    return carried


@settings(max_examples=300)
@given(rows, st.integers(0, 5), st.integers(0, 5))
def test_no_method_says_more_than_can_be(given: Rows, origin: int, wanted: int) -> None:
    stream = in_order([*given, (5, 5, 0, 0)])
    columns = paid([*given, (5, 5, 0, 0)])
    carried = {
        method: {piece.payment: piece.amount for piece in money.trace(columns, [origin], method=method, least=0).pieces}
        for method in ("haircut", "poison")
    }
    shares = slow_share(stream, [origin])
    assert [carried["haircut"].get(number, 0.0) for number in range(len(stream))] == pytest.approx(shares, abs=1e-6)
    touched = {origin}
    for number, row in enumerate(stream):
        poisoned = row[0] in touched and row[0] != row[1] and row[3] > 0
        assert carried["poison"].get(number, 0) == (row[3] if poisoned else 0)
        touched |= {row[1]} if poisoned and row[1] >= 0 else set()
        assert shares[number] <= carried["poison"].get(number, 0) + 1e-6
    if origin == wanted:
        return
    most = money.most_that_came(columns, [origin], wanted)
    assert most == slow_flow(stream, origin, wanted)
    first = money.trace(columns, [origin], least=1)
    came = sum(piece.amount for piece in first.pieces if stream[piece.payment][1] == wanted)
    assert came <= sum(row[3] for row in stream if row[1] == wanted)
    assert most <= sum(carried["poison"].get(number, 0) for number, row in enumerate(stream) if row[1] == wanted)


def slow_flow(stream: Rows, origin: int, wanted: int) -> int:
    """Ways one after the other, each turned round in what is left (Ford and Fulkerson, 1956)."""
    room: dict[str, dict[str, int]] = {"start": {}, "goal": {}}
    stands: dict[int, str] = {origin: "start"}
    for number, (payer, payee, _, amount) in enumerate(stream):
        if min(payer, payee) < 0 or payer == payee or payer not in stands or wanted == payer or payee == origin:
            continue
        node = "goal" if payee == wanted else f"{number}"
        room.setdefault(node, {})
        before = stands[payer]
        room[before][node] = room[before].get(node, 0) + amount
        if payee != wanted:
            if payee in stands:
                room[stands[payee]][node] = room[stands[payee]].get(node, 0) + 10**9
            stands[payee] = node

    def push(node: str, much: int, seen: set[str]) -> int:
        if node == "goal":
            return much
        seen.add(node)
        for to, free in list(room[node].items()):
            if to not in seen and free > 0 and (done := push(to, min(much, free), seen)):
                room[node][to] -= done
                room[to][node] = room[to].get(node, 0) + done
                return done
        return 0

    total = 0
    while done := push("start", 10**9, set()):
        total += done
    return total


@pytest.mark.parametrize("changed", [{"nothing": 1.0}])
def test_a_wrong_parameter_is_named(changed: dict[str, float]) -> None:
    with pytest.raises(WrongUse, match="nothing"):
        money.find(paid([(0, 1, 0, 5)]), "cycle", changed=changed)


def test_wrong_use_is_said() -> None:
    with pytest.raises(WrongUse, match="square"):
        money.find(paid([]), "square")
    with pytest.raises(WrongUse, match="below zero"):
        paid([(0, 1, 0, -5)])
    with pytest.raises(WrongUse, match="haircut"):
        money.trace(paid([(0, 1, 0, 5)]), [0], method="guess")
    with pytest.raises(WrongUse, match="No payment"):
        money.trace(paid([(0, 1, 0, 5)]), [7])
    with pytest.raises(WrongUse, match="different lengths"):
        money.payments(np.zeros(1, int), np.zeros(2, int), np.zeros(2, int), np.zeros(2, int))


@given(rows)
def test_turned_twice_is_the_same(given: Rows) -> None:
    once = paid(given)
    twice = money.turned(money.turned(once))
    assert twice.at.tolist() == once.at.tolist()
    assert twice.source.tolist() == once.source.tolist()
