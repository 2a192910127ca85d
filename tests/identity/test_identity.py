"""Is it the same one?"""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jisr import wording
from jisr.identity import (
    FEATURES,
    RULES,
    THRESHOLD,
    Profile,
    compare,
    kind_of,
    may_be_hit,
    propose,
    surely_different,
    to_review,
)
from jisr.names import Kind

SHARAA = Profile(
    id="un:QDi.317",
    schema="Person",
    names=("ABU MOHAMMED AL-JAWLANI", "Ahmed Hussein al-Sharaa"),
    weak_names=("Abu Ashraf", "al-Shibl"),
    birth_dates=("1975", "1979-03-07"),
    countries=frozenset({"sy"}),
    documents=frozenset({"SYR 0012-345"}),
    genders=frozenset({"male"}),
)


def asked(name: str, **said: object) -> Profile:
    return replace(Profile(id="question", schema="LegalEntity", names=(name,) if name else ()), **said)


def codes(query: Profile, candidate: Profile = SHARAA) -> list[str]:
    return [reason.code for reason in compare(query, candidate).reasons]


@pytest.mark.parametrize(
    "name", ["أحمد الشرع", "Ahmed al-Sharaa", "Ahmad Al Shara", "Ahmed al-Charaa", "أبو محمد الجولاني"]
)
def test_his_names_find_him(name: str) -> None:
    assert compare(asked(name), SHARAA).score >= THRESHOLD


@pytest.mark.parametrize(
    "name", ["محمد", "أحمد", "Farouk al-Sharaa", "Muhammad Hussein", "Husayn Ahmad", "Abu Ashraf", ""]
)
def test_other_names_do_not(name: str) -> None:
    assert compare(asked(name), SHARAA).score < THRESHOLD


@pytest.mark.parametrize(
    ("said", "code", "hit"),
    [
        ({"birth_dates": ("1979-03-07",)}, "birth-date-same", True),
        ({"birth_dates": ("1979-07-03",)}, "birth-date-swapped", True),
        ({"birth_dates": ("1979-01-01",)}, "birth-year-same", True),
        ({"birth_dates": ("1975-02",)}, "birth-year-same", True),
        ({"birth_dates": ("1976",)}, "birth-year-near", True),
        ({"birth_dates": ("1399",)}, "birth-year-near", True),
        ({"birth_dates": ("1970-1974",)}, "birth-year-near", True),
        ({"birth_dates": ("circa 1976",)}, "birth-year-near", True),
        ({"birth_dates": ("حوالي 1976",)}, "birth-year-near", True),
        ({"birth_dates": ("1975?",)}, "birth-year-near", True),
        ({"birth_dates": ("~1975-02-03",)}, "birth-year-near", True),
        ({"birth_dates": ("1354",)}, "birth-year-near", True),  # of the sun: 1975
        ({"birth_dates": ("1354-05-07", "1950")}, "birth-year-near", True),
        ({"birth_dates": ("1981",)}, "birth-years-apart", True),
        ({"birth_dates": ("1986",)}, "birth-years-apart", False),
        ({"birth_dates": ("yesterday",)}, "words-agree", True),
        ({"countries": frozenset({"SY", "sa"})}, "country-same", True),
        ({"countries": frozenset({"fr"})}, "country-differs", True),
        ({"genders": frozenset({"female"})}, "gender-differs", False),
        ({"genders": frozenset({"male"})}, "words-agree", True),
        ({"genders": frozenset({"other"})}, "words-agree", True),
        ({"documents": frozenset({"syr0012345"})}, "document-same", True),
        ({"documents": frozenset({"X1", ""})}, "words-agree", True),
        ({"schema": "Vessel"}, "other-kind", False),
        ({"birth_dates": ("1950",)}, "other-generation", False),
    ],
)
def test_evidence(said: dict[str, object], code: str, hit: bool) -> None:  # noqa: FBT001  # a table of cases
    query = asked("Ahmed Hussein al-Sharaa", **said)
    assert code in codes(query)
    assert (compare(query, SHARAA).score >= THRESHOLD) is hit


