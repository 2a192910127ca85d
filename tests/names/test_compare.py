"""Whose name is it?"""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jisr.names import THRESHOLD, Kind, Verdict, closest, compare, fold, keys, parse
from jisr.names._align import align

SAME = [
    ["أحمد الشرع", "Ahmed al-Sharaa", "Ahmad Al Shara", "Ahmed al-Charaa", "Ahmad el-Chareh", "Ахмед аш-Шараа"],
    [
        "أبو محمد الجولاني",
        "ABU MOHAMMED AL-JAWLANI",
        "Abu Mohammad al-Golani",
        "AL-JAWLANI, Abu Muhammad",
        "Abou Mohammed al-Joulani",
    ],
    ["عبد الرحمن بن علي", "ABDERRAHMANE BEN ALI", "Abdul Rahman bin Ali", "‘Abd al-Raḥmān ibn ‘Alī"],
    ["سيف الدين حسن", "SAIF-AL-DIN HASSAN", "Seifeddine Hacène", "Saifuddin Hasan"],
    ["جمال قاسم", "DJAMEL KACEM", "Jamal Qasim", "Gamal Qassem"],
    ["ولی جان احمدزی", "WALIJAN AHMADZAI", "Wali Jan Ahmadzai"],
    ["يوسف القرضاوي", "Юсуф аль-Карадави", "Yusuf al-Qaradawi"],
    ["محمد رمضان", "Mehmet Ramazan", "Mohamed Romdhane"],
    ["Mohammed bin Salman", "bin Salman Mohammed", "Salman Mohammed bin"],
    ["Nikolai Patr ushev", "Nikolai Patrushev"],
]
OTHER = [
    ("SALMAN BIN MUHAMMAD AL-RAWI", "MUHAMMAD BIN SALMAN AL-RAWI"),
    ("سلمان بن محمد", "MUHAMMAD BIN SALMAN"),
    ("أحمد الشرع", "Farouk al-Sharaa"),
    ("أحمد الشرع", "Muhammad al-Sharaa"),
    ("SABAWI IBRAHIM HASAN AL-TIKRITI", "BARZAN IBRAHIM HASAN AL-TIKRITI"),
    ("وطبان إبراهيم حسن التكريتي", "BARZAN IBRAHIM HASAN AL-TIKRITI"),
    ("TAHIR JALIL HABBUSH AL-DULAIMI", "TAHIR JALIL HABBUSH AL-TIKRITI"),
    ("NESSIM BEN ALI SAHRAOUI", "NESSIM BEN ROMDHANE SAHRAOUI"),
    ("Abdulrahman Hasan", "Abdulrahim Hasan"),
    ("Abu Umar", "Umm Umar"),
    ("محمد", "محمد الجولاني"),
    ("Ahmad", "Ahmad al-Sharaa"),
    ("حامد صالح", "حميد صالح العلي"),
    ("يوسف محمدي", "Yusuf Muhammad Ali"),
    ("Hussein Muhammad", "حسن محمد"),
    ("Muhammad Hijazi", "Raed Muhammad Hasan Muhammad Hijazi"),
    ("", "Ahmad"),
]


@pytest.mark.parametrize(("left", "right"), [pair for group in SAME for pair in combinations(group, 2)])
def test_spellings_of_one_name_find_each_other(left: str, right: str) -> None:
    assert compare(left, right).score >= THRESHOLD
    assert keys(left) & keys(right)


@pytest.mark.parametrize(("left", "right"), OTHER)
def test_other_people_do_not_match(left: str, right: str) -> None:
    assert compare(left, right).score < THRESHOLD


def test_a_comma_tells_which_part_may_not_change_places() -> None:
    given = compare("FAIZ, Muhammad Yusuf Karim", "FAIZ, Muhammad Karim Yusuf")
    assert "order-differs" in [reason.code for reason in given.reasons]
    moved = compare("Hans, Friedrich", "Friedrich, Hans")
    assert "family-name-reversed" in [reason.code for reason in moved.reasons]
    assert moved.score < THRESHOLD <= given.score
    lost = compare("WAFA, Ali Ibrahim", "IBRAHIM, Ali")
    assert "family-name-moved" in [reason.code for reason in lost.reasons]
    assert lost.score < compare("WAFA, Ali Ibrahim", "WAFA, Ali").score
    kept = compare("AL-TIKRITI, Saddam Hussein", "HUSSEIN AL-TIKRITI, Saddam")
    assert "family-name-moved" not in [reason.code for reason in kept.reasons]


