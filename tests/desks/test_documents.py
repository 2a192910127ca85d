"""Mentions of a text: one sentence, what is named in it."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from jisr import tables
from jisr.desks.documents import Kind, Known, annotate, prepare

LEXICON = prepare()
DAY = date(2025, 11, 25)


def read(text: str) -> list[str]:
    """`TYPE words [id]` of every mention."""
    return [
        f"{m.type.value} {m.text}" + (f" [{m.id}]" if m.id else "")
        for m in annotate(text, known=LEXICON, published=DAY)
    ]


COUNTRIES = [
    ("أصبحت سوريا عضوا", ["GPE سوريا [sy]"]),
    ("مثل السعودية وقطر والإمارات", ["GPE السعودية [sa]", "GPE قطر [qa]", "GPE الإمارات [ae]"]),
    ("المملكة العربية السعودية", ["GPE المملكة العربية السعودية [sa]"]),
    ("دولة قطر وجمهورية العراق", ["GPE دولة قطر [qa]", "GPE جمهورية العراق [iq]"]),
    ("الجمهورية العربية السورية", ["GPE الجمهورية العربية السورية [sy]"]),
    ("الجمهورية اللبنانية", ["GPE الجمهورية اللبنانية [lb]"]),
    ("دول الخليج العربية", ["GPE دول الخليج العربية [grp:gulf-states]"]),
    ("عادوا إلى سورية", ["GPE سورية [sy]"]),
    ("منحة سورية لهم", ["NORP سورية [sy]"]),
    ("اعتقلت رجلا سوريا هناك", ["NORP سوريا [sy]"]),
    ("في مالي", ["GPE مالي [ml]"]),
    ("دعم مالي كبير", []),
    ("Syria, the US and the U.S. met", ["GPE Syria [sy]", "GPE US [us]", "GPE U.S. [us]"]),
    ("They told us of turkey meat", []),
    ("the Kingdom of Saudi Arabia", ["GPE Kingdom of Saudi Arabia [sa]"]),
]
NATIONALITIES = [
    ("الدعم السعودي", ["NORP السعودي [sa]"]),
    ("للإماراتيين والأردنيّين", ["NORP لإماراتيين [ae]", "NORP الأردنيّين [jo]"]),
    ("المساعدات السعودية", ["NORP السعودية [sa]"]),
    ("منحة ألمانية", ["NORP ألمانية [de]"]),
    ("الكوريون الجنوبيون", ["NORP الكوريون الجنوبيون [kr]"]),
    ("الأتراك والهنود", ["NORP الأتراك [tr]", "NORP الهنود [in]"]),
    ("the Iraqis and a Syrian man", ["NORP Iraqis [iq]", "NORP Syrian [sy]"]),
    ("الأوروبيون", ["NORP الأوروبيون [grp:europe]"]),
]
PLACES = [
    ("دمشق تبني", ["LOC دمشق [loc:damascus]"]),
    ("فبدمشق ولبغداد", ["LOC دمشق [loc:damascus]", "LOC بغداد [loc:baghdad]"]),
    ("وصل للقاهره", ["LOC لقاهره [loc:cairo]"]),
    ("وصل للاذقية", ["LOC لاذقية [loc:latakia]"]),
    ("دوما كان هنا", []),
    ("قصف مدينة دوما", ["LOC دوما [loc:douma]"]),
    ("نحو حماة", ["LOC حماة [loc:hama]"]),
    ("عمان والأردن", ["LOC عمان [loc:amman]", "GPE الأردن [jo]"]),
    ("عمان", ["GPE عمان [om]"]),
    ("في طرابلس", ["LOC طرابلس [loc:tripoli-lb]"]),
    (
        "في طرابلس قالت الحكومة الليبية وليبيا",
        ["LOC طرابلس [loc:tripoli-ly]", "ORG الحكومة الليبية [org:gov-ly]", "GPE ليبيا [ly]"],
    ),
    ("قرب مدينة السلمية", ["LOC السلمية"]),
    ("قرية تل الذهب", ["LOC تل الذهب"]),
    ("مدينة رئيس", []),
    ("محافظة الحسكة", ["LOC الحسكة [loc:hasakah]"]),
    ("مخيم عين الحلوة", ["FAC مخيم عين الحلوة"]),
    ("مطار حلب", ["FAC مطار حلب"]),
    ("المخيم الكبير", []),
    ("Diyala province and Zorava province", ["LOC Diyala [loc:diyala]", "LOC Zorava"]),
    ("al-Hol camp and Zorava camp", ["FAC al-Hol camp [fac:al-hol]", "FAC Zorava camp"]),
]
BODIES = [
    ("التحالف الدولي لهزيمة داعش", ["ORG التحالف الدولي لهزيمة داعش [org:coalition]"]),
    ("التحالف وحده", []),
    ("التحالف ضد داعش. في التحالف", ["ORG التحالف ضد داعش [org:coalition]", "ORG التحالف [org:coalition]"]),
    ('تنظيم "داعش" هناك', ['ORG تنظيم "داعش" [org:isis]']),
    ("المجلس الأطلسي", ["ORG المجلس الأطلسي [org:atlantic-council]"]),
    ("قوات سوريا الديمقراطية", ["ORG قوات سوريا الديمقراطية [org:sdf]"]),
    ("السفارة السورية في واشنطن", ["ORG السفارة السورية في واشنطن [org:sy-embassy-washington]"]),
    ("سفارة قطر بدمشق", ["ORG سفارة قطر بدمشق [org:qa-embassy-damascus]"]),
    ("السفارة الأميركية أغلقت", ["ORG السفارة الأميركية"]),
    ("السفارة أغلقت", []),
    ("للحكومة السورية", ["ORG لحكومة السورية [org:gov-sy]"]),
    ("حكومة العراق", ["ORG حكومة العراق [org:gov-iq]"]),
    ("الخارجية السعودية", ["ORG الخارجية السعودية [org:mofa-sa]"]),
    ("الجيش التركي", ["ORG الجيش التركي [org:army-tr]"]),
    ("وزير الخارجية السوري", ["NORP السوري [sy]"]),
    ("وزارة الخارجية القطرية. رحبت الوزارة", ["ORG وزارة الخارجية القطرية [org:mofa-qa]", "ORG الوزارة [org:mofa-qa]"]),
    ("وزارة خارجية قطر", ["ORG وزارة خارجية قطر [org:mofa-qa]"]),
    ("وزارة الدفاع في بغداد", ["ORG وزارة الدفاع", "LOC بغداد [loc:baghdad]"]),
    ("وزارة", []),
    ("الوزارة تنفي", []),
    ("شركة النور الساطع للصرافة، طرابلس", ["ORG شركة النور الساطع للصرافة", "LOC طرابلس [loc:tripoli-lb]"]),
    ("شركة صرافة كبيرة", []),
    ("غرفة تجارة حمص", ["ORG غرفة تجارة حمص"]),
    ("اللجنة الوطنية لتجميد أموال الإرهابيين", ["ORG اللجنة الوطنية لتجميد أموال الإرهابيين"]),
    ("اللجنة الوطنية", []),
    ("المركز السوري للعدالة", ["ORG المركز السوري للعدالة"]),
    ('صحيفة "المدى"', ['ORG صحيفة "المدى"']),
    ("صحيفة «المدى", []),
    ("شركة الصرافة «النجم الذهبي» هنا", ["ORG شركة الصرافة «النجم الذهبي»"]),
    ("شركة «واحد اثنان ثلاثة أربعة خمسة ستة سبعة ثمانية» هنا", []),
    ("شركة «النجم، الذهبي» هنا", []),
    ("مركز المدينة", []),
    ("شبكة علاقاتها الدولية", []),
    ("مركز في المدينة", []),
    ("بنك الشام يقول", ["ORG بنك الشام"]),
    ("Turkish authorities said", ["ORG Turkish authorities [org:gov-tr]"]),
    ("the Government of Syria", ["ORG Government of Syria [org:gov-sy]"]),
    ("South Korea's defense ministry", ["ORG South Korea's defense ministry [org:mod-kr]"]),
    ("the European Community", ["ORG European Community"]),
    ("the government said", []),
    ("Turkey's police said", ["ORG Turkey's police [org:police-tr]"]),
    ("the US Embassy in Damascus", ["ORG US Embassy in Damascus [org:us-embassy-damascus]"]),
    ("the Embassy of Qatar in Damascus", ["ORG Embassy of Qatar in Damascus [org:qa-embassy-damascus]"]),
    ("the Qatari embassy", ["ORG Qatari embassy"]),
    ("the embassy", []),
    ("Ministry of Defence of Iraq", ["ORG Ministry of Defence of Iraq [org:mod-iq]"]),
    ("Ministry of Culture", ["ORG Ministry of Culture"]),
    ("Aurora Relief Fund and Bank of Zorava", ["ORG Aurora Relief Fund", "ORG Bank of Zorava"]),
    ("a fund of bank money", []),
    ("Al-Zorava Exchange Company", ["ORG Al-Zorava Exchange Company"]),
    ("the U.S. Treasury Department", ["ORG U.S. Treasury Department [org:us-treasury]"]),
]
ACTS = [
    ("القرار 2254", ["LAW القرار 2254 [res:unsc-2254]"]),
    ("بالقرار رقم 2799 (2025)", ["LAW القرار رقم 2799 (2025) [res:unsc-2799]"]),
    ("المرسوم التشريعي رقم 12", ["LAW المرسوم التشريعي رقم 12"]),
    ("Security Council resolution 2254 (2015)", ["LAW Security Council resolution 2254 (2015) [res:unsc-2254]"]),
    ("Executive Order 13224", ["LAW Executive Order 13224"]),
    ("قانون قيصر", ["LAW قانون قيصر [law:caesar]"]),
    ("٣٥ مليون دولار", ["MONEY ٣٥ مليون دولار [35000000 USD]"]),
    ("9,5 ملايين يورو", ["MONEY 9,5 ملايين يورو [9500000 EUR]"]),
    ("$35 million and €1,000", ["MONEY $35 million [35000000 USD]", "MONEY €1,000 [1000 EUR]"]),
    ("12 million dollars", ["MONEY 12 million dollars [12000000 USD]"]),
]
PEOPLE = [
    ("قام الرئيس السوري أحمد الشرع بزيارة", ["NORP السوري [sy]", "PER أحمد الشرع"]),
    (
        "الرئيس الأميركي دونالد ترامب في البيت الأبيض",
        ["NORP الأميركي [us]", "PER دونالد ترامب", "FAC البيت الأبيض [fac:white-house]"],
    ),
    ("ويرى الباحثان ميريسا خورما وجورجيو كافييرو في تقرير", ["PER ميريسا خورما", "PER جورجيو كافييرو"]),
    ("وزير المالية العراقي سامر عبد الرزاق الدوري في مؤتمر", ["NORP العراقي [iq]", "PER سامر عبد الرزاق الدوري"]),
    ("المتحدث باسم الوزارة كمال أيدين أن", ["PER كمال أيدين"]),
    ("الأمين العام للأمم المتحدة أنطونيو غوتيريش", ["ORG لأمم المتحدة [org:un]", "PER أنطونيو غوتيريش"]),
    ("اللواء تحسين الخفاجي", ["PER تحسين الخفاجي"]),
    ("محمد العبد الله، مدير", ["PER محمد العبد الله"]),
    ("ولي العهد الأمير محمد بن سلمان تلقى اتصالا", ["PER محمد بن سلمان"]),
    ("عبدالرحمن بن سعد القحطاني، مواليد", ["PER عبدالرحمن بن سعد القحطاني"]),
    ("مع عبد الله بن زايد آل نهيان اليوم", ["PER عبد الله بن زايد آل نهيان", "DATE اليوم [2025-11-25]"]),
    ("شطب اسم ياسين فؤاد المرعي من القائمة", ["PER ياسين فؤاد المرعي"]),
    ('المعروف بـ"أبو قتادة الشامي"', ["PER أبو قتادة الشامي"]),
    ("المعروف بأبو قتادة هنا", ["PER أبو قتادة"]),
    ("1- خالد محمود عبد الله الحمدان، سوري.", ["PER خالد محمود عبد الله الحمدان", "NORP سوري [sy]"]),
    ("3- شركة النور", ["ORG شركة النور"]),
    ("1- واحد", []),
    ("قال علي عبد الله إن", ["PER علي عبد الله"]),
    ("على الرغم من عمر المشروع وهو حسن", []),
    ("قال مصدر أمني إن", []),
    ("زعيم سوري يلتقي", ["NORP سوري [sy]"]),
    ("وزير سامر الدوري", ["PER سامر الدوري"]),
    ("الرئيس استقبل الوفد", []),
    ("الرئيس لإثبات قدرتها على", []),
    ("الوزير، خالد", []),
    ("الرئيس", []),
    ("المبعوث الأميركي إلى سوريا توماس باراك", ["NORP الأميركي [us]", "GPE سوريا [sy]", "PER توماس باراك"]),
    ("قال الرئيس أحمد الشرع والوفد معه", ["PER أحمد الشرع"]),
    ("محمد " + "بن " * 12, ["PER محمد" + " بن" * 12]),
    ("رئيس غرفة تجارة حمص", ["ORG غرفة تجارة حمص"]),
    ("أحمد الشرع هنا. زيارة الشرع. وللشرع", ["PER أحمد الشرع", "PER الشرع", "PER لشرع"]),
    ("زيارة الشرع\nقال الرئيس أحمد الشرع", ["PER الشرع", "PER أحمد الشرع"]),
    ("أحمد الشرع مع أسماء الشرع", ["PER أحمد الشرع"]),
    (
        "President Ahmed al-Sharaa met Donald Trump. Trump said",
        ["PER Ahmed al-Sharaa", "PER Donald Trump", "PER Trump"],
    ),
    ("A spokesman, Kemal Aydin, denied", ["PER Kemal Aydin"]),
    ("a man named Zoran Petrov", ["PER Zoran Petrov"]),
    ("Zoran Petrov said so", ["PER Zoran Petrov"]),
    ("they met Zoran Petrov", ["PER Zoran Petrov"]),
    ("Big Zoran Petrov Said", []),
    ("Syrian interim President Zoran Petrov", ["NORP Syrian [sy]", "PER Zoran Petrov"]),
    ("Dr. Lina Haddad, de facto", ["PER Lina Haddad"]),
    ("the trump card of Donald Trump: trump", ["PER Donald Trump"]),
    ("Ahmed al-Sharaa left. Al-Sharaa said", ["PER Ahmed al-Sharaa", "PER Al-Sharaa"]),
    ("Zoran Petrov said so. Later Mr. Petrov left", ["PER Zoran Petrov", "PER Petrov"]),
    ("President of the board", []),
    ("Mohammed bin Salman", ["PER Mohammed bin Salman"]),
    ("said De La", []),
]


@pytest.mark.parametrize(
    ("text", "mentions"),
    [*COUNTRIES, *NATIONALITIES, *PLACES, *BODIES, *ACTS, *PEOPLE],
    ids=lambda value: str(value)[:40],
)
def test_mentions(text: str, mentions: list[str]) -> None:
    assert read(text) == mentions


def test_every_reason_has_its_sentence_and_its_facts() -> None:
    sentences = {row["code"]: row for row in tables.rows("sentences_documents")}
    texts = [text for text, _ in (*COUNTRIES, *NATIONALITIES, *PLACES, *BODIES, *ACTS, *PEOPLE)]
    reasons = {reason for text in texts for m in annotate(text, known=LEXICON, published=DAY) for reason in m.reasons}
    for reason in reasons:
        for language in ("en", "ar"):
            assert sentences[reason.code][language].format(**dict(reason.facts))
    source = Path(__file__).parents[2] / "src" / "jisr" / "desks" / "documents"
    written = {
        f"mention-{code.removeprefix('mention-')}"
        for file in source.glob("*.py")
        for code in re.findall(r'(?:code=|because\()"([a-z-]+)"', file.read_text(encoding="utf-8"))
    }
    assert written <= sentences.keys()


def test_a_mention_says_where_it_stands() -> None:
    text = "مقدمة. وصل إلى دمشق أمس. انتهى"
    (place, day) = annotate(text, published=DAY)
    assert text[place.start : place.end] == place.text == "دمشق"
    assert text[slice(*place.sentence)] == text[slice(*day.sentence)] == "وصل إلى دمشق أمس."
    assert place.type is Kind.PLACE


def test_a_thing_that_the_node_knows_is_named_by_its_id() -> None:
    known = [
        Known(thing="un:QDe.999", name="مؤسسة الضياء البعيد", kind=Kind.ORGANISATION),
        Known(thing="un:1", name="FAR LIGHT TRADING", kind=Kind.ORGANISATION),
        Known(thing="un:2", name="", kind=Kind.PERSON),
        Known(thing="un:3", name="Far", kind=Kind.ORGANISATION),
    ]
    text = "نقلت مؤسسة الضياء البعيد أموالا، says Far Light Trading, not far light trading"
    found = annotate(text, known=known)
    assert [(m.text, m.id) for m in found] == [("مؤسسة الضياء البعيد", "un:QDe.999"), ("Far Light Trading", "un:1")]
    assert [candidate.thing for m in found for candidate in m.candidates] == ["un:QDe.999", "un:1"]


def test_a_body_of_the_tables_is_the_nodes_under_any_of_its_names() -> None:
    known = [
        Known(thing="un:QDe.115", name="Islamic State in Iraq and the Levant", kind=Kind.ORGANISATION),
        Known(thing="un:QDe.115", name="DAESH", kind=Kind.ORGANISATION),
        Known(thing="x:1", name="AP", kind=Kind.ORGANISATION),
    ]
    daesh, agency = annotate("هاجم داعش قافلة. وكالة أسوشيتد برس", known=known)
    assert (daesh.id, [candidate.thing for candidate in daesh.candidates]) == ("org:isis", ["un:QDe.115"])
    assert daesh.candidates[0].reasons[0].code == "mention-same-body"
    assert (agency.id, agency.candidates) == ("org:ap", ())


def test_a_known_surname_with_the_article_is_found_alone() -> None:
    known = [Known(thing="un:QDi.317", name="الجولاني"), Known(thing="x:1", name="حمزة")]
    assert [m.text for m in annotate("هدد الجولاني حمزة", known=known)] == ["الجولاني"]
