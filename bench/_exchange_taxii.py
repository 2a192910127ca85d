"""TAXII over real HTTP: sending, pulling, polling, many at once; memory of the server."""

from __future__ import annotations

import json
import os
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import httpx

from bench import ROOT, Board, timed
from bench._exchange_sizes import size
from bench._store import DATA, fresh, reader
from jisr.formats.stix_envelope import pieces
from jisr.node import clock
from jisr.node.actions import taxii_shelves
from jisr.node.actions.taxii_add import add
from jisr.node.models import Partner, Setting
from jisr.node.queries import taxii
from jisr.node.values import Caller

KIND = "application/taxii+json;version=2.1"
ENVELOPE, STORED = 1_000, 100_000
MANY = size("many", 1_000_000)
RUNS = 5
GREEN = "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb"


def identity(number: int) -> dict[str, object]:
    """About 0.65 KB, with an Arabic name, marked TLP:GREEN."""
    return {
        "type": "identity",
        "spec_version": "2.1",
        "id": f"identity--{number:08x}-0000-4000-8000-000000000000",
        "created": "2024-01-01T00:00:00.000Z",
        "modified": "2024-01-01T00:00:00.000Z",
        "name": f"محمد عبد الرحمن الحسيني {number}",
        "description": "خلية التنسيق في الميدان، سجل تجريبي للقياس فقط. " * 4,
        "identity_class": "individual",
        "object_marking_refs": [GREEN],
    }


def envelope(start: int, count: int = ENVELOPE) -> bytes:
    """An envelope of so many identities."""
    return json.dumps({"objects": [identity(start + n) for n in range(count)]}, ensure_ascii=False).encode()


def prepare() -> tuple[str, dict[str, str]]:
    """Two partners of one community at one shelf; its UUID and their secrets."""
    fresh()
    who = reader()
    Setting.objects.create(key="node-name", value="centre")
    for name in ("north", "south"):
        partner = Partner.objects.create(name=name, state="joined", communities="coalition", invited_at=clock.now())
        partner.agreements.create(version=1, kinds="", ceiling="amber", state="in-force", signed_at=clock.now())
    uid = taxii_shelves.make(taxii_shelves.Wanted(title="Common", alias="common", takes=False), reader=who)
    for name in ("north", "south"):
        taxii_shelves.grant(uid, name, read=True, write_=True, reader=who)
    return uid, {name: taxii_shelves.account(name, reader=who) for name in ("north", "south")}


def fill(start: int, end: int) -> None:
    """More of the same, put on the shelf without HTTP."""
    caller = Caller(partner="north", account="north")
    shelf = taxii.shelf("exchange", "common", caller=caller)
    assert shelf is not None
    for at in range(start, end, ENVELOPE):
        add(shelf, pieces(envelope(at)), caller=caller)


@contextmanager
def server() -> Iterator[tuple[str, int]]:
    """A node as `jisr up` runs it; its address and process."""
    with closing(socket.create_server(("127.0.0.1", 0))) as held:
        port = held.getsockname()[1]
    words = ["-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--workers", "1"]
    words += ["--blocking-threads", "2", "--log-level", "warning", "jisr.site.wsgi:application"]
    with subprocess.Popen([sys.executable, *words], cwd=ROOT, env=os.environ | {"JISR_DATA": str(DATA)}) as child:
        try:
            base = f"http://127.0.0.1:{port}"
            for _ in range(600):
                try:
                    httpx.get(f"{base}/api/health")
                    break
                except httpx.TransportError:
                    time.sleep(0.1)
            yield base, child.pid
        finally:
            child.terminate()


