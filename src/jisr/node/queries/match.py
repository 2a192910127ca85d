"""Whom may these examples be?  Many at once, each with its reasons, for programs that screen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import orjson

from jisr import identity, names
from jisr.errors import WrongUse
from jisr.identity import Comparison, Profile
from jisr.node import chain, good_guys
from jisr.node.graph import matching
from jisr.node.name_index import kinds_of
from jisr.node.profiles import country, numbers, of_type, profile
from jisr.node.queries.shelf import Shelf
from jisr.node.record_keys import holding, name_keys
from jisr.node.values import Cleared, Entity, Example, Matches, MatchOptions, Scored
from jisr.records import Reason, all_schemata, schema
from jisr.sharing import Reader

_CHUNK = 400
_MOST_TOLD = 100  # names written into the audit's line
_ROOM = identity.THRESHOLD - 0.52  # what all but the names can add to a score


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """One example, read: as it is echoed, its profile, the keys it is looked up by, the schemata it may be."""

    example: Example
    profile: Profile
    name_keys: frozenset[str]
    number_keys: frozenset[str]
    schemata: frozenset[str]


Near = Mapping[int, tuple[str, Profile]]  # record id -> its thing, what it says


def match(
    examples: Mapping[str, Example], *, dataset: str, reader: Reader, options: MatchOptions, shelf: Shelf | None = None
) -> dict[str, Matches]:
    """The matches of each example among the parties of a data set, best first.

    Raises `NotAllowed`, `NotFound` (no such data set), `WrongUse` (a schema nobody knows, or that is not matched). One
    line in the audit for all.
    """
    view = shelf or Shelf(reader=reader)
    sources = view.sources(dataset)
    if options.include_dataset:
        sources &= frozenset(options.include_dataset)
    sources -= frozenset(options.exclude_dataset)
    asked = {key: _read(example) for key, example in examples.items()}
    near = _near(asked.values(), view, sources)
    found = {key: _compared(one, near, view, options) for key, one in asked.items()}
    entities = view.entities(party for scores in found.values() for party in scores)
    settled = _settled(asked, found)
    answers = {key: _answer(asked[key].example, scores, entities, (options, settled)) for key, scores in found.items()}
    told = [one.profile.names[0] for one in asked.values() if one.profile.names][:_MOST_TOLD]
    hits = str(sum(answer.total for answer in answers.values()))
    chain.note(reader, "match", dataset, queries=str(len(answers)), hits=hits, names="; ".join(told))
    return answers


def _read(example: Example) -> _Asked:
    """Raises `WrongUse`."""
    found = all_schemata().get(example.schema)
    if found is None:
        message = f"Cannot parse example entity: Unknown schema: {example.schema!r}"
        raise WrongUse(message, schema=example.schema)
    if not found.matchable and found.name != "Thing":
        message = f"Cannot parse example entity: Non-matchable schema for query: {found.name}"
        raise WrongUse(message, schema=found.name)
    said = _cleaned(example)
    asked = profile("question", found.name, said)
    kinds = kinds_of(found.name) or tuple(names.Kind)
    texts = (*asked.names, *asked.weak_names)
    return _Asked(
        example=replace(example, properties=said),
        profile=asked,
        name_keys=name_keys(texts, kinds),
        number_keys=numbers(said, found.name),
        schemata=matching(found.name),
    )


def _cleaned(example: Example) -> dict[str, tuple[str, ...]]:
    """What the schema knows of what was said; countries as codes."""
    known = schema(example.schema).properties
    countries = frozenset(of_type(example.schema, "country"))
    said: dict[str, tuple[str, ...]] = {}
    for name, values in example.properties.items():
        if name not in known:
            continue
        texts = (value.strip() for value in values)
        kept = tuple(dict.fromkeys(filter(None, (country(text) if name in countries else text for text in texts))))
        if kept:
            said[name] = kept
    return said


@dataclass(frozen=True, slots=True, kw_only=True)
class _Nearby:
    """The records that share a key with some example: by key, and what they say."""

    by_key: Mapping[str, Sequence[int]]
    known: Near


def _near(asked: Iterable[_Asked], view: Shelf, sources: frozenset[str]) -> _Nearby:
    """One look-up for all the examples."""
    every = list(asked)
    by_key: dict[str, list[int]] = defaultdict(list)
    for key, record in holding(key for one in every for key in (*one.name_keys, *one.number_keys)):
        by_key[key].append(record)
    return _Nearby(by_key=by_key, known=_known({pk for group in by_key.values() for pk in group}, view, sources))


_PROFILES: dict[int, Profile] = {}  # a record version never changes
_MOST_PROFILES = 50_000


def _known(ids: set[int], view: Shelf, sources: frozenset[str]) -> Near:
    """Of these records those that stand, in these sources, with what they say."""
    wanted, there = sorted(ids), {}
    rows = view.current().filter(source__in=list(sources))
    for start in range(0, len(wanted), _CHUNK):
        chunk = rows.filter(pk__in=wanted[start : start + _CHUNK])
        there.update(dict(chunk.values_list("pk", "thing")))
    missing = sorted(pk for pk in there if pk not in _PROFILES)
    if len(_PROFILES) + len(missing) > _MOST_PROFILES:
        _PROFILES.clear()
        missing = sorted(there)
    for start in range(0, len(missing), _CHUNK):
        told = rows.filter(pk__in=missing[start : start + _CHUNK]).values_list("pk", "thing", "schema", "properties")
        for pk, thing, name, text in told:
            _PROFILES[pk] = profile(thing, name, orjson.loads(text))
    return {pk: (thing, _PROFILES[pk]) for pk, thing in there.items()}


def _compared(asked: _Asked, near: _Nearby, view: Shelf, options: MatchOptions) -> dict[str, Comparison]:
    """The best comparison with each party, above the cutoff."""
    ids = {pk for key in (*asked.name_keys, *asked.number_keys) for pk in near.by_key.get(key, ())}
    question = _names_alone(asked.profile) if options.names_only else asked.profile
    best: dict[str, Comparison] = {}
    for pk in sorted(ids & near.known.keys()):
        thing, theirs = near.known[pk]
        if theirs.schema not in asked.schemata or theirs.schema in options.exclude_schema:
            continue
        if not _may_reach(question, theirs, options.cutoff):
            continue
        compared = _weighed(identity.compare(question, theirs), options.weights)
        party = view.parties.party_of(thing)
        if compared.score > options.cutoff and (party not in best or compared.score > best[party].score):
            best[party] = compared
    return best


def _names_alone(asked: Profile) -> Profile:
    return replace(asked, birth_dates=(), countries=frozenset(), documents=frozenset(), genders=frozenset())


def _may_reach(question: Profile, theirs: Profile, cutoff: float) -> bool:
    """Whether the names leave a way above the cutoff: without the explanation, so much sooner."""
    if question.documents & theirs.documents or cutoff < _ROOM:
        return True
    if question.documents and theirs.documents:
        return True
    kind = identity.kind_of(question.schema) or identity.kind_of(theirs.schema) or names.Kind.ORGANIZATION
    least, others = cutoff - _ROOM, (*theirs.names, *theirs.weak_names)
    return any(
        names.score(left, right, kind=kind) >= least
        for left in (*question.names, *question.weak_names)
        for right in others
    )


def _weighed(compared: Comparison, weights: Mapping[str, float]) -> Comparison:
    """With the weights a program sets: each reason's times its factor."""
    if not weights:
        return compared
    reasons = tuple(replace(one, weight=one.weight * weights.get(one.code, 1.0)) for one in compared.reasons)
    score = min(1.0, max(0.0, sum(one.weight for one in reasons)))
    return replace(compared, score=score, reasons=reasons)


