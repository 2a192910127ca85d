"""Which party may a person's name be of? Never a link: candidates, for a person to settle.

The bar is high, because a false link harms somebody. The same name alone is no candidate: a fact of the text
must speak for the party (its nationality, birth year, list reference, role, another of its names), and none
against it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from jisr.desks.documents._evidence import FEATURES, NEIGHBOURS, Alike, Person
from jisr.desks.documents._found import Found
from jisr.desks.documents._parties import Likeness, Parties
from jisr.desks.documents._values import Candidate, Kind, Known
from jisr.records import Reason

_NAME: Final = 0.5  # weight of a name that agrees in full
_BODY: Final = 0.9  # weight of a body's full name, which few bodies share
_WHOLE: Final = 3  # words from which a name alone is worth a word to the reader


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """The candidates of a mention, best first, and the namesakes."""

    candidates: tuple[Candidate, ...] = ()
    namesakes: tuple[Candidate, ...] = ()


def weigh(people: Sequence[Person], parties: Parties) -> Mapping[int, Weighed]:
    """The first word of a person's mention -> its candidates and namesakes."""
    if not parties.by_key:
        return {}
    alike = cache(parties.alike)  # once a name of the page, however often it is asked for
    weighed = {
        person.found.first: _weigh_one(person, people[max(0, at - NEIGHBOURS) : at + NEIGHBOURS + 1], alike)
        for at, person in enumerate(people)
        if not person.full
    }
    by_name = _by_name(people, weighed)
    for person in people:
        own = weighed.get(person.found.first, Weighed())
        if not own.candidates and not own.namesakes:
            weighed[person.found.first] = _inherited(person, by_name)
    return weighed


def bodies_known(found: Sequence[Found], bodies: Mapping[str, tuple[Known, ...]]) -> Mapping[int, Weighed]:
    """The first word of a body's mention -> the node's things of that name, or with a name of the same body."""
    weighed: dict[int, Weighed] = {}
    for item in found:
        if item.type is not Kind.PERSON:
            known = [entry.known for entry in item.entries if entry.known is not None]
            likely = [_body(one, "mention-name-aligned") for one in known]
            likely += [_body(one, "mention-same-body") for one in bodies.get(item.id, ())]
            if likely:
                weighed[item.first] = Weighed(candidates=_best_of_each(likely))
    return weighed


def _body(known: Known, code: str) -> Candidate:
    reason = Reason(code=code, weight=_BODY, facts=(("name", known.name),))
    return Candidate(thing=known.thing, score=_BODY, reasons=(reason,))


def _weigh_one(person: Person, people: Sequence[Person], alike: Alike) -> Weighed:
    """`people`: the nearest persons of the page, itself among them."""
    likely: list[Candidate] = []
    namesakes: list[Candidate] = []
    for likeness in alike(person.text):
        facts = tuple(reason for feature in FEATURES if (reason := feature(person, people, likeness.known, alike)))
        candidate = _candidate(likeness, facts)
        if facts and all(fact.weight > 0 for fact in facts):
            likely.append(candidate)
        elif facts or likeness.words >= _WHOLE:
            namesakes.append(candidate)
    listed = _best_of_each(likely)
    things = {candidate.thing for candidate in listed}
    others = _best_of_each(candidate for candidate in namesakes if candidate.thing not in things)
    return Weighed(candidates=listed, namesakes=others)


def _candidate(likeness: Likeness, facts: tuple[Reason, ...]) -> Candidate:
    name = Reason(
        code="mention-name-aligned",
        weight=round(_NAME * likeness.score, 4),
        facts=(("name", likeness.known.name),),
    )
    reasons = (name, *facts)
    score = max(0.0, min(1.0, sum(reason.weight for reason in reasons)))
    return Candidate(thing=likeness.known.thing, score=round(score, 4), reasons=reasons)


def _best_of_each(candidates: Iterator[Candidate] | Sequence[Candidate]) -> tuple[Candidate, ...]:
    best: dict[str, Candidate] = {}
    for candidate in candidates:
        if candidate.thing not in best or candidate.score > best[candidate.thing].score:
            best[candidate.thing] = candidate
    return tuple(sorted(best.values(), key=lambda candidate: (-candidate.score, candidate.thing)))


def _by_name(people: Sequence[Person], weighed: Mapping[int, Weighed]) -> Mapping[str, Weighed]:
    """Folded full name -> what its mentions were weighed to; nothing where one of them has something against it."""
    groups: defaultdict[str, list[Weighed]] = defaultdict(list)
    for person in people:
        if not person.full:
            groups[person.folded].append(weighed[person.found.first])
    return {
        name: Weighed(candidates=_best_of_each([candidate for item in group for candidate in item.candidates]))
        for name, group in groups.items()
        if not any(item.namesakes for item in group)
    }


def _inherited(person: Person, by_name: Mapping[str, Weighed]) -> Weighed:
    """A name said again, or its short form, is of the same person as the full name with its facts."""
    full = person.full or person.folded
    reason = Reason(code="mention-said-before", facts=(("full", person.full_text or person.text),))
    return Weighed(
        candidates=tuple(
            replace(candidate, reasons=(*candidate.reasons, reason))
            for candidate in by_name.get(full, Weighed()).candidates
        )
    )
