"""Events, factuality, days, arguments, claims and changes of status against the annotated documents.

An event is found if its type and sentence are the annotation's and the triggers are the same or both the only one of
that type; optional ones that are missing are no miss. Arguments: ids, or words where there is none.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from jisr.desks.documents import Article, Lexicon, read_article

BARS = {"ar": 0.88, "en": 0.82}
PARTS = ("actor", "target", "place", "obj")
Found = dict[str, Any]


class Count:
    """Hits, said and wanted, and what comes of them."""

    def __init__(self) -> None:
        """Nothing counted."""
        self.hits = self.said = self.wanted = 0

    def f1(self) -> float:
        """The harmonic mean of precision and recall; 1 where nothing was wanted or said."""
        return 2 * self.hits / (self.said + self.wanted) if self.said + self.wanted else 1.0

    def precision(self) -> float:
        """Hits of those said."""
        return self.hits / self.said if self.said else 1.0


def told(documents: list[Found], lexicon: Lexicon, language: str) -> Iterator[tuple[str, float, str, float, bool]]:
    """(name, value, unit, bar, least) of each figure of one language."""
    events, parts, claims, facts = Count(), Count(), Count(), Count()
    matched = right = dated = 0
    false_facts = 0
    for document in documents:
        article = read_article(document["text"], known=lexicon, published=date.fromisoformat(document["published"]))
        names = {document["text"][m["start"] : m["end"]]: m["id"] for m in document["mentions"] if m["id"]}
        for gold, found in _pairs(document, article, events):
            matched += 1
            right += found.factuality.value == gold["factuality"]
            false_facts += gold["factuality"] == "negated" and found.factuality.value == "actual"
            dated += (found.date or None) in _dates(gold, document["published"])
            for part in PARTS:
                ours = {names.get(one, one) for one in getattr(found, part)}
                theirs = set(gold.get(part) or ())
                parts.hits += len(ours & theirs)
                parts.said += len(ours)
                parts.wanted += len(theirs)
        _claims(document, article, names, claims)
        _facts(document, article, names, facts)
    yield f"events F1 {language}", events.f1(), "F1", BARS[language], True
    yield f"factuality {language}", right / matched, "share of found events", 0.95, True
    yield f"negated reported as actual {language}", false_facts, "events", 0, False
    yield f"event date {language}", dated / matched, "share of found events", 0.88, True
    yield f"arguments F1 {language}", parts.f1(), "F1", 0.72, True
    yield f"claims F1 {language}", claims.f1(), "F1", 0.82, True
    yield f"status facts F1 {language}", facts.f1(), "F1", 0.78, True
    yield f"status facts precision {language}", facts.precision(), "share", 0.95, True


def _pairs(document: Found, article: Article, count: Count) -> Iterator[tuple[Found, Any]]:
    left = list(article.events)
    count.said += len(left)
    for gold in document["events"]:
        same = [one for one in left if one.type == gold["type"] and one.sentence == gold["sent"]]
        same.sort(key=lambda one: abs(one.trigger[0] - gold["trigger"]["start"]))
        count.wanted += bool(same) or not gold.get("optional")
        if same:
            left.remove(same[0])
            count.hits += 1
            yield gold, same[0]


def _dates(gold: Found, published: str) -> set[str | None]:
    """The days that are right: a headline without one may take the day of publication."""
    days = {gold["date"], *(one.get("date") for one in gold.get("alternatives", ()))}
    return days | {published} if gold["date"] is None and gold["sent"] == 0 else days


def _claims(document: Found, article: Article, names: dict[str, str], count: Count) -> None:
    left = list(article.claims)
    count.said += len(left)
    for gold in document["claims"]:
        near = [one for one in left if one.sentence == gold["sent"] and abs(one.cue[0] - gold["cue"]["start"]) <= 2]
        hit = [one for one in near if names.get(one.source, one.source) == gold["source"] and one.kind == gold["kind"]]
        count.wanted += bool(hit) or not gold.get("optional")
        if hit:
            left.remove(hit[0])
            count.hits += 1


def _facts(document: Found, article: Article, names: dict[str, str], count: Count) -> None:
    left = [(one.kind, one.status, names.get(one.subj, one.subj), one.obj, one.until) for one in article.proposals]
    count.said += len(left)
    for gold in document["facts"]:
        key = (gold["kind"], gold["status"], gold["subj"], gold["obj"], gold.get("until") or "")
        count.wanted += key in left or not gold.get("optional")
        count.hits += key in left