@pytest.mark.parametrize("text", ["محمد", "أحمد", "Muhammad", "Ali", "John"])
def test_a_common_name_alone_is_never_enough(text: str) -> None:
    assert not compare(text, text).enough
    assert not compare(text, f"{text} al-Sharaa").enough


def test_a_rare_name_alone_can_be_enough() -> None:
    assert compare("Droukdel", "دروكدال").enough


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("الجماعة الإسلامية المقاتلة الليبية", "LIBYAN ISLAMIC FIGHTING GROUP"),
        ("جبهة النصرة لأهل الشام", "AL-NUSRAH FRONT FOR THE PEOPLE OF THE LEVANT"),
        ("تنظيم القاعدة ببلاد المغرب الإسلامي", "The Organization of Al-Qaida in the Islamic Maghreb"),
        ("جمعية إحياء التراث الإسلامي", "REVIVAL OF ISLAMIC HERITAGE SOCIETY"),
        ("Siemens Aktiengesellschaft", "Siemens AG"),
        ("SiemensAG", "Siemens AG"),
        ("OAO Gazprom", "Open Joint Stock Company Gazprom"),
        ("Brigade Forty-Four", "Brigade 44"),
        ("Goodwill Company", "Good Will Company"),
        ("L.X.C Aviation", "LXC Aviation"),
        ("LIFG", "Libyan Islamic Fighting Group"),
        ("Silsilat al-Thahab", "سلسلة الذهب للصرافة"),
    ],
)
def test_organisations(left: str, right: str) -> None:
    assert compare(left, right, kind=Kind.ORGANIZATION).score >= THRESHOLD
    assert keys(left, kind=Kind.ORGANIZATION) & keys(right, kind=Kind.ORGANIZATION)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Brigade 44", "Brigade 47"),
        ("Volkswagen Aktiengesellschaft", "Siemens Aktiengesellschaft"),
        ("Al-Qaida in Iraq", "Al-Qaida in the Arabian Peninsula"),
        ("Management Company", "Westminister Management Company"),
        ("Bank", "Bank of Iraq"),
        ("ABCD", "Libyan Islamic Fighting Group"),
        ("ليبيا", "LIFG"),
        ("Company", "Front"),
    ],
)
def test_other_organisations(left: str, right: str) -> None:
    assert compare(left, right, kind=Kind.ORGANIZATION).score < THRESHOLD


def test_ships() -> None:
    assert compare("MV Hellenic Spirit", "Hellenic Spirit", kind=Kind.VESSEL).score == 1
    assert compare("Snow Storm 1", "SNOW STORM I", kind=Kind.VESSEL).score == 1
    assert compare("Zu Zag Bong 6", "Zu Zag Bong 5", kind=Kind.VESSEL).score < THRESHOLD
    assert compare("Lady Leila", "Lady Rania", kind=Kind.VESSEL).score < THRESHOLD


def test_the_explanation_lays_the_names_side_by_side() -> None:
    match = compare("أحمد حسين الشرع", "AL-SHARAA, Ahmed Farouk A.")
    found = [(part.left, part.right, part.verdict) for part in match.parts]
    assert found == [
        ("أحمد", "Ahmed", Verdict.SPELLING),
        ("حسين", "Farouk", Verdict.DIFFERENT),
        ("", "A", Verdict.MISSING),
        ("الشرع", "AL-SHARAA", Verdict.SPELLING),
    ]
    assert [clue.code for clue in match.reasons] == [
        "words-agree",
        "spelling-differs",
        "words-differ",
        "words-missing",
    ]
    assert dict(match.reasons[0].facts) == {"words": "أحمد / Ahmed; الشرع / AL-SHARAA"}


@pytest.mark.parametrize(
    ("left", "right", "code"),
    [
        ("Salman bin Ali", "Ali bin Salman", "nasab-reversed"),
        ("Xi Jinping", "Jinping Xi", "order-rotated"),
        ("Ahmad Hasan Droukdel", "Hasan Ahmad Droukdel", "order-differs"),
        ("Sabawi Hasan Tikriti", "Barzan Hasan Tikriti", "given-differs"),
        ("Hasan Hijazi", "Raed Hasan Hijazi", "given-missing"),
        ("Droukdel Ahmad", "Droukdel", "one-word-alone"),
        ("J. Smith", "John Smith", "words-differ"),
        ("Jon Smith", "Jan Smith", "words-differ"),
    ],
)
def test_each_step_is_told(left: str, right: str, code: str) -> None:
    assert code in [clue.code for clue in compare(left, right).reasons]


