"""How well and how fast are mentions read?  One JSON line a figure: name, value, unit, bar, passed.

Data: ../shared/data/documents/dev (strict: the same span and type). The persons of its registry are what the node
knows; everything else is found by the desk's own tables and rules.
"""

from __future__ import annotations

import csv
import json
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from bench._documents_fresh import fresh
from bench._documents_people import people
from bench._documents_plover import plover
from bench._documents_sources import sources
from bench._documents_speed import pace
from bench._documents_told import told
from jisr.desks.documents import Kind, Known, Lexicon, Mention, annotate, prepare

DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "data"
BARS = {"ar": 0.93, "en": 0.92}
SPEED = 2000  # sentences a second
LOAD = 0.3  # seconds
START = 1.5  # seconds
MARGIN = 0.15  # over a lookup of our own


def figure(name: str, value: float, unit: str, bar: float, *, least: bool = True) -> dict[str, Any]:
    """One line. `least`: the bar is the least that passes, else the most."""
    passed = value >= bar if least else value <= bar
    return {"name": name, "value": round(value, 4), "unit": unit, "bar": bar, "passed": passed}


def registry() -> tuple[Known, ...]:
    """The persons of the data's registry, all their names."""
    with (DATA / "documents/gazetteer/core_registry.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["type"] == "PER"]
    return tuple(
        Known(thing=row["id"], name=name, countries=frozenset({row["country"]} - {""}))
        for row in rows
        for name in f"{row['names_ar']};{row['names_en']}".split(";")
    )


def documents(language: str) -> list[dict[str, Any]]:
    """The annotated documents."""
    with (DATA / f"documents/dev/{language}.jsonl").open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def read(document: dict[str, Any], lexicon: Lexicon) -> tuple[Mention, ...]:
    """What the desk finds in one."""
    return annotate(str(document["text"]), known=lexicon, published=date.fromisoformat(str(document["published"])))


def quality(language: str, lexicon: Lexicon, label: str) -> Iterator[dict[str, Any]]:
    """Strict F1, and links: ids right of those given, persons' candidates that are somebody else."""
    hits = said = wanted = linked = right = false_people = 0
    for document in documents(language):
        gold = {(m["start"], m["end"], m["type"]): m["id"] for m in document["mentions"] if not m.get("optional")}
        optional = {(m["start"], m["end"], m["type"]) for m in document["mentions"] if m.get("optional")}
        found = {(m.start, m.end, m.type.value): m for m in read(document, lexicon)}
        hits += len(gold.keys() & found.keys())
        said += len(found.keys() - optional)
        wanted += len(gold)
        for key, mention in found.items():
            if mention.type is Kind.PERSON:
                false_people += sum(candidate.thing != gold.get(key) for candidate in mention.candidates)
            elif mention.id and key in gold:
                linked += 1
                right += mention.id == gold[key]
    precision, recall = hits / said, hits / wanted
    yield figure(f"mentions F1 {language}{label}", 2 * precision * recall / (precision + recall), "F1", BARS[language])
    yield figure(f"ids right {language}{label}", right / linked, "share", 0.95)
    yield figure(f"false person links {language}{label}", false_people, "links", 0, least=False)


def press_names() -> Iterator[dict[str, Any]]:
    """Names of the press against names of the UN list: nothing in the text speaks for anyone."""
    with (DATA / "names/un_list.jsonl").open(encoding="utf-8") as file:
        entries = [entry for entry in map(json.loads, file) if entry["schema"] == "Person"]
    known = [
        Known(thing=entry["id"], name=name, birth_dates=tuple(entry.get("dob", ())))
        for entry in entries
        for name in (entry["name"], *(alias["name"] for alias in entry.get("aliases", ())))
    ]
    lexicon = prepare(known)
    with (DATA / "documents/gazetteer/people_ar_en.csv").open(encoding="utf-8") as file:
        names = [name for row in csv.DictReader(file) for name in (row["name_ar"], row["name_en"])]
    texts = [text for name in names for text in (name, f"قال {name} إن الاجتماع مهم.", f"President {name} said so.")]
    links = sum(bool(mention.candidates) for text in texts for mention in annotate(text, known=lexicon))
    yield figure("press names linked to the UN list", links, "links", 0, least=False)


def speed() -> Iterator[dict[str, Any]]:
    """Sentences a second, and the start."""
    every = [document for language in BARS for document in documents(language)]
    bars = {"s of one core": (START, False), "sentences/s of one core": (SPEED, True)}
    for name, value, unit in pace(DATA, registry(), every):
        bar, least = bars[unit]
        yield figure(name, value, unit, bar, least=least)


def fresh_sentences(lexicon: Lexicon) -> Iterator[dict[str, Any]]:
    """Sentences that were written before the rules were looked at; the rules were mended after they were measured."""
    for language, bar in (("ar", 0.88), ("en", 0.82)):
        found = fresh(lexicon, language)
        yield figure(f"fresh sentences: events F1 {language}", found["events"], "F1", bar)
        yield figure(f"fresh sentences: factuality {language}", found["factuality"], "share", 0.95)
        yield figure(f"fresh sentences: fact or opinion {language}", found["modality"], "share", 0.92)


def _date_forms() -> dict[str, Any]:
    """The table of the tests: forms with the words and the day they mean, or that they mean none."""
    from tests.desks.test_documents_dates import DATES, TUESDAY

    lexicon, right = prepare(), 0
    for text, words, value in DATES:
        found = [(m.text, m.id) for m in annotate(text, known=lexicon, published=TUESDAY) if m.type is Kind.DATE]
        right += found == ([(words, value)] if words else [])
    return figure(f"forms of dates read right, of {len(DATES)}", right, "forms", len(DATES))


def _plover() -> Iterator[dict[str, Any]]:
    """PLOVER's gold records: the bar is our own lookup and fifteen points."""
    found = dict(plover(DATA, prepare()))
    for name in ("PLOVER types en", "PLOVER actors F1 en"):
        bar = round(found[f"{name}, by lookup"] + MARGIN, 4)
        yield figure(name, found[name], f"share; lookup {found[f'{name}, by lookup']:.3f}", bar)


def main() -> int:
    """0: every figure is at its bar."""
    began = time.process_time()
    tables_only = prepare()
    figures = [figure("load of the lexicon", time.process_time() - began, "s of one core", LOAD, least=False)]
    if DATA.is_dir():
        lexicon = prepare(registry())
        for language in BARS:
            figures += [*quality(language, lexicon, ""), *quality(language, tables_only, ", nobody known")]
            for name, value, unit, bar, least in told(documents(language), lexicon, language):
                figures.append(figure(name, value, unit, bar, least=least))
        for name, value, unit, bar, least in sources(DATA):
            figures.append(figure(name, value, unit, bar, least=least))
        score, precision = people(DATA, tables_only)
        figures += [
            figure("persons nobody told of, 100 sentences", score, "F1", 0.60),
            figure("persons nobody told of: precision", precision, "share", 0.75),
            *press_names(),
            _date_forms(),
            *_plover(),
            *fresh_sentences(lexicon),
            *speed(),
        ]
    for line in figures:
        print(json.dumps(line, ensure_ascii=False))
    return 0 if all(line["passed"] for line in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