Settled = Mapping[tuple[good_guys.Asked, str], Cleared]


def _settled(asked: Mapping[str, _Asked], found: Mapping[str, Mapping[str, Comparison]]) -> Settled:
    """The good guys among the matches."""
    return good_guys.for_questions(
        (_who(asked[key].example), party) for key, scores in found.items() for party in scores
    )


def _who(example: Example) -> good_guys.Asked:
    return good_guys.asked_in(next(iter(example.properties.get("name", ())), ""), example.properties)


def _answer(
    example: Example,
    scores: Mapping[str, Comparison],
    entities: Mapping[str, Entity],
    how: tuple[MatchOptions, Settled],
) -> Matches:
    options, settled = how
    kept = [
        replace(_scored(entities[party], compared, options), cleared=settled.get((_who(example), party)))
        for party, compared in sorted(scores.items(), key=lambda one: (-one[1].score, one[0]))
        if party in entities and _wanted(entities[party], options)
    ]
    return Matches(
        example=example,
        results=tuple(kept[: max(0, options.limit)]),
        total=sum(one.match for one in kept),
    )


def _wanted(entity: Entity, options: MatchOptions) -> bool:
    if options.topics and not set(options.topics) & set(entity.properties.get("topics", ())):
        return False
    if options.changed_since is not None and entity.last_change <= options.changed_since:
        return False
    return not {entity.id, *entity.referents} & set(options.exclude_entity_ids)


def _scored(entity: Entity, compared: Comparison, options: MatchOptions) -> Scored:
    parts = compared.name.parts if compared.name else ()
    score = round(compared.score, 4)
    return Scored(
        entity=entity,
        score=score,
        match=score >= options.threshold,
        reasons=_told(compared.reasons),
        left=" ".join(part.left for part in parts if part.left),
        right=" ".join(part.right for part in parts if part.right),
    )


def _told(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    return tuple(replace(one, weight=round(one.weight, 4)) for one in reasons)
