"""Promises: every row of the schedules in, the facts of the article with their words, a board of 10,000 as of a day."""

from __future__ import annotations

import json
from datetime import date

from bench import SHARED, Board, median_of
from bench._store import fresh, read, reader
from jisr.node.actions import commitments as acts
from jisr.node.queries import commitments

FOLDER = SHARED / "programmes"
MANY = 10_000


def main() -> None:
    """All of them."""
    board = Board()
    if not FOLDER.is_dir():
        print(json.dumps({"skipped": f"{FOLDER} is not there"}))
        return
    fresh()
    row = read(FOLDER / "commitments" / "iati_implementation_schedules.csv")
    board.say("rows of the schedules that came in as commitments", row.added, "of 369", bar=369, least=True)
    read(FOLDER / "seed" / "article_facts.jsonl")
    told = [one for _, _, every in commitments.facts(reader=reader()) for one in every]
    promised = commitments.board(reader=reader(), asked=commitments.Asked(limit=1000)).rows
    told += [commitments.commitment(one.thing, reader=reader()) for one in promised if one.thing.startswith("facts:")]
    whole = sum(bool(one.quote and one.offset and one.row.title) for one in told)
    board.say("facts of the article with words and offset", whole, "of 19", bar=19, least=True)
    fresh()
    lines = [f"{n},Promise {n},Member {n % 40},20{10 + n % 15}-01-01,20{11 + n % 15}-06,accepted" for n in range(MANY)]
    read(("promises.csv", "\n".join(["id,title,promisor,given,due,status", *lines]).encode()))
    for number in range(0, 1000, 10):
        acts.tell(f"commitments:{number}", {"status": "met", "why": "seen", "as_of": "2020-01-01"}, reader=reader())
    took = median_of(7, lambda: commitments.board(date(2019, 5, 5), reader=reader()))
    board.say("board of 10,000 as of a day", took * 1000, "ms", bar=300)
    board.end()


if __name__ == "__main__":
    main()
