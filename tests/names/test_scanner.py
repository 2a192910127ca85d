"""Listed names in a text: any script, what grammar puts on words, where exactly they stand."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from jisr.names import THRESHOLD, Entry, Kind, Scanner, unattached

PEOPLE = {
    "laden": "Usama bin Ladin",
    "shara": "AL-SHARA, Ahmad Husayn",
    "assad": "Bashar al-Assad",
    "putin": "Vladimir Putin",
    "lavrov": "Сергей Лавров",
    "yusuf": "عبد الرحمن يوسف",
    "droukdel": "Droukdel",
    "common": "Muhammad",
}
BODIES = {"lifg": "Libyan Islamic Fighting Group", "bank": "Deutsche Bank AG"}
SCANNER = Scanner.build(
    [
        *(Entry(id=key, text=text, kind=Kind.PERSON) for key, text in PEOPLE.items()),
        *(Entry(id=key, text=text, kind=Kind.ORGANIZATION) for key, text in BODIES.items()),
    ]
)
TEXTS = [
    ("قال أسامة بن لادن إن الأمر انتهى", [("laden", "أسامة بن لادن")]),
    ("وأسامة بن لادن هنا", [("laden", "أسامة بن لادن")]),
    ("كأسامة بن لادن، وعبد الرحمن يوسف", [("laden", "أسامة بن لادن"), ("yusuf", "عبد الرحمن يوسف")]),
    ("والتقى بأحمد الشرع في دمشق", [("shara", "أحمد الشرع")]),
    ("سلّم الرسالة لأحمد حسين الشرع", [("shara", "أحمد حسين الشرع")]),
    ("تنتمي للجماعة الإسلامية المقاتلة الليبية", [("lifg", "لجماعة الإسلامية المقاتلة الليبية")]),
    ("وبالجماعة الإسلامية المقاتلة الليبية", [("lifg", "الجماعة الإسلامية المقاتلة الليبية")]),
    ("Ahmad al-Shara's visit; Bashar Assad left.", [("shara", "Ahmad al-Shara"), ("assad", "Bashar Assad")]),
    ("the Libyan Islamic Fighting Group (LIFG)", [("lifg", "Libyan Islamic Fighting Group")]),
    ("встреча с Башаром Асадом и Владимиром Путиным", [("assad", "Башаром Асадом"), ("putin", "Владимиром Путиным")]),
    ("указ Владимира Путина о Сергее Лаврове", [("putin", "Владимира Путина"), ("lavrov", "Сергее Лаврове")]),
    ("Владимиру Путину, Сергею Лаврову", [("putin", "Владимиру Путину"), ("lavrov", "Сергею Лаврову")]),
    ("Sergei Lavrov'un", [("lavrov", "Sergei Lavrov")]),
    ("Droukdel, they said", [("droukdel", "Droukdel")]),
]


@pytest.mark.parametrize(("text", "wanted"), TEXTS)
def test_a_listed_name_is_found_where_it_stands(text: str, wanted: list[tuple[str, str]]) -> None:
    assert [(hit.entry.id, hit.written) for hit in SCANNER.scan(text)] == wanted


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Muhammad said",
        "محمد",
        "Bashar. Assad is another sentence",
        "a droukdel is no name here",
        "Vladimir, Putin",
        "Islamic group",
        "Ladin bin Usama",
    ],
)
def test_what_is_no_listed_name_is_not_found(text: str) -> None:
    assert SCANNER.scan(text) == ()


def test_the_longer_of_two_listed_names_is_meant() -> None:
    entries = [Entry(id=text, text=text, kind=Kind.PERSON) for text in ("Sayf al-Adl", "Sayf al-Adl Masri")]
    assert next(hit.entry.id for hit in Scanner.build(entries).scan("Saif al-Adel al-Masri was seen")) == entries[1].id


def test_lam_takes_the_article_with_it() -> None:
    assert (1, "التحالف") in unattached("للتحالف")
    assert (2, "باسم") not in unattached("وليد")


@example("ولل")
@example("\u0644\u0644\u0627")
@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60) | st.sampled_from([text for text, _ in TEXTS]))
def test_any_text_can_be_scanned(text: str) -> None:
    for hit in SCANNER.scan(text):
        assert text[hit.start : hit.end] == hit.written
        assert hit.score >= THRESHOLD


@given(
    st.sampled_from(["أحمد حسين الشرع", "أسامة بن لادن", "Usama bin Ladin", "Bashar al-Assad", "فلاديمير بوتين"]),
    st.sampled_from(["", "و", "ف", "ب", "ل", "ك", "ول", "فب"]),
    st.sampled_from(["", "قال ", "In Damascus, ", "… "]),
    st.sampled_from(["", " في دمشق", ", they said", ".\n"]),
)
def test_what_stands_around_a_name_hides_nothing(name: str, attached: str, before: str, after: str) -> None:
    attached = attached if name > "\u0600" else ""
    found = SCANNER.scan(before + attached + name + after)
    assert [(hit.start, hit.written) for hit in found] == [(len(before + attached), name)]
