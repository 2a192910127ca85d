"""The same work at the TAXII server of OASIS (medallion 3.0.0) and at ours, in turns, at a size it bears.

Sending, a full pull by taxii2-client (100 a page: its own default; 1,000 at ours as at it), eight clients at once.
"""

from __future__ import annotations

import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import httpx

from bench import ROOT, Board, timed
from bench._exchange_sizes import size
from bench._exchange_taxii import KIND, crowd, envelope, prepare, pull, server

PYTHON = ROOT / ".peers" / "exchange" / "bin" / "python"
STORED = size("stored", 4_000)
RUNS = size("runs", 3)
UID = "91a7b528-80eb-42ed-a74d-c6fbd5a26116"
_SEND = 500  # objects an envelope


def main() -> None:
    """Medians of the runs, theirs and ours one after the other."""
    board = Board()
    if not PYTHON.exists():
        board.skip("medallion beside ours", "make .peers/exchange/ready")
        board.end()
    told: dict[str, list[tuple[float, float, float, float, int]]] = {"ours": [], "medallion": []}
    for _ in range(RUNS):
        told["medallion"].append(_medallion())
        told["ours"].append(_ours())
    names = (
        "objects sent a second",
        "full pull, s",
        "8 clients: reads a second",
        "8 clients: p99, ms",
        "8 clients: errors",
    )
    for place, name in enumerate(names):
        theirs, ours = (statistics.median(one[place] for one in told[who]) for who in ("medallion", "ours"))
        more = name.endswith("a second")
        print(json.dumps({"name": f"medallion 3.0.0: {name}, {STORED} stored", "value": round(theirs, 3)}), flush=True)
        board.say(f"taxii beside it: {name}, {STORED} stored", ours, "", bar=theirs, least=more)
    board.end()


def _ours() -> tuple[float, float, float, float, int]:
    uid, secrets = prepare()
    with server() as (base, _):
        return _work(f"{base}/taxii2/exchange/collections/{uid}/", secrets)


def _medallion() -> tuple[float, float, float, float, int]:
    with _theirs() as base:
        return _work(f"{base}/trustgroup1/collections/{UID}/", {"north": "secret", "south": "secret"})


def _work(url: str, secrets: dict[str, str]) -> tuple[float, float, float, float, int]:
    headers = {"Content-Type": KIND, "Accept": KIND}
    with httpx.Client(auth=("north", secrets["north"]), headers=headers, timeout=300) as client:
        bodies = [envelope(start, _SEND) for start in range(0, STORED, _SEND)]
        with timed() as took:
            said = [client.post(url + "objects/", content=body) for body in bodies]
        assert all(one.status_code == 202 for one in said), said[0].text  # accepted
        sent = STORED / took()
        pulled = pull(url, secrets["south"], wanted=STORED)
    return sent, pulled, *crowd(url, secrets["south"], 4, stored=STORED)


@contextmanager
def _theirs() -> Iterator[str]:
    """Medallion as its own command starts it, memory behind it, one writable collection."""
    with closing(socket.create_server(("127.0.0.1", 0))) as held:
        port = held.getsockname()[1]
    shelf = {
        "id": UID,
        "title": "Common",
        "can_read": True,
        "can_write": True,
        "media_types": ["application/stix+json;version=2.1"],
        "objects": [],
        "manifest": [],
    }
    root = {
        "information": {"title": "One", "versions": [KIND], "max_content_length": 104_857_600},
        "status": [],
        "collections": [shelf],
    }
    discovery = {"title": "Trial", "api_roots": [f"http://127.0.0.1:{port}/trustgroup1/"]}
    with tempfile.TemporaryDirectory(prefix="jisr-medallion-") as folder:
        data, config = Path(folder) / "data.json", Path(folder) / "config.json"
        data.write_text(json.dumps({"/discovery": discovery, "trustgroup1": root}))
        module = {"module": "medallion.backends.memory_backend", "module_class": "MemoryBackend"}
        users = {"north": "secret", "south": "secret"}
        config.write_text(
            json.dumps({"backend": module | {"filename": str(data)}, "users": users, "taxii": {"max_page_size": 1000}})
        )
        words = [PYTHON, "-m", "medallion.scripts.run", "--host", "127.0.0.1", "--port", str(port), str(config)]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        with subprocess.Popen(list(map(str, words)), env=dict(os.environ), **quiet) as child:  # type: ignore[call-overload]
            try:
                base = f"http://127.0.0.1:{port}"
                _wait(base)
                yield base
            finally:
                child.terminate()


def _wait(base: str) -> None:
    for _ in range(300):
        try:
            httpx.get(f"{base}/taxii2/", timeout=5)
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    sys.exit("medallion does not answer")


if __name__ == "__main__":
    main()
