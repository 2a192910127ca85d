"""Events in English against PLOVER's gold records (developer part): type, and the countries of source and target.

The records' older names DEMAND, DISAPPROVE, FIGHT are REQUEST, ACCUSE, ASSAULT. The lookup we measure against takes
the first word that is any form of the table of event cues, by `event_types.csv`, and the first and second country
named: no grammar. The words of `plover_cues.csv` were written with these records in sight: read the figure as a fit.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jisr import tables
from jisr.desks.documents import Kind, Lexicon, plover_code, read_article
from jisr.desks.documents._cues import cues
from jisr.desks.documents._page import read_words

SAME = {"DEMAND": "REQUEST", "DISAPPROVE": "ACCUSE", "FIGHT": "ASSAULT"}
Row = dict[str, Any]
Answer = tuple[str, frozenset[str], frozenset[str]]


def plover(data: Path, lexicon: Lexicon) -> Iterator[tuple[str, float]]:
    """(name, share right) of types and actors: ours, the lookup's."""
    folder = data / "documents"
    kinds = {row["type"]: row["plover"] for row in _csv(folder / "event_types.csv")}
    codes = {row["iso2"].lower(): row["iso3"] for row in _csv(folder / "gazetteer/countries.csv") if row["iso3"]}
    with (folder / "plover_gsr/dev.jsonl").open(encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    for name, answer in (("", _ours), (", by lookup", _looked_up)):
        found = [answer(row, lexicon, kinds, codes) for row in rows]
        types = [kind == SAME.get(row["event"], row["event"]) for row, (kind, _, _) in zip(rows, found, strict=True)]
        yield f"PLOVER types en{name}", sum(types) / len(rows)
        yield f"PLOVER actors F1 en{name}", _actors(rows, [(source, target) for _, source, target in found])


def _csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _ours(row: Row, lexicon: Lexicon, _kinds: dict[str, str], codes: dict[str, str]) -> Answer:
    coded = plover_code(row["text"])
    if coded is None:
        return "", frozenset(), frozenset()
    article = read_article(row["text"], known=lexicon)
    named = [(one.start, _code(one.id, codes)) for one in article.mentions if one.id]
    before = [code for start, code in named if code and start < coded.start]
    after = [code for start, code in named if code and start >= coded.end]
    source, target = (after[:1], before[:1]) if coded.passive else (before[:_SIDE], after[:1])
    if bool(source) != bool(target) and coded.type in _AT_HOME:
        source, target = source or target, target or source[:1]  # rebels, police, a government: of one country
    return coded.type, frozenset(source), frozenset(target)


_SIDE = 2  # countries of a subject
_AT_HOME = frozenset(
    {"PROTEST", "COERCE", "ASSAULT", "CONCEDE", "REQUEST", "INVESTIGATE", "AGREE", "REJECT", "THREATEN"}
)
_BETWEEN_STATES = (
    "org:un",
    "org:eu",
    "org:nato",
    "org:arab-league",
    "org:osce",
    "org:who",
    "org:iaea",
    "org:icc",
    "org:ohchr",
)


def _looked_up(row: Row, lexicon: Lexicon, kinds: dict[str, str], codes: dict[str, str]) -> Answer:
    article = read_article(row["text"], known=lexicon)
    countries = [codes.get(one.id, "") for one in article.mentions if one.type in {Kind.COUNTRY, Kind.NATIONALITY}]
    first = next(
        (cue for word in read_words(row["text"]) for cue in cues().get(word.fold, ()) if cue.lang == "en"), None
    )
    source, target = (frozenset(filter(None, countries[at : at + 1])) for at in (0, 1))
    return kinds[first.type] if first else "", source, target


def _code(thing: str, codes: dict[str, str]) -> str:
    """ISO 3166-1 alpha-3 of a country, or of the country whose body or city it is."""
    if thing.startswith(_BETWEEN_STATES):
        return "IGO"
    cities = {row["id"]: row["iso2"] for row in tables.rows("places")}
    return next((codes[part] for part in (thing, thing.rpartition("-")[2], cities.get(thing, "")) if part in codes), "")


def _actors(rows: list[Row], found: list[tuple[frozenset[str], frozenset[str]]]) -> float:
    hits = said = wanted = 0
    for row, (source, target) in zip(rows, found, strict=True):
        for part, ours in (("source", source), ("target", target)):
            gold = {one["code"] for one in row[part] if one["code"]}
            hits, said, wanted = hits + len(gold & ours), said + len(ours), wanted + len(gold)
    return 2 * hits / (said + wanted)
