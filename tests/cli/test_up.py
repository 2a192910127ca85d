"""The node starts, answers, and stops when asked, leaving no process behind."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from contextlib import closing
from pathlib import Path

import pytest

from jisr.cli import _address
from jisr.errors import WrongUse

JISR = [sys.executable, "-c", "import sys; from jisr.cli import main; sys.exit(main())"]


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_a_node_starts_answers_and_stops(stop: signal.Signals, tmp_path: Path) -> None:
    env = {name: value for name, value in os.environ.items() if name not in {"JISR_DATA", "DATABASE_URL", "JISR_LANG"}}
    node = subprocess.Popen(  # noqa: S603  # our own
        [*JISR, "up", "--data", str(tmp_path / "node")],
        env=env,
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    with node:
        assert node.stderr is not None
        try:
            link = next(found[0] for line in node.stderr if (found := re.search(r"http://\S+/welcome/\S+", line)))
            with urllib.request.urlopen(link, timeout=60) as page:  # noqa: S310  # our own address
                assert "<html" in page.read().decode()
        finally:
            node.send_signal(stop)
            said = node.stderr.read()
        assert node.wait(60) == 0, said
    assert "Stopped." in said
    assert not _address.answers(int(link.split("/")[2].rpartition(":")[2]))


def test_a_node_stopped_before_it_is_up_leaves_nothing(tmp_path: Path) -> None:
    env = {name: value for name, value in os.environ.items() if name not in {"JISR_DATA", "DATABASE_URL", "JISR_LANG"}}
    data = tmp_path / "node"
    words = [*JISR, "up", "--data", str(data)]
    with subprocess.Popen(words, env=env, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as node:  # noqa: S603  # our own
        assert node.stderr is not None
        next(line for line in node.stderr if line.startswith("  http"))  # its children run; nothing more was waited for
        node.send_signal(signal.SIGTERM)
        node.stderr.read()  # ends when the last child has closed it
        assert node.wait(60) == 0


def test_a_node_killed_leaves_no_process_behind(tmp_path: Path) -> None:
    env = {name: value for name, value in os.environ.items() if name not in {"JISR_DATA", "DATABASE_URL", "JISR_LANG"}}
    words = [*JISR, "up", "--data", str(tmp_path / "node")]
    with subprocess.Popen(words, env=env, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as node:  # noqa: S603  # our own
        assert node.stderr is not None
        link = next(found[0] for line in node.stderr if (found := re.search(r"http://\S+/welcome/\S+", line)))
        node.kill()
        node.stderr.read()  # ends when the last child has closed it
    assert not _address.answers(int(link.split("/")[2].rpartition(":")[2]))


def test_a_taken_port_is_said_before_anything_starts() -> None:
    with closing(socket.create_server((_address.HOST, 0))) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(WrongUse, match=f"port {port}"), _address.held_port(port):
            pass


def test_two_nodes_that_start_together_get_two_ports() -> None:
    with _address.held_port(None) as one, _address.held_port(None) as other:
        assert one != other
        with closing(socket.create_server((_address.HOST, one), reuse_port=True)):  # ours may listen beside its holder
            assert _address.answers(one)


def test_three_members_of_the_demo_share_correct_and_sign(tmp_path: Path) -> None:
    """A listing that one takes back arrives at the others and is signed for, and all three are gone afterwards."""
    env = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "JISR_LANG"}}
    env |= {"JISR_DATA": str(tmp_path / "node")}
    words = [*JISR, "up", "--demo"]
    with subprocess.Popen(words, env=env, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as node:  # noqa: S603  # our own
        assert node.stderr is not None
        try:
            next(line for line in node.stderr if "/welcome/" in line)
            signed = _signed_corrections(env)
            members = (tmp_path / "node" / "members").glob("*/address")
            ports = [int(file.read_text().rpartition(":")[2]) for file in members]
        finally:
            node.send_signal(signal.SIGINT)
            said = node.stderr.read()
        assert node.wait(60) == 0, said
    assert signed == {("hill-list:0", ("coast", "river")), ("hill-list:0/listing", ("coast", "river"))}
    assert len(ports) == 2
    assert not any(_address.answers(port) for port in ports)


def _signed_corrections(env: dict[str, str]) -> set[tuple[str, tuple[str, ...]]]:
    """What was taken back and is signed for by everyone, once there is something; {} if it never comes."""
    for _ in range(120):
        done = subprocess.run([*JISR, "receipts", "--json"], env=env, capture_output=True, text=True, check=False)  # noqa: S603  # our own
        rows = [json.loads(line) for line in done.stdout.splitlines()]
        back = [row for row in rows if not row["live"]]
        if back and not any(row["missing"] for row in rows):
            return {(row["thing"], tuple(row["signed"])) for row in back}
    return set()
