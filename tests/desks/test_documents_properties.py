"""What holds for every text."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from jisr.desks.documents import Known, annotate, prepare

KNOWN = prepare([Known(thing="x:1", name="خالد محمود الحمدان", countries=frozenset({"sy"}))])
DAY = date(2025, 11, 25)
SENTENCES = [
    "وقّعت الحكومة العراقية والحكومة الأردنية، الأحد، مذكرة تفاهم.",
    "قام الرئيس السوري أحمد الشرع بزيارة إلى واشنطن في 10 نوفمبر 2025.",
    'المعروف بـ"أبو قتادة الشامي"، مواليد 1979، سوري.',
    "للإماراتيين والأردنيين ٣٥ مليون دولار بموجب القرار 2254",
    "رحبت وزارة الخارجية القطرية بقرار الاتحاد الأوروبي ضد تنظيم داعش في الموصل",
    "ويرى الباحثان ميريسا خورما وجورجيو كافييرو في تقرير نشره المجلس الأطلسي",
]
PIECES = [
    *SENTENCES,
    "President Ahmed al-Sharaa met Donald Trump",
    "U.S.",
    "«",
    '"',
    "1- ",
    "\n",
    " و ",
    "بن",
    "$5",
    "ﷺ",
    "ـ",
]
UNSEEN = "ًٌٍَُِّْٰـ\u200c\u200d\u200f\u202b\u2069"


@settings(deadline=None, max_examples=150)
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=12), max_size=8).map("".join))
def test_spans_are_inside_ordered_and_apart(text: str) -> None:
    before = 0
    for mention in annotate(text, known=KNOWN, published=DAY):
        assert before <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end] == mention.text
        first, last = mention.sentence
        assert 0 <= first <= mention.start < mention.end <= last <= len(text)
        before = mention.end


@settings(deadline=None, max_examples=100)
@given(st.text())
def test_any_text_is_read(text: str) -> None:
    assert annotate(text, known=KNOWN) is not None


@settings(deadline=None, max_examples=150)
@given(st.sampled_from(SENTENCES), st.data())
def test_marks_and_tatweel_change_nothing(text: str, data: st.DataObject) -> None:
    places = sorted(data.draw(st.sets(st.integers(1, len(text)), max_size=8)), reverse=True)
    marked = text
    for place in places:
        marked = marked[:place] + data.draw(st.sampled_from(UNSEEN)) + marked[place:]
    plain = annotate(text, known=KNOWN, published=DAY)
    found = annotate(marked, known=KNOWN, published=DAY)
    assert [(m.type, m.id) for m in found] == [(m.type, m.id) for m in plain]
    for ours, theirs in zip(found, plain, strict=True):
        assert "".join(letter for letter in ours.text if letter not in UNSEEN) == "".join(
            letter for letter in theirs.text if letter not in UNSEEN
        )
