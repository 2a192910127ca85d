"""Today: the findings about one party stand in one card, each still to be decided by itself."""

from __future__ import annotations

import pytest

from jisr.node.actions.ingest import Wanted, ingest
from jisr.records import TLP, Marking
from jisr.sharing import Reader
from tests.node.test_namesakes import CALM, LISTED, SOUND
from tests.node.world import article, un
from tests.workspace.conftest import SignedIn

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["en", "ar"])
def test_two_articles_about_one_party_are_one_card(keeper: Reader, signed_in: SignedIn, language: str) -> None:
    wanted = Wanted(marking=Marking(tlp=TLP.CLEAR))
    for file in (un((LISTED,)), article(SOUND["a trade"] * 2), article(SOUND["nationality and year"] + CALM * 3)):
        assert ingest((file,), reader=keeper, wanted=wanted).state == "loaded"
    page = signed_in("analyst", language=language).get("/").content.decode()
    assert page.count('class="of-one"') == 1
    assert page.count("data-row") >= 2  # each keeps its own buttons
    assert {"en": "2 findings about one party", "ar": "نتيجتان عن طرف واحد"}[language] in page
