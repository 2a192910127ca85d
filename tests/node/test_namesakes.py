"""Traps: a listed person is never accused by a namesake, by hearsay, by an opinion or by a denial."""

from __future__ import annotations

import json
from dataclasses import asdict

import pytest

from jisr.node.queries.documents import document, documents, reading_of
from jisr.node.queries.findings import findings
from jisr.node.queries.reading import reading
from jisr.node.queries.timeline import Wish, press, timeline
from tests.node.conftest import Load
from tests.node.world import ANALYST, Entry, acts, article, un

LISTED = Entry(
    ref="QDi.901",
    names=("Salim", "Yasin", "al-Qandil"),
    arabic="سليم ياسين القنديل",
    born="1971",
    country="Jordan",
)
SHORT = Entry(ref="QDi.902", names=("Badr", "Mirwahi"), arabic="بدر المرواحي", born="1960", country="Jordan")
CALM = "The rest of the day was long and calm, and nobody in the town had anything more to say about it at all. "
QUIET = "وكان بقية اليوم طويلا هادئا، ولم يكن عند أحد في المدينة ما يقوله عن ذلك أكثر مما قيل في الصباح. "
TRAPS = {
    "the name alone": f"Salim Yasin al-Qandil opened a bakery. {CALM}",
    "two words": f"The Jordanian Badr Mirwahi, born in 1960, opened a bakery. {CALM}",
    "two words in Arabic": f"افتتح التاجر الأردني بدر المرواحي، من مواليد 1960، مخبزا في المدينة. {QUIET}",
    "two words, then the surname": f"The Jordanian Badr Mirwahi, born in 1960, opened a bakery. Mirwahi left. {CALM}",
    "two words said again": f"The Jordanian Badr Mirwahi, born in 1960, opened a bakery. Badr Mirwahi left. {CALM}",
    "two words and a club": f"رحب رئيس نادي عمان الأردني بدر المرواحي بالفريق. {QUIET}",
    "two words and another's office": f"The Tunisian president Badr Mirwahi left. {CALM}",
    "another nationality": f"The Tunisian Salim Yasin al-Qandil opened a bakery. {CALM}",
    "another year": f"The Jordanian Salim Yasin al-Qandil, born in 1995, opened a bakery. {CALM}",
    "a source without a name": f"Sources said the Jordanian Salim Yasin al-Qandil moved money in May. {CALM}",
    "one without a name in Arabic": f"وذكرت مصادر أن التاجر الأردني سليم ياسين القنديل نقل أموالا في أيار. {QUIET}",
    "an accusation": f"Iraq alleged that the Jordanian Salim Yasin al-Qandil moved money. {CALM}",
    "a claim in Arabic": f"وزعمت وزارة المالية العراقية أن التاجر الأردني سليم ياسين القنديل نقل أموالا. {QUIET}",
    "a denial": f"Jordan denied that the Jordanian Salim Yasin al-Qandil was arrested on 3 May 2025. {CALM}",
    "hearsay said again": (
        "Sources said the Jordanian Salim Yasin al-Qandil moved money in May. "
        f"Salim Yasin al-Qandil opened a bakery. Al-Qandil visited Iraq. {CALM}"
    ),
    "an opinion": f"In my view, the Jordanian Salim Yasin al-Qandil deserves more patience. {CALM}",
    "a hope": f"Iraq hopes the Jordanian Salim Yasin al-Qandil will be arrested. {CALM}",
    "another's police": f"Jordanian police arrested Salim Yasin al-Qandil. {CALM}",
    "a menu": f"\nRead also: the Jordanian Salim Yasin al-Qandil\n{CALM}",
    "a likeness of names": f"التاجر الأردني سليم ياسين القنديل ليس المدرج، هو تشابه أسماء كما قالت أسرته. {QUIET}",
}


@pytest.mark.parametrize("text", TRAPS.values(), ids=TRAPS)
def test_nobody_is_accused(load: Load, text: str) -> None:
    load(un((LISTED, SHORT)))
    load(article(text * 2))
    assert [row.title for row in findings(reader=ANALYST) if row.kind == "mention"] == []
    page = document(documents(reader=ANALYST)[0].thing, reader=ANALYST)
    assert [one.text for one in page.mentions if one.type == "PER" and one.candidates] == []
    for value in (
        reading_of(("trap.txt", text * 2, ""), reader=ANALYST),
        asdict(reading(page.thing, reader=ANALYST)),
        asdict(timeline(Wish(), reader=ANALYST)),
    ):
        assert "QDi.90" not in json.dumps(value, default=str)
    assert press("un:QDi.901", reader=ANALYST).lines == ()


SOUND = {
    "a trade": f"The Jordanian businessman Salim Yasin al-Qandil opened a bakery. {CALM}",
    "in apposition": f"Salim Yasin al-Qandil, a Jordanian trader, opened a bakery. {CALM}",
    "nationality and year": f"The Jordanian Salim Yasin al-Qandil, born in 1971, opened a bakery. {CALM}",
    "in Arabic": f"افتتح التاجر الأردني سليم ياسين القنديل، من مواليد 1971، مخبزا في المدينة. {QUIET}",
    "a named source": f"The Iraqi Ministry of Finance said the Jordanian Salim Yasin al-Qandil moved it. {CALM}",
}


@pytest.mark.parametrize("text", SOUND.values(), ids=SOUND)
def test_with_facts_and_a_name_it_is_a_candidate_for_a_person(load: Load, text: str) -> None:
    load(un((LISTED, SHORT)))
    load(article(text))
    (row,) = [row for row in findings(reader=ANALYST) if row.kind == "mention"]
    assert row.state == "open"


def test_who_was_taken_off_is_shown_as_delisted_first(load: Load) -> None:
    load(un((LISTED,)))
    other = Entry(ref="QDi.903", names=LISTED.names, arabic=LISTED.arabic, born="1971", country="Jordan")
    load(un((LISTED, other), "2025-05-01"))
    load(acts({"id": "d1", "subject_refs": ["un:QDi.903"]}))
    load(article(SOUND["nationality and year"]))
    page = document(documents(reader=ANALYST)[0].thing, reader=ANALYST)
    (name,) = [one for one in page.mentions if one.type == "PER" and len(one.candidates) > 1]
    assert name.candidates[0].standings[0].state == "delisted"
