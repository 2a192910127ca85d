"""What posts say: near-copies with who came first, stories across languages, near-copies as things that are shared."""

from __future__ import annotations

import pytest

from jisr.errors import NotFound
from jisr.node.queries import narratives, narratives_told
from tests.desks.test_narratives import STORIES
from tests.node.conftest import Load
from tests.node.world import SUPERVISOR


def test_copies_and_stories_are_told(load: Load) -> None:
    lines = [f'u{n},{1_700_000_000 + 90_000 * n},"{text}"' for n, text in enumerate(STORIES)]
    lines.append(f'late,1700900100,"{STORIES[0]} !!"')
    assert load(("said.csv", ("user,time,text\n" + "\n".join(lines) + "\n").encode())).state == "loaded"
    (copy,) = narratives_told.copies(reader=SUPERVISOR)
    assert (copy.posts, copy.accounts, copy.text) == (2, 2, STORIES[0])
    found = narratives_told.stories(reader=SUPERVISOR)
    assert sorted(one.posts for one in found) == [3, 4, 5]
    page = narratives_told.story(found[0].key, reader=SUPERVISOR)
    assert (page.row.posts, sum(day.posts for day in page.days), page.row.arabic) == (5, 5, 3)
    assert page.row.starter.startswith("a-")
    assert len(page.wordings) == 4
    assert narratives.against_chance("copies", reader=SUPERVISOR).chance.state == "insufficient"
    with pytest.raises(NotFound):
        narratives_told.story("none", reader=SUPERVISOR)
