"""Where do people find the pages?"""

from __future__ import annotations

import socket
from contextlib import closing
from pathlib import Path

from django.conf import settings

from jisr.errors import WrongUse

HOST, PORT = "127.0.0.1", 8000
_TRIES = 20


def _note() -> Path:
    return Path(settings.JISR_DATA) / "address"


def keep(port: int) -> str:
    """Remember where this node listens; the address."""
    _note().write_text(f"http://{HOST}:{port}", encoding="ascii")
    return base()


def base() -> str:
    """The address people open: the set origin, else where the node listens, or listened last."""
    if settings.ORIGINS:
        return str(settings.ORIGINS[0]).rstrip("/")
    return _note().read_text(encoding="ascii") if _note().exists() else f"http://{HOST}:{PORT}"


def welcome(token: str) -> str:
    """The one-time sign-in link of a token."""
    return f"{base()}/welcome/{token}"


def free_port(wanted: int | None) -> int:
    """The wanted port, or the first free one from 8000. Raises `WrongUse` where it is taken."""
    for port in [wanted] if wanted else range(PORT, PORT + _TRIES):
        if _is_free(port):
            return port
    raise WrongUse(
        f"port {wanted or PORT} of this machine is taken: try --port {(wanted or PORT) + 1}", port=str(wanted)
    )


def _is_free(port: int) -> bool:
    with closing(socket.socket(socket.AF_INET, socket.SOCK_STREAM)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def answers(port: int) -> bool:
    """Whether somebody listens there."""
    with closing(socket.socket(socket.AF_INET, socket.SOCK_STREAM)) as probe:
        probe.settimeout(0.5)
        return probe.connect_ex((HOST, port)) == 0
