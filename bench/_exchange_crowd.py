"""One of eight clients: reads one object after another for some seconds; tells how long each took, as JSON."""

from __future__ import annotations

import json
import sys
import time

import httpx

STORED = 100_000


def main(url: str, user: str, secret: str, seconds: float, seed: int) -> None:
    """Spread over everything stored, the same objects in each run."""
    took, errors, number = [], 0, seed * 12_345
    end = time.perf_counter() + seconds
    with httpx.Client(auth=(user, secret), headers={"Accept": "application/taxii+json;version=2.1"}) as client:
        while (start := time.perf_counter()) < end:
            number = (number + 7_919) % STORED
            said = client.get(f"{url}objects/identity--{number:08x}-0000-4000-8000-000000000000/")
            took.append(time.perf_counter() - start)
            errors += said.status_code != httpx.codes.OK or len(said.json()["objects"]) != 1
    print(json.dumps({"took": took, "errors": errors}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], float(sys.argv[4]), int(sys.argv[5]))
