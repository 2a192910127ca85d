"""Why is that the answer?  A tree of lines: each a rule that was used, with the acts it was used on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from jisr.desks.compliance._decide import Answer, follows_source
from jisr.desks.compliance._instrument import Instrument
from jisr.desks.compliance._lexis import law_asked
from jisr.desks.compliance._question import Query, folded
from jisr.desks.compliance._weigh import Found
from jisr.records import Dependence

NAME = "name:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One step: `code` and `facts` make its sentence.

    `law`: the legal source of the rule; `record`: what it was used on; `below`: what it follows from.
    """

    code: str
    facts: tuple[tuple[str, str], ...] = ()
    law: str = ""
    record: Dependence | None = None
    below: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """An act the answer rests on. `role`: restricts, ends, relieves, beside, doubt, elsewhere."""

    act: Instrument
    role: str


def explain(answer: Answer) -> tuple[Line, ...]:
    """The reasons, the deciding first."""
    return (
        *(_line(f"may-{code}") for code in answer.codes),
        *(_doubt(one.code, one.act, one.said) for one in answer.doubts),
        *_owners(answer),
        *(_found(one) for one in answer.found),
        *(_line("may-elsewhere", below=(_found(one),)) for one in answer.elsewhere),
    )


def cited(answer: Answer) -> tuple[Cited, ...]:
    """Every act of the answer once, in its weightiest role, the deciding first."""
    found: dict[str, Cited] = {}
    for one in _roles(answer):
        found.setdefault(one.act.id, one)
    return tuple(found.values())


def laws(answer: Answer) -> tuple[str, ...]:
    """The legal sources of the rules that were used."""
    every = [one.law for one in (*answer.found, *answer.elsewhere)]
    every += [follows_source(one.act) for one in answer.doubts if one.code == "follows"]
    every += [f"{answer.law.title}: {answer.law.source}"] if answer.law else []
    return tuple(dict.fromkeys(law for law in every if law))


def topics_of(query: Query, answer: Answer) -> tuple[str, ...]:
    """What a new act would have to speak of to change the answer: `law word`, sorted. See `topics_in`."""
    who = query.counterparty
    own = law_asked(query.jurisdiction)
    programmes = {one for cited_one in cited(answer) for one in cited_one.act.programmes}
    owners = {stake.owner for stake in who.stakes if not stake.owner.startswith("?")}
    words = {
        *(who.things | owners),
        *(f"class:{one}" for one in who.classes),
        *(f"programme:{one}" for one in programmes),
        *(f"{NAME}{folded(name).strip()}" for name in who.names if len(name.split()) > 1),
    }
    return tuple(sorted(f"{law} {word}" for law in {own, "un"} for word in words))


def topics_in(act: Instrument) -> tuple[str, ...]:
    """What an act speaks of, in the words of `topics_of`; names in its subject are for `speaks_of`."""
    who = {one for scope in act.covers for one in scope.who}
    words = {
        *act.refs,
        *(one if ":" in one else f"class:{one}" for one in who),
        *(f"programme:{one}" for one in act.programmes),
    }
    return tuple(sorted(f"{act.jurisdiction} {word}" for word in words))


def speaks_of(act: Instrument, topics: Iterable[str]) -> tuple[str, ...]:
    """Those topics that are names which the act's subject carries."""
    start, said = f"{act.jurisdiction} {NAME}", folded(act.subject)
    return tuple(topic for topic in topics if topic.startswith(start) and f" {topic.removeprefix(start)} " in said)


def _roles(answer: Answer) -> Iterator[Cited]:
    for one in answer.found:
        if one.act:
            yield Cited(act=one.act, role="restricts")
        yield from (Cited(act=act, role="ends" if one.state == "ended" else "relieves") for act in one.by)
    yield from (Cited(act=one.act, role="doubt") for one in answer.doubts)
    yield from (Cited(act=act, role="beside") for one in answer.found for act in one.beside)
    for one in answer.elsewhere:
        acts: Iterable[Instrument] = (*((one.act,) if one.act else ()), *one.by)
        yield from (Cited(act=act, role="elsewhere") for act in acts)


def _found(one: Found) -> Line:
    below = [_by(act, one.state) for act in one.by]
    below += [_beside(act) for act in one.beside if act not in one.by]
    if one.measure:
        below.insert(0, _line(f"measure-{one.measure}", law=one.law))
    if one.act is None:
        return _line(f"may-implied-{one.state}", below=tuple(below))
    return _act(f"may-{one.state}", one.act, below=tuple(below))


def _by(act: Instrument, state: str) -> Line:
    if state == "ended":
        return _act("may-ended-by", act)
    kind = "licence" if act.decides == "licence" else "conditions"
    return _act(f"may-relieved-{kind}" if act.ends else f"may-relieved-{kind}-open", act)


def _beside(act: Instrument) -> Line:
    return _act("may-beside", act)


def _doubt(code: str, act: Instrument, said: str) -> Line:
    return _act(f"doubt-{code}", act, said=said)


def _owners(answer: Answer) -> Iterator[Line]:
    held = answer.holding
    if held is None:
        return
    facts = {"share": f"{held.share:f}", "owners": ", ".join(held.owners), "circle": " → ".join(held.circle)}
    law = f"{answer.law.title}: {answer.law.source}" if answer.law else ""
    yield _line(
        f"owned-{held.state}",
        facts,
        law=law,
        below=tuple(_stake(one.owner, one.owned, str(one.share or "")) for one in held.stakes),
    )


def _stake(owner: str, owned: str, share: str) -> Line:
    return _line("owned-link", {"owner": owner, "owned": owned, "share": share})


def _act(code: str, act: Instrument, *, said: str = "", below: tuple[Line, ...] = ()) -> Line:
    facts = {
        "act": act.title,
        "date": str(act.effective or act.announced or ""),
        "until": act.ends_as_printed or str(act.ends or ""),
        "said": said,
    }
    return Line(code=code, facts=tuple(facts.items()), record=act.record, below=below)


def _line(code: str, facts: dict[str, str] | None = None, *, law: str = "", below: tuple[Line, ...] = ()) -> Line:
    return Line(code=code, facts=tuple((facts or {}).items()), law=law, below=below)
