"""Whom a name may be of: candidates with reasons, namesakes, and mostly nobody."""

from __future__ import annotations

import pytest

from jisr import tables
from jisr.desks.documents import Candidate, Kind, Known, Mention, annotate

SHARAA = [
    Known(thing="un:QDi.317", name=name, countries=frozenset({"sy"}), references=("QDi.317",), roles=("الرئيس",))
    for name in ("Ahmed al-Sharaa", "أبو محمد الجولاني")
]
HAMDAN = [
    Known(thing="x:1", name=name, countries=frozenset({"sy"}), birth_dates=("1979-03-01",))
    for name in ("Khalid Mahmoud Abdullah al-Hamdan", "أبو قتادة الشامي")
]


def people(text: str, known: list[Known]) -> dict[str, Mention]:
    return {m.text: m for m in annotate(text, known=known) if m.type is Kind.PERSON}


def codes(found: tuple[Candidate, ...]) -> list[list[str]]:
    return [[reason.code.removeprefix("mention-") for reason in candidate.reasons] for candidate in found]


CANDIDATES = [
    ("قام الرئيس السوري أحمد الشرع بزيارة", SHARAA, [["name-aligned", "nationality-said", "role-said", "office-said"]]),
    ("Syrian President Ahmed al-Sharaa met him", SHARAA, [["name-aligned", "nationality-said", "office-said"]]),
    ("التقى السوري أحمد الشرع بهم", SHARAA, [["name-aligned", "nationality-said"]]),
    ("أحمد الشرع (QDi.317) في القائمة", SHARAA, [["name-aligned", "reference-said"]]),
    ("وصل رئيس سوريا أحمد الشرع", SHARAA, [["name-aligned", "nationality-said", "office-said"]]),
    (
        "1- خالد محمود عبد الله الحمدان، مواليد 1979، سوري.",
        HAMDAN,
        [["name-aligned", "nationality-said", "birth-year-same"]],
    ),
    ("1- خالد محمود عبد الله الحمدان، مواليد 1980.", HAMDAN, []),
    ("قال أحمد الشرع إن", SHARAA, []),
    ("الرئيس أحمد الشرع في دمشق", [Known(thing="x:9", name="أحمد الشرع")], []),
    ("قام الرئيس السوري أحمد الشرقاوي بزيارة", SHARAA, []),
    ("قام الرئيس السوري بزيارة", SHARAA, []),
]


@pytest.mark.parametrize(("text", "known", "expected"), CANDIDATES, ids=[text for text, _, _ in CANDIDATES])
def test_candidates(text: str, known: list[Known], expected: list[list[str]]) -> None:
    found = [mention for mention in people(text, known).values() if mention.candidates]
    assert [reasons for mention in found for reasons in codes(mention.candidates)] == expected
    assert all(mention.id == "" for mention in found)
    for mention in found:
        for candidate in mention.candidates:
            assert candidate.score == pytest.approx(min(1.0, sum(reason.weight for reason in candidate.reasons)))


NAMESAKES = [
    ("قام الوزير التونسي أحمد الشرع بزيارة", SHARAA, [["name-aligned", "nationality-differs"]]),
    ("خالد محمود عبد الله الحمدان في المدينة", HAMDAN, [["name-aligned"]]),
    ("1- خالد محمود عبد الله الحمدان، مواليد 1950.", HAMDAN, [["name-aligned", "birth-year-differs"]]),
    (
        "1- خالد محمود عبد الله الحمدان، سوري. وقد ثبت تشابه في الأسماء.",
        HAMDAN,
        [["name-aligned", "nationality-said", "namesake-said"]],
    ),
]


@pytest.mark.parametrize(("text", "known", "expected"), NAMESAKES, ids=[text for text, _, _ in NAMESAKES])
def test_the_same_words_are_no_link(text: str, known: list[Known], expected: list[list[str]]) -> None:
    (mention,) = people(text, known).values()
    assert mention.candidates == ()
    assert codes(mention.namesakes) == expected


def test_two_names_of_one_party_in_one_sentence_speak_for_each_other() -> None:
    found = people('خالد محمود عبد الله الحمدان المعروف بـ"أبو قتادة الشامي" هنا', HAMDAN)
    assert {text: codes(mention.candidates) for text, mention in found.items()} == {
        "خالد محمود عبد الله الحمدان": [["name-aligned", "other-name-said"]],
        "أبو قتادة الشامي": [["name-aligned", "other-name-said"]],
    }


def test_what_is_said_once_holds_for_the_name_and_its_short_form() -> None:
    text = "الرئيس السوري أحمد الشرع هنا. قال أحمد الشرع إن ذلك. زيارة الشرع."
    found = [m for m in annotate(text, known=SHARAA) if m.type is Kind.PERSON]
    assert [m.text for m in found] == ["أحمد الشرع", "أحمد الشرع", "الشرع"]
    assert [codes(m.candidates)[0][-1] for m in found] == ["office-said", "said-before", "said-before"]


def test_a_surname_of_two_persons_is_nobodys() -> None:
    text = "الرئيس السوري أحمد الشرع مع خالد الشرع. زيارة الشرع."
    found = [m for m in annotate(text, known=SHARAA) if m.type is Kind.PERSON]
    assert [(m.text, bool(m.candidates)) for m in found] == [
        ("أحمد الشرع", True),
        ("خالد الشرع", False),
        ("الشرع", False),
    ]


def test_nothing_is_said_before_where_something_speaks_against() -> None:
    text = "الرئيس السوري أحمد الشرع هنا. قال أحمد الشرع إن. الوزير التونسي أحمد الشرع هناك."
    found = [m for m in annotate(text, known=SHARAA) if m.type is Kind.PERSON]
    assert [bool(m.candidates) for m in found] == [True, False, False]


def test_the_better_known_name_of_a_party_counts_and_others_stay_namesakes() -> None:
    known = [
        *HAMDAN,
        Known(thing="x:1", name="خالد محمود عبد الله الحمدان", countries=frozenset({"sy"})),
        Known(thing="x:2", name="خالد محمود عبد الله الحمدان", countries=frozenset({"eg"})),
    ]
    (mention,) = people("1- خالد محمود عبد الله الحمدان، سوري.", known).values()
    assert [candidate.thing for candidate in mention.candidates] == ["x:1"]
    assert [candidate.thing for candidate in mention.namesakes] == ["x:2"]


def test_every_reason_has_its_sentence() -> None:
    sentences = {row["code"]: row for row in tables.rows("sentences_documents")}
    for text, known, _ in (*CANDIDATES, *NAMESAKES):
        for mention in annotate(text, known=known):
            for candidate in (*mention.candidates, *mention.namesakes):
                for reason in candidate.reasons:
                    for language in ("en", "ar"):
                        assert sentences[reason.code][language].format(**dict(reason.facts))