def test_full_birth_dates_that_conflict_outweigh_the_name() -> None:
    candidate = replace(SHARAA, birth_dates=("1979-03-07",))
    query = asked("Ahmed Hussein al-Sharaa", birth_dates=("1979-05-17",))
    assert "birth-date-differs" in codes(query, candidate)
    assert compare(query, candidate).score < THRESHOLD


def test_a_document_alone_is_reason_to_look() -> None:
    found = compare(asked("", documents=frozenset({"SYR0012345"})), SHARAA)
    assert found.score >= THRESHOLD
    assert found.name is None


def test_weak_aliases_weigh_less() -> None:
    candidate = replace(SHARAA, weak_names=("Droukdel", "Droukdel al-Libi"))
    asked_for = ("Ahmed Hussein al-Sharaa", "Droukdel al-Libi", "Droukdel")
    good, weak, word = (compare(asked(name), candidate).score for name in asked_for)
    assert good > weak > word >= THRESHOLD
    assert "weak-alias" in codes(asked("Droukdel"), candidate)


def test_a_common_word_alone_needs_more() -> None:
    muhammad = Profile(id="x", schema="Person", names=("Muhammad",), birth_dates=("1979-03-07",))
    assert "common-word-alone" in codes(asked("محمد"), muhammad)
    assert compare(asked("محمد"), muhammad).score < THRESHOLD
    assert compare(asked("محمد", birth_dates=("1979-03-07",)), muhammad).score < THRESHOLD


def test_ships_have_numbers() -> None:
    one = Profile(id="a", schema="Vessel", names=("VICTORY",), documents=frozenset({"IMO 9187629"}))
    other = replace(one, id="b", documents=frozenset({"9187630"}))
    assert surely_different(one, other) == "other-ship"
    assert surely_different(one, replace(other, documents=frozenset({"9187629", "MMSI 1"}))) == ""
    assert surely_different(one, replace(other, documents=frozenset())) == ""


def test_kinds() -> None:
    assert kind_of("Person") is Kind.PERSON
    assert kind_of("Vessel") is kind_of("Airplane") is Kind.VESSEL
    assert kind_of("Company") is Kind.ORGANIZATION
    assert kind_of("LegalEntity") is None


def test_the_parts_are_laid_side_by_side() -> None:
    found = compare(asked("أحمد الشرع"), SHARAA).name
    assert found is not None
    assert [(part.left, part.right) for part in found.parts] == [
        ("أحمد", "Ahmed"),
        ("", "Hussein"),
        ("الشرع", "al-Sharaa"),
    ]


PROFILES = st.builds(
    Profile,
    id=st.just("x"),
    schema=st.sampled_from(["Person", "Company", "LegalEntity", "Vessel"]),
    names=st.lists(st.sampled_from(["Ahmad", "أحمد الشرع", "Ahmed al-Sharaa", "VICTORY 3", "Bank"]), max_size=2).map(
        tuple
    ),
    weak_names=st.lists(st.sampled_from(["Abu Ashraf", "محمد"]), max_size=1).map(tuple),
    birth_dates=st.lists(
        st.sampled_from(["1979", "1979-03-07", "1979-07-03", "1399", "1950", "1970/1980", "?"]), max_size=2
    ).map(tuple),
    countries=st.frozensets(st.sampled_from(["sy", "FR"])),
    documents=st.frozensets(st.sampled_from(["9187629", "IMO 9187630", "X-1"])),
    genders=st.frozensets(st.sampled_from(["male", "female", "other"])),
)


