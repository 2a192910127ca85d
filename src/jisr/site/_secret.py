"""Where does the key that signs sessions come from?"""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from functools import cache
from pathlib import Path


@cache
def secret_key(data: Path) -> str:
    """The node's own key, made at first use in its folder, readable by its owner alone; never printed."""
    file = data / "secret.key"
    if not file.exists():
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        _make(file)
    return file.read_text(encoding="ascii").strip()


def _make(file: Path) -> None:
    """Written whole, then given its name: two processes that start together agree on the first one's key."""
    draft = file.with_name(f".secret-{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as out:
        out.write(secrets.token_urlsafe(48))
    with suppress(FileExistsError):
        file.hardlink_to(draft)
    draft.unlink()
