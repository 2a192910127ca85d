"""How long does the server work on a page when 30,000 parties are loaded?"""

from __future__ import annotations

import itertools
import json
import random
import time
from urllib.parse import quote

from bench import Board, p95
from bench._store import fresh, read, reader

PARTIES, RUNS = 30_000, 100
SYLLABLES = (
    "ba",
    "ra",
    "li",
    "mu",
    "sa",
    "di",
    "ka",
    "ni",
    "ho",
    "fa",
    "re",
    "zu",
    "ta",
    "wa",
    "yo",
    "she",
    "gha",
    "qa",
)


def names() -> list[str]:
    """Plainly invented names, as many as parties, each of three parts."""
    random.seed(5)
    words = ["".join(random.choices(SYLLABLES, k=random.randint(2, 4))).capitalize() for _ in range(4000)]  # noqa: S311
    return [" ".join(random.choices(words, k=3)) for _ in range(PARTIES)]  # noqa: S311


def delivery(everybody: list[str]) -> bytes:
    """A FollowTheMoney list of them."""
    lines = [
        json.dumps(
            {
                "id": f"p{number}",
                "schema": "Person",
                "properties": {
                    "name": [name],
                    "birthDate": [str(1940 + number % 60)],
                    "country": ["xx"],
                    "topics": ["sanction"],
                },
            }
        )
        for number, name in enumerate(everybody)
    ]
    return "\n".join(lines).encode()


def main() -> None:
    """Today, Check, Party: a hundred each."""
    from django.conf import settings  # after its settings
    from django.test import Client  # after its settings

    from jisr.node.actions import people  # after its settings
    from jisr.node.actions.keep_check import keep  # after its settings
    from jisr.node.models import Member  # after its settings
    from jisr.node.queries.check import check  # after its settings
    from jisr.node.values import Question  # after its settings

    board = Board()
    settings.ALLOWED_HOSTS.append("testserver")
    fresh()
    everybody = names()
    start = time.perf_counter()
    row = read(("many.ftm.json", delivery(everybody)), source="many")
    print(f"  {row.state} {row.added} records in {time.perf_counter() - start:.1f} s")
    people.add(people.Person(name="bench", roles=("analyst", "supervisor", "auditor")), reader=reader())
    for name in everybody[:40]:
        keep(check(Question(name=name), reader=reader()), reader=reader())
    client = Client()
    client.force_login(Member.objects.get(name="bench"))
    chosen = itertools.islice(itertools.cycle(everybody[::97]), RUNS)
    pages = {
        "Today": ["/"] * RUNS,
        "Check": [f"/check?name={quote(name)}" for name in chosen],
        "Party": [f"/parties/many:p{number * 97}" for number in range(RUNS)],
    }
    for page, addresses in pages.items():
        board.say(
            f"{page}, server time p95, {PARTIES} parties",
            p95([_ask(client, one) for one in addresses]) * 1000,
            "ms",
            bar=150,
        )
    board.end()


def _ask(client: object, address: str) -> float:
    start = time.perf_counter()
    answer = client.get(address)  # type: ignore[attr-defined]
    took = time.perf_counter() - start
    assert answer.status_code == 200, (address, answer.status_code)
    return took


main()
