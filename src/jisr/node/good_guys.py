"""Is this question settled not to mean that party?  Only while its records are exactly those it was settled on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import orjson

from jisr import names
from jisr.node import clock
from jisr.node.models import GoodGuy, GoodGuyRecord, Record, WatchRow
from jisr.node.parties import Parties
from jisr.node.values import Cleared


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Who was asked about, as far as a good guy is bound to it: `folded` name, birth date, country."""

    folded: str
    born: str = ""
    country: str = ""


def asked(name: str, born: str = "", country: str = "") -> Asked:
    """From what was asked."""
    return Asked(folded=names.fold(name), born=born.strip(), country=country.strip().lower())


def asked_of(row: WatchRow) -> Asked:
    """From a watched row."""
    return asked_in(row.name, orjson.loads(row.said).get("properties", {}))


def asked_in(name: str, said: Mapping[str, Sequence[str]]) -> Asked:
    """From what is said in FollowTheMoney's terms."""

    def first(*props: str) -> str:
        return next((value for prop in props for value in said.get(prop, ())), "")

    return asked(name, first("birthDate"), first("country", "nationality", "citizenship", "jurisdiction"))


def bound_to(thing: str) -> list[int]:
    """The record versions that say who the party of a thing is and how it stands, as of now."""
    members = Parties(markings=None).members(thing)
    now = Record.objects.filter(known_to=None)
    ids = [*now.filter(thing__in=members).values_list("pk", flat=True)]
    return sorted({*ids, *now.filter(about__in=members).values_list("pk", flat=True)})


def still_stands(row: GoodGuy) -> bool:
    """Whether the records of the party are exactly those the good guy is bound to."""
    return sorted(GoodGuyRecord.objects.filter(good_guy=row).values_list("record_id", flat=True)) == bound_to(row.thing)


def for_question(question: Asked, thing: str) -> Cleared | None:
    """The good guy that settles this question for the party of a thing; None: nobody settled it, or no longer."""
    return for_questions([(question, thing)]).get((question, thing))


def for_questions(pairs: Iterable[tuple[Asked, str]]) -> dict[tuple[Asked, str], Cleared]:
    """The same for many: one look-up for all."""
    wanted = list(pairs)
    rows = GoodGuy.objects.filter(
        state="approved", expires__gt=clock.now(), folded__in={one.folded for one, _ in wanted}
    )
    by_name: dict[str, list[GoodGuy]] = defaultdict(list)
    for row in rows:
        by_name[row.folded].append(row)
    if not by_name:
        return {}
    parties = Parties(markings=None)
    found = {}
    for question, thing in wanted:
        members = parties.members(thing)
        for row in by_name.get(question.folded, ()):
            if row.thing in members and _same_person(row, question) and still_stands(row):
                found[question, thing] = cleared(row)
    return found


def _same_person(row: GoodGuy, question: Asked) -> bool:
    """A birth date must be the same, or missing on both; a country must not differ."""
    return row.born == question.born and (not row.country or not question.country or row.country == question.country)


def cleared(row: GoodGuy) -> Cleared:
    """The value of an approved one."""
    return Cleared(
        number=row.pk,
        why=row.why,
        expires=row.expires,
        asked_by=row.asked_by,
        approved_by=row.settled_by,
    )
