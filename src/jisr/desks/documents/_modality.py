"""Fact, opinion or outlook: how each sentence speaks. The words are in `tables/modality_cues.csv`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cache, lru_cache
from typing import Final

from jisr import tables
from jisr.desks.documents._cues import forms_of_present
from jisr.desks.documents._line import Line
from jisr.desks.documents._told import Factuality, Told
from jisr.desks.documents._values import Kind
from jisr.names import fold

_AND: Final = ("و", "ف")
_EDITORIAL: Final = 0.5  # share of opinions in the body from which its headings are one too
_IMPERFECT: Final = ("ي", "ت", "ن", "ا")
_SPEAKS: Final = frozenset({"said", "says", "told", "reported", "announced"})


class Modality(StrEnum):
    """How a sentence speaks: a report, a judgement, what is hoped or expected, or furniture of the page."""

    FACT = "fact"
    OPINION = "opinion"
    PROJECTION = "projection"
    BOILERPLATE = "boilerplate"


def modalities(lines: Sequence[Line], told: Sequence[Told], count: int) -> tuple[Modality, ...]:
    """One for each of `count` sentences; those without a line (no words, furniture) are boilerplate."""
    by_sentence: defaultdict[int, list[Told]] = defaultdict(list)
    for event in told:
        by_sentence[event.sentence].append(event)
    found = {line.number: _of(line, by_sentence[line.number]) for line in lines}
    body = [found[line.number] for line in lines if not _is_heading(line)]
    if body and body.count(Modality.OPINION) >= _EDITORIAL * len(body):
        found |= {
            line.number: Modality.OPINION for line in lines if _is_heading(line) and found[line.number] is Modality.FACT
        }
    return tuple(found.get(number, Modality.BOILERPLATE) for number in range(count))


def _is_heading(line: Line) -> bool:
    """The headline, or a line of the text that ends without a stop."""
    end = line.page.raw[line.page.sentences[line.number][1] - 1]
    return line.title or (end not in '.!؟?…:"»”' and len(line.words) <= _HEADING)


_HEADING: Final = 16  # words


def _of(line: Line, told: Sequence[Told]) -> Modality:
    if line.title and line.page.raw[: line.page.sentences[line.number][1]].rstrip().endswith(("؟", "?")):
        return Modality.OPINION
    said = [event for event in told if event.factuality is not Factuality.POSSIBLE]
    deed = min((event.trigger[0] for event in said), default=None)
    cues = dict(reversed([(kind, line.page.words[at].start) for at, kind in _cues_in(line)]))
    outlook = cues.get("foresees")
    if outlook is None and "judges" in cues and any(_is_to_come(line, event) for event in told):
        outlook = cues["judges"]
    if outlook is not None and (deed is None or outlook < deed) and not _is_aside(line, told, outlook):
        return Modality.PROJECTION
    judged = cues.get("judges")
    if judged is not None and (deed is None or judged < deed) and not _is_aside(line, told, judged):
        return Modality.OPINION
    if _is_denied_for_more(line) or ("weighs" in cues and not _reports(line, said, cues["weighs"])):
        return Modality.OPINION
    return Modality.FACT


def _is_to_come(line: Line, event: Told) -> bool:
    """لن يلغي after يرى مراقبون: an outlook, however sure."""
    before = line.page.raw[: event.trigger[0]].rstrip().rsplit(None, 2)[-2:]
    return event.factuality is Factuality.PLANNED or bool({"لن", "سوف", "will"} & {fold(word) for word in before})


def _is_aside(line: Line, told: Sequence[Told], at: int) -> bool:
    """مسلحين يُعتقد أنهم من داعش هاجموا: a guess about who, after the one it is of, of a deed told as done."""
    begins = line.page.words[min(line.first + 1, line.last)].start
    return bool(told) and at > begins and any("تقد" in word.fold and word.start == at for word in line.words)


def _reports(line: Line, said: Sequence[Told], at: int) -> bool:
    """Whether a deed is told: by a verb with its day or its sum, or before the judgement."""
    if any(event.trigger[0] < at and not event.rule.endswith(":noun") for event in said):
        return True
    if any(event.date for event in said) or any(t.kind is Kind.MONEY for t in line.things):
        return True
    return line.english and any(word.fold in _SPEAKS for word in line.words)


def _is_denied_for_more(line: Line) -> bool:
    """ليس … بل …, not … but …: said of what it means, not of what happened."""
    words = [word.fold for word in line.words]
    if line.english:
        return False
    begins = words[0].lstrip("و") in {"ليس", "ليست"} or (len(words) > 1 and words[1] in {"تكن", "يكن"})
    return begins and "بل" in words


def _cues_in(line: Line) -> Iterator[tuple[int, str]]:
    words = [word.fold for word in line.words]
    lang = "en" if line.english else "ar"
    for at, word in enumerate(words):
        cues = _cues_of(word, lang)
        if cues and line.first + at not in line.taken:
            kinds = (kind for rest, kind in cues if tuple(words[at + 1 : at + 1 + len(rest)]) == rest)
            yield from ((line.first + at, kind) for kind in kinds)
        if word in _MAY and at + 1 < len(words) and _is_imperfect(words[at + 1]) and line.first + at not in line.taken:
            yield line.first + at, "foresees"


_MAY: Final = frozenset({"قد", "وقد", "فقد"})


@lru_cache(maxsize=1 << 15)
def _cues_of(word: str, lang: str) -> tuple[tuple[tuple[str, ...], str], ...]:
    """(the words after it, kind) of the word as it stands, then without its conjunction."""
    forms = dict.fromkeys((word, word[1:] if word[:1] in _AND else word))
    return tuple(cue for form in forms for cue in _table()[lang].get(form, ()))


def _is_imperfect(word: str) -> bool:
    """قد + imperfect: may. Of ت and ا a verb of the past may begin too (تم, أعلن): only what is surely none."""
    return (
        word[:1] in _IMPERFECT[:1]
        or (word[:1] in _IMPERFECT and word.endswith("ون"))
        or word in {"لا", "تكون"}
        or (word[:1] == "ت" and len(word) > _SHORT and not word.endswith("ت"))
    )


_SHORT: Final = 3


@cache
def _table() -> Mapping[str, Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]]:
    """Language -> first word -> (the words after it, kind)."""
    found: dict[str, defaultdict[str, list[tuple[tuple[str, ...], str]]]] = {
        "ar": defaultdict(list),
        "en": defaultdict(list),
    }
    for row in tables.rows("modality_cues"):
        for form, rest in _forms(row["words"], row["part"]):
            found[row["lang"]][form].append((rest, row["kind"]))
    return {lang: {word: tuple(kinds) for word, kinds in each.items()} for lang, each in found.items()}


def _forms(words: str, part: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """(first word, the words after it) of each form; of the present without the future, which reports."""
    for text in words.split(";"):
        head, *rest = fold(text).split(" ")
        made = forms_of_present(head) if part == "present" else (head,)
        yield from ((form, tuple(rest)) for form in made if part == "word" or not form.startswith(("سي", "ست", "سن")))
