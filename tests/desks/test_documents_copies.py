"""One story in several articles, and what stands in an article without being of it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jisr.desks.documents import agency, compare_stories, copies, furniture, story_of, without_furniture

STORY = (
    "العراق والأردن يوقعان مذكرة\n"
    "بغداد (وكالة الجسر) - وقعت الحكومتان مذكرة تفاهم لتبادل المعلومات المالية وتعقب الأموال المشبوهة في البلدين.\n"
    "وقال الوزير في مؤتمر صحفي إن المذكرة تسمح بتبادل بيانات التحويلات خلال 48 ساعة من كل طلب.\n"
)


def test_a_copy_is_found_whatever_its_spelling_and_title() -> None:
    copy = "عنوان آخر\n" + STORY.partition("\n")[2].replace("ة", "ه").replace("أ", "ا").replace("48", "٤٨")
    found = compare_stories(story_of("a", STORY, published=date(2025, 11, 16)), story_of("b", copy))
    assert found is not None
    assert (found.first, found.second) == ("a", "b")
    assert found.contained > 0.8


@pytest.mark.parametrize(
    ("text", "day"),
    [
        (STORY, date(2025, 12, 16)),
        ("The farmers brought in the olives of the valley early this year, as the rain had come late.", None),
        ("", None),
    ],
)
def test_what_is_no_copy(text: str, day: date | None) -> None:
    first = story_of("a", STORY, published=date(2025, 11, 16))
    assert compare_stories(first, story_of("b", text, published=day)) is None


def test_two_notices_by_one_formula_are_two() -> None:
    formula = (
        "قررت اللجنة في جلستها المنعقدة بتاريخ {} إدراج الأشخاص والكيانات الآتية على القائمة المحلية برقم {} لعام {}\n"
    )
    one, two = (story_of(name, formula.format(*said)) for name, said in (("a", (11, 45, 2024)), ("b", (17, 62, 2025))))
    assert compare_stories(one, two) is None


def test_of_the_annotated_articles_only_the_copies_are_joined(shared: Path) -> None:
    lines = [
        json.loads(line)
        for language in ("ar", "en")
        for line in (shared / "documents" / "dev" / f"{language}.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    stories = [story_of(line["id"], line["text"], published=date.fromisoformat(line["published"])) for line in lines]
    wanted = {(line["copy_of"], line["id"]) for line in lines if line.get("copy_of")}
    assert {(one.first, one.second) for one in copies(stories)} == wanted


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (STORY, "وكالة الجسر"),
        ("DAMASCUS (Reuters) - It was said", "Reuters"),
        ("It was said, according to Anadolu Agency.", "Anadolu Agency"),
        ("The agency of the region met", None),
    ],
)
def test_the_agency_is_named(text: str, name: str | None) -> None:
    found = agency(text)
    assert (found.name if found else None) == name
    assert found is None or text[found.start : found.end] == name


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        (
            "عنوان\n\nهيئة التحرير25 نوفمبر 2025آخر تحديث :\nعنوان\n\nنص\n\nعاجل !!",
            ["updated", "title-again", "ticker"],
        ),
        ("Title\nBy Jane Doe\nText of it.\nRead more\n© 2025 The Paper", ["byline", "menu", "menu"]),
        ("عـــاجل | لقاء بين الوزيرين\nنص", ["ticker"]),
        ("Breaking news travels fast\nThe comments were kind.", []),
    ],
)
def test_furniture_is_told_apart(text: str, kinds: list[str]) -> None:
    assert [one.kind for one in furniture(text)] == kinds


@given(st.text(max_size=200))
def test_nothing_moves_when_furniture_is_left_out(text: str) -> None:
    assert len(without_furniture(text)) == len(text)


@given(st.text(max_size=200), st.text(max_size=200))
def test_it_is_the_same_both_ways(one: str, two: str) -> None:
    first, second = story_of("a", one), story_of("b", two)
    assert compare_stories(first, second) == compare_stories(second, first)
