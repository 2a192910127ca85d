"""Which projects are there, what does each say, and who takes part that resembles somebody listed?"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

import orjson

from jisr import formats
from jisr.desks import programmes
from jisr.errors import NotFound
from jisr.node import chain, clock
from jisr.node.convert import place_of
from jisr.node.models import Finding, Record
from jisr.node.queries.reader import visible_findings, visible_markings
from jisr.node.values import (
    BudgetLine,
    MoneyStage,
    OutcomeRow,
    ProjectList,
    ProjectPage,
    ProjectPartnerRow,
    ProjectRow,
    RemarkRow,
)
from jisr.sharing import Reader, Role, require

SCHEMA = "Activity"
_READS = (Role.ANALYST, Role.SUPERVISOR, Role.AUDITOR)
_ROLES = {"1": "funder", "2": "accountable", "3": "extending", "4": "implementer"}
_MOST = 500


def projects(text: str = "", *, reader: Reader, country: str = "", offset: int = 0, limit: int = 50) -> ProjectList:
    """The projects whose title, id or publisher holds `text`, those with an open finding about a partner first."""
    require(reader, *_READS)
    found = []
    rows = Record.objects.filter(schema=SCHEMA, known_to=None, marking__in=visible_markings(reader))
    raised = _raised(reader)
    countries: Counter[str] = Counter()
    wanted, where = text.casefold().strip(), country.lower().strip()
    for thing, source, said, marking in rows.values_list("thing", "source", "properties", "marking__text").iterator():
        row = _row(thing, source, orjson.loads(said), (marking, raised.get(thing, 0)))
        countries.update(row.countries)
        if wanted and wanted not in f"{row.title} {row.title_ar} {row.publisher} {thing}".casefold():
            continue
        if not where or where in row.countries:
            found.append(row)
    found.sort(key=lambda row: (-row.partners, row.title.casefold(), row.thing))
    return ProjectList(
        rows=tuple(found[offset : offset + min(limit, _MOST)]),
        total=len(found),
        countries=tuple(sorted(countries.items(), key=lambda pair: (-pair[1], pair[0]))),
    )


def _raised(reader: Reader) -> Mapping[str, int]:
    """Open findings about partners, counted by project."""
    rows = visible_findings(reader).filter(desk="stabilisation", kind="partner", state="open")
    return Counter(rows.values_list("about", flat=True))


def _row(thing: str, source: str, said: Mapping[str, Sequence[str]], told: tuple[str, int]) -> ProjectRow:
    def first(name: str) -> str:
        return next(iter(said.get(name, ())), "")

    return ProjectRow(
        thing=thing,
        title=first("name"),
        title_ar=first("nameArabic"),
        publisher=first("publisher"),
        status=first("status"),
        countries=tuple(said.get("country", ())),
        begins=first("startDate"),
        ends=first("endDate"),
        source=source,
        marking=told[0],
        partners=told[1],
    )


def project(thing: str, *, reader: Reader) -> ProjectPage:
    """One project. Raises `NotFound`. Audited."""
    require(reader, *_READS)
    row = (
        Record.objects.filter(schema=SCHEMA, thing=thing, known_to=None, marking__in=visible_markings(reader))
        .select_related("marking")
        .first()
    )
    if row is None:
        message = f"no project {thing!r}"
        raise NotFound(message, thing=thing)
    chain.note(reader, "read-project", thing)
    said = orjson.loads(row.properties)
    xml = next(iter(said.get("element", ())), "")
    activity = programmes.activity_of(xml)
    findings = _findings(thing, reader)
    shown = _row(thing, row.source, said, (row.marking.text, sum(one.state == "open" for one in findings)))
    place = place_of(row)
    return ProjectPage(
        row=shown,
        record=row.pk,
        batch=row.batch_id,
        place=str(place),
        known_from=row.known_from,
        titles=activity.titles,
        descriptions=activity.descriptions,
        partners=_partners(activity, findings),
        sectors=activity.sectors,
        places=tuple((one.name, one.code, one.point, one.doubt) for one in activity.spots),
        money=_money(activity.money),
        budgets=_budgets(activity.money),
        outcomes=tuple(
            OutcomeRow(
                result=one.result,
                indicator=one.indicator,
                baseline=one.baseline,
                begins=one.begins,
                ends=one.ends,
                target=one.target,
                actual=one.actual,
            )
            for one in activity.outcomes
        ),
        papers=tuple((one.title, one.url) for one in activity.papers),
        markers=activity.markers,
        parents=_parents(row, said.get("parentProject", ()), reader),
        remarks=tuple(_remark(one, (place.line or 1) - 1) for one in _remarks(xml)),
        marking=row.marking.text,
    )


def _remarks(xml: str) -> tuple[programmes.Remark, ...]:
    return programmes.remarks(programmes.parsed(xml), as_of=clock.today())


def _remark(one: programmes.Remark, before: int) -> RemarkRow:
    return RemarkRow(
        code=one.code,
        severity=one.severity,
        line=one.line + before,
        place=one.place,
        facts=dict(one.facts),
        rule=one.rule,
    )


def _findings(thing: str, reader: Reader) -> list[Finding]:
    return list(visible_findings(reader).filter(desk="stabilisation", kind="partner", about=thing).order_by("pk"))


def _partners(activity: programmes.Activity, findings: Iterable[Finding]) -> tuple[ProjectPartnerRow, ...]:
    roles: defaultdict[str, dict[str, None]] = defaultdict(dict)
    refs: dict[str, str] = {}
    for one in activity.partners:
        roles[one.name][_ROLES.get(one.role, "")] = None
        refs.setdefault(one.name, one.ref)
    about: defaultdict[str, list[tuple[int, str, str, float]]] = defaultdict(list)
    for row in findings:
        about[orjson.loads(row.question)["partner"]].append((row.pk, row.title, row.state, row.score))
    rows = [
        ProjectPartnerRow(
            name=name, ref=refs[name], roles=tuple(filter(None, held)), findings=tuple(about.pop(name, ()))
        )
        for name, held in roles.items()
    ]
    rows += [ProjectPartnerRow(name=name, ref="", roles=(), findings=tuple(told)) for name, told in about.items()]
    return tuple(sorted(rows, key=lambda row: (not row.findings, "implementer" not in row.roles)))


def _money(money: programmes.Chain) -> tuple[MoneyStage, ...]:
    stages = [(name, money.stage(name)) for name in programmes.STAGES]
    return tuple(
        MoneyStage(stage=name, sums=tuple((one.currency, one.amount) for one in sums))
        for name, sums in (("budget", money.budget), *stages)
    )


def _budgets(money: programmes.Chain) -> tuple[BudgetLine, ...]:
    return tuple(
        BudgetLine(
            revised=one.type == "2",
            committed=one.status == "2",
            begins=one.begins,
            ends=one.ends,
            currency=one.currency,
            amount=one.amount,
            counts=one.counts,
        )
        for one in sorted(money.budgets, key=lambda one: (one.begins, one.type))
    )


def _parents(row: Record, told: Sequence[str], reader: Reader) -> tuple[tuple[str, str], ...]:
    """The projects it is part of: thing and title; the id alone where the node has none the reader may see."""
    things = {f"{row.source}:{one}": one for one in told}
    known = dict(
        Record.objects.filter(
            thing__in=things, schema=SCHEMA, known_to=None, marking__in=visible_markings(reader)
        ).values_list("thing", "caption")
    )
    return tuple((thing if thing in known else "", known.get(thing, one)) for thing, one in things.items())


def total(things: Sequence[str] = (), *, reader: Reader) -> tuple[MoneyStage, ...]:
    """The money of these projects (none named: of all) together: nothing counted twice."""
    require(reader, *_READS)
    chains: dict[str, programmes.Chain] = {}
    parents: dict[str, tuple[str, ...]] = {}
    for thing, source, said in _elements(things, reader):
        chains[thing] = programmes.chain_of(programmes.parsed(said["element"][0]))
        parents[thing] = tuple(f"{source}:{one}" for one in said.get("parentProject", ()))
    made = []
    for stage in ("budget", *programmes.STAGES):
        sums = programmes.together(chains, parents, stage=stage)
        made.append(MoneyStage(stage=stage, sums=tuple((one.currency, Decimal(one.amount)) for one in sums)))
    return tuple(made)


def export(things: Sequence[str] = (), *, reader: Reader, clear: bool = False) -> bytes:
    """These projects (none named: all) as one IATI document, each as it was published. Raises `NotFound`. Audited.

    `clear`: those marked TLP:CLEAR alone, for everybody.
    """
    require(reader, *_READS)
    found = list(_elements(things, reader, clear=clear))
    missing = set(things) - {thing for thing, _, _ in found}
    if missing:
        message = f"no project {min(missing)!r}"
        raise NotFound(message, thing=min(missing))
    chain.note(reader, "export-projects", "iati", projects=str(len(found)))
    made = clock.now().strftime("%Y-%m-%dT%H:%M:%SZ")
    return formats.write_iati((said["element"][0] for _, _, said in found), made=made)


def _elements(
    things: Sequence[str], reader: Reader, *, clear: bool = False
) -> Iterable[tuple[str, str, Mapping[str, Sequence[str]]]]:
    rows = Record.objects.filter(schema=SCHEMA, known_to=None, marking__in=visible_markings(reader)).order_by("pk")
    rows = rows.filter(marking__text="TLP:CLEAR") if clear else rows
    rows = rows.filter(thing__in=things) if things else rows
    for thing, source, text in rows.values_list("thing", "source", "properties").iterator(chunk_size=200):
        said = orjson.loads(text)
        if said.get("element"):
            yield thing, source, said