@given(PROFILES, PROFILES)
def test_the_reasons_sum_to_the_score_and_can_be_said(query: Profile, candidate: Profile) -> None:
    found = compare(query, candidate)
    total = sum(reason.weight for reason in found.reasons)
    assert found.score == pytest.approx(min(1, max(0, total)), abs=0.01)
    assert found.score == pytest.approx(compare(candidate, query).score, abs=0.01)
    for reason in found.reasons:
        for lang in wording.LANGUAGES:
            assert wording.say(reason.code, lang=lang, facts=dict(reason.facts))


def test_every_rule_has_a_sentence() -> None:
    assert {code for code, _rule in RULES} <= wording.codes()
    assert len(FEATURES) == len(set(FEATURES))


def test_what_is_surely_different_scores_nothing() -> None:
    query = asked("Ahmed Hussein al-Sharaa", schema="Company", documents=SHARAA.documents)
    assert compare(query, SHARAA).score == 0


@given(PROFILES, PROFILES)
def test_the_short_look_never_overlooks_a_hit(one: Profile, other: Profile) -> None:
    if compare(one, other).score >= THRESHOLD:
        assert may_be_hit(one, other)


@pytest.mark.parametrize(
    ("name", "said", "seen"),
    [
        ("Ahmed Hussein al-Sharaa", {}, True),  # a hit
        ("Ahmed Hussein al-Sharaa", {"birth_dates": ("1986",)}, True),  # the whole name, the years alone apart
        ("Ahmed al-Sharaa", {"birth_dates": ("1999",)}, False),  # a generation between
        ("Ahmed Hussein al-Sharaa", {"birth_dates": ("1979-05-17",)}, True),  # two dates are on record: 1975 is near
        ("Ahmed Hussein al-Sharaa", {"birth_dates": ("1986",), "countries": frozenset({"fr"})}, False),  # more against
        ("Ahmed Hussein al-Sharaa", {"birth_dates": ("1986",), "genders": frozenset({"female"})}, False),
        ("Hussein", {"birth_dates": ("1986",)}, False),  # one word
        ("Farouk al-Sharaa", {"birth_dates": ("1986",)}, False),  # not the whole name
    ],
)
def test_who_is_shown_to_a_person(name: str, said: dict[str, object], seen: bool) -> None:  # noqa: FBT001  # a table
    assert to_review(compare(asked(name, **said), SHARAA)) is seen


def test_full_dates_that_conflict_are_not_shown() -> None:
    candidate = replace(SHARAA, birth_dates=("1979-03-07",))
    assert not to_review(compare(asked("Ahmed Hussein al-Sharaa", birth_dates=("1986-05-17",)), candidate))


@given(
    name=st.sampled_from(["Ahmed al-Sharaa", "أحمد الشرع", "Ahmed Hussein al-Sharaa", "Farouk al-Sharaa", "محمد"]),
    born=st.sampled_from(["", "1975", "1979-03-07", "1986", "1999", "1950-01-01"]),
    country=st.sampled_from(["", "sy", "fr"]),
)
def test_a_hit_is_always_shown_and_what_is_shown_is_looked_at(name: str, born: str, country: str) -> None:
    """To be shown is wider than a hit, and what is left out before the comparison would never be shown."""
    question = asked(
        name, birth_dates=(born,) if born else (), countries=frozenset({country}) if country else frozenset()
    )
    found = compare(question, SHARAA)
    assert to_review(found) or found.score < THRESHOLD
    assert may_be_hit(question, SHARAA) or not to_review(found)


def test_two_lists_are_proposed_as_one_only_where_births_do_not_conflict() -> None:
    other = replace(SHARAA, id="ofac:15945", names=("Ahmed Hussein al-Sharaa",), weak_names=(), documents=frozenset())
    assert propose(SHARAA, other) is not None
    assert propose(SHARAA, replace(other, birth_dates=("1986",))) is None, "shown on a question, never proposed"
    next_day = replace(other, birth_dates=("1979-03-08",))
    found = propose(replace(SHARAA, birth_dates=("1979-03-07",)), next_day)
    assert found is not None
    assert "birth-date-next-day" in {reason.code for reason in found.reasons}
