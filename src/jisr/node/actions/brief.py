"""Issue a brief of one page: of a project, a member, or the board of commitments; kept is that it was, and on what."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from jisr import wording
from jisr.errors import WrongUse
from jisr.formats.brief_pdf import BriefSide, write_brief
from jisr.node import chain, clock
from jisr.node.models import Brief
from jisr.node.queries import commitments, common, programmes
from jisr.node.queries.reader import visible_findings
from jisr.node.store import write
from jisr.node.values import CommonPage, IssuedBrief, ProjectPage
from jisr.sharing import Reader, Role, require

KINDS = ("project", "member", "board")
_SHOWN = 12
_Lines = tuple[tuple[str, str], ...]


def issue(kind: str, thing: str = "", *, reader: Reader) -> bytes:
    """The brief as PDF, English and Arabic. Raises `NotAllowed`, `NotFound`, `WrongUse`. Audited."""
    require(reader, Role.ANALYST, Role.SUPERVISOR, Role.AUDITOR)
    if kind not in KINDS:
        message = f"no brief of {kind!r}: one of {', '.join(KINDS)}"
        raise WrongUse(message, kind=kind)
    if kind == "project":
        page = programmes.project(thing, reader=reader)
        titles = page.row.title, page.row.title_ar or page.row.title
        told, marking, record = {lang: _project(page, lang) for lang in wording.LANGUAGES}, page.marking, page.record
    elif kind == "member":
        piece = common.piece(thing, reader=reader)
        titles = piece.row.title, piece.row.title
        told, marking, record = {lang: _member(piece, lang) for lang in wording.LANGUAGES}, piece.marking, piece.record
    else:
        titles = _said("brief-board", "en"), _said("brief-board", "ar")
        told, marking, record = {lang: _board(lang, reader) for lang in wording.LANGUAGES}, "TLP:AMBER", 0
    made = clock.now().replace(microsecond=0)
    sides = [
        BriefSide(
            lang=lang,
            title=title,
            lines=told[lang],
            foot=wording.say(
                "brief-foot", lang=lang, facts={"day": made.date().isoformat(), "record": str(record or "–")}
            ),
        )
        for lang, title in zip(("en", "ar"), titles, strict=True)
    ]
    data = write_brief(sides, marking=marking, made=made)
    listed = visible_findings(reader).filter(desk="stabilisation", kind="partner", about=thing, state="open").exists()
    with write():
        Brief.objects.create(
            kind=kind,
            thing=thing,
            title=titles[0],
            by=reader.name,
            at=made,
            sha256=hashlib.sha256(data).hexdigest(),
            records=str(record or ""),
            listed=bool(thing) and listed,
        )
        chain.note(reader, "brief-issued", thing or kind, kind=kind, sha256=hashlib.sha256(data).hexdigest())
    return data


def issued(thing: str, *, reader: Reader) -> tuple[IssuedBrief, ...]:
    """The briefs of a thing, the newest first. `otherwise`: it spoke of no listed partner, and now there is one."""
    require(reader, Role.ANALYST, Role.SUPERVISOR, Role.AUDITOR)
    now = visible_findings(reader).filter(desk="stabilisation", kind="partner", about=thing, state="open").exists()
    rows = Brief.objects.filter(thing=thing).order_by("-pk")
    return tuple(
        IssuedBrief(number=row.pk, by=row.by, at=row.at, sha256=row.sha256, otherwise=now != row.listed) for row in rows
    )


def _said(code: str, lang: str) -> str:
    return wording.say(code, lang=lang, facts={})


def _project(page: ProjectPage, lang: str) -> _Lines:
    words = next((said for told, said in page.descriptions if told.startswith(lang)), "")
    words = words or next((said for _lang, said in page.descriptions), "")
    money = [
        (_said(f"programmes-stage-{one.stage}", lang), "; ".join(f"{amount:,.0f} {code}" for code, amount in one.sums))
        for one in page.money
        if one.sums
    ]
    flagged = [one.name for one in page.partners if any(state == "open" for _n, _t, state, _s in one.findings)]
    partners = ", ".join(dict.fromkeys(one.name for one in page.partners))
    rows = [
        (_said("brief-id", lang), page.row.thing),
        (_said("brief-publisher", lang), page.row.publisher),
        (_said("brief-countries", lang), wording.countries(",".join(page.row.countries), lang=lang)),
        (_said("brief-days", lang), f"{page.row.begins or '…'} – {page.row.ends or '…'}"),
        *money,
        (_said("brief-partners", lang), partners),
        (_said("brief-listed", lang), ", ".join(flagged) or _said("brief-nobody", lang)),
        (_said("brief-words", lang), words),
    ]
    return tuple((label, value) for label, value in rows if value)


def _member(page: CommonPage, lang: str) -> _Lines:
    status = wording.common_status(page.row.kind, page.row.status, lang=lang)[1]
    facts = [
        ((ar if lang == "ar" else en) or "·", wording.common_choice(value, lang=lang)) for en, ar, value in page.facts
    ]
    return ((_said("brief-status", lang), status), *facts, *(("«»", one) for one in (page.quote,) if one))


def _board(lang: str, reader: Reader) -> _Lines:
    day = clock.today()
    found = commitments.board(day, reader=reader, asked=commitments.Asked(limit=_SHOWN))
    counts = ", ".join(f"{_said(f'brief-{state}', lang)}: {number}" for state, number in found.counts)
    soon = day + timedelta(days=30)
    rows = [
        (_said(f"brief-{row.state}", lang) + f" {row.due}", f"{row.promisor}: {row.title}")
        for row in found.rows
        if row.state in {"overdue", "due"} and row.due <= soon.isoformat()
    ]
    return ((_said("brief-counts", lang), counts or "–"), *rows)
