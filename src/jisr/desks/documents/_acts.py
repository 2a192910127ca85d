"""Numbered acts (resolutions, decrees, orders, laws) and sums of money."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from jisr.desks.documents._found import Piece
from jisr.desks.documents._page import Page
from jisr.desks.documents._values import Kind

_BEFORE: Final = r"(?<![^\W\d_])"
_NUMBER: Final = (
    r"(?:\s?(?:رقم|no\.?|number))?\s(\d{1,5})(?:\s?/\s?\d{4}|\s\(\d{4}\)|\sلسنه\s\d{4}|\sلعام\s\d{4})?(?!\d)"
)
_ARABIC_ACT: Final = r"(?:ال)?(?:قرار|قانون|مرسوم|امر|رخصه|ترخيص)"
_OF: Final = r"(?:\s(?:مجلس الامن(?: الدولي)?|الاممي|التشريعي|التنفيذي|الرياسي|العامه|العام))?"
_COUNCIL: Final = r"(?:(?:un |united nations )?security council |un )?"
_ENGLISH_ACT: Final = r"(?:resolution|decree|executive order|law|general license)"
_ACTS: Final = (
    re.compile(rf"{_BEFORE}[وفبلك]{{0,2}}({_ARABIC_ACT}{_OF}{_NUMBER})"),
    re.compile(rf"{_BEFORE}({_COUNCIL}{_ENGLISH_ACT}{_NUMBER})"),
)
_RESOLUTION: Final = re.compile(r"قرار|resolution")
_RESOLUTIONS: Final = range(1000, 4000)  # the Security Council's numbers of the last forty years

_SCALES: Final = {
    "الف": 1e3,
    "الاف": 1e3,
    "مليون": 1e6,
    "ملايين": 1e6,
    "مليار": 1e9,
    "مليارات": 1e9,
    "بليون": 1e9,
    "thousand": 1e3,
    "million": 1e6,
    "billion": 1e9,
    "trillion": 1e12,
    "m": 1e6,
    "bn": 1e9,
    "k": 1e3,
}
_CURRENCIES: Final = {
    "دولار": "USD",
    "دولارا": "USD",
    "دولارات": "USD",
    "يورو": "EUR",
    "ليره سوريه": "SYP",
    "ليره لبنانيه": "LBP",
    "ليره تركيه": "TRY",
    "دينار عراقي": "IQD",
    "دينار اردني": "JOD",
    "دينار كويتي": "KWD",
    "ريال سعودي": "SAR",
    "ريال قطري": "QAR",
    "درهم اماراتي": "AED",
    "جنيه مصري": "EGP",
    "جنيه استرليني": "GBP",
    "فرنك سويسري": "CHF",
    "dollars": "USD",
    "dollar": "USD",
    "us dollars": "USD",
    "euros": "EUR",
    "euro": "EUR",
    "pounds": "GBP",
    "usd": "USD",
    "eur": "EUR",
    "gbp": "GBP",
    "syrian pounds": "SYP",
    "riyals": "SAR",
    "dirhams": "AED",
    "$": "USD",
    "€": "EUR",
    "£": "GBP",
}
_SIGNS: Final = {"$": "USD", "€": "EUR", "£": "GBP", "us$": "USD"}
_AMOUNT: Final = r"(\d{1,15}(?:[.,٫٬]\d{1,15}){0,4})"
_ANY_SCALE: Final = "|".join(sorted(_SCALES, key=len, reverse=True))
_ANY_CURRENCY: Final = "|".join(re.escape(word) for word in sorted(_CURRENCIES, key=len, reverse=True))
_AFTER: Final = re.compile(
    rf"(?<!\d){_AMOUNT}(?:\s({_ANY_SCALE}))?\s?({_ANY_CURRENCY})(?![^\W\d_])(?: اميركي| امريكي)?"
)
_SIGNED: Final = re.compile(rf"(us\$|[$€£])\s?{_AMOUNT}(?:\s?({_ANY_SCALE})(?![^\W\d_]))?")
_GROUP: Final = 3


def acts(page: Page) -> Iterator[Piece]:
    """Resolutions and decrees with a number; a Security Council resolution gets its id `res:unsc-2254`."""
    for pattern in _ACTS:
        for found in pattern.finditer(page.folded):
            number = int(found.group(2))
            council = _RESOLUTION.search(found.group(1)) and number in _RESOLUTIONS
            yield Piece(
                start=found.start(1),
                end=found.end(1),
                type=Kind.LAW,
                value=f"res:unsc-{number}" if council else "",
                code="number",
            )


def sums(page: Page) -> Iterator[Piece]:
    """Sums of money: the amount in units, a space, ISO 4217."""
    for found in _AFTER.finditer(page.folded):
        amount, scale, currency = found.groups()
        yield _sum(found, amount, scale, _CURRENCIES[currency])
    for found in _SIGNED.finditer(page.folded):
        sign, amount, scale = found.groups()
        yield _sum(found, amount, scale, _SIGNS[sign])


def _sum(found: re.Match[str], amount: str, scale: str | None, currency: str) -> Piece:
    value = _number(amount) * _SCALES.get(scale or "", 1)
    return Piece(start=found.start(), end=found.end(), type=Kind.MONEY, value=f"{value:.10g} {currency}", code="money")


def _number(text: str) -> float:
    """A last group of one or two digits, or the only point, is a fraction: 9,5 is nine and a half, 1,000 a thousand."""
    *whole, last = re.split(r"[.,٫٬]", text)
    if whole and len(last) != _GROUP:
        return float("".join(whole) + "." + last)
    return float("".join((*whole, last)))
