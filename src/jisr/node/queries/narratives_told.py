"""What is said: near-copies of posts and the stories they push, as far as the reader may see."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

import numpy as np
import pyarrow as pa

from jisr.desks import narratives
from jisr.errors import NotFound
from jisr.node import chain, clock, observations
from jisr.node.models import Batch
from jisr.node.narratives_book import KIND
from jisr.node.observations import Wish
from jisr.node.queries.reader import visible_markings
from jisr.node.values import CopyRow, StoryDay, StoryPage, StoryRow
from jisr.sharing import Reader, Role, require

__all__ = ["copies", "stories", "story"]

_CARRIERS = 5
_SHOWN = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class _Posts:
    """The posts that have words, in order of time; `copy`: of each the first post that says nearly the same."""

    text: Sequence[str]
    account: Sequence[str]
    at: np.ndarray
    copy: np.ndarray
    marking: str


def copies(least: int = 2, *, reader: Reader) -> tuple[CopyRow, ...]:
    """Posts that say the same in nearly the same words, by at least `least` accounts; most accounts first. Audited."""
    posts = _posts(reader)
    chain.note(reader, "read-copies", "")
    order = np.argsort(posts.copy, kind="stable")
    bounds = np.flatnonzero(np.diff(posts.copy[order])) + 1
    made = [_copy(posts, places.tolist()) for places in np.split(order, bounds) if places.size > 1]
    return tuple(sorted((one for one in made if one.accounts >= least), key=lambda one: (-one.accounts, one.begins)))


def stories(least: int = 3, *, reader: Reader) -> tuple[StoryRow, ...]:
    """The stories of at least `least` different wordings, those of most posts first. Audited."""
    posts = _posts(reader)
    chain.note(reader, "read-stories", "")
    return tuple(_row(posts, places, one) for places, one in _told(posts, least))


def story(key: str, *, reader: Reader) -> StoryPage:
    """One story: its volume by day, who started, who carried, its wordings. Raises NotFound. Audited."""
    posts = _posts(reader)
    chain.note(reader, "read-story", key)
    for places, one in _told(posts, 2):
        row = _row(posts, places, one)
        if row.key == key:
            days = Counter(_moment(posts, place).date() for place in places)
            wordings = Counter(int(posts.copy[place]) for place in places)
            carried = Counter(posts.account[place] for place in places).most_common(_CARRIERS)
            firsts = [np.flatnonzero(posts.copy == first).tolist() for first, _ in wordings.most_common(_SHOWN)]
            return StoryPage(
                row=row,
                days=_days(days),
                carriers=tuple(carried),
                wordings=tuple(_copy(posts, some) for some in firsts),
            )
    raise NotFound(f"no story {key}", story=key)


def _posts(reader: Reader) -> _Posts:
    require(reader, Role.ANALYST, Role.SUPERVISOR)
    table = observations.read(Wish(kind=KIND, known=clock.now(), markings=visible_markings(reader)))
    table = table.filter(pa.compute.is_valid(table.column("text"))).sort_by("at")
    text = table.column("text").to_pylist()
    copy = narratives.copies(text)
    copy[copy < 0] = np.flatnonzero(copy < 0)
    used = Batch.objects.filter(pk__in=set(table.column("batch").to_pylist())).select_related("marking")
    ranked = sorted(used, key=lambda one: one.marking_id)
    return _Posts(
        text=text,
        account=table.column("account").to_pylist(),
        at=table.column("at").to_numpy(),
        copy=copy,
        marking=ranked[-1].marking.text if ranked else "",
    )


def _told(posts: _Posts, least: int) -> list[tuple[list[int], narratives.Story]]:
    """(the places of all posts of a story, the story over its wordings), most posts first."""
    firsts = np.unique(posts.copy)
    found = []
    for one in narratives.stories([posts.text[place] for place in firsts.tolist()], least):
        places = np.flatnonzero(np.isin(posts.copy, firsts[list(one.texts)])).tolist()
        found.append((places, narratives.Story(texts=one.texts, typical=int(firsts[one.typical]), words=one.words)))
    return sorted(found, key=lambda two: -len(two[0]))


def _moment(posts: _Posts, place: int) -> datetime:
    return datetime.fromtimestamp(int(posts.at[place]), UTC)


def _copy(posts: _Posts, places: list[int]) -> CopyRow:
    said = Counter(" ".join(posts.text[place].split()) for place in places)
    return CopyRow(
        text=said.most_common(1)[0][0],
        posts=len(places),
        wordings=len(said),
        accounts=len({posts.account[place] for place in places}),
        first=posts.account[places[0]],
        begins=_moment(posts, places[0]),
        ends=_moment(posts, places[-1]),
        marking=posts.marking,
    )


def _row(posts: _Posts, places: list[int], one: narratives.Story) -> StoryRow:
    typical = posts.text[one.typical]
    arabic = sum(any("\u0600" <= letter <= "\u06ff" for letter in posts.text[place]) for place in places)
    return StoryRow(
        key=hashlib.sha256(typical.encode("utf-8", "surrogatepass")).hexdigest()[:16],
        title=" ".join(typical.split()),
        posts=len(places),
        wordings=len(one.texts),
        accounts=len({posts.account[place] for place in places}),
        arabic=arabic,
        starter=posts.account[places[0]],
        words=one.words,
        begins=_moment(posts, places[0]),
        ends=_moment(posts, places[-1]),
        marking=posts.marking,
    )


def _days(days: Counter[date]) -> tuple[StoryDay, ...]:
    most = max(days.values())
    return tuple(StoryDay(day=day, posts=number, part=number / most) for day, number in sorted(days.items()))
