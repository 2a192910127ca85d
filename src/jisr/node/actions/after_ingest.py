"""After a delivery: bring the name index up to date, read new articles. Each goes on where a stop interrupted it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

from jisr.desks import documents
from jisr.node import chain, name_index, plugins, record_keys
from jisr.node.actions import good_guy, join_copies, journeys, money_watch, screen_partners, watch
from jisr.node.actions.re_examine import re_examine
from jisr.node.beside import beside, meanwhile
from jisr.node.convert import dumps, properties_of
from jisr.node.found import New, find
from jisr.node.models import Batch, Marking, Record
from jisr.node.parties import Parties
from jisr.node.reading_room import lexicon, markings_within, published_on
from jisr.node.readings import Read, keep_reading, stale
from jisr.node.store import write
from jisr.records import Reason
from jisr.sharing import Reader

_NODE = Reader(name="node", member="", roles=frozenset())
_PARTY_RECORDS = 8
_MANY = 5000  # records from which on a second process is worth its start


@contextmanager
def coming(many: int) -> Iterator[None]:
    """Have the keys of what comes in during the block made beside it, where it is `many`; then index the names."""
    if many <= _MANY:
        yield
        return
    with meanwhile(record_keys.catch_up) as last:
        yield
        last()
        name_index.catch_up()


def catch_up() -> None:
    """Do what is due; cheap when nothing is. A new version of the readers has every current article read again."""
    if record_keys.waiting() > _MANY:
        with beside(record_keys.catch_up):
            name_index.catch_up()
    else:
        name_index.catch_up()
    record_keys.catch_up()
    watch.catch_up()
    money_watch.catch_up()
    screen_partners.catch_up()
    journeys.catch_up()
    good_guy.review()
    re_examine()
    version = plugins.version()
    for batch in Batch.objects.filter(state="loaded", read=False).order_by("pk"):
        fresh = Record.objects.filter(batch=batch, schema="Article").exclude(reading__reader=version)
        for row in fresh.select_related("marking").order_by("pk"):
            _read(row, version)
        with write():
            Batch.objects.filter(pk=batch.pk).update(read=True)
    for number in stale(version):
        _read(Record.objects.select_related("marking").get(pk=number), version)
    join_copies.catch_up()


def _read(row: Record, version: str) -> None:
    """Read one article and keep it; whoever it may speak of, and what would change of a status, becomes a finding.

    In one write: a stop leaves an article read or unread. Read again, it gives the same findings.
    """
    said = properties_of(row)
    text, published = next(iter(said.get("bodyText", ())), ""), published_on(row)
    # What is kept is shown to whoever may see the article: the names it is read with are no narrower than it.
    shared, every = markings_within(row.marking), list(Marking.objects.order_by("pk").values_list("pk", flat=True))
    told = documents.read_article(text, known=lexicon(shared), published=published)
    whole = told
    if shared != every:
        whole = documents.read_article(text, known=lexicon(every), published=published)
    language = next(iter(said.get("language", ())), "")
    with write():
        added = plugins.added(text, told, reader=_NODE, published=published, language=language)
        read = Read(text=text, told=told, added=added, reader=version, published=published)
        things = keep_reading(row, read)
        mentions = documents.supported(text, whole)
        found = [find(new, by=_NODE.name) for new in (*_findings(row, text, mentions), *_proposals(row, read))]
        facts = {"mentions": len(mentions), "things": things, "findings": len(found)}
        chain.note(_NODE, "read-article", row.thing, **{name: str(number) for name, number in facts.items()})


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


def _proposals(row: Record, read: Read) -> Iterable[New]:
    """A finding for each change of status the rules propose: reported, never true; a person enters the act."""
    words = {one.id: one.text for one in reversed(read.told.mentions) if one.id}
    return [_proposed(row, read, one, words) for one in read.told.proposals]


def _proposed(row: Record, read: Read, one: documents.Proposal, words: Mapping[str, str]) -> New:
    start, end = read.told.sentences[one.sentence]
    events = [event for event in read.told.events if event.rule == one.rule and event.sentence == one.sentence]
    via, score = next(((event.via, event.score) for event in events), ("", 0.5))
    told = Reason(
        code=f"proposal-{one.status}",
        weight=score,
        facts=(("rule", one.rule),),
    )
    source = words.get(via, via)
    said = (("source", source),) if source else ()
    by = Reason(code="proposal-said-by" if source else "proposal-said-by-nobody", facts=said)
    subject, body = words.get(one.subj, one.subj), words.get(one.obj, one.obj)
    asked = {"subject": subject, "body": body, "date": one.date, "until": one.until, "said-by": source}
    return New(
        desk="reading",
        kind="status-proposal",
        subject=row.thing,
        about=row.thing,
        title=subject,
        score=score,
        reasons=(told, by),
        records=(row.pk,),
        quote=read.text[start:end].strip(),
        question={"kind": one.kind, "status": one.status, **{name: value for name, value in asked.items() if value}},
        digest=hashlib.sha256(dumps([row.version, one.kind, one.status, one.subj, one.obj]).encode()).hexdigest(),
    )
