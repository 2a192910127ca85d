"""May somebody do this?  Cases answered by hand from a real timeline of acts, and the ones that came with it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest

from jisr import formats
from jisr.desks import compliance
from jisr.records import Precision, Record, SameAs, When

SHARAA, KHATTAB, HTS = "Ahmed al-Sharaa", "Anas Hasan Khattab", "Hay'at Tahrir al-Sham"
BANK, POWER, DEFENCE = "Central Bank of Syria", "Ministry of Electricity (Syria)", "Ministry of Defence (Syria)"
PROJECT, IRANIAN = "Syrian energy project", "Syrian energy project with Iranian-origin goods"
ON_EU_LIST, QODS = "person on the EU Assad-regime list", "Islamic Revolutionary Guard Corps - Qods Force"
FUNDS, CAESAR = "make_funds_available", "significant_transaction_caesar"
OK, LICENCE, CONDITIONS = "permitted", "permitted_under_licence", "permitted_with_conditions"
NO, RISK, LOOK = "prohibited", "sanctionable", "review"

# law, activity, party, on, known, answer. Written from the acts and the rules of time, before any engine was asked.
CASES = (
    # one person, four clocks
    ("un", FUNDS, KHATTAB, "2025-11-05", "2026-01-01", NO),
    ("un", FUNDS, KHATTAB, "2025-11-06", "2026-01-01", OK),
    ("un", FUNDS, KHATTAB, "2025-11-06", "2025-11-05", NO),
    ("un", FUNDS, SHARAA, "2025-11-06T10:00:00Z", "2026-01-01", OK),
    ("un", FUNDS, SHARAA, "2025-11-06", "2025-11-06T09:00:00Z", NO),  # that day was not over: not surely known
    ("un", "travel", SHARAA, "2025-11-05", "2026-01-01", NO),
    ("un", "travel", SHARAA, "2025-11-07", "2026-01-01", OK),
    ("un", "supply_arms", SHARAA, "2025-01-01", "2025-01-01", NO),
    ("un", "supply_arms", SHARAA, "2025-12-01", "2026-01-01", OK),
    ("un", FUNDS, SHARAA, "2013-07-23", "2026-01-01", OK),  # before he was listed
    ("un", FUNDS, SHARAA, "2013-07-24", "2026-01-01", NO),
    ("un", FUNDS, SHARAA, "2013-07-23", "2013-07-23", LOOK),  # nothing known at all is no all-clear
    ("us", FUNDS, SHARAA, "2025-05-22", "2026-01-01", NO),  # before GL 25
    ("us", FUNDS, SHARAA, "2025-05-23", "2026-01-01", LOOK),  # GL 25 may name him
    ("us", FUNDS, SHARAA, "2025-11-08", "2025-11-06", LOOK),  # the removal was not known then
    ("us", FUNDS, SHARAA, "2025-11-07", "2025-11-07", OK),
    ("us", FUNDS, KHATTAB, "2025-11-06", "2026-01-01", LOOK),
    ("us", FUNDS, KHATTAB, "2025-11-07", "2026-01-01", OK),
    ("us", FUNDS, KHATTAB, "2025-03-01", "2025-03-01", NO),
    ("uk", FUNDS, KHATTAB, "2025-11-06", "2026-01-01", LOOK),
    ("uk", FUNDS, KHATTAB, "2025-11-07", "2026-01-01", OK),
    ("uk", FUNDS, KHATTAB, "2025-11-05", "2026-01-01", NO),
    ("uk", FUNDS, SHARAA, "2025-11-07", "2025-11-06", LOOK),  # the UK notice was not known yet
    ("uk", FUNDS, SHARAA, "2025-06-01", "2025-06-01", NO),
    ("eu", FUNDS, KHATTAB, "2025-11-10", "2025-11-10", LOOK),
    ("eu", FUNDS, SHARAA, "2026-08-01", "2026-08-15", LOOK),  # the act was still not seen
    ("eu", FUNDS, SHARAA, "2025-06-01", "2025-06-01", LOOK),  # the UN lists him; no EU act on record
    # leader and group
    ("un", FUNDS, HTS, "2025-11-08", "2026-06-01", NO),
    ("un", FUNDS, HTS, "2026-02-27", "2026-06-01", OK),
    ("un", FUNDS, HTS, "2026-02-27", "2026-02-26", NO),
    ("un", "travel", HTS, "2025-06-01", "2025-06-01", LOOK),  # listed, yet no travel ban: no all-clear
    ("us", FUNDS, HTS, "2025-07-08", "2026-01-01", NO),
    ("us", FUNDS, HTS, "2026-03-01", "2026-06-01", NO),  # the UN's delisting is not the US's
    ("us", "material_support", HTS, "2025-07-07", "2025-07-06", NO),
    ("us", "material_support", HTS, "2025-07-08", "2025-07-06", NO),  # the revocation was not known
    ("uk", FUNDS, HTS, "2025-12-01", "2026-01-01", NO),
    ("uk", FUNDS, HTS, "2026-02-28", "2026-06-01", LOOK),  # named by the UN no more; no UK act
    ("uk", "material_support", HTS, "2025-12-01", "2026-01-01", LOOK),  # order laid, not seen in force
    # a licence with a clock, a programme revoked
    ("us", "pay_public_utility", POWER, "2025-07-06", "2025-03-01", LICENCE),
    ("us", "pay_public_utility", POWER, "2025-07-07T04:00:59Z", "2025-03-01", LICENCE),
    ("us", "pay_public_utility", POWER, "2025-07-07T04:01:00Z", "2025-03-01", NO),
    ("us", "pay_public_utility", POWER, "2025-07-07T00:00:30-04:00", "2025-03-01", LICENCE),
    ("us", "pay_public_utility", POWER, "2025-07-07", "2025-03-01", NO),  # not for all of that day
    ("us", "pay_public_utility", POWER, "2025-01-05", "2025-03-01", NO),
    ("us", "pay_public_utility", POWER, "2025-06-01", "2025-06-01", LICENCE),
    ("us", "pay_public_utility", POWER, "2025-06-30", "2025-08-01", LICENCE),
    ("us", "pay_public_utility", POWER, "2025-07-01", "2025-06-30", OK),  # signed 30 June, effective 1 July
    ("us", "pay_public_utility", POWER, "2025-07-01", "2025-06-29", LICENCE),
    ("us", "import_petroleum", POWER, "2025-03-01", "2025-03-01", NO),
    ("us", "personal_remittance", BANK, "2025-03-01", "2025-03-01", LICENCE),
    ("us", "transact", BANK, "2025-01-05", "2025-06-01", NO),
    ("us", "transact", BANK, "2025-05-24", "2025-05-22", LOOK),  # GL 25 was not known: only GL 24
    ("us", "transact", BANK, "2025-07-01", "2025-08-01", OK),
    ("us", "transact", BANK, "2023-03-01", "2023-03-01", LOOK),  # GL 23: some of it, to verify
    ("us", "transact", "Bashar al-Assad", "2025-05-24", "2025-06-01", NO),
    ("us", "transact", "Bashar al-Assad", "2025-12-01", "2026-01-01", NO),
    ("us", "transact_military", DEFENCE, "2025-05-24", "2025-06-01", LICENCE),
    ("us", "transact_military", DEFENCE, "2025-07-02", "2025-08-01", OK),
    ("us", "transact", DEFENCE, "2025-03-01", "2025-03-01", NO),
    # secondary sanctions: waiver, suspension, repeal, conflicting dates
    ("non-us", CAESAR, PROJECT, "2025-05-23", "2025-06-15", CONDITIONS),
    ("non-us", CAESAR, PROJECT, "2025-11-08", "2026-01-01", CONDITIONS),  # waiver or suspension: either way
    ("non-us", CAESAR, IRANIAN, "2025-11-08", "2026-01-01", LOOK),  # the sources disagree which
    ("non-us", CAESAR, IRANIAN, "2025-11-12", "2026-01-01", RISK),
    ("non-us", CAESAR, IRANIAN, "2026-01-05", "2026-01-05", OK),
    ("non-us", CAESAR, PROJECT, "2025-12-17", "2026-01-05", CONDITIONS),
    ("non-us", CAESAR, PROJECT, "2025-12-18", "2026-01-05", OK),
    ("non-us", CAESAR, PROJECT, "2026-06-01", "2025-12-17", RISK),  # the repeal was not known
    ("non-us", CAESAR, PROJECT, "2026-05-09", "2025-11-20", LOOK),  # its last day
    ("non-us", CAESAR, PROJECT, "2026-05-10", "2025-11-20", RISK),
    ("non-us", CAESAR, PROJECT, "2025-05-22", "2025-05-22", LOOK),  # the Act rests on a source to verify alone
    ("non-us", CAESAR, PROJECT, "2020-06-16", "2026-01-01", OK),  # signed, mandatory 180 days later
    ("non-us", CAESAR, "Syrian energy project with Russian-origin goods", "2025-11-20", "2025-11-20", RISK),
    # suspended, lifted, renewed
    ("eu", "transact", BANK, "2025-05-27", "2025-06-01", LOOK),
    ("eu", "transact", BANK, "2025-05-28", "2025-05-27", LOOK),
    ("eu", "supply_arms", POWER, "2025-06-10", "2025-06-10", NO),  # kept by the very act that lifts the rest
    ("eu", "transact", ON_EU_LIST, "2025-06-02", "2025-05-27", LOOK),
    ("eu", "transact", ON_EU_LIST, "2025-06-02", "2025-05-28", NO),
    ("eu", "transact", ON_EU_LIST, "2025-12-01", "2025-12-01", NO),
    ("eu", "transact", ON_EU_LIST, "2026-06-02", "2026-04-30", LOOK),
    ("eu", "transact", ON_EU_LIST, "2026-06-02", "2026-05-15", LOOK),  # "May 2026": some day in it
    ("eu", "transact", ON_EU_LIST, "2026-06-02", "2026-05-31", NO),
    ("eu", "transact", ON_EU_LIST, "2027-06-02", "2026-08-01", LOOK),
    ("eu", "travel", ON_EU_LIST, "2026-01-01", "2026-01-01", NO),
    ("uk", "transact", BANK, "2025-03-06", "2025-04-01", OK),
    ("uk", "transact", BANK, "2025-03-05", "2025-04-01", LOOK),  # an end tells nothing of the time before
    ("uk", "transact", DEFENCE, "2025-04-24", "2025-05-01", OK),
    ("uk", "transact", QODS, "2025-12-16", "2026-01-01", NO),
    ("uk", "transact", QODS, "2025-12-16", "2025-12-16", LOOK),  # one source, to verify
    ("us", "export_dual_use", POWER, "2025-10-01", "2025-10-01", LOOK),  # eased, most items still need a licence
    # owners
    ("us", "transact", "a company 50% owned by one SDN", "2025-03-01", "2025-03-01", NO),
    ("us", "transact", "a company owned 30% by one SDN and 19% by another SDN", "2025-03-01", "2025-03-01", LOOK),
    ("us", "transact", "a company 60% owned by a company 50% owned by an SDN", "2025-03-01", "2025-03-01", NO),
    ("eu", "transact", "a company 51% owned by one listed person", "2025-03-01", "2025-03-01", NO),
    ("eu", "transact", "a company 50% owned by one listed person, no control", "2025-03-01", "2025-03-01", LOOK),
    ("eu", "transact", "a company 20% owned and controlled by a listed person", "2025-03-01", "2025-03-01", NO),
    ("uk", "transact", "a company 50% owned by two listed persons (25% + 25%)", "2025-03-01", "2025-03-01", LOOK),
    ("uk", "transact", "a company 75% owned by a listed person", "2025-03-01", "2025-03-01", NO),
    # nothing known, unknown words
    ("us", "transact", "Orchard Trading of Zahle", "2025-03-01", "2025-03-01", LOOK),
    ("us", "juggle", BANK, "2025-03-01", "2025-03-01", LOOK),
)


@cache
def timeline(shared: Path) -> tuple[tuple[compliance.Instrument, ...], tuple[Record, ...], tuple[SameAs, ...]]:
    data = (shared / "status/syria_timeline.jsonl").read_bytes()
    reading = formats.read((formats.File(name="acts.jsonl", data=data),), options=formats.Options())
    items = list(reading.items)
    records = [item for item in items if isinstance(item, Record)]
    acts = tuple(compliance.read_instrument(one) for one in records if one.schema == "Instrument")
    parties = tuple(one for one in records if one.schema != "Instrument")
    return acts, parties, tuple(item for item in items if isinstance(item, SameAs))


def party(text: str, shared: Path) -> compliance.Counterparty:
    _, parties, same = timeline(shared)
    for one in parties:
        names = (*one.properties.get("name", ()), *one.properties.get("alias", ()))
        if text in names:
            things = frozenset({one.thing, *(claim.right for claim in same if claim.left == one.thing)})
            return compliance.describe(text, things=things, names=names)
    return compliance.describe(text)


def instant(text: str) -> datetime:
    when = When.read(text)
    return when.first if when.precision is Precision.INSTANT else when.after - timedelta(microseconds=1)


def ask(case: Mapping[str, str], shared: Path) -> compliance.Answer:
    query = compliance.Query(
        jurisdiction=case["jurisdiction"],
        asked=case["kind"],
        activity=compliance.activity_of(case["kind"]),
        counterparty=party(case["counterparty"], shared),
        on=When.read(case["on"]),
    )
    return compliance.decide(query, compliance.Book(acts=timeline(shared)[0]), known=instant(case["known_at"]))


@pytest.mark.parametrize("case", CASES, ids=lambda case: " ".join(map(str, case)))
def test_answered_by_hand(case: tuple[str, str, str, str, str, str], shared: Path) -> None:
    law, kind, who, on, known, expected = case
    asked = {"jurisdiction": law, "kind": kind, "counterparty": who, "on": on, "known_at": known}
    assert ask(asked, shared).status == expected


def test_cases_that_came_with_it(shared: Path) -> None:
    lines = (shared / "status/decision_cases.jsonl").read_text(encoding="utf-8").splitlines()
    wrong = []
    for case in map(json.loads, lines):
        answer = ask(case, shared)
        ids = {one.act.id.partition(":")[2] for one in compliance.cited(answer)}
        right = answer.status == case["expect"]["status"] and set(case["expect"]["because"]) <= ids
        if not right or case["expect"].get("until", answer.until) != answer.until:
            wrong.append((case["id"], case["expect"], answer.status, sorted(ids)))
        assert compliance.laws(answer)
    assert wrong == []


def test_a_programme_is_over_when_its_act_says(shared: Path) -> None:
    answer = ask(
        {"jurisdiction": "us", "kind": "transact", "counterparty": BANK, "on": "2025-06-01", "known_at": "2025-07-01"},
        shared,
    )
    assert (answer.status, answer.next_change, answer.becomes) == (LICENCE, "2025-07-01", OK)
    assert answer.change is not None
    assert answer.change.first == datetime(2025, 7, 1, tzinfo=UTC)
