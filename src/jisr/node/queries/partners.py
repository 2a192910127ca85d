"""Who are our partners, and what is open between us?"""

from __future__ import annotations

from jisr.errors import NotFound
from jisr.node import clock, partner_keys
from jisr.node.models import Agreement, Group, Partner, Proposal, Request, Sighting
from jisr.node.own_name import node_name
from jisr.node.partners import in_force, terms_of, words
from jisr.node.queries.flow import hidden_things
from jisr.node.values import (
    AgreementRow,
    FeedbackPage,
    GroupRow,
    OwnPage,
    PartnerPage,
    PartnerRow,
    ProposalRow,
    RequestRow,
    SightingRow,
)
from jisr.sharing import Reader, Role, require

LOOKS = (Role.EXCHANGE, Role.SUPERVISOR, Role.ANALYST, Role.AUDITOR)
_MOST = 200


def own(*, reader: Reader) -> OwnPage:
    """How others know this node. Raises `NotAllowed`."""
    require(reader, *LOOKS, Role.ADMINISTRATOR)
    public, exchange = partner_keys.public_key(), partner_keys.exchange_key()
    return OwnPage(
        name=node_name(),
        words_en=partner_keys.words(public, exchange, lang="en"),
        words_ar=partner_keys.words(public, exchange, lang="ar"),
        fingerprint=partner_keys.fingerprint(public, exchange),
        fixed=Partner.objects.exists(),
    )


def partners(*, reader: Reader) -> tuple[PartnerRow, ...]:
    """Every partner, by name. Raises `NotAllowed`."""
    require(reader, *LOOKS)
    return tuple(_row(row) for row in Partner.objects.order_by("name"))


def partner(name: str, *, reader: Reader) -> PartnerPage:
    """One partner with everything between us. Raises `NotAllowed`, `NotFound`."""
    require(reader, *LOOKS)
    row = Partner.objects.filter(name=name).first()
    if row is None:
        raise NotFound(f"no partner {name!r}", name=name)
    public, exchange = bytes.fromhex(row.public_key), bytes.fromhex(row.exchange_key)
    between = feedback(reader=reader, partner=name)
    return PartnerPage(
        row=_row(row),
        words_en=partner_keys.words(public, exchange, lang="en"),
        words_ar=partner_keys.words(public, exchange, lang="ar"),
        fingerprint=partner_keys.fingerprint(public, exchange),
        invited_by=row.invited_by,
        invited_at=row.invited_at,
        confirmed_by=row.confirmed_by,
        confirmed_at=row.confirmed_at,
        why=row.why,
        asked_back_at=row.asked_back_at,
        open_key=bool(row.secret_sha256),
        agreements=tuple(_agreement(one) for one in row.agreements.order_by("-version")),
        requests=between.requests,
        proposals=between.proposals,
        sightings=between.sightings,
    )


def groups(*, reader: Reader) -> tuple[GroupRow, ...]:
    """The newest roster of each working group. Raises `NotAllowed`."""
    require(reader, *LOOKS)
    newest = {(row.origin, row.name): row for row in Group.objects.order_by("version")}
    return tuple(
        GroupRow(
            name=row.name,
            origin=row.origin,
            version=row.version,
            members=words(row.members),
            at=row.at,
            by=row.by,
        )
        for _, row in sorted(newest.items())
    )


def feedback(*, reader: Reader, partner: str = "") -> FeedbackPage:
    """What is asked, proposed and seen; the open and the late first. Raises `NotAllowed`.

    What speaks of a record the reader may not see is not there.
    """
    require(reader, *LOOKS)
    requests, proposals, sightings = Request.objects.all(), Proposal.objects.all(), Sighting.objects.all()
    if partner:
        requests = requests.filter(partner__name=partner)
        proposals = proposals.filter(partner__name=partner)
        sightings = sightings.filter(partner__name=partner)
    asked = [request_row(row) for row in requests.select_related("partner").order_by("-asked_at")[:_MOST]]
    asked.sort(key=lambda row: (row.state != "open", not row.late, str(row.due or "9999")))
    proposed = [proposal_row(row) for row in proposals.select_related("partner").order_by("-at")[:_MOST]]
    proposed.sort(key=lambda row: row.state != "open")
    seen = [_sighting(row) for row in sightings.select_related("partner").order_by("-at")[:_MOST]]
    named = {one for row in asked for one in (row.subject, *row.shared)}
    named |= {row.thing for row in proposed} | {row.thing for row in seen}
    hidden = hidden_things(named, reader=reader)
    asked = [row for row in asked if hidden.isdisjoint((row.subject, *row.shared))]
    proposed = [row for row in proposed if row.thing not in hidden]
    waits = [row for row in asked if row.state == "open"]
    return FeedbackPage(
        requests=tuple(asked),
        proposals=tuple(proposed),
        sightings=tuple(row for row in seen if row.thing not in hidden),
        open=len(waits) + sum(row.state == "open" for row in proposed),
        late=sum(row.late for row in waits),
    )


def _row(row: Partner) -> PartnerRow:
    terms = in_force(row)
    proposed = row.agreements.filter(state="proposed").order_by("-version").first()
    return PartnerRow(
        name=row.name,
        title=row.title or row.name,
        address=row.address,
        state=row.state,
        communities=words(row.communities),
        agreement=_agreement(terms) if terms else None,
        proposed=_agreement(proposed) if proposed else None,
        met_at=row.met_at,
        trouble=row.trouble,
    )


def _agreement(row: Agreement) -> AgreementRow:
    ended = row.state == "in-force" and row.until is not None and row.until <= clock.today()
    return AgreementRow(
        version=row.version,
        terms=terms_of(row),
        state="ended" if ended else row.state,
        signed_by=row.signed_by,
        signed_at=row.signed_at,
        seconded_by=row.seconded_by,
        seconded_at=row.seconded_at,
    )


def request_row(row: Request) -> RequestRow:
    """The value of a request's row; needs `partner` joined."""
    return RequestRow(
        uid=row.uid,
        direction=row.direction,
        partner=row.partner.name,
        subject=row.subject,
        question=row.question,
        purpose=row.purpose,
        due=row.due,
        late=row.state == "open" and row.due is not None and row.due < clock.today(),
        asked_at=row.asked_at,
        asked_by=row.asked_by,
        state=row.state,
        answer=row.answer,
        shared=tuple(filter(None, row.shared.splitlines())),
        answered_at=row.answered_at,
        answered_by=row.answered_by,
    )


def proposal_row(row: Proposal) -> ProposalRow:
    """The value of a proposal's row; needs `partner` joined."""
    return ProposalRow(
        uid=row.uid,
        direction=row.direction,
        partner=row.partner.name,
        thing=row.thing,
        property=row.property,
        value=row.value,
        why=row.why,
        at=row.at,
        by=row.by,
        state=row.state,
        settled_why=row.settled_why,
        settled_at=row.settled_at,
        settled_by=row.settled_by,
    )


def _sighting(row: Sighting) -> SightingRow:
    return SightingRow(
        direction=row.direction,
        partner=row.partner.name,
        thing=row.thing,
        kind=row.kind,
        times=row.times,
        seen_at=row.seen_at,
        note=row.note,
        by=row.by,
    )