def memory(pid: int) -> float:
    """MB that a process and its children hold now."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return sum(_rss(one) for one in (pid, *map(int, children)))


def _rss(pid: int) -> float:
    line = next(line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1000


PULL = """
import sys, time
from taxii2client.v21 import Collection, as_pages
base, user, secret, per, wanted = sys.argv[1:]
shelf = Collection(base, user=user, password=secret)
shelf.title
start = time.perf_counter()
count = sum(len(page.get("objects", [])) for page in as_pages(shelf.get_objects, per_request=int(per)))
print(time.perf_counter() - start, count)
"""


def pull(url: str, secret: str, *, user: str = "south", per: int = 1000, wanted: int = STORED) -> float:
    """Seconds taxii2-client takes for all that lies there."""
    words = [sys.executable, "-W", "ignore", "-c", PULL, url, user, secret, str(per), "0"]
    took, count = subprocess.run(words, check=True, capture_output=True, text=True).stdout.split()
    assert int(count) >= wanted, count
    return float(took)


def crowd(url: str, secret: str, seconds: float, *, stored: int = STORED) -> tuple[float, float, int]:
    """Eight clients each read one object after another: reads a second, p99 in ms, errors."""
    words = [sys.executable, "-m", "bench._exchange_crowd", url, "south", secret, str(seconds)]
    eight = [
        subprocess.Popen([*words, str(n), str(stored)], cwd=ROOT, stdout=subprocess.PIPE, text=True) for n in range(8)
    ]
    said = [json.loads(one.communicate()[0]) for one in eight]
    took = sorted(value for one in said for value in one["took"])
    return len(took) / seconds, took[int(len(took) * 0.99)] * 1000, sum(one["errors"] for one in said)


def main() -> None:
    """Every figure of TAXII."""
    board = Board()
    uid, secrets = prepare()
    fill(0, STORED)
    with server() as (base, pid):
        url = f"{base}/taxii2/exchange/collections/{uid}/"
        headers = {"Content-Type": KIND, "Accept": KIND}
        north = httpx.Client(auth=("north", secrets["north"]), headers=headers, timeout=60)
        south = httpx.Client(auth=("south", secrets["south"]), headers=headers, timeout=60)
        rates = []
        for run in range(RUNS):
            bodies = [envelope(STORED + (run * 5 + n) * ENVELOPE) for n in range(5)]
            with timed() as took:
                said = [north.post(url + "objects/", content=body) for body in bodies]
            assert all(one.json()["success_count"] == ENVELOPE for one in said)
            rates.append(5 * ENVELOPE / took())
        board.say("taxii: objects sent a second, 100,000 stored", statistics.median(rates), "1/s", bar=5000, least=True)
        pulls = [pull(url, secrets["south"]) for _ in range(RUNS)]
        board.say("taxii: full pull of 100,000 by taxii2-client", statistics.median(pulls), "s", bar=6)
        crowds = [crowd(url, secrets["south"], 4) for _ in range(RUNS)]
        reads = statistics.median(one[0] for one in crowds)
        board.say("taxii: 8 clients, reads a second", reads, "1/s", bar=400, least=True)
        board.say("taxii: 8 clients, p99", statistics.median(c[1] for c in crowds), "ms", bar=100)
        board.say("taxii: 8 clients, errors", sum(c[2] for c in crowds), "", bar=0)
        board.say("taxii: server memory", memory(pid), "MB", bar=200)
    fill(STORED + RUNS * 5 * ENVELOPE, MANY)
    with server() as (base, pid):
        url = f"{base}/taxii2/exchange/collections/{uid}/"
        firsts = []
        for _ in range(RUNS):
            with httpx.Client(auth=("south", secrets["south"]), headers=headers) as client, timed() as took:
                last = client.get(url + "objects/")
            firsts.append(took())
            assert len(last.json()["objects"]) == ENVELOPE
        board.say("taxii: first page of 1,000,000", statistics.median(firsts), "s", bar=0.15)
        empty = south.get(url + "manifest/", params={"added_after": "2024-01-01T00:00:00.000000Z", "limit": 1})
        after = _newest()
        polls = sorted(_poll(south, url, after) for _ in range(500))
        assert empty.status_code == 200
        board.say("taxii: empty poll at 1,000,000, p99", polls[int(len(polls) * 0.99)] * 1000, "ms", bar=20)
        board.say("taxii: server memory at 1,000,000", memory(pid), "MB", bar=200)
    board.end()


def _newest() -> str:
    from jisr.formats.stix_envelope import stamp

    return stamp(int(Setting.objects.get(key="taxii-added").value))


def _poll(client: httpx.Client, url: str, after: str) -> float:
    with timed() as took:
        said = client.get(url + "objects/", params={"added_after": after, "limit": 1000})
    assert said.content == b"{}"
    return took()


def turns(values: Sequence[float]) -> float:
    """The median of runs taken in turns."""
    return statistics.median(values)


if __name__ == "__main__":
    threading.stack_size(0)
    main()
