"""May this sentence speak for a link? Not a denial, a hope, an opinion, nor what nobody put a name to.

And a name of two words is borne by too many to be anybody's: it is shown as a namesake, not as a candidate, unless the
text gives it an office that one person holds at a time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Final

from jisr import names, tables
from jisr.desks.documents._told import Article, Claim, Factuality
from jisr.desks.documents._values import Candidate, Kind, Mention
from jisr.names import fold
from jisr.records import Reason

_WHOLE: Final = 3  # words of a name that may be a candidate
_AGAINST: Final = -0.6
_AND: Final = ("و", "ف")
_BEFORE: Final = "mention-said-before"  # the full name stands elsewhere in the text, with its facts
_NO_REPORT: Final = {
    "opinion": "mention-no-report",
    "projection": "mention-outlook",
    "boilerplate": "mention-furniture",
}
_FEW: Final = "mention-few-words"
_NO_GROUND: Final = frozenset(
    {_FEW, "mention-source-unnamed", "mention-opinion", "mention-denied", "mention-not-a-fact"}
) | {*_NO_REPORT.values()}
_UNSURE: Final = {Factuality.NEGATED: "mention-denied", Factuality.POSSIBLE: "mention-not-a-fact"}


def supported(text: str, told: Article) -> tuple[Mention, ...]:
    """The mentions; a person's candidates whose sentence may not speak for a link are namesakes, with the reason.

    What a name said again takes from its full name falls with it: hearsay is none the better for being repeated, nor
    is a name of two words for its surname alone (decisions/0012).
    """
    judged = tuple(
        _judged(text, told, one) if one.type is Kind.PERSON and one.candidates else one for one in told.mentions
    )
    stands = {each.thing for one in judged for each in one.candidates if not _is_said_before(each)}
    fallen = {
        each.thing: each
        for one in judged
        for each in one.namesakes
        if each.thing not in stands and each.reasons[-1].code in _NO_GROUND
    }
    return tuple(_with_its_full_name(one, fallen) for one in judged)


def _with_its_full_name(mention: Mention, fallen: Mapping[str, Candidate]) -> Mention:
    if mention.type is not Kind.PERSON or not any(one.thing in fallen for one in mention.candidates):
        return mention
    kept = tuple(one for one in mention.candidates if one.thing not in fallen)
    lowered = tuple(_lowered(one, fallen[one.thing].reasons[-1]) for one in mention.candidates if one.thing in fallen)
    return replace(mention, candidates=kept, namesakes=(*lowered, *mention.namesakes))


def _judged(text: str, told: Article, mention: Mention) -> Mention:
    reason = _refusal(text, told, mention)
    if reason is not None:
        lowered = tuple(_lowered(one, reason) for one in mention.candidates)
        return replace(mention, candidates=(), namesakes=(*lowered, *mention.namesakes))
    short = _short(mention)
    kept = tuple(one for one in mention.candidates if short is None or _rests(one))
    lowered = tuple(_lowered(one, short) for one in mention.candidates if short is not None and one not in kept)
    return replace(mention, candidates=kept, namesakes=(*lowered, *mention.namesakes))


def _lowered(candidate: Candidate, reason: Reason) -> Candidate:
    score = round(max(0.0, candidate.score + reason.weight), 4)
    return replace(candidate, score=score, reasons=(*candidate.reasons, reason))


def _rests(candidate: Candidate) -> bool:
    """On its full name, or on an office that one person holds: then two words may be enough to ask a person."""
    return any(reason.code in {_BEFORE, "mention-office-said"} for reason in candidate.reasons)


def _is_said_before(candidate: Candidate) -> bool:
    return any(reason.code == _BEFORE for reason in candidate.reasons)


def _short(mention: Mention) -> Reason | None:
    words = len(names.parse(mention.text).words)
    if words >= _WHOLE:
        return None
    return Reason(code=_FEW, weight=_AGAINST, facts=(("words", str(words)),))


def _refusal(text: str, told: Article, mention: Mention) -> Reason | None:
    """Why the sentence of a mention is no ground for a link."""
    for claim in told.claims:
        if _holds(claim, mention, told) and _is_nobody(claim, told.mentions):
            return Reason(code="mention-source-unnamed", weight=_AGAINST, facts=(("source", claim.source),))
        if _holds(claim, mention, told) and _is_opinion(text[slice(*claim.cue)]):
            return Reason(code="mention-opinion", weight=_AGAINST, facts=(("source", claim.source),))
    if all(_is_said_before(one) for one in mention.candidates):  # its ground is the sentence of its full name
        return _unsure(told, mention)
    return _spoken(told, mention) or _unsure(told, mention)


def _spoken(told: Article, mention: Mention) -> Reason | None:
    """Where the sentence is a judgement, an outlook, or furniture of the page."""
    if mention.sentence not in told.sentences:
        return None
    how = dict(zip(told.sentences, told.modalities, strict=False)).get(mention.sentence, "fact")
    return None if how == "fact" else Reason(code=_NO_REPORT[how], weight=_AGAINST)


def _unsure(told: Article, mention: Mention) -> Reason | None:
    """Where all that the sentence tells of the person is denied, or may be."""
    here = [one for one in told.events if told.sentences[one.sentence] == mention.sentence]
    its = [one for one in here if mention.text in {*one.actor, *one.target, *one.obj}]
    if not its or any(one.factuality not in _UNSURE for one in its):
        return None
    return Reason(code=_UNSURE[its[0].factuality], weight=_AGAINST, facts=(("type", its[0].type),))


def _holds(claim: Claim, mention: Mention, told: Article) -> bool:
    if claim.content is None:
        return told.sentences[claim.sentence] == mention.sentence
    return claim.content[0] <= mention.start < claim.content[1]


def _is_nobody(claim: Claim, mentions: Sequence[Mention]) -> bool:
    """Whether the source is only words: «مصادر», "observers"; none of the names of the text."""
    return not any(claim.source in {one.id, one.text} for one in mentions)


def _is_opinion(cue: str) -> bool:
    words = fold(cue).split()
    return any(word in _opinions() or (word[:1] in _AND and word[1:] in _opinions()) for word in words)


@cache
def _opinions() -> frozenset[str]:
    return frozenset(fold(word) for row in tables.rows("speech_opinions") for word in row["words"].split(";"))
