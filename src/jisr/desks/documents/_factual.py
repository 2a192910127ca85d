"""Did it happen?  How a clause presents a deed: actual, planned, possible or negated."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache, lru_cache
from typing import Final

from jisr import tables
from jisr.desks.documents._line import Deed, Line
from jisr.desks.documents._told import Factuality
from jisr.names import fold

_NEAR: Final = 3
_LAW: Final = frozenset({"LIST", "DELIST", "SANCTION_IMPOSE", "SANCTION_SUSPEND", "SANCTION_LIFT", "FREEZE", "APPOINT"})
_FUTURE: Final = ("سي", "ست", "سن")


@cache
def hedges() -> Mapping[str, frozenset[tuple[str, str]]]:
    """Folded words -> (kind, reach)."""
    found: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    for row in tables.rows("event_hedges"):
        for words in row["words"].split(";"):
            found[fold(words)].add((row["kind"], row["reach"]))
    return {words: frozenset(kinds) for words, kinds in found.items()}


def around(line: Line, trigger: int) -> dict[str, int]:
    """The kinds of hedges that reach the word `trigger`, each with its distance in words."""
    kinds: dict[str, int] = {}
    begin = clause_start(line, trigger)
    said = False
    for at in range(trigger - 1, line.first - 1, -1):
        away = trigger - at
        said = said or line.fold(at).removeprefix("و") in _SAID
        for kind, reach in _kinds_at(line, at, trigger):
            if said and kind in {"possible", "planned"}:
                continue  # «officials who asked … said»: of the speaker, not of what is said
            if (reach == "near" and away <= _NEAR and not _crosses(line, at, trigger)) or (
                reach == "clause" and (at >= begin or kind == "deny")
            ):
                kinds.setdefault(kind, away)
    return kinds


_SAID: Final = frozenset({"said", "says", "told", "قال", "قالت", "قالوا", "يقول", "تقول"})


def _kinds_at(line: Line, at: int, trigger: int) -> Iterator[tuple[str, str]]:
    for count in range(1, _most(line.fold(at)) + 1):
        if at + count > trigger:
            return
        words = [line.fold(at + step) for step in range(count)]
        for form in dict.fromkeys((words[0], words[0][1:] if words[0][:1] in {"و", "ف"} else words[0])):
            yield from hedges().get(" ".join((form, *words[1:])), ())


@lru_cache(maxsize=1 << 15)
def _most(word: str) -> int:
    """The most words of a hedge that begins with this word; 0: none does."""
    forms = {word, word[1:] if word[:1] in {"و", "ف"} else word}
    return max((count for form in forms if (count := _heads().get(form, 0))), default=0)


@cache
def _heads() -> Mapping[str, int]:
    found: defaultdict[str, int] = defaultdict(int)
    for words in hedges():
        first = words.partition(" ")[0]
        found[first] = max(found[first], words.count(" ") + 1)
    return dict(found)


def _crosses(line: Line, at: int, trigger: int) -> bool:
    return any(line.breaks(step) for step in range(at + 1, trigger + 1))


def clause_start(line: Line, trigger: int) -> int:
    """The first word of the clause of `trigger`: after a stop inside the sentence, or a comma with a new verb."""
    for at in range(trigger, line.first, -1):
        gap = line.page.words[at].gap
        if not {";", "؛", ":", "…", "«", "“"}.isdisjoint(gap) or "..." in gap or " - " in gap:
            return at
        if ("،" in gap or "," in gap) and line.fold(at) in _NEW_CLAUSE:
            return at
        if at < trigger and line.fold(at) in _BUT:
            return at
    return line.first


_BUT: Final = frozenset({"لكن", "ولكن", "بل", "but", "while", "بينما", "فيما", "although", "though", "اذ", "whereas"})
_NEW_CLAUSE: Final = frozenset(
    {"ولم", "ولن", "وقد", "كما", "ثم", "وهو", "وهي", "and", "but", "while", "days", "after", "which", "who"} | _BUT
)


def factuality(line: Line, deed: Deed, *, day: str, published: date | None) -> Factuality:
    """How the sentence presents the deed; `day`: its ISO date, "" none."""
    trigger, type_ = deed.first, deed.type
    kinds = around(line, trigger)
    if deed.part == "noun" and line.fold(trigger - 1) in {"ليس", "ليست"}:
        kinds.pop("negated", None)  # what is denied is said of the deed, not the deed
    if kinds.keys() & {"negated", "deny"} or _no_subject(line, trigger):
        return Factuality.NEGATED
    if deed.part == "past" and line.fold(trigger - 1).removeprefix("و") == "قد":
        kinds.pop("possible", None)  # قد before the past says it is done
    if _would(line, trigger):
        kinds.pop("possible", None)
        return Factuality.PLANNED
    if _is_future(line, deed) or kinds.get("planned", _FAR) <= min(kinds.get("possible", _FAR), _FAR - 1):
        return Factuality.PLANNED
    if "possible" in kinds or _after_if(line, trigger) or _believed(line, trigger):
        return Factuality.POSSIBLE
    later = published is not None and bool(day) and day[:_DAY] > published.isoformat()[: len(day[:_DAY])]
    to_come = _infinitive(line, trigger) or (type_ not in _LAW and (later or "decide" in kinds))
    return Factuality.PLANNED if to_come else Factuality.ACTUAL


_FAR: Final = 99
_DAY: Final = 10


def _is_future(line: Line, deed: Deed) -> bool:
    """سيزور, وستستضيف: no form of the present begins so, but by the sin of the future."""
    return not line.english and deed.part == "present" and line.fold(deed.first).lstrip("وف").startswith(_FUTURE)


def _would(line: Line, trigger: int) -> bool:
    """Said Mauritania would extradite him: the future of what is reported; a would of its own is a guess."""
    near = [line.fold(at) for at in range(max(line.first, trigger - _NEAR), trigger)]
    return "would" in near and any(line.fold(at) in _SAID for at in range(line.first, trigger)) and "if" not in near


def _no_subject(line: Line, trigger: int) -> bool:
    """No bank has been added; nobody was arrested."""
    begin = clause_start(line, trigger)
    return line.english and line.fold(begin) in {"no", "none", "nobody", "neither"} and begin < trigger


def _after_if(line: Line, trigger: int) -> bool:
    """The main clause of a condition: "… if the government …" after it."""
    return any(line.fold(at) in {"اذا", "if", "unless", "شريطه", "بشرط"} for at in range(trigger + 1, line.last + 1))


def _believed(line: Line, trigger: int) -> bool:
    return line.english and line.fold(trigger - 1) == "to" and line.fold(trigger - 2) in {"believed", "alleged", "said"}


def _infinitive(line: Line, trigger: int) -> bool:
    """An infinitive (to reopen) is a purpose or a plan, never a deed done."""
    return (
        line.english
        and line.fold(trigger - 1) == "to"
        and line.fold(trigger - 2) not in {"began", "started", "continued"}
        and not any(line.fold(at) in _MET for at in range(max(line.first, trigger - _SENTENCE), trigger))
    )


_MET: Final = frozenset({"met", "gathered", "convened"})  # «met in Amman to discuss»: it was discussed
_SENTENCE: Final = 8  # words back
