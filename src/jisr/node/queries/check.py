"""Is anyone of this name known?  Everything listed, and everything else the node holds, as of two clocks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import Count, Q

from jisr import identity, names, tables
from jisr.errors import WrongUse
from jisr.identity import Comparison, Profile
from jisr.node import chain, good_guys, name_index
from jisr.node.convert import as_known, source_of, typed
from jisr.node.models import Batch, Record
from jisr.node.parties import Parties
from jisr.node.queries.clocks import clocks as read_clocks
from jisr.node.queries.reader import visible_markings
from jisr.node.status import Statuses
from jisr.node.values import CheckAnswer, CheckHit, Clocks, Edition, Part, Question, Standing
from jisr.records import schema
from jisr.sharing import Reader, Role, require

_LONGEST = 300
_MOST_HITS = 25
_NO_THINGS = ("Sanction", "Instrument", "Passport", "Identification")


Found = tuple[Comparison, Record, Profile]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """A question that can be answered."""

    text: str
    kind: names.Kind | None
    profile: Profile
    who: good_guys.Asked


class Checker:
    """Checks many names against one state of the node."""

    def __init__(self, *, reader: Reader, clocks: Clocks | None = None) -> None:
        require(reader, Role.ANALYST, Role.SUPERVISOR, Role.AUDITOR, Role.EXCHANGE)
        self.clocks = clocks or read_clocks()
        self._markings = visible_markings(reader)
        self._parties = Parties(self.clocks.known, markings=self._markings)
        self._statuses = Statuses(clocks=self.clocks, markings=self._markings, parties=self._parties)
        self._editions = _editions(self.clocks, self._markings)

    def answer(self, asked: Question) -> CheckAnswer:
        """The answer to one name. Raises `WrongUse` for an empty or endless one, or an unknown kind."""
        one = _asked(asked)
        return self._answer(one, self._near([one], compiled=False)[0])

    def answers(self, asked: Sequence[Question]) -> list[CheckAnswer | WrongUse]:
        """The answers to many names, compiled: the same, much sooner; of what is no question, why."""
        read = [_read(each) for each in asked]
        near = iter(self._near([one for one in read if isinstance(one, _Asked)], compiled=True))
        return [self._answer(one, next(near)) if isinstance(one, _Asked) else one for one in read]

    def standings(self, thing: str) -> tuple[Standing, ...]:
        """How the party of a thing stands, with each jurisdiction."""
        return self._statuses.of(thing)

    def _answer(self, asked: _Asked, near: Mapping[int, Profile]) -> CheckAnswer:
        found: dict[str, list[Found]] = defaultdict(list)
        for one in self._found(asked.profile, near):
            found[self._parties.party_of(one[1].thing)].append(one)
        best = {party: max(group, key=lambda one: (one[0].score, -one[1].pk)) for party, group in found.items()}
        first = sorted(best, key=lambda party: (-best[party][0].score, party))[:_MOST_HITS]
        standings = self._statuses.of_many(first)
        hits = tuple(_hit(party, best[party], found[party], standings) for party in first)
        settled = good_guys.for_questions((asked.who, party) for party in first)
        hits = tuple(replace(hit, cleared=settled.get((asked.who, hit.party))) for hit in hits)
        return CheckAnswer(name=asked.text, clocks=self.clocks, hits=hits, editions=self._editions)

    def _near(self, asked: Sequence[_Asked], *, compiled: bool) -> list[dict[int, Profile]]:
        """For each question the records with a name near enough to be looked at."""
        groups: dict[tuple[names.Kind | None, float], list[int]] = defaultdict(list)
        for place, one in enumerate(asked):
            groups[one.kind, identity.least_name(one.profile)].append(place)
        ids: list[set[int]] = [set() for _ in asked]
        for (kind, least), places in groups.items():
            texts = [asked[place].text for place in places]
            wanted = name_index.Asked(kind=kind, least=least, known=self.clocks.known, markings=self._markings)
            found = name_index.near(texts, wanted, compiled=compiled)
            for place, near in zip(places, found, strict=True):
                ids[place] = near
        known = name_index.profiles({pk for near in ids for pk in near}, clocks=self.clocks, markings=self._markings)
        return [{pk: known[pk] for pk in sorted(near) if pk in known} for near in ids]

    def _found(self, question: Profile, near: Mapping[int, Profile]) -> list[Found]:
        """The records that resemble the question; only these are loaded whole."""
        compared = {pk: (identity.compare(question, profile), profile) for pk, profile in near.items()}
        hits = {pk: one for pk, one in compared.items() if identity.to_review(one[0])}
        if not hits:
            return []
        rows = Record.objects.filter(pk__in=hits).select_related("batch", "marking")
        return [(hits[row.pk][0], row, hits[row.pk][1]) for row in as_known(rows, self.clocks.known)]


def check(question: Question, *, reader: Reader, clocks: Clocks | None = None) -> CheckAnswer:
    """Look one name up. Raises `NotAllowed`, `WrongUse`. Audited."""
    answer = Checker(reader=reader, clocks=clocks).answer(question)
    chain.note(reader, "check", answer.name, hits=str(len(answer.hits)))
    return answer


def _editions(clocks: Clocks, markings: list[int]) -> tuple[Edition, ...]:
    """The newest delivery of each source as known then, and how many things it speaks of."""
    newest: dict[str, Batch] = {}
    loaded = Batch.objects.filter(state="loaded", received__lte=clocks.known, marking__in=markings)
    for row in loaded.order_by("received", "pk"):
        newest[row.source] = row
    counts = _counted(clocks, markings)
    titles = {row["source"]: row["en"] for row in tables.rows("sources")}
    return tuple(
        Edition(
            source=source,
            title=titles.get(source, row.title or source),
            edition=row.edition or row.received,
            records=counts[source],
        )
        for source, row in sorted(newest.items())
        if counts.get(source)
    )


def _counted(clocks: Clocks, markings: list[int]) -> Mapping[str, int]:
    """How many things each source spoke of then; for the present from the index of what is current alone."""
    rows = Record.objects.filter(known_to=None)
    if Batch.objects.filter(state="loaded", received__gt=clocks.known).exists():
        still = Q(known_to=None) | Q(known_to__gt=clocks.known)
        rows = Record.objects.filter(still, known_from__lte=clocks.known)
    rows = rows.filter(marking__in=markings).exclude(schema__in=_NO_THINGS)
    return dict(rows.values_list("source").annotate(Count("pk")))


def _asked(asked: Question) -> _Asked:
    text = typed(asked.name).strip()
    if not names.fold(text):
        message = "a name needs at least one letter or digit"
        raise WrongUse(message, field="name")
    if len(text) > _LONGEST:
        message = f"a name of {len(text)} characters is too long: at most {_LONGEST}"
        raise WrongUse(message, field="name")
    kind = _kind(asked.kind)
    who = good_guys.asked(asked.name, asked.born, asked.country)
    return _Asked(text=text, kind=kind, profile=_profile(asked, kind=kind), who=who)


def _read(asked: Question) -> _Asked | WrongUse:
    try:
        return _asked(asked)
    except WrongUse as error:
        return error


def _kind(word: str) -> names.Kind | None:
    if not word.strip():
        return None
    try:
        return names.Kind(word.strip().lower())
    except ValueError as error:
        message = f"no kind {word!r}: one of {', '.join(names.Kind)}"
        raise WrongUse(message, field="kind") from error


def _profile(asked: Question, *, kind: names.Kind | None) -> Profile:
    schemata = {names.Kind.PERSON: "Person", names.Kind.ORGANIZATION: "Organization", names.Kind.VESSEL: "Vessel"}
    return Profile(
        id="question",
        schema=schemata[kind] if kind else "LegalEntity",
        names=(asked.name.strip(),),
        weak_names=(),
        birth_dates=tuple(filter(None, (asked.born.strip(),))),
        countries=frozenset(filter(None, (asked.country.strip().lower(),))),
        documents=frozenset(),
        genders=frozenset(),
    )


def _hit(
    party: str,
    best: tuple[Comparison, Record, Profile],
    group: Iterable[tuple[Comparison, Record, Profile]],
    standings: Mapping[str, tuple[Standing, ...]],
) -> CheckHit:
    compared, row, profile = best
    everyone = [other for _, other, _ in group]
    return CheckHit(
        party=party,
        caption=_caption(party, everyone),
        name=_matched(compared) or row.caption,
        schema=row.schema if schema(row.schema).matchable else "Thing",
        score=round(compared.score, 4),
        standings=standings[party],
        reasons=compared.reasons,
        parts=_parts(compared),
        sources=tuple(source_of(other) for other in everyone),
        countries=tuple(sorted({country for _, _, each in group for country in each.countries})),
        birth_dates=profile.birth_dates,
    )


def _caption(party: str, rows: list[Record]) -> str:
    return next((row.caption for row in rows if row.thing == party), rows[0].caption)


def _matched(compared: Comparison) -> str:
    return " ".join(part.right for part in compared.name.parts if part.right) if compared.name else ""


def _parts(compared: Comparison) -> tuple[Part, ...]:
    if compared.name is None:
        return ()
    return tuple(
        Part(left=part.left, right=part.right, verdict=str(part.verdict), score=round(part.score, 4))
        for part in compared.name.parts
    )
