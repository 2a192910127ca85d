"""Three hundred real remarks: what they say is found."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.remarks.shares import FOUND_IN, KEY, shares


@pytest.mark.parametrize("kind", FOUND_IN)
def test_what_remarks_say_is_found(shared: Path, kind: str) -> None:
    found, right, wanted = shares(shared / "status")[kind]
    assert found >= 0.99
    assert right >= 0.99
    assert wanted > 150


def test_the_key_holds_three_hundred() -> None:
    assert sum(not line.startswith("#") for line in KEY.read_text(encoding="utf-8").splitlines()) == 301
