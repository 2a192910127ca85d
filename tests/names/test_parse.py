"""What a name consists of."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from jisr.names import Kind, TokenKind, parse

K = TokenKind


@pytest.mark.parametrize(
    ("text", "cores"),
    [
        ("أحمد الشرع", "احمد شرع"),
        ("Ahmad Al Shara", "ahmad shara"),
        ("AL-JAWLANI, Abu Muhammad", "abu:muhammad jawlani"),
        ("أبو محمد الجولاني", "abu:محمد جولاني"),
        ("Umm Salama", "abu:salama-umm"),
        ("SALMAN BIN MUHAMMAD AL-RAWI", "salman bin:muhammad rawi"),
        ("bin Salman Mohammed", "bin:salman mohammed"),
        ("Salman Mohammed bin", "bin:salman mohammed"),
        ("Cheikh Sidi ould Cheikh", "sidi bin:cheikh"),
        ("‘Abd al-Raḥmān", "abd-rahman"),
        ("Abdurrahman", "abd-rahman"),
        ("Abdessalem Abdelkader", "abd-salem abd-kader"),
        ("Abdullah عبدالله عبد الله عبدلله", "abd-allah abd-allah abd-allah abd-allah"),
        ("عبدالرحمن عبد الرحيم", "abd-رحمن abd-رحيم"),
        ("SAIF-AL-DIN Noureddine Salahaddin", "saif-din nour-din salah-din"),
        ("نورالدين سيف الدين", "نور-din سيف-din"),
        ("Habib Allah Attiqullah Seifallah", "habib-allah attiq-allah seif-allah"),
        ("نصرالله حبيب الله", "نصر-allah حبيب-allah"),
        ("Din Allah", "din-allah"),
        ("أبواليزيد ABOU EL YAZID Abubakar", "abu:يزيد abu:yazid abu:bakar"),
        ("Abid Abdi Aboud", "abid abdi aboud"),
        ("Ali Alexander الياس", "ali alexander الياس"),
        ("Juan de la Cruz", "juan cruz"),
        ("بنحسين بندر", "حسين بندر"),
        ("Alnaimi Elsayed Alotaibi Alomar", "naimi sayed otaibi omar"),
        ("Albright Alizadeh Alaoui Elmira", "albright alizadeh alaoui elmira"),
        ("Benkirane Benjamin Bennett", "kirane benjamin bennett"),
        ("Necmettin Tajideen Abidin", "necm-din taj-din abidin"),
        ("Ebdulkerim", "abd-kerim"),
        ("ガンダム・バラク", "gandamu baraku"),
        ("Shams ur-Rahman as-Sisi As Tanaka", "shams rahman sisi as tanaka"),
        ("Dr. Rami Makhlouf Jr.", "rami makhlouf"),
        ("Hasan al-Shaykh", "hasan shaykh"),
        ("Umar Sheikh", "umar sheikh"),
        ("Sheikh", "sheikh"),
        ("J. Smith", "j. smith"),
        ("RamiMakhlouf", "rami makhlouf"),
        ("Юсуф аль-Карадави", "yusuf karadavi"),
        ("Ahmed (COMBAT NAME) Ali", "ahmed ali"),
        ("(Ahmed)", "ahmed"),
        ("Ali Khan, born in Kandahar on 01 Jan. 1967", "ali khan"),
        ("Abdul", "abdul"),
        ("bin", "bin"),
        ("Ali Abdul", "ali abdul"),
        ("", ""),
        ("!?", ""),
        ("محمد 5", "محمد 5"),
    ],
)
def test_words_of_a_person(text: str, cores: str) -> None:
    found = []
    for word in parse(text).words:
        core = f"{word.core}." if word.initial else word.core
        core = f"abd-{core}" if word.head == "abd" else f"{core}-{word.head}" if word.head else core
        found.append("abu:" * word.kunya + "bin:" * word.father + core)
    assert " ".join(found) == cores


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Sheikh Abu Umar bin Abd al-Rahman", [K.TITLE, K.KUNYA, K.GIVEN, K.PATRONYMIC, K.SERVANT, K.ARTICLE, K.GIVEN]),
        ("نور الدين حبيب الله", [K.GIVEN, K.FAITH, K.GIVEN, K.GOD]),
        ("J. van Dam III 7", [K.INITIAL, K.PARTICLE, K.GIVEN, K.SUFFIX, K.NUMBER]),
    ],
)
def test_kinds_of_written_words(text: str, kinds: list[TokenKind]) -> None:
    assert [token.kind for token in parse(text).tokens] == kinds


def test_skeletons_are_one_for_all_scripts() -> None:
    written = ("شرع", "Sharaa", "Charaa", "chareh", "الشرع")
    assert {parse(text).tokens[0].skeleton for text in written} == {"Sr"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("شركة النور للتجارة", [("co", "legal"), ("نور", ""), ("@trading", "")]),
        ("S.A.R.L. Nour & Co., Ltd", [("llc", "legal"), ("nour", ""), ("co", "legal"), ("ltd", "legal")]),
        ("Brigade Forty-Four", [("@brigade", ""), ("44", "number")]),
        ("Forty Brigade", [("40", "number"), ("@brigade", "")]),
        ("Brigade 40", [("@brigade", ""), ("40", "number")]),
        ("Brigade Forty", [("@brigade", ""), ("40", "number")]),
        ("Fund III", [("@fund", ""), ("3", "number")]),
        ("Fund I", [("@fund", ""), ("1", "number")]),
        ("I Fund", [("i", ""), ("@fund", "")]),
        ("Tehrik-i-Taliban", [("@movement", ""), ("@taliban", "")]),
        ("Jabhat al-Nusra", [("@front", ""), ("@victory", "")]),
        ("Ansar ad-Din", [("@supporters", ""), ("din", "")]),
        ("Rafidain Trading Joint Stock Compan", [("rafidain", ""), ("@trading", ""), ("jsc", "legal")]),
        ("Rafidain Limite", [("rafidain", ""), ("ltd", "legal")]),
        ("Compan Rafidain", [("compan", ""), ("rafidain", "")]),
        ("Rafidain Comp", [("rafidain", ""), ("comp", "")]),
        ("Bank (Schweiz)", [("@bank", ""), ("@ch", "")]),
        ("Network (HQN)", [("@network", "")]),
        ("ببلاد المغرب والجهاد", [("@land", ""), ("@maghreb", ""), ("@jihad", "")]),
        ("Company Limited", [("co", ""), ("ltd", "")]),
        ("The", [("the", "")]),
        ("Muhammad Jamal", [("muhammad", ""), ("jamal", "")]),
        ("ABC", [("abc", "")]),
        ("", []),
    ],
)
def test_words_of_an_organisation(text: str, words: list[tuple[str, str]]) -> None:
    assert [(word.core, word.head) for word in parse(text, kind=Kind.ORGANIZATION).words] == words


def test_words_of_a_ship() -> None:
    found = parse("M/V Victory of the Sea 3", kind=Kind.VESSEL).words
    assert [(word.core, word.head) for word in found][-1] == ("3", "number")
    assert [word.core for word in parse("MV Bank Star", kind=Kind.VESSEL).words] == ["bank", "star"]


@example("❶", Kind.ORGANIZATION)  # a digit to Unicode, and no number
@given(st.text(max_size=80), st.sampled_from(Kind))
def test_any_text_is_a_name(text: str, kind: Kind) -> None:
    name = parse(text, kind=kind)
    assert bool(name.words) == bool(name.tokens)
    for token in name.tokens:
        assert text[token.start : token.end] == token.raw


@pytest.mark.parametrize("kind", Kind)
def test_an_endless_name_is_cut(kind: Kind) -> None:
    assert len(parse("Ali bin " * 5000, kind=kind).tokens) <= 40
