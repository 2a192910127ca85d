"""What was told of a masked traveller lies enciphered; who may have it opened, and for how long?"""

from __future__ import annotations

import base64
import hashlib

from cryptography.fernet import Fernet
from django.conf import settings

from jisr.node import clock
from jisr.node.models import JourneyPerson
from jisr.sharing import Reader


def cipher() -> Fernet:
    """By a key that follows from the node's own secret: who has the database alone cannot open it."""
    secret = hashlib.sha256(f"journeys {settings.SECRET_KEY}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(secret))


def unsealed(row: JourneyPerson, *, reader: Reader) -> str | None:
    """What was told of a masked person (JSON), to who asked or granted while it is open; None else."""
    open_ = row.unmaskings.filter(granted_at__isnull=False, ends_at__gt=clock.now())
    if not row.sealed or not any(reader.name in {one.asked_by, one.granted_by} for one in open_):
        return None
    return cipher().decrypt(row.sealed.encode()).decode()
