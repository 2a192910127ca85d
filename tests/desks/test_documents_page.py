"""What stands on a page and is no sentence of the article; how each sentence speaks; one event told in several."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench._documents_fresh import matched, rows
from jisr.desks.documents import Kind, furniture, prepare, read_article

LEXICON = prepare()
DAY = date(2026, 2, 20)

REAL = [
    "By Monday, the ministry had closed its embassy in Doha.",
    "The list was last updated on 3 May.",
    "وحدث في المدينة انفجار كبير قتل فيه ثلاثة أشخاص.",
    "كتب الوزير إلى مجلس الأمن أن بلاده انضمت إلى التحالف.",
    "إعداد مشروع القانون سيبدأ في آذار المقبل.",
    "Share prices fell after the embassy was closed.",
    "Printers were seized by the police in Amman.",
    "Home Secretary Jane Doe met her counterpart in Cairo",
    "تابعنا أمس اجتماع الوزراء في القاهرة.",
]


@pytest.mark.parametrize("line", REAL)
def test_a_sentence_is_no_furniture(line: str) -> None:
    assert not furniture(f"A title\n{line}\nAnother line.")


ASIDE = [
    ("هيئة التحرير25 نوفمبر 2025آخر تحديث :", "updated"),
    ("آخر تحديث: 12 كانون الثاني 2026", "updated"),
    ("Last updated: 12 January 2026 10:14 GMT", "updated"),
    ("By Layla Haddad and Omar al-Nasser", "byline"),
    ("بقلم: ليلى حداد", "byline"),
    ("اقرأ أيضا: تركيا ترحّل عشرة مقاتلين إلى العراق", "menu"),
    ("إقرأ ايضا | اجتماع في القاهرة", "menu"),
    ("Read also: Syria joins the coalition", "menu"),
    ("Share on Facebook", "menu"),
    ("شارك على فيسبوك", "menu"),
    ("عاجل !!", "ticker"),
    ("BREAKING", "ticker"),
]


@pytest.mark.parametrize(("line", "kind"), ASIDE)
def test_furniture_tells_nothing(line: str, kind: str) -> None:
    text = f"العراق يوقع اتفاقا مع الأردن\n{line}\nوقعت الحكومة العراقية اتفاقا مع الأردن."
    told = read_article(text, known=LEXICON, published=DAY)
    assert [(one.kind, text[one.start : one.end]) for one in told.furniture] == [(kind, line)]
    assert told.modalities[1] == "boilerplate"
    assert all(one.sentence != 1 for one in told.events)
    assert all(one.sentence != 1 for one in told.claims)
    assert all(one.sentence != 1 for one in told.proposals)


def test_who_signs_is_somebody_and_who_is_in_a_menu_is_nobody() -> None:
    text = "A title\nBy Layla Haddad and Omar Nasser\nRead also: Minister Karim Suleiman visits Doha\nNothing more."
    people = [m.text for m in read_article(text, known=LEXICON).mentions if m.type is Kind.PERSON]
    assert "Karim Suleiman" not in people


def test_no_event_of_the_annotated_articles_is_lost(shared: Path) -> None:
    for language in ("ar", "en"):
        for line in (shared / f"documents/dev/{language}.jsonl").read_text(encoding="utf-8").splitlines():
            document = json.loads(line)
            aside = furniture(document["text"])
            for event in document["events"]:
                at = event["trigger"]["start"]
                assert not any(one.start <= at < one.end for one in aside), document["id"]


def test_how_the_sentences_of_the_annotated_articles_speak(shared: Path) -> None:
    right = count = 0
    for language in ("ar", "en"):
        for line in (shared / f"documents/dev/{language}.jsonl").read_text(encoding="utf-8").splitlines():
            document = json.loads(line)
            found = read_article(document["text"], known=LEXICON).modalities
            wanted = [one["modality"] for one in document["sentences"]]
            right += sum(one == other for one, other in zip(found, wanted, strict=True))
            count += len(wanted)
    assert right >= 0.95 * count  # share of sentences


@pytest.mark.parametrize(
    ("row", "wanted"), list(rows()), ids=lambda one: one["text"][:40] if isinstance(one, dict) else ""
)
def test_a_sentence_nobody_wrote_a_rule_for(row: dict[str, str], wanted: list[object]) -> None:
    told = read_article(row["text"], known=LEXICON, published=DAY)
    pairs, missing, extra = matched(wanted, told.events)  # type: ignore[arg-type]  # the ids function widens it
    assert (missing, extra) == ([], [])
    assert [one.factuality for one, _ in pairs] == [found.factuality.value for _, found in pairs]
    assert all(one.date in {"", found.date} for one, found in pairs)
    assert told.modalities == (row["modality"],)


AGAIN = [
    (
        (
            "تركيا ترحّل 14 مقاتلا أجنبيا\nأعلنت وزارة الداخلية التركية ترحيل 14 مقاتلا إلى ألمانيا.\n"
            "ونفى المتحدث باسم الوزارة أن تكون السلطات التركية سلّمت أيا منهم إلى بغداد."
        ),
        (0, 0, 2),
    ),
    (
        (
            "Syria joins the Global Coalition\nSyria joined the Global Coalition on 10 November 2025.\n"
            "Iraq joined the Arab League in 1945."
        ),
        (0, 0, 2),
    ),
    ("Police arrested two men in Amman.\nPolice arrested six men in Cairo.", (0, 1)),
]


@pytest.mark.parametrize(("text", "same"), AGAIN)
def test_an_event_told_again_is_one(text: str, same: tuple[int, ...]) -> None:
    assert read_article(text, known=LEXICON, published=DAY).same == same


@given(st.lists(st.sampled_from([line for line, _ in ASIDE] + REAL + [row["text"] for row, _ in rows()]), max_size=12))
def test_every_event_points_to_one_of_its_kind(lines: list[str]) -> None:
    told = read_article("\n".join(lines), known=LEXICON, published=DAY)
    assert len(told.same) == len(told.events)
    assert len(told.modalities) == len(told.sentences)
    for at, first in enumerate(told.same):
        assert first <= at
        assert told.same[first] == first
        assert told.events[first].type == told.events[at].type
