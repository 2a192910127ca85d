"""One of eight clients: reads one object after another for some seconds; tells how long each took, as JSON.

A bare connection: eight of these share the machine with the server, and must not be what is measured.
"""

from __future__ import annotations

import base64
import json
import sys
import time
from http.client import HTTPConnection
from urllib.parse import urlsplit


def main(url: str, shown: tuple[str, str], *, seconds: float, seed: int, stored: int) -> None:
    """Spread over everything stored, the same objects in each run."""
    where = urlsplit(url)
    basic = base64.b64encode(":".join(shown).encode()).decode()
    headers = {"Accept": "application/taxii+json;version=2.1", "Authorization": f"Basic {basic}"}
    line = HTTPConnection(str(where.hostname), where.port)
    took, errors, number = [], 0, seed * 12_345
    end = time.perf_counter() + seconds
    while (start := time.perf_counter()) < end:
        number = (number + 7_919) % stored
        line.request("GET", f"{where.path}objects/identity--{number:08x}-0000-4000-8000-000000000000/", headers=headers)
        said = line.getresponse()
        body = said.read()
        took.append(time.perf_counter() - start)
        errors += said.status != 200 or len(json.loads(body)["objects"]) != 1
    print(json.dumps({"took": took, "errors": errors}))


if __name__ == "__main__":
    url, user, secret, seconds, seed, stored = sys.argv[1:]
    main(url, (user, secret), seconds=float(seconds), seed=int(seed), stored=int(stored))
