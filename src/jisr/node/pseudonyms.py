"""What is an account called here?  By a pseudonym from its first moment; the key to it lies apart from all data.

The pseudonym is HMAC-SHA-256 of the account under `pseudonyms.key` of the node's folder: the same account has the same
one in every delivery, and nobody without that file can say whose it is.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings

from jisr import formats
from jisr.errors import Unreadable

_OURS = re.compile(r"a-[0-9a-f]{16}")


def on_entry(files: Sequence[tuple[str, bytes]]) -> list[tuple[str, bytes]]:
    """The files of a delivery; posts with their accounts' pseudonyms, before anything of them is kept."""
    given = tuple(formats.File(name=name, data=data) for name, data in files)
    if not formats.are_posts(given):
        return list(files)
    try:
        return [(given[0].name, formats.pseudonymous(given[0], pseudonym))]
    except Unreadable:
        return list(files)  # told, as it came, by the reading that follows


def pseudonym(account: str) -> str:
    """What an account is called here. One that is a pseudonym already stays."""
    if _OURS.fullmatch(account):
        return account
    return f"a-{hmac.new(_key(), account.encode('utf-8', 'surrogatepass'), hashlib.sha256).hexdigest()[:16]}"


def _key() -> bytes:
    path = Path(settings.JISR_DATA) / "pseudonyms.key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f"{path.name}.{os.getpid()}.part")
        part.touch(mode=0o600)
        part.write_bytes(secrets.token_bytes(32))
        try:
            os.link(part, path)  # the first one made stays
        except FileExistsError:
            pass
        finally:
            part.unlink()
    return path.read_bytes()
