"""Who shares the same things together beyond chance, and on what evidence?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
import orjson
from django.db.models import Sum

from jisr.desks import narratives
from jisr.errors import NotFound
from jisr.node import chain, clock
from jisr.node.models import Finding, Observed
from jisr.node.narratives_book import KIND, MODES, Log, log
from jisr.node.observations import Wish
from jisr.node.queries.reader import visible_findings, visible_markings
from jisr.node.values import CampaignPage, CampaignRow, ChanceRow, DecisionRow, EvidenceCard, NetworkEdge, ShareRow
from jisr.sharing import Reader, Role, require

__all__ = [
    "FOUND",
    "MODES",
    "Setting",
    "Tested",
    "Trial",
    "against_chance",
    "graphml",
    "group",
    "groups",
    "network",
    "posts",
    "toolkit",
]

Setting, Trial = narratives.Setting, narratives.Trial
FOUND = "coordination"  # the kind of its findings
_CARDS = 30
_SHARES = 60
_WORDS = 280  # letters of a post on a card


@dataclass(frozen=True, slots=True, kw_only=True)
class Tested:
    """A test with its log: what the action writes findings from."""

    chance: ChanceRow
    edges: tuple[NetworkEdge, ...]
    groups: tuple[tuple[str, ...], ...]
    batches: tuple[int, ...]


def _wish(reader: Reader, known: datetime | None) -> Wish:
    require(reader, Role.ANALYST, Role.SUPERVISOR)
    return Wish(kind=KIND, known=known or clock.now(), markings=visible_markings(reader))


def against_chance(
    mode: str = "", *, reader: Reader, known: datetime | None = None, trial: narratives.Trial | None = None
) -> Tested:
    """Test the posts of this node against chance. Raises WrongUse for a mode that there is not. Audited."""
    wish = _wish(reader, known)
    chain.note(reader, "tested-posts", mode)
    book = log(wish, (mode,) if mode else ())
    trial = trial or narratives.Trial()
    told = narratives.against_chance(book.shares, trial)
    edges = tuple(_edges(book, told))
    found = [tuple(book.accounts[one] for one in members) for members in narratives.groups(told.source, told.target)]
    state = "found" if found else "none" if told.enough else "insufficient"
    chance = ChanceRow(
        state=state,
        mode=mode or (book.objects[0].partition(":")[0] if book.objects else ""),
        posts=len(book.table),
        shares=len(book.shares),
        accounts=book.shares.accounts,
        objects=told.chance.objects,
        left_out=told.chance.objects_left_out,
        candidates=told.chance.candidates,
        shuffles=trial.shuffles,
        level=told.chance.level,
        who_bar=float(told.chance.who.max(initial=0.0)),
        when_bar=float(told.chance.when.max(initial=0.0)),
        who=tuple(told.chance.who.tolist()),
        when=tuple(told.chance.when.tolist()),
        groups=len(found),
        best=float(told.when.max(initial=0.0)),
    )
    batches = tuple(sorted(set(book.table.column("batch").to_pylist())))
    return Tested(chance=chance, edges=edges, groups=tuple(found), batches=batches)


def _edges(book: Log, told: narratives.Told) -> list[NetworkEdge]:
    return [
        NetworkEdge(
            source=book.accounts[told.source[row]],
            target=book.accounts[told.target[row]],
            near=int(told.near[row]),
            met=int(told.met[row]),
            window=int(told.window[row]),
            who=float(told.who[row]),
            when=float(told.when[row]),
            strong=bool(told.strong[row]),
        )
        for row in range(len(told))
    ]


def network(
    mode: str, setting: narratives.Setting, *, reader: Reader, known: datetime | None = None
) -> list[dict[str, object]]:
    """The network of CooRTweet's rules: an edge a row, in order of weight. Audited."""
    wish = _wish(reader, known)
    chain.note(reader, "read-network", mode)
    book = log(wish, (mode,) if mode else ())
    found = narratives.edges(narratives.pairs(book.shares, setting), corrected=setting.corrected)
    order = np.argsort(-found.weight, kind="stable")
    return [
        {
            "source": book.accounts[found.source[row]],
            "target": book.accounts[found.target[row]],
            "weight": int(found.weight[row]),
            "seconds": float(found.delta[row]),
            "posts": int(found.posts[row]),
            "posts_y": int(found.posts_y[row]),
            "symmetry": float(found.symmetry[row]),
        }
        for row in order.tolist()
    ]


def toolkit(mode: str, window: int, least: int, *, reader: Reader) -> list[dict[str, object]]:
    """The directed edges of coordination-network-toolkit, the heaviest first; words by its own folding. Audited."""
    wish = _wish(reader, None)
    chain.note(reader, "read-network", mode)
    book = log(wish, (mode,) if mode else ())
    shares = book.shares
    if mode == "text":
        words = [narratives.toolkit_text(text) for text in book.table.column("text").take(book.row).to_pylist()]
        shares = narratives.shares(narratives.numbered(words, {}), shares.account, shares.content, shares.at)
    if mode in {"text", "reply", "links"}:  # it passes over what is a repost
        reposts = book.table.column("repost").take(book.row).is_valid().to_numpy(zero_copy_only=False)
        shares = shares.only(~reposts)
    found = narratives.toolkit(shares, window, least=least)
    order = np.argsort(-found.weight, kind="stable").tolist()
    columns = (found.source[order].tolist(), found.target[order].tolist(), found.weight[order].tolist())
    return [
        {"source": book.accounts[a], "target": book.accounts[b], "weight": weight}
        for a, b, weight in zip(*columns, strict=True)
    ]


