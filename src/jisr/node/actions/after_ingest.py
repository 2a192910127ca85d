"""After a delivery: bring the name index up to date, read new articles. Each goes on where a stop interrupted it."""

from __future__ import annotations

import hashlib

from jisr.desks import documents
from jisr.node import chain, name_index, record_keys
from jisr.node.actions import good_guy, watch
from jisr.node.actions.re_examine import re_examine
from jisr.node.convert import dumps, properties_of
from jisr.node.found import New, find
from jisr.node.models import Batch, Marking, Record
from jisr.node.parties import Parties
from jisr.node.reading_room import lexicon, published_on
from jisr.node.store import write
from jisr.sharing import Reader

_NODE = Reader(name="node", member="", roles=frozenset())
_PARTY_RECORDS = 8


def catch_up() -> None:
    """Do what is due; cheap when nothing is."""
    name_index.catch_up()
    record_keys.catch_up()
    watch.catch_up()
    good_guy.review()
    re_examine()
    for batch in Batch.objects.filter(state="loaded", read=False).order_by("pk"):
        for row in Record.objects.filter(batch=batch, schema="Article").select_related("marking").order_by("pk"):
            _read(row)
        with write():
            Batch.objects.filter(pk=batch.pk).update(read=True)


def _read(row: Record) -> None:
    """Read one article: whoever it may speak of becomes a finding for a person. Read again, it gives the same ones."""
    every = list(Marking.objects.values_list("pk", flat=True))
    text = next(iter(properties_of(row).get("bodyText", ())), "")
    mentions = documents.annotate(text, known=lexicon(every), published=published_on(row))
    with write():
        found = [find(new, by=_NODE.name) for new in _findings(row, text, mentions)]
        chain.note(_NODE, "read-article", row.thing, mentions=str(len(mentions)), findings=str(len(found)))


def _findings(row: Record, text: str, mentions: tuple[documents.Mention, ...]) -> list[New]:
    """One finding a party: its best mention, quoted with its sentence."""
    best: dict[str, tuple[documents.Candidate, documents.Mention]] = {}
    for mention in mentions:
        for candidate in mention.candidates:
            kept = best.get(candidate.thing)
            if kept is None or candidate.score > kept[0].score:
                best[candidate.thing] = (candidate, mention)
    parties = Parties(markings=None)
    return [_new(row, text, candidate, mention, parties) for candidate, mention in best.values()]


def _new(row: Record, text: str, candidate: documents.Candidate, mention: documents.Mention, parties: Parties) -> New:
    members = parties.members(candidate.thing)
    about = Record.objects.filter(closed_why__in=("", "removed"))
    ids = [
        *about.filter(thing__in=members).values_list("pk", flat=True)[:_PARTY_RECORDS],
        *about.filter(about__in=members).values_list("pk", flat=True)[:_PARTY_RECORDS],
    ]
    return New(
        desk="reading",
        kind="mention",
        subject=members[0],
        about=row.thing,
        title=mention.text,
        score=candidate.score,
        reasons=candidate.reasons,
        records=(row.pk, *ids),
        quote=text[mention.sentence[0] : mention.sentence[1]].strip(),
        question={"start": str(mention.start), "end": str(mention.end)},
        digest=hashlib.sha256(dumps([row.version, candidate.thing, sorted(ids)]).encode()).hexdigest(),
    )
