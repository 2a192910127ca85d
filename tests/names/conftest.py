"""The compiled comparison is made, or read from its cache, before a test watches what is touched."""

from __future__ import annotations

import pytest

from jisr.names import Entry, Index, Kind


@pytest.fixture(scope="session")
def compiled() -> None:
    """Every part of the compiled comparison stands ready."""
    entries = [Entry(id=kind.value, text="Salman Rushdie", kind=kind) for kind in Kind]
    for kind in Kind:
        Index.build(entries).search_many(["سلمان رشدي"], kind=kind)
