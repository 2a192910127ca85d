"""What a text tells: events, how sure it is of them, who says so, and what would change of a status."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jisr.desks.documents import Factuality, Known, Told, plover_code, prepare, read_article

LEXICON = prepare([Known(thing="un:QDi.900", name="سليم ياسين القنديل", countries=frozenset({"sy"}))])
DAY = date(2025, 11, 25)


def only(text: str) -> Told:
    (event,) = read_article(text, known=LEXICON, published=DAY).events
    return event


EVENTS = [
    ("وجمّد مصرف لبنان المركزي أموال خمسة أشخاص.", "FREEZE", "actual"),
    ("ومن المقرر أن يزور وفد أردني أربيل.", "VISIT", "planned"),
    ("وقد يرفع الكونغرس العقوبات إذا التزمت الحكومة السورية.", "SANCTION_LIFT", "possible"),
    ("ولن تسحب واشنطن قواتها من شرق سوريا.", "RETREAT", "negated"),
    ("ونفت قوات سوريا الديمقراطية أنباء عن انسحابها من دير حافر.", "RETREAT", "negated"),
    ("وكان الاتحاد الأوروبي قد علّق العقوبات على سوريا.", "SANCTION_SUSPEND", "actual"),
    ("وأعيد 120 طفلا من مخيم روج إلى بلجيكا.", "TRANSFER", "actual"),
    ("وتعهدت السعودية بتقديم 50 مليون دولار لمطار حلب.", "AID", "planned"),
    ("قررت اللجنة شطب اسم ياسين فؤاد المرعي من القائمة.", "DELIST", "actual"),
    ("The United Kingdom lifted sanctions on Syria.", "SANCTION_LIFT", "actual"),
    ("The UN Security Council may remove the group from its 1267 list.", "DELIST", "possible"),
    ("Foreign Minister Ayman Safadi will visit Damascus next week.", "VISIT", "planned"),
    ("French officials denied that Paris had closed its embassy.", "MISSION_CLOSE", "negated"),
    ("No bank has been added to the EU consolidated list.", "LIST", "negated"),
    ("Germany pledged 20 million euros to the World Food Programme.", "AID", "planned"),
]


@pytest.mark.parametrize(("text", "type_", "factuality"), EVENTS, ids=[text for text, _, _ in EVENTS])
def test_an_event_and_how_sure_the_text_is(text: str, type_: str, factuality: str) -> None:
    event = only(text)
    assert (event.type, event.factuality.value) == (type_, factuality)
    assert text[event.trigger[0] : event.trigger[1]].strip()


NOTHING_TOLD = [
    "وتأتي أهمية مكافحة الإرهاب وضرورة فتح المعابر.",
    "ولا بد من تبادل المعلومات لتعقب التمويل.",
    "التعاون الدولي ضروري.",
    "There is a need for cooperation.",
    "A planned visit is a good idea.",
    "وزارة المالية واللجنة الوطنية لتجميد أموال الإرهابيين.",
]


@pytest.mark.parametrize("text", NOTHING_TOLD)
def test_purposes_and_needs_are_no_events(text: str) -> None:
    assert not read_article(text, known=LEXICON, published=DAY).events


def test_who_did_it_to_whom_where_and_when() -> None:
    event = only("وقّعت الحكومة العراقية والحكومة الأردنية في بغداد، الأحد، مذكرة تفاهم.")
    assert event.actor == ("org:gov-iq", "org:gov-jo")
    assert event.place == ("loc:baghdad",)
    assert event.date == "2025-11-23"
    event = only("Turkish authorities deported 14 fighters to Germany and Belgium on 13 January 2026.")
    assert (event.actor, event.target, event.date) == (("org:gov-tr",), ("de", "be"), "2026-01-13")


def test_a_claim_has_its_source_its_cue_and_its_content() -> None:
    text = 'وقال وزير المالية العراقي سامر الدوري إن المذكرة "تسمح بتبادل البيانات". وأضاف أن بلاده جمّدت حسابات.'
    first, second = read_article(text, known=LEXICON, published=DAY).claims
    assert (first.source, first.kind) == ("سامر الدوري", "quote")
    assert first.content is not None
    assert text[slice(*first.content)] == 'المذكرة "تسمح بتبادل البيانات'
    assert (second.source, second.kind) == ("سامر الدوري", "indirect")


def test_who_reports_an_event_is_told_with_it() -> None:
    text = "وذكر المرصد السوري لحقوق الإنسان أن مسلحين من داعش هاجموا قافلة قرب البوكمال."
    event = only(text)
    assert event.via == "org:sohr"
    assert event.place == ("loc:abu-kamal",)


def test_only_what_is_told_as_done_proposes_a_change_of_status() -> None:
    done = "علّق الاتحاد الأوروبي العقوبات على سوريا حتى 30 حزيران 2026."
    (waiver,) = read_article(done, known=LEXICON, published=DAY).proposals
    assert (waiver.kind, waiver.status, waiver.subj, waiver.obj) == ("waiver", "suspended", "sy", "org:eu")
    assert waiver.until == "2026-06-30"
    for hedged in ("قد يعلّق الاتحاد الأوروبي العقوبات على سوريا.", "لم يعلّق الاتحاد الأوروبي العقوبات على سوريا."):
        assert not read_article(hedged, known=LEXICON, published=DAY).proposals


def test_what_lasts_so_many_days_ends() -> None:
    text = "وكانت وزارة الخزانة الأميركية جدّدت في العاشر من تشرين الثاني تعليق العقوبات على سوريا ١٨٠ يوما."
    (waiver,) = read_article(text, known=LEXICON, published=DAY).proposals
    assert (waiver.status, waiver.until) == ("renewed", "2026-05-09")


PLOVER = [
    ("Albania denounced Serbia's suppression of unrest.", "ACCUSE"),
    ("Libya has offered to hand over two nationals to Britain.", "AGREE"),
    ("The workers went on hunger strike in Paris.", "PROTEST"),
    ("Israel must withdraw from Lebanon, Egypt said.", "REQUEST"),
    ("The government refused to meet the rebels.", "REJECT"),
    ("Prosecutors are investigating two officials.", "INVESTIGATE"),
]


@pytest.mark.parametrize(("text", "type_"), PLOVER, ids=[text for text, _ in PLOVER])
def test_plover(text: str, type_: str) -> None:
    coded = plover_code(text)
    assert coded is not None
    assert coded.type == type_


@given(st.text(max_size=300) | st.lists(st.sampled_from([text for text, _, _ in EVENTS]), max_size=4).map(" ".join))
def test_every_span_lies_in_the_text(text: str) -> None:
    article = read_article(text, known=LEXICON, published=DAY)
    spans = [event.trigger for event in article.events]
    spans += [span for claim in article.claims for span in (claim.cue, claim.content) if span]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(0 <= event.sentence < len(article.sentences) for event in article.events)
    assert all(isinstance(event.factuality, Factuality) for event in article.events)
    plover_code(text)
