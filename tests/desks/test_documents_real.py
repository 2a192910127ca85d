"""A real article, annotated documents and press names, where they are beside the repository."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from jisr.desks.documents import Kind, Known, Mention, annotate, prepare

SHARAA = [
    Known(thing="un:QDi.317", name=name, countries=frozenset({"sy"}))
    for name in ("Ahmed al-Sharaa", "أبو محمد الجولاني")
]


@pytest.fixture(scope="module")
def article(shared: Path) -> tuple[Mention, ...]:
    text = (shared / "documents" / "article.txt").read_text(encoding="utf-8")
    return annotate(text, known=SHARAA)


@pytest.mark.parametrize(
    ("words", "kind", "thing"),
    [
        ("سوريا", "GPE", "sy"),
        ("الولايات المتحدة", "GPE", "us"),
        ("السعودية", "GPE", "sa"),
        ("المملكة العربية السعودية", "GPE", "sa"),
        ("قطر", "GPE", "qa"),
        ("الإمارات", "GPE", "ae"),
        ("دول الخليج", "GPE", "grp:gulf-states"),
        ("التحالف الدولي لهزيمة داعش", "ORG", "org:coalition"),
        ("التحالف", "ORG", "org:coalition"),
        ("داعش", "ORG", "org:isis"),
        ("المجلس الأطلسي", "ORG", "org:atlantic-council"),
        ("قوات سوريا الديمقراطية", "ORG", "org:sdf"),
        ("السفارة السورية في واشنطن", "ORG", "org:sy-embassy-washington"),
        ("السفارة الأميركية في دمشق", "ORG", "org:us-embassy-damascus"),
        ("الحكومة السورية", "ORG", "org:gov-sy"),
        ("أحمد الشرع", "PER", ""),
        ("الشرع", "PER", ""),
        ("دونالد ترامب", "PER", ""),
        ("ميريسا خورما", "PER", ""),
        ("جورجيو كافييرو", "PER", ""),
        ("قانون قيصر", "LAW", "law:caesar"),
        ("10 نوفمبر", "DATE", "2025-11-10"),
        ("25 نوفمبر 2025", "DATE", "2025-11-25"),
    ],
)
def test_the_article_names(article: tuple[Mention, ...], words: str, kind: str, thing: str) -> None:
    assert {(m.text, m.type.value, m.id) for m in article} >= {(words, kind, thing)}


def test_nobody_else_is_named_in_the_article(article: tuple[Mention, ...]) -> None:
    people = {m.text for m in article if m.type is Kind.PERSON}
    assert people == {"أحمد الشرع", "الشرع", "دونالد ترامب", "ميريسا خورما", "جورجيو كافييرو"}


def test_its_president_may_be_the_party_and_why(article: tuple[Mention, ...]) -> None:
    for mention in article:
        expected = ["un:QDi.317"] if mention.text in {"أحمد الشرع", "الشرع"} else []
        assert [candidate.thing for candidate in mention.candidates] == expected
    said = next(m for m in article if m.text == "أحمد الشرع").candidates[0].reasons
    assert ("word", "الرئيس السوري") in [fact for reason in said for fact in reason.facts]


def persons(shared: Path) -> Iterator[Known]:
    with (shared / "documents/gazetteer/core_registry.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            for name in f"{row['names_ar']};{row['names_en']}".split(";") if row["type"] == "PER" else ():
                yield Known(thing=row["id"], name=name, countries=frozenset({row["country"]} - {""}))


@pytest.mark.parametrize(("language", "bar"), [("ar", 0.75), ("en", 0.65)])
def test_annotated_documents(shared: Path, language: str, bar: float) -> None:
    lexicon = prepare(persons(shared))
    hits = said = wanted = 0
    for line in (shared / f"documents/dev/{language}.jsonl").read_text(encoding="utf-8").splitlines():
        document = json.loads(line)
        found = annotate(document["text"], known=lexicon, published=date.fromisoformat(document["published"]))
        gold = {(m["start"], m["end"], m["type"]): m["id"] for m in document["mentions"]}
        hits += sum((m.start, m.end, m.type.value) in gold for m in found)
        said, wanted = said + len(found), wanted + len(gold)
        for mention in found:
            things = {candidate.thing for candidate in mention.candidates}
            assert things <= {gold.get((mention.start, mention.end, mention.type.value))}, mention.text
    assert 2 * hits / (said + wanted) >= bar


def test_press_names_are_not_linked_to_a_list(shared: Path) -> None:
    entries = [json.loads(line) for line in (shared / "names/un_list.jsonl").read_text(encoding="utf-8").splitlines()]
    known = [
        Known(thing=entry["id"], name=name, birth_dates=tuple(entry.get("dob", ())))
        for entry in entries
        if entry["schema"] == "Person"
        for name in (entry["name"], *(alias["name"] for alias in entry.get("aliases", ())))
    ]
    lexicon = prepare(known)
    with (shared / "documents/gazetteer/people_ar_en.csv").open(encoding="utf-8") as file:
        texts = [
            f"قال {row['name_ar']} إن الاجتماع مهم. President {row['name_en']} agreed." for row in csv.DictReader(file)
        ]
    assert not [m for text in texts for m in annotate(text, known=lexicon) if m.candidates]
