"""Where do people find the pages?"""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager
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


@contextmanager
def held_port(wanted: int | None) -> Iterator[int]:
    """The wanted port, or the first free one from 8000, kept from other nodes while ours is up.

    Raises `WrongUse` where it is taken. Held by a socket that is bound and never listens; the server binds beside it.
    """
    for port in [wanted] if wanted else range(PORT, PORT + _TRIES):
        with closing(socket.socket(socket.AF_INET, socket.SOCK_STREAM)) as holder:
            if _takes(holder, port):
                yield port
                return
    raise WrongUse(
        f"port {wanted or PORT} of this machine is taken: try --port {(wanted or PORT) + 1}", port=str(wanted)
    )


def _takes(holder: socket.socket, port: int) -> bool:
    """Bind it: over the remains of closed connections, never beside a living holder or server."""
    holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        holder.bind((settings.LISTEN, port))
    except OSError:
        return False
    holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 0)
    holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    return True


def answers(port: int) -> bool:
    """Whether somebody listens there."""
    with closing(socket.socket(socket.AF_INET, socket.SOCK_STREAM)) as probe:
        probe.settimeout(0.5)
        return probe.connect_ex((HOST, port)) == 0
