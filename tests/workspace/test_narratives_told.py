"""Near-copies, stories and one story, in both languages, with posts and without."""

from __future__ import annotations

import re

import pytest

from jisr.node.actions.ingest import Wanted, ingest
from jisr.sharing import Reader
from tests.desks.test_narratives import STORIES
from tests.workspace.conftest import SignedIn


@pytest.mark.parametrize("language", ["ar", "en"])
def test_what_is_said_stands_on_pages(keeper: Reader, signed_in: SignedIn, language: str) -> None:
    client = signed_in("supervisor", language=language)
    assert client.get("/campaigns/stories").status_code == 200
    assert client.get("/campaigns/copies").status_code == 200
    lines = [f'u{n},{1_700_000_000 + 90_000 * n},"{said}"' for n, said in enumerate((*STORIES, STORIES[0]))]
    posts = ("user,time,text\n" + "\n".join(lines) + "\n").encode()
    ingest([("said.csv", posts)], reader=keeper, wanted=Wanted(source="posts"))
    assert STORIES[0].split()[0] in client.get("/campaigns/copies").content.decode()
    listed = client.get("/campaigns/stories").content.decode()
    links = re.findall(r'href="(/campaigns/stories/[0-9a-f]{16})"', listed)
    assert len(links) == 3
    assert "<meter" in client.get(links[0]).content.decode()
    assert client.get("/campaigns/stories/none").status_code == 404
