"""Which words of a sentence tell a deed?  The table of cues, with what must stand beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice
from typing import Final

from jisr.desks.documents._arabic import ARTICLE, variants
from jisr.desks.documents._cues import Cue, cues, longest
from jisr.desks.documents._factual import around
from jisr.desks.documents._line import Line
from jisr.desks.documents._senses import has
from jisr.desks.documents._values import Kind

_AHEAD: Final = 12  # words in which what a cue needs must stand
_BACK: Final = 10
_DAMMA: Final = "\u064f"
_BE: Final = frozenset({"was", "were", "been", "being", "is", "are", "be", "get", "got"})
_LIGHT: Final = frozenset({"تم", "تمت", "جري", "جرت", "يتم", "ستتم", "سيتم"})
_PLACES: Final = {Kind.PLACE: "PLACE", Kind.FACILITY: "FAC", Kind.COUNTRY: "GPE", Kind.ORGANISATION: "ORG"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """The words `first` .. `last` (the first without `letters`) and the cue they are."""

    cue: Cue
    first: int
    last: int
    letters: int
    passive: bool


def triggers(line: Line) -> tuple[Trigger, ...]:
    """The deeds of the sentence, in order; one of a type and place in the sentence."""
    words = line.page.words
    opening = (at for at in range(line.first, line.last + 1) if _openings(words[at].fold))
    found = [one for at in opening for one in _at(line, at)][:_MOST]
    kept: list[Trigger] = []
    for one in found:
        if kept and _taken_back(one, kept[-1], line):
            kept[-1] = one
            continue
        if _covered(one, kept, line):
            continue
        kept = [other for other in kept if not _better(line, one, other)]
        kept.append(one)
    return tuple(kept)


_MOST: Final = 40


def _at(line: Line, at: int) -> Iterator[Trigger]:
    """The deed that the word tells, the longest wording first; none within a name."""
    if at not in line.taken:
        found = (_trigger(line, cue, at, letters) for letters, cue in _cues_at(line, at))
        yield from islice((one for one in found if one is not None), 1)


def _cues_at(line: Line, at: int) -> Iterator[tuple[int, Cue]]:
    """(attached letters, cue) of the forms that begin at the word."""
    for letters, form, most, definite in _openings(line.fold(at)):
        for count in range(most, 0, -1):
            phrase = " ".join((form, *(line.fold(at + step) for step in range(1, count)))) if count > 1 else form
            if not any(at + step in line.taken for step in range(count)):
                yield from ((letters, cue) for cue in cues().get(phrase, ()))
        yield from ((letters, cue) for cue in definite)


@lru_cache(maxsize=1 << 15)
def _openings(word: str) -> tuple[tuple[int, str, int, tuple[Cue, ...]], ...]:
    """(attached letters, form, most words of a cue that begins with it, nouns of deeds it is with its article)."""
    whole = has(word, "head", "title")  # وزارة is no «و زاره»
    found: list[tuple[int, str, int, tuple[Cue, ...]]] = []
    for letters, form in variants(word)[: 1 if whole else None]:
        nouns = cues().get(form[len(ARTICLE) :], ()) if form.startswith(ARTICLE) and not whole else ()
        definite = tuple(cue for cue in nouns if cue.part == "noun" and len(form) > _NEAR)
        if (most := longest().get(form, 0)) or definite:
            found.append((letters, form, most, definite))
    return tuple(found)


def _trigger(line: Line, cue: Cue, at: int, letters: int) -> Trigger | None:
    last = at + cue.words - 1
    if (cue.lang == "en") != line.english or not _needs(line, cue, at, last):
        return None
    noun = cue.part == "noun" or (cue.lang == "ar" and cue.part == "past" and _stands_as_noun(line, at, letters))
    if noun:
        stands = (cue.part == "noun" or _same_noun(line, cue, at)) and _counts(line, at, letters, cue)
    elif cue.lang == "en":
        stands = _finite(line, at, cue)
    else:
        stands = not letters or line.fold(at)[:1] in {"و", "ف"}  # بـ, لـ before a verb: a purpose, not a deed
    if not stands:
        return None
    passive = _passive(line, at, cue)
    return Trigger(
        cue=replace(cue, part="noun") if noun else cue, first=at, last=last, letters=letters, passive=passive
    )


def _same_noun(line: Line, cue: Cue, at: int) -> bool:
    """Whether the type has this form as a noun too."""
    found = (one for _, form in variants(line.fold(at)) for one in cues().get(form, ()))
    return any(one.part == "noun" and one.type == cue.type for one in found)


def _needs(line: Line, cue: Cue, at: int, last: int) -> bool:
    ahead = line.text(last + 1, last + _AHEAD)
    back = line.text(at - _BACK, at - 1) if cue.lang == "en" else ""
    if cue.without is not None and cue.without.search(line.text(last + 1, last + _NEAR)):
        return False
    if cue.needs is None and not cue.kinds:
        return True
    if cue.needs is not None and cue.needs.search(ahead):
        return True
    things = [t for t in line.things if last < t.first <= last + _AHEAD]
    if cue.kinds & {_PLACES.get(t.kind, t.kind.value) for t in things}:
        return True
    after = cue.lang == "en" and cue.part == "past" and (_be(line, at) or _had(line, at))
    return bool(after and cue.needs and cue.needs.search(back))


_NEAR: Final = 4


def _be(line: Line, at: int) -> bool:
    return any(line.fold(at - step) in _BE for step in (1, 2))


def _had(line: Line, at: int) -> bool:
    """«had their assets frozen»: done to them."""
    near = [line.fold(at - step) for step in range(2, _NEAR + 1)]
    return "had" in near and bool({"their", "its", "his", "her", "the"} & set(near))


def _stands_as_noun(line: Line, at: int, letters: int) -> bool:
    """A form that is verb and masdar (شطب, رفع, دمج): a masdar after a preposition, a decision."""
    word, before = line.fold(at), line.fold(at - 1)
    if letters and word[:1] in {"ب", "ل", "ك"}:
        return True
    if word[:1] == "و" and letters and around(line, at).get("purpose", _AHEAD) <= _NEAR:
        return True
    forms = {form for _, form in variants(before)}
    if forms & _BEFORE_NOUN and not line.breaks(at):
        return True
    return _may_be_noun(line, at) and not _opens(line, at)


def _may_be_noun(line: Line, at: int) -> bool:
    """Whether the form is a masdar as well as a verb: فتح, رفع, تبادل."""
    return any(cue.part == "noun" for _, form in variants(line.fold(at)) for cue in cues().get(form, ()))


def _opens(line: Line, at: int) -> bool:
    """Whether a verb may stand here: the clause begins, after its subject, or after a word that only verbs follow."""
    before = line.fold(at - 1)
    begins = at == line.first or line.breaks(at) or (line.fold(at)[:1] in {"و", "ف"} and len(line.fold(at)) > _NEAR - 1)
    told = around(line, at).keys() & {"decide", "announce", "deny"}
    return begins or (at - 1 in line.taken and not told) or before.removeprefix("و") in _BEFORE_VERB


_BEFORE_VERB: Final = frozenset(
    {
        "قد",
        "كان",
        "كانت",
        "كانوا",
        "الذي",
        "التي",
        "الذين",
        "كما",
        "ثم",
        "حيث",
        "بعدما",
        "عندما",
        "انه",
        "انها",
        "من",
        "لم",
        "ما",
        "اليوم",
        "امس",
    }
)


_BEFORE_NOUN: Final = frozenset(
    {
        *(
            "قررت",
            "قرر",
            "قرار",
            "بعد",
            "قبل",
            "منذ",
            "اثر",
            "عقب",
            "خلال",
            "اعلنت",
            "اعلن",
            "الي",
            "علي",
            "في",
            "من",
            "عن",
        ),
        *("تم", "تمت", "جري", "يتم", "سيتم", "بدا", "بدات", "مسار", "عمليه", "تقرر", "يشمل", "شمل", "حول", "بشان"),
        *("اكدت", "اكد", "رفضت", "رفض", "ايد", "ايدت", "نحو", "حتي", "دون", "بدون", "مع", "او", "عدم", "اجل", "غداه"),
    }
)


def _passive(line: Line, at: int, cue: Cue) -> bool:
    if cue.lang == "en":
        return cue.part == "past" and any(line.fold(at - step) in _BE for step in (1, 2, 3)) and not _have(line, at)
    if line.fold(at - 1) in _LIGHT:
        return True
    raw, form = line.page.words[at].raw, line.fold(at)
    if cue.part == "noun" or _DAMMA not in raw[:_VOWEL]:
        return False
    # يُرحّب, يُلغي are active; يُستأنف, يُلغى are not. In the past a damma is passive always.
    return cue.part == "past" or form[1:].startswith(("ست", "نت", "فت", "عت")) or raw.rstrip("،.").endswith("ى")


_VOWEL: Final = 4


def _have(line: Line, at: int) -> bool:
    return line.fold(at - 1) in {"has", "have", "had"}


def _finite(line: Line, at: int, cue: Cue) -> bool:
    """Not an adjective: "suspected fighters", "planned visit"; not a noun: "a visit", "the support"."""
    before, after = line.fold(at - 1), line.fold(at + 1)
    if cue.part == "present":
        return before not in _DETERMINERS and after != "of"
    nominal = before in _DETERMINERS and not any(line.fold(at - step) in _BE for step in (1, 2))
    return not nominal


_DETERMINERS: Final = frozenset(
    {"the", "a", "an", "his", "her", "its", "their", "this", "that", "newly", "recently", "of"}
)


def _counts(line: Line, at: int, letters: int, cue: Cue) -> bool:
    """Whether a noun tells a deed here: a headline, an announcement, a time, a sum; not a purpose or a need."""
    word = line.fold(at)
    kinds = around(line, at)
    if letters and word[:letters].endswith("ل") and not kinds.keys() & {"possible", "deny"}:
        return False
    told = kinds.keys() & {"decide", "announce", "deny", "possible", "planned"}
    near = kinds.get("purpose", _AHEAD)
    if letters and word[:1] == "و" and near <= _NEAR:
        return False
    if near <= 1 and not (kinds.keys() & {"possible"} and near == 1 and line.fold(at - 1).endswith("مسار")):
        return False
    if cue.lang == "ar" and word[letters:].startswith(ARTICLE):
        return _is_told_again(line, at)
    if cue.lang == "en" and line.fold(at - 1) in {"this", "that"}:
        return False
    begins = at - line.first <= 1 or line.breaks(at)
    dated = any(t.kind is Kind.DATE and at < t.first <= at + _AHEAD for t in line.things)
    paid = cue.type == "AID" and cue.kinds == frozenset({"MONEY"})
    return bool(line.title or told or kinds.get("when", _AHEAD) <= 1 or begins or dated or paid)


def _is_told_again(line: Line, at: int) -> bool:
    """«أدانت … الهجوم على …», «بعد الانسحاب من …», a headline: a deed by its noun, with what it was done to."""
    ahead = [t for t in line.things if at < t.first <= at + _NEAR]
    tied = line.fold(at + 1) in _TO or line.fold(at + 1).startswith(("لل", "بال"))
    if not tied or not (ahead or has(line.fold(at + 2), "place", "head")):
        return False
    before = {form for step in range(1, _TELLING + 1) for _, form in variants(line.fold(at - step))}
    judged = any(cue.type in _JUDGING and cue.part != "noun" for form in before for cue in cues().get(form, ()))
    return line.title or judged or around(line, at).get("when", _AHEAD) <= 1


_TO: Final = frozenset({"علي", "الي", "من", "في", "ضد", "بين", "مع"})
_TELLING: Final = 6  # words from the verb that condemns or welcomes to what it is about
_JUDGING: Final = frozenset({"ACCUSE", "SUPPORT"})


def _covered(one: Trigger, kept: Sequence[Trigger], line: Line) -> bool:
    """A noun that the verb before it brings about (renewed the suspension), or the same type again in one clause."""
    for other in kept:
        same = other.cue.type == one.cue.type
        if same and one.cue.part == "noun" and other.cue.part != "noun":
            return not _paid(line, one)
        if same and one.first - other.last <= _AHEAD and not line.breaks(one.first):
            return not _paid(line, one)
        if one.cue.part == "noun" and {other.cue.type, one.cue.type} in _ONE:
            return True
        if other.cue.type == "AID" and one.cue.type == "AID" and not _paid(line, one):
            return True
    return False


_ONE: Final = (
    {"SANCTION_LIFT", "SANCTION_SUSPEND"},
    {"SUPPORT", "COOPERATE"},
    {"VISIT", "CONSULT"},
    {"MISSION_REOPEN", "TRADE_OPEN"},
)


_GIFTS: Final = ("منح", "هب", "تمويل", "قرض", "grant")


def _paid(line: Line, one: Trigger) -> bool:
    """A gift by its own noun, with its sum."""
    word = line.fold(one.first).removeprefix("و").removeprefix("ب")
    return one.cue.type == "AID" and one.cue.part == "noun" and word.startswith(_GIFTS) and "MONEY" in one.cue.kinds


def _better(line: Line, one: Trigger, other: Trigger) -> bool:
    """A noun with its sum tells a gift better than the verb before it."""
    return _paid(line, one) and other.cue.type == "AID" and other.passive


def _taken_back(one: Trigger, other: Trigger, line: Line) -> bool:
    """«هدّد … عفوا، لم يهدد»: told, and taken back in the same breath."""
    gaps = [line.page.words[at].gap for at in range(other.last + 1, one.first + 1)]
    return (
        one.cue.type == other.cue.type
        and "negated" in around(line, one.first)
        and any("..." in gap or "…" in gap for gap in gaps)
    )
