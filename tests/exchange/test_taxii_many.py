"""Many at once. K01 to K04: checks of the list for TAXII 2.1."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from tests.exchange.conftest import Running, Shelf, identity

LAST = "x-taxii-date-added-last"


@pytest.fixture
def at_once(node: Running, shelf: Shelf) -> Callable[[Callable[[Shelf, int], object], int], list[object]]:
    """Does a thing several times at once, each with a connection of its own."""

    def one(work: Callable[[Shelf, int], object], number: int) -> object:
        with node.client() as client:
            return work(Shelf(client=client, uid=shelf.uid), number)

    def run(work: Callable[[Shelf, int], object], times: int) -> list[object]:
        with ThreadPoolExecutor(times) as pool:
            return list(pool.map(one, [work] * times, range(times)))

    return run


AtOnce = Callable[[Callable[[Shelf, int], object], int], list[object]]


def follow(shelf: Shelf, over: Event) -> list[str]:
    """Everything that comes, until nothing comes after the writers are done."""
    found: list[str] = []
    query: dict[str, object] = {}
    while True:
        done = over.is_set()
        said = shelf.get(limit=7, **query)
        page = said.json().get("objects", [])
        found += [one["id"] for one in page]
        if page:
            query = {"added_after": said.headers[LAST]}
        elif done:
            return found


def test_k01_many_writers_lose_nothing(shelf: Shelf, at_once: AtOnce) -> None:
    def write(mine: Shelf, _number: int) -> list[int]:
        return [mine.post(*(identity() for _ in range(5))).status_code for _ in range(20)]

    assert at_once(write, 8) == [[202] * 20] * 8
    ids = shelf.ids(limit=2000, match_version="all")
    assert len(ids) == len(set(ids)) == 800


def test_k02_a_follower_meets_each_once_while_four_write(shelf: Shelf, at_once: AtOnce) -> None:
    over = Event()

    def work(mine: Shelf, number: int) -> list[str]:
        if number < 2:
            return follow(mine, over)
        return [one for _ in range(20) for one in written(mine)]

    def written(mine: Shelf) -> list[str]:
        some = [identity() for _ in range(5)]
        mine.post(*some)
        return [str(one["id"]) for one in some]

    def run(mine: Shelf, number: int) -> list[str]:
        found = work(mine, number)
        if number >= 2:
            done.append(number)
            if len(done) == 4:
                over.set()
        return found

    done: list[int] = []
    first, second, *writers = at_once(run, 6)
    assert isinstance(first, list)
    assert first == second
    assert sorted(first) == sorted(one for each in writers if isinstance(each, list) for one in each)


def test_k03_one_object_from_many_at_once_is_one(shelf: Shelf, at_once: AtOnce) -> None:
    one = identity()
    said = at_once(lambda mine, _: mine.post(one).json()["failure_count"], 8)
    assert said == [0] * 8
    assert shelf.ids(match_version="all") == [one["id"]]


def test_k04_many_readers_get_the_same(shelf: Shelf, at_once: AtOnce) -> None:
    over = Event()
    over.set()
    shelf.post(*(identity() for _ in range(60)))
    found = at_once(lambda mine, _: follow(mine, over), 8)
    assert found == [found[0]] * 8
    assert isinstance(found[0], list)
    assert len(found[0]) == 60
