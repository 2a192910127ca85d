"""The match API on its sample set, batches of 20, whole requests; yente's own scorer on the same candidates beside it.

The first figure is the whole answer of the node, over every query of the set: request, candidates, comparison,
explanation, audit, JSON. The second is scoring alone on both sides, logic-v2 against ours, each candidate in memory,
explanations included; over every sixteenth query, round about: a round of theirs, a round of ours, and so on.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import time
from collections.abc import Iterator
from typing import Any

from bench import ROOT, Board
from bench._store import STATUS, fresh, needs_shared, read, reader

needs_shared()

from django.test import Client  # noqa: E402  # Django is set up by the store
from rapidfuzz import fuzz, process  # noqa: E402

from jisr import identity, wording  # noqa: E402
from jisr.identity import Profile  # noqa: E402
from jisr.node.actions import people, sign_in  # noqa: E402
from jisr.node.profiles import profile  # noqa: E402
from jisr.records import schema  # noqa: E402

BATCH, ROUNDS = 20, 5
CANDIDATES = 50  # yente: ten for each wanted result, five by default
STEP = 16  # every sixteenth query is scored by both: 50 candidates each, five rounds, within two minutes under load
SET = "jisr_conformance"
PEER = ROOT / ".peers" / "status" / "bin" / "python"
ASKED = ("name", "birthDate", "nationality")


def main() -> int:
    """Both in one run."""
    board = Board()
    fresh()
    read(STATUS / "yente" / "entities.ftm.json")
    people.add(people.Person(name="program"), reader=reader())
    key = sign_in.api_token("program", "bench", reader=reader())
    client = Client(HTTP_AUTHORIZATION=f"Bearer {key}", HTTP_HOST="localhost")
    entities = [json.loads(line) for line in (STATUS / "yente" / "entities.ftm.json").read_text().splitlines()]
    queries = [
        {
            "schema": one["schema"],
            "properties": {name: one["properties"][name] for name in ASKED if name in one["properties"]},
        }
        for one in entities
        if one["schema"] in {"Person", "Organization", "Company", "Vessel"}
    ]
    ours = _ours(client, queries)
    board.say("match API: a query in a batch of 20, p50", round(statistics.median(ours), 2), "ms", bar=10)
    if not PEER.exists():
        print(json.dumps({"name": "match API against yente's scorer", "skipped": "make .peers/status/ready"}))
        return int(bool(board.failed))
    fed = list(_with_candidates(queries, entities))
    theirs, mine = _in_turns(fed)
    share = f"{len(fed)} of {len(queries)} queries, {CANDIDATES} candidates each, in turns"
    board.say(
        f"times faster than yente's scorer: {share}",
        round(statistics.median(theirs) / statistics.median(mine), 1),
        "x",
        bar=3,
        least=True,
    )
    return int(bool(board.failed))


def _ours(client: Client, queries: list[dict[str, Any]]) -> list[float]:
    """Milliseconds a query of each batch, the best of the rounds."""
    batches = [queries[start : start + BATCH] for start in range(0, len(queries), BATCH)]
    best = [float("inf")] * len(batches)
    for _round in range(ROUNDS):
        for number, batch in enumerate(batches):
            body = json.dumps({"queries": {str(n): one for n, one in enumerate(batch)}})
            start = time.perf_counter()
            answer = client.post(f"/match/{SET}", body, content_type="application/json")
            best[number] = min(best[number], (time.perf_counter() - start) * 1000 / len(batch))
            assert answer.status_code == 200, answer.content
    return best


def _with_candidates(queries: list[dict[str, Any]], entities: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Each query with the entities most like it by letters: as many as yente fetches for an answer of five."""
    among = [one for one in entities if schema(one["schema"]).matchable]
    names = [" ".join(one["properties"].get("name", ())) for one in among]
    for one in queries[::STEP]:
        near = process.extract(" ".join(one["properties"]["name"]), names, scorer=fuzz.WRatio, limit=CANDIDATES)
        yield {**one, "candidates": [among[at] for _name, _score, at in near]}


def _in_turns(fed: list[dict[str, Any]]) -> tuple[list[float], list[float]]:
    """Milliseconds a query of their scoring and of ours, the best of the rounds, which take turns."""
    work = []
    for one in fed:
        question = profile("question", one["schema"], one["properties"])
        work.append((question, [profile(each["id"], each["schema"], each["properties"]) for each in one["candidates"]]))
    theirs, mine = [float("inf")] * len(fed), [float("inf")] * len(fed)
    command = [str(PEER), str(ROOT / "bench" / "_peer_yente.py")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as peer:
        assert peer.stdin
        assert peer.stdout
        peer.stdin.write(json.dumps({"queries": fed}) + "\n")
        for number in range(ROUNDS):
            peer.stdin.write(f"{number}\n")
            peer.stdin.flush()
            told: list[float] = json.loads(peer.stdout.readline())["ms"]
            theirs = [min(pair) for pair in zip(theirs, told, strict=True)]
            mine = [min(pair) for pair in zip(mine, _scored(work), strict=True)]
        peer.stdin.close()
    return theirs, mine


def _scored(work: list[tuple[Profile, list[Profile]]]) -> list[float]:
    """Milliseconds of our scoring of the same candidates, explanations in words included."""
    took = []
    for question, candidates in work:
        start = time.perf_counter()
        likely = (each for each in candidates if identity.may_be_hit(question, each))
        for reason in (reason for each in likely for reason in identity.compare(question, each).reasons):
            wording.say(reason.code, lang="en", facts=dict(reason.facts))
        took.append((time.perf_counter() - start) * 1000)
    return took


if __name__ == "__main__":
    raise SystemExit(main())
