"""Persons nobody told the reader of: names of the names data set into sentences of our own, found by grammar alone.

Half of the sentences are Arabic, half English; each name stands where the press puts names: after a title, as the one
who speaks, in a list, without any title. Strict: the same characters.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator
from pathlib import Path

from jisr.desks.documents import Kind, Lexicon, annotate

ARABIC = (
    "قال {} إن الاجتماع سيعقد الأسبوع المقبل في العاصمة.",
    "والتقى رئيس الوزراء {} في مكتبه صباح الأحد.",
    "أوقفت الشرطة {} قرب الحدود ثم أفرجت عنه.",
    "وشارك في الندوة الباحث {} والصحفية ليلى مراد.",
    "عيّن المجلس {} مديرا للمصرف.",
    "وبحسب {}، فإن المشروع سينتهي قبل الصيف.",
    "ولم يحضر {} جلسة المحكمة أمس.",
    'وأضاف {}: "لن نقبل بهذا الاتفاق".',
    "المتهم {} من مواليد المدينة.",
    "وصل وفد يضم {} إلى المطار.",
)
ENGLISH = (
    "{} said the meeting would be held next week.",
    "The prime minister met {} at his office on Sunday.",
    "Police detained {} near the border and later released him.",
    "The researcher {} took part in the panel.",
    "The council appointed {} as head of the bank.",
    "According to {}, the project will end before summer.",
    "{} did not attend the court session.",
    '"We will not accept this," {} added.',
    "The suspect, {}, was born in the city.",
    "A delegation including {} arrived at the airport.",
)


def sentences(data: Path) -> Iterator[tuple[str, str]]:
    """(sentence, name): fifty of each language, chosen by the digest of the name."""
    arabic, english = _names(data)
    for number in range(50):
        name = arabic[number]
        yield ARABIC[number % len(ARABIC)].format(name), name
    for number in range(50):
        name = english[number]
        yield ENGLISH[number % len(ENGLISH)].format(name), name


def _names(data: Path) -> tuple[list[str], list[str]]:
    with (data / "names/negatives.tsv").open(encoding="utf-8") as file:
        rows = [row["name"] for row in csv.DictReader(file, delimiter="\t")]
    with (data / "documents/gazetteer/people_ar_en.csv").open(encoding="utf-8") as file:
        people = list(csv.DictReader(file))
    rows += [row["name_ar"] for row in people] + [row["name_en"] for row in people]
    kept = sorted(
        {row for row in rows if 2 <= len(row.split()) <= 4}, key=lambda row: hashlib.sha256(row.encode()).digest()
    )
    plain = [row for row in kept if all(ch.isalpha() or ch in " '-." for ch in row)]
    arabic = [row for row in plain if "\u0600" <= row[0] <= "\u06ff"]
    english = [row for row in plain if row[0].isascii() and row == row.title()]
    return arabic, english


def people(data: Path, lexicon: Lexicon) -> tuple[float, float]:
    """(F1, precision) of persons over the hundred sentences."""
    hits = said = wanted = 0
    for text, name in sentences(data):
        start = text.index(name)
        found = {(m.start, m.end) for m in annotate(text, known=lexicon) if m.type is Kind.PERSON}
        found -= {(text.find("ليلى مراد"), text.find("ليلى مراد") + len("ليلى مراد"))}
        hits += (start, start + len(name)) in found
        said += len(found)
        wanted += 1
    return 2 * hits / (said + wanted), hits / said if said else 1.0