def posts(*, reader: Reader) -> int:
    """How many posts there are to look at."""
    wish = _wish(reader, None)
    rows = Observed.objects.filter(kind=KIND, batch__state="loaded", batch__marking__in=wish.markings)
    return int(rows.aggregate(number=Sum("rows"))["number"] or 0)


def graphml(number: int, *, reader: Reader) -> str:
    """The network of a group as GraphML (http://graphml.graphdrawing.org). Raises NotFound. Audited."""
    page = group(number, reader=reader)
    kinds = {"near": "int", "met": "int", "window": "int", "who": "double", "when": "double"}
    keys = "".join(f'<key id="{name}" for="edge" attr.name="{name}" attr.type="{kinds[name]}"/>' for name in kinds)
    nodes = "".join(f'<node id="{member}"/>' for member in page.members)
    edges = "".join(
        f'<edge source="{edge.source}" target="{edge.target}">'
        + "".join(f'<data key="{name}">{getattr(edge, name)}</data>' for name in kinds)
        + "</edge>"
        for edge in page.edges
    )
    head = '<?xml version="1.0" encoding="UTF-8"?><graphml xmlns="http://graphml.graphdrawing.org/xmlns">'
    return f'{head}{keys}<graph edgedefault="undirected">{nodes}{edges}</graph></graphml>'


def groups(*, reader: Reader, state: str = "") -> tuple[CampaignRow, ...]:
    """The groups found, open ones first, the largest first."""
    require(reader, Role.ANALYST, Role.SUPERVISOR, Role.AUDITOR)
    rows = visible_findings(reader).filter(kind=FOUND).select_related("marking")
    if state:
        rows = rows.filter(state=state)
    made = [_row(row) for row in rows.order_by("-pk")[:500]]
    return tuple(sorted(made, key=lambda one: (one.state != "open", -one.accounts, one.number)))


def _row(row: Finding) -> CampaignRow:
    said = orjson.loads(row.question)
    return CampaignRow(
        number=row.pk,
        title=row.title,
        state=row.state,
        accounts=len(said["accounts"].split()),
        objects=int(said["objects"]),
        seconds=int(said["seconds"]),
        score=row.score,
        marking=row.marking.text,
        created_at=row.created_at,
    )


def group(number: int, *, reader: Reader) -> CampaignPage:
    """One group with its shares side by side. Raises NotFound. Audited."""
    row = visible_findings(reader).filter(pk=number, kind=FOUND).select_related("marking").first()
    if row is None:
        raise NotFound(f"no group {number}", finding=str(number))
    chain.note(reader, "read-group", str(number))
    said = orjson.loads(row.question)
    members = tuple(said["accounts"].split())
    wish = Wish(kind=KIND, known=row.created_at, markings=visible_markings(reader))
    book = log(wish, (said["mode"],))
    return CampaignPage(
        row=_row(row),
        members=members,
        question=said,
        edges=tuple(NetworkEdge(**one) for one in orjson.loads(said["edges"])),
        cards=_cards(book, members),
        decisions=tuple(
            DecisionRow(
                verdict=one.verdict, why=one.why, by=one.by, at=one.at, undone_at=one.undone_at,
                overtaken_at=one.overtaken_at, overtaken_batch=one.overtaken_by_id,
            )
            for one in row.decisions.order_by("-pk")
        ),
    )  # fmt: skip


def _cards(book: Log, members: Sequence[str]) -> tuple[EvidenceCard, ...]:
    """What two or more of them shared: most of them first, then the nearest in time."""
    numbers = [place for place, account in enumerate(book.accounts) if account in set(members)]
    ours = np.isin(book.shares.account, numbers)
    rows: defaultdict[int, list[int]] = defaultdict(list)
    for share in np.flatnonzero(ours).tolist():
        rows[int(book.shares.object[share])].append(share)
    sizes = np.bincount(book.shares.object, minlength=book.shares.objects)
    made = [
        _card(book, object_, shares, int(sizes[object_]) - len(shares))
        for object_, shares in rows.items()
        if len(set(book.shares.account[shares].tolist())) > 1
    ]
    return tuple(sorted(made, key=lambda one: (-len(one.shares), one.spread, one.object))[:_CARDS])


def _card(book: Log, object_: int, shares: list[int], others: int) -> EvidenceCard:
    shares = sorted(shares, key=lambda one: int(book.shares.at[one]))
    first, last = int(book.shares.at[shares[0]]), int(book.shares.at[shares[-1]])
    rows = book.table.take(book.row[shares[:_SHARES]]).to_pylist()
    mode, _, shared = book.objects[object_].partition(":")
    return EvidenceCard(
        object=rows[0]["text"][:_WORDS] if mode in {"text", "copies"} else shared,
        shares=tuple(
            ShareRow(
                account=row["account"],
                post=row["post"] or "",
                at=datetime.fromtimestamp(row["at"], UTC),
                after=row["at"] - first,
                place=f"{row['file']}, line {row['line']}",
            )
            for row in rows
        ),
        others=others,
        spread=last - first,
        begins=datetime.fromtimestamp(first, UTC),
    )