@pytest.mark.parametrize(
    ("left", "right", "code"),
    [
        ("Brigade 44", "Brigade 47", "numbers-differ"),
        ("Deutsche Bank AG", "Deutsche Bank GmbH", "legal-form-differs"),
        ("SiemensAG", "Siemens AG", "written-together"),
        ("LIFG", "Libyan Islamic Fighting Group", "acronym"),
    ],
)
def test_each_step_of_an_organisation_is_told(left: str, right: str, code: str) -> None:
    assert code in [clue.code for clue in compare(left, right, kind=Kind.ORGANIZATION).reasons]


NAMES = st.lists(
    st.sampled_from(
        [
            "Ahmad",
            "أحمد",
            "al",
            "الشرع",
            "Sharaa",
            "bin",
            "بن",
            "Muhammad",
            "محمد",
            "Salman",
            "سلمان",
            "Abu",
            "أبو",
            "Umm",
            "Abdul",
            "عبد",
            "Rahman",
            "الرحمن",
            "Ali",
            "علي",
            "Abdulrahman",
            "Din",
            "الدين",
            "Allah",
            "الله",
            "J.",
            "Sheikh",
            ",",
            "Wali",
            "Jan",
            "Walijan",
            "ولي",
            "جان",
            "van",
            "III",
            "7",
            "Company",
            "44",
            "Bank",
            "بنك",
        ]
    ),
    max_size=6,
).map(" ".join)


@given(st.one_of(NAMES, st.text(max_size=30)), st.one_of(NAMES, st.text(max_size=30)), st.sampled_from(Kind))
def test_a_comparison_is_symmetric_and_adds_up(left: str, right: str, kind: Kind) -> None:
    match, back = compare(left, right, kind=kind), compare(right, left, kind=kind)
    assert 0 <= match.score <= 1
    assert match.score == pytest.approx(back.score)
    assert match.enough == back.enough
    assert match.score == pytest.approx(sum(clue.weight for clue in match.reasons))
    assert sorted((part.left, part.right) for part in match.parts) == sorted((p.right, p.left) for p in back.parts)


@given(st.one_of(NAMES, st.text(max_size=30)), st.sampled_from(Kind))
def test_a_name_is_itself(text: str, kind: Kind) -> None:
    assert compare(text, text, kind=kind).score == (1 if parse(text, kind=kind).words else 0)


@given(NAMES, NAMES, st.sampled_from(["ـ", "\u064e", "\u200f", "\u202b", "\u2069"]))
def test_writing_habits_change_nothing(left: str, right: str, mark: str) -> None:
    written = "".join(f"{letter}{mark}" for letter in left).upper()
    assert compare(written, right).score == compare(left, right).score
    assert keys(written) == keys(left)


@given(NAMES)
def test_eastern_digits_change_nothing(text: str) -> None:
    eastern = text.translate({ord("0") + digit: 0x0660 + digit for digit in range(10)})
    assert compare(text, eastern, kind=Kind.ORGANIZATION).score in {0, 1}
    assert keys(text, kind=Kind.ORGANIZATION) == keys(eastern, kind=Kind.ORGANIZATION)


@given(NAMES, NAMES)
def test_an_alignment_uses_every_word_once(left: str, right: str) -> None:
    mine, theirs = parse(left).words, parse(right).words
    found = align(mine, theirs)
    assert sorted([*(i for pair in found.pairs for i in pair.left), *found.left]) == list(range(len(mine)))
    assert sorted([*(j for pair in found.pairs for j in pair.right), *found.right]) == list(range(len(theirs)))


@given(NAMES, NAMES, st.sampled_from(Kind))
def test_a_step_about_words_names_them(left: str, right: str, kind: Kind) -> None:
    for clue in compare(left, right, kind=kind).reasons:
        assert all(fact for _name, fact in clue.facts), clue.code


def test_the_closest_of_several_names() -> None:
    found = closest("أحمد الشرع", ["ABU MOHAMMED AL-JAWLANI", "Ahmed al-Sharaa", "Ahmad"])
    assert found is not None
    assert found[0] == "Ahmed al-Sharaa"
    assert closest("أحمد الشرع", []) is None


def test_a_parsed_name_keeps_its_kind() -> None:
    bank = parse("Bank 44", kind=Kind.ORGANIZATION)
    assert compare(bank, bank).score == 1
    assert fold(bank.text) == bank.folded
