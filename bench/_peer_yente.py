"""How long does yente 5.5 take to score these candidates?  Run by its own interpreter (.peers/status), fed on stdin.

Stdin: {"queries": [{"schema", "properties", "candidates": [entity, …]}, …]} on one line, then a line for each round
that is wanted. Stdout: a line {"ms": [a query …]} for each; its scoring code alone, its index and its HTTP left out.
"""

from __future__ import annotations

import asyncio
import json
import logging
import sys
import time

logging.disable(logging.CRITICAL)

from nomenklatura.matching import get_algorithm  # noqa: E402  # silent first
from yente.data.common import EntityExample  # noqa: E402
from yente.data.entity import Entity  # noqa: E402
from yente.scoring import score_results  # noqa: E402


def main() -> None:
    """Score every query against its candidates."""
    asked = json.loads(sys.stdin.readline())
    algorithm = get_algorithm("logic-v2")
    assert algorithm is not None
    work = [
        (
            Entity.from_example(EntityExample(id=None, schema=one["schema"], properties=one["properties"])),
            [Entity.from_dict(each) for each in one["candidates"]],
        )
        for one in asked["queries"]
    ]
    for _round in sys.stdin:
        took = []
        for query, candidates in work:
            start = time.perf_counter()
            asyncio.run(score_results(algorithm, query, [(each, 1.0) for each in candidates], limit=5))
            took.append((time.perf_counter() - start) * 1000)
        print(json.dumps({"ms": took}), flush=True)


main()
