"""Is every copy judged as agreed, and how many a second?"""

from __future__ import annotations

import json
import sys
import time

from bench import ROOT, SHARED, Board

sys.path.insert(0, str(ROOT))

from jisr.sharing import Refused, release  # the path first
from tests.sharing.test_release import of_case

CASES = SHARED / "exchange" / "release_cases.jsonl"


def main() -> None:
    """The agreed cases: false allows, false refusals, another first rule; then the pace over them, best of five."""
    board = Board()
    if not CASES.exists():
        board.skip("release cases", f"{CASES} is not there")
        board.end()
    cases = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]
    ready = [of_case(case) for case in cases]
    codes = [
        answer.code if isinstance(answer := release(copy, recipient, now=now), Refused) else ""
        for copy, recipient, now in ready
    ]
    allows = sum(not code and not case["allow"] for code, case in zip(codes, cases, strict=True))
    refusals = sum(bool(code) and case["allow"] for code, case in zip(codes, cases, strict=True))
    other = sum(code != case["why_not"] for code, case in zip(codes, cases, strict=True))
    board.say(f"release cases ({len(cases)}): false allows", allows, "cases", bar=0)
    board.say(f"release cases ({len(cases)}): false refusals", refusals, "cases", bar=0)
    board.say(f"release cases ({len(cases)}): another first rule", other, "cases", bar=0)
    best = 0.0
    for _ in range(5):
        began = time.perf_counter()
        for copy, recipient, now in ready:
            release(copy, recipient, now=now)
        best = max(best, len(ready) / (time.perf_counter() - began))
    board.say("release decisions", round(best), "a second", bar=20_000, least=True)
    board.end()


if __name__ == "__main__":
    main()
