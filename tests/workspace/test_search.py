"""The page of the search and the palette, in both languages."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from jisr.node.queries.everywhere import KINDS
from jisr.sharing import Reader
from jisr.workspace.views.search import SHOWN
from tests.workspace.conftest import SignedIn

NAME = "وضاح لقمان المنجنيقي"


def test_every_kind_has_its_word() -> None:
    assert set(SHOWN) == set(KINDS)


@pytest.mark.parametrize(("language", "parties"), [("en", "Parties"), ("ar", "الأطراف")])
def test_search_and_palette(world: Reader, signed_in: SignedIn, language: str, parties: str) -> None:
    del world
    client = signed_in("analyst", "supervisor", language=language)
    assert client.get("/search").status_code == 200
    page = client.get(f"/search?q={quote(NAME)}").content.decode()
    assert parties in page
    assert 'href="/findings/' in page
    assert 'href="/parties/' in page
    one = client.get(f"/search?q={quote(NAME)}&kind=payment&known=2026-11-01").content.decode()
    assert "known=2026-11-01" in one, "the clocks stay in the address"
    assert client.get("/search?q=%21%21").status_code == 400
    pages = client.get(f"/search/palette?q={quote('التدقيق')}").content.decode()
    assert "/audit" in pages
    found = client.get("/search/palette?q=Lokman").content.decode()
    assert "/parties/" in found
    assert "/travellers/" not in found, "nobody's journeys while somebody types"
