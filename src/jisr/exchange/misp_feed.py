"""A feed of MISP: a folder any MISP reads, with a manifest, digests of values, and a file an event."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import orjson

from jisr.exchange.misp._shape import attributes, event
from jisr.node.actions import misp_events
from jisr.node.deliveries import write_whole
from jisr.node.values import Caller

_MANIFEST = ("info", "date", "timestamp", "analysis", "threat_level_id")


def write_feed(folder: Path, *, member: str) -> int:
    """Write the events `member` may have now into `folder`, as MISP's feeds are laid out; how many.

    Each goes through the release rule and into the egress log, as if a program of the member's had asked.
    """
    caller = Caller(partner=member, account=f"feed of {member}")
    manifest: dict[str, Any] = {}
    lines: list[bytes] = []
    for body in misp_events.events(caller=caller):
        shown = event(body)
        inner = shown["Event"]
        write_whole(folder / f"{inner['uuid']}.json", orjson.dumps(shown))
        tags = [{"name": tag["name"], "colour": tag["colour"]} for tag in inner["Tag"]]
        manifest[inner["uuid"]] = {
            **{name: inner.get(name, "") for name in _MANIFEST},
            "Orgc": inner["Orgc"],
            "Tag": tags,
        }
        lines += [f"{digest},{inner['uuid']}\n".encode() for digest in _digests(body)]
    for file in folder.glob("????????-????-????-????-????????????.json"):
        if file.stem not in manifest:
            file.unlink()  # what was withdrawn goes from the folder as well
    write_whole(folder / "manifest.json", orjson.dumps(manifest))
    write_whole(folder / "hashes.csv", b"".join(lines))
    return len(manifest)


def _digests(body: Mapping[str, Any]) -> Iterator[str]:
    """MD5 of each value, as MISP's feeds ask: for finding, not for trust."""
    for one in attributes(body):
        for value in str(one["value"]).split("|"):
            yield hashlib.md5(value.encode(), usedforsecurity=False).hexdigest()
