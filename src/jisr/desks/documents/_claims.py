"""Who says so?  Claims with their source, the words of saying and what is said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from jisr import tables
from jisr.desks.documents._cues import cues, forms_of_past, forms_of_present
from jisr.desks.documents._line import Line, Thing
from jisr.desks.documents._senses import has
from jisr.desks.documents._told import Claim, Span
from jisr.desks.documents._values import Kind
from jisr.names import fold

_THAT: Final = frozenset({"ان", "انه", "انها", "انهم", "بان", "بانه", "بانها", "that"})
_QUOTES: Final = '«»"“”'
_CLOSING: Final = ' \u00a0.!؟?،,»"”…\u200f\u200e'
_SOURCES: Final = frozenset({Kind.PERSON, Kind.ORGANISATION, Kind.COUNTRY, Kind.PLACE})
_REACH: Final = 14  # words from the words of saying to "that"
_PRONOUNS: Final = frozenset({"he", "she", "it", "they"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cue:
    """One form of a word of saying."""

    part: str
    told: bool
    words: int


def claims(lines: Sequence[Line]) -> tuple[Claim, ...]:
    """The claims of the page, in order. «وأضاف أن», "he added" go on with the last source."""
    out: list[Claim] = []
    for line in lines:
        if line.title and not any(":" in word.gap for word in line.words):
            continue
        for at, cue in _cues_in(line):
            last = out[-1].source if out else ""
            claim = _claim(line, at, cue, last)
            if claim is not None and not _told_already(claim, out):
                out.append(claim)
    return tuple(out)


def _told_already(claim: Claim, out: Sequence[Claim]) -> bool:
    """Inside the content of another claim of the sentence: what is quoted says it, not the page."""
    if claim.content and any(
        one.sentence == claim.sentence and one.content and claim.content[0] < one.cue[0] < claim.content[1]
        for one in out
    ):
        return True  # … بحسب وكالة after what somebody said: how it came to the page
    return any(
        one.sentence == claim.sentence and one.content and one.content[0] <= claim.cue[0] < one.content[1]
        for one in out
    )


def _cues_in(line: Line) -> Iterator[tuple[int, _Cue]]:
    words_of = line.page.words
    for at in range(line.first, line.last + 1):
        most = _most(words_of[at].fold)
        if not most or at in line.taken:
            continue
        for count in range(most, 0, -1):
            words = [line.fold(at + step) for step in range(count)]
            cue = _found(words) if all(words) else None
            if cue is not None:
                yield at, cue
                break


def _found(words: Sequence[str]) -> _Cue | None:
    head = words[0]
    for form in dict.fromkeys((head, head[1:] if head[:1] in {"و", "ف"} else head)):
        cue = _table().get(" ".join((form, *words[1:])))
        if cue is not None:
            return cue
    return None


@lru_cache(maxsize=1 << 14)
def _most(word: str) -> int:
    """The most words of a cue that begins with this word."""
    heads = {word, word[1:] if word[:1] in {"و", "ف"} else word}
    return max((cue.words for form, cue in _table().items() if form.partition(" ")[0] in heads), default=0)


@cache
def _table() -> Mapping[str, _Cue]:
    found: dict[str, _Cue] = {}
    for row in tables.rows("speech_cues"):
        for text in row["words"].split(";"):
            folded = fold(text)
            forms = [folded]
            if row["lang"] == "ar" and row["part"] in {"past", "present"}:
                made = forms_of_past(folded) if row["part"] == "past" else forms_of_present(folded)
                forms = list(made)
            for form in forms:
                found.setdefault(form, _Cue(part=row["part"], told=row["told"] == "yes", words=form.count(" ") + 1))
    return found


def _claim(line: Line, at: int, cue: _Cue, last: str) -> Claim | None:
    if cue.part == "according":
        return _according(line, at, cue)
    that = _that(line, at + cue.words)
    source = (
        last
        if cue.part == "manner"
        else _source(line, at, cue, that) or (last if cue.part == "past" and _goes_on(line, at, that) else "")
    )
    if not source:
        return None
    content = _content(line, at, cue, that)
    denied = line.fold(at).endswith(("ته", "تها", "اه")) and cue.told
    if content is None and not denied:
        return None
    return _made(line, at, cue, source, content)


def _made(line: Line, at: int, cue: _Cue, source: str, content: Span | None) -> Claim:
    raw = line.page.raw
    words = raw[content[0] : content[1]] if content else ""
    opened = bool(content) and raw[max(0, content[0] - 1)] in _QUOTES if content else False
    quoted = opened or any(mark in words for mark in _QUOTES)
    start, end = line.page.start_of(at), line.page.words[at + cue.words - 1].end
    return Claim(
        source=source, kind="quote" if quoted else "indirect", cue=(start, end), content=content, sentence=line.number
    )


def _that(line: Line, begin: int) -> int:
    """The word "that" of what is said, or the first word after a colon; -1 none."""
    for at in range(begin, min(begin + _REACH, line.last + 1)):
        if ":" in line.page.words[at].gap:
            return at
        if line.fold(at) in _THAT and at not in line.taken:
            return at
    return -1


def _source(line: Line, at: int, cue: _Cue, that: int) -> str:
    """The speaker: in Arabic after the verb, else before it; a person before a body; else the common noun."""
    end = that if that >= 0 else min(at + _REACH, line.last + 1)
    after = [t for t in line.things if at < t.first < end and t.kind in _SOURCES and _speaks(line, at, t)]
    if line.english:
        before = [t for t in line.things if t.last < at and t.kind in _SOURCES and _just_before(line, t, at)]
        named = before[-1:] or [t for t in after if t.first <= at + cue.words + 1 and that < 0 and line.breaks(at)]
        return named[0].id if named else _common_before(line, at)
    people = [t for t in after if t.kind is Kind.PERSON]
    if people or after:
        return (people or after)[0].id
    before = [t for t in line.things if t.last < at and t.kind in _SOURCES and not t.prep and _just_before(line, t, at)]
    return before[-1].id if before else _common(line, at + cue.words, that)


def _speaks(line: Line, at: int, thing: Thing) -> bool:
    """Not what the verb is about (عن, في): only a free name, a title with its body (وزير خارجية X) or its person."""
    if thing.prep in {"في", "عن", "الي", "علي", "مع", "خلال", "ل"} or thing.kind is Kind.PLACE:
        return False
    return not any(line.breaks(step) for step in range(at + 1, thing.first + 1)) or thing.kind is Kind.PERSON


def _just_before(line: Line, thing: Thing, at: int) -> bool:
    """The subject stands beside the verb: at most an adverb, a title or a comma pair between."""
    gap = range(thing.last + 1, at)
    return all(line.fold(step) in _BETWEEN or has(line.fold(step), "title", "role") for step in gap)


_BETWEEN: Final = frozenset(
    {"also", "has", "have", "had", "on", "group", "later", "then", "spokesman", "spokeswoman", "قد", "كان", "كانت", "s"}
)


def _common(line: Line, begin: int, that: int) -> str:
    """مراقبون, مصادر محلية: the common nouns between the verb and أن, as written."""
    if that <= begin or that - begin > _COMMON:
        return ""
    if has(line.fold(begin), "stop") or line.fold(begin) in {"في", "عن", "الي", "علي", "من", "اهميه", "املها", "امله"}:
        return ""
    last = next((at for at in range(begin + 1, that) if line.fold(at).startswith("لل")), that) - 1
    return line.page.raw[line.page.words[begin].start : line.page.words[last].end]


_COMMON: Final = 4


def _common_before(line: Line, at: int) -> str:
    """Analysts, two officials: the words before the verb, from the start of the clause."""
    begin = at
    while begin > line.first and not line.breaks(begin) and at - begin < _COMMON:
        begin -= 1
    words = [line.fold(step) for step in range(begin, at)]
    if not words or set(words) & _PRONOUNS or not any(has(word, "role", "title") or word in _PEOPLE for word in words):
        return ""
    return line.page.raw[line.page.words[begin].start : line.page.words[at - 1].end]


_PEOPLE: Final = frozenset(
    {
        "analysts",
        "officials",
        "sources",
        "experts",
        "observers",
        "residents",
        "diplomats",
        "witnesses",
        "critics",
        "people",
        "groups",
        "activists",
    }
)


def _goes_on(line: Line, at: int, that: int) -> bool:
    """وأضاف أن …; "…," he added."""
    if line.english:
        return line.fold(at - 1) in _PRONOUNS or line.fold(at + 1) in _PRONOUNS
    return that == at + 1 or (at + 1 <= line.last and ":" in line.page.words[at + 1].gap)


def _content(line: Line, at: int, cue: _Cue, that: int) -> Span | None:
    raw = line.page.raw
    end = line.page.sentences[line.number][1]
    if that >= 0:
        colon = ":" in line.page.words[that].gap and line.fold(that) not in _THAT
        keep = line.fold(that - 1) in {"في", "ب"}
        first = line.page.words[that].start if colon or keep else _after(line, that)
        return _trim(raw, first, _end(line, that, end))
    if line.english:
        return _content_english(line, at, cue)
    if cue.told:
        named = [t for t in line.things if t.first > at and (t.kind in _SOURCES or t.kind is Kind.DATE)]
        tied = [t for index, t in enumerate(named) if index < _TIED and (t.kind is Kind.DATE or index == 0)]
        start = max((t.last + 1 for t in tied), default=at + 1)
        if start > line.last or not any(one.part == "noun" for one in cues().get(line.fold(start), ())):
            return None
        return _trim(raw, line.page.words[start].start, _end(line, start, end))
    return None


_TIED: Final = 3


def _after(line: Line, that: int) -> int:
    """The first character after "that"; a pronoun on it (أنه) stays out."""
    return line.page.words[that + 1].start if that < line.last else line.page.words[that].end


def _content_english(line: Line, at: int, cue: _Cue) -> Span | None:
    raw = line.page.raw
    begin, end = line.page.sentences[line.number]
    before = raw[begin : line.page.words[at].start]
    comma = max(before.rfind(","), before.rfind('"'), before.rfind("”"))
    if comma > _SHORT:
        return _trim(raw, begin + _dateline(before), begin + comma)
    first = at + cue.words
    return _trim(raw, line.page.words[first].start, end) if first <= line.last else None


def _dateline(text: str) -> int:
    """The letters of «DAMASCUS - » before a report."""
    city, dash, _ = text.partition(" - ")
    return len(city) + len(dash) if dash and city.isupper() else 0


_SHORT: Final = 15  # characters of a clause that can be what was said


def _end(line: Line, begin: int, end: int) -> int:
    """Before «، قائلا», «، بحسب …» of the same sentence."""
    for at in range(begin + 1, line.last + 1):
        cue = _found([line.fold(at)])
        if cue is not None and cue.part in {"manner", "according"} and line.breaks(at):
            return line.page.words[at - 1].end
    return end


def _trim(raw: str, start: int, end: int) -> Span | None:
    while start < end and raw[start] in " \u00a0:" + "،,":
        start += 1
    whole = raw[start:end].rstrip(".!؟?،, \n")
    if whole[:1] and whole[0] in _QUOTES:
        start, whole = start + 1, whole[1:]
    if whole[-1:] and whole[-1] in _QUOTES:
        whole = whole[:-1].rstrip(".,،")
    return (start, start + len(whole)) if whole.strip() else None


def _according(line: Line, at: int, cue: _Cue) -> Claim | None:
    """بحسب X، … and …, according to X."""
    first = at + cue.words
    if line.fold(first) == "ما":  # وفق ما صرح به …
        first = next(
            (step + 1 for step in range(first, min(first + _COMMON, line.last)) if line.fold(step) == "به"), first
        )
    things = [t for t in line.things if at < t.first <= first + _COMMON and t.kind in _SOURCES and not t.joined]
    things = things if things and not any(line.breaks(step) for step in range(first + 1, things[0].first + 1)) else []
    end_of = things[0].last if things else first
    while not things and end_of < line.last and end_of - first < _COMMON - 1 and not line.breaks(end_of + 1):
        end_of += 1
    if end_of > line.last:
        return None
    source = things[0].id if things else line.page.raw[line.page.words[first].start : line.page.words[end_of].end]
    begin, end = line.page.sentences[line.number]
    raw = line.page.raw
    if at <= line.first + 1:
        content = _trim(raw, line.page.words[end_of + 1].start, end) if end_of < line.last else None
    else:
        content = _trim(raw, begin, line.page.words[at - 1].end)
    return _made(line, at, cue, source, content) if content else None
