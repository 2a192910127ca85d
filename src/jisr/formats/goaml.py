"""Reports to a financial intelligence unit in goAML's form: written for a profile, and checked against it.

What a unit wants (elements, their order and number, code lists) stands in `tables/goaml_profile.csv` and
`goaml_codes.csv`, not here. Names are written in Latin letters where the form allows no other; the name as it was told
stands in `comments` beside it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Final

from lxml import etree

from jisr import tables
from jisr.errors import WrongUse
from jisr.formats._latin import LATIN, latin

__all__ = ["End", "Fault", "Filing", "Transfer", "codes", "faults", "profiles", "write"]

_NOT_TOLD: Final = "XX"
_NAMELESS: Final = "Not told"
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")
_DECIMAL: Final = re.compile(r"\d{1,16}(\.\d{1,13})?")
_COUNTRY: Final = re.compile(r"[A-Z]{2}")
_BIC: Final = re.compile(r"[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_SHOWN: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """One end of a transfer as it was told; "": not told. `country`: ISO 3166-1 alpha-2."""

    name: str = ""
    account: str = ""
    bank: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """One payment. `amount` in `currency`; `rate`: local currency for one unit of it. `channel`: "" for banks."""

    number: str
    at: datetime
    amount: Decimal
    currency: str
    payer: End
    payee: End
    rate: Decimal = Decimal(1)
    channel: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """What a report says. `entity`: the unit's number of who reports; `user`: its code of the person."""

    entity: int
    user: str
    reference: str
    at: datetime
    currency: str
    reason: str
    transfers: tuple[Transfer, ...]
    indicators: tuple[str, ...]
    code: str = "STR"
    action: str = ""
    branch: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What breaks the profile, and where. `code`: goaml- and missing, many, order, choice, form, code …"""

    code: str
    path: str
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Element:
    name: str
    least: int
    most: int
    form: str
    longest: int
    choice: str


def profiles() -> tuple[str, ...]:
    """The profiles the tables know."""
    return tuple(dict.fromkeys(row["profile"] for row in tables.rows("goaml_profile")))


@cache
def codes(profile: str, name: str) -> tuple[str, ...]:
    """The codes of one list of a profile; currencies are ISO 4217 where the profile has no list of its own."""
    own = tuple(row["code"] for row in tables.rows("goaml_codes") if (row["profile"], row["list"]) == (profile, name))
    return own or (tuple(row["code"] for row in tables.rows("currencies")) if name == "currency" else ())


@cache
def _children(profile: str) -> Mapping[str, tuple[_Element, ...]]:
    found: dict[str, list[_Element]] = {}
    for row in tables.rows("goaml_profile"):
        if row["profile"] != profile:
            continue
        above, _, name = row["path"].rpartition("/")
        most = 10**9 if row["max"] == "many" else int(row["max"])
        element = _Element(
            name=name,
            least=int(row["min"]),
            most=most,
            form=row["form"],
            longest=int(row["longest"] or 0),
            choice=row["choice"],
        )
        found.setdefault(above, []).append(element)
    if not found:
        message = f"no profile {profile!r}: one of {', '.join(profiles())}"
        raise WrongUse(message, profile=profile)
    return {above: tuple(elements) for above, elements in found.items()}


# -- writing


def write(filing: Filing, *, profile: str) -> bytes:
    """The report as UTF-8 XML. It may still break the profile: ask `faults` before it leaves. Raises `WrongUse`."""
    _children(profile)
    report = etree.Element("report")
    _tell(report, "rentity_id", str(filing.entity))
    _tell(report, "rentity_branch", filing.branch)
    _tell(report, "submission_code", "E")
    _tell(report, "report_code", filing.code)
    _tell(report, "entity_reference", filing.reference)
    _tell(report, "submission_date", _instant(filing.at))
    _tell(report, "currency_code_local", filing.currency)
    _tell(report, "reporting_user_code", filing.user)
    _tell(report, "reason", filing.reason)
    _tell(report, "action", filing.action)
    for transfer in filing.transfers:
        _transfer(etree.SubElement(report, "transaction"), transfer, filing)
    told = etree.SubElement(report, "report_indicators")
    for indicator in filing.indicators:
        _tell(told, "indicator", indicator)
    written: bytes = etree.tostring(report, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    return written


def _transfer(element: etree._Element, one: Transfer, filing: Filing) -> None:
    _tell(element, "transactionnumber", _clean(one.number)[:100] or _NAMELESS)
    _tell(element, "transaction_location", one.payer.country.upper() or _NOT_TOLD)
    _tell(element, "transaction_description", _clean(one.text)[:8000] or _NAMELESS)
    _tell(element, "date_transaction", _instant(one.at))
    _tell(element, "transmode_code", (one.channel or "bank").upper())
    _tell(element, "transmode_comment", "-")
    _tell(element, "amount_local", _plain(one.amount * one.rate))
    funds = {"cash": "K", "crypto": "V"}.get(one.channel, "E")
    sent = etree.SubElement(element, "t_from")
    _tell(sent, "from_funds_code", funds)
    if one.currency != filing.currency:
        foreign = etree.SubElement(sent, "from_foreign_currency")
        _tell(foreign, "foreign_currency_code", one.currency)
        _tell(foreign, "foreign_amount", _plain(one.amount))
        _tell(foreign, "foreign_exchange_rate", _plain(one.rate))
    _end(sent, "from", one.payer)
    got = etree.SubElement(element, "t_to")
    _tell(got, "to_funds_code", funds)
    _end(got, "to", one.payee)


def _end(element: etree._Element, side: str, end: End) -> None:
    """An account where one is told, else who holds it; nothing told is said to be so."""
    spelt = latin(end.name)[:255].strip() or _NAMELESS
    original = f"As told: {end.name}" if end.name and spelt != " ".join(end.name.split()) else ""
    number = _clean(end.account[:255])
    if number:
        account = etree.SubElement(element, f"{side}_account")
        bank = end.bank.upper()
        _tell(
            account,
            *(("swift", bank) if _BIC.fullmatch(bank) else ("institution_code", _clean(end.bank[:50]) or _NAMELESS)),
        )
        _tell(account, "account", number)
        _tell(account, "account_name", spelt)
        _tell(account, "comments", original)
    else:
        entity = etree.SubElement(element, f"{side}_entity")
        _tell(entity, "name", spelt)
        _tell(entity, "comments", original)
    country = end.country.upper()
    _tell(element, f"{side}_country", country if _COUNTRY.fullmatch(country) else _NOT_TOLD)


def _tell(element: etree._Element, name: str, text: str) -> None:
    said = _clean(text)
    if said:
        etree.SubElement(element, name).text = said


def _clean(text: str) -> str:
    """What XML 1.0 may hold, without space around it."""
    return _CONTROL.sub("", text.encode("utf-8", "replace").decode()).strip()


def _instant(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%S")


def _plain(amount: Decimal) -> str:
    return f"{amount.quantize(Decimal('0.000001')).normalize():f}"


# -- checking


def faults(data: bytes, *, profile: str) -> tuple[Fault, ...]:
    """Everything in a report that breaks the profile, in its order; () for a valid one. Raises `WrongUse`."""
    children = _children(profile)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        return (Fault(code="goaml-broken", path="/", value=str(error)[:_SHOWN]),)
    if root.tag != "report":
        return (Fault(code="goaml-unknown", path=str(root.tag)),)
    return tuple(_group(root, "report", (children, profile)))


def _group(
    element: etree._Element, path: str, known: tuple[Mapping[str, tuple[_Element, ...]], str]
) -> Iterator[Fault]:
    """The children of a group: known, in order, as many as may be; then each of them."""
    wanted = known[0].get(path, ())
    names = [one.name for one in wanted]
    told = [str(child.tag) for child in element]
    yield from _counted(wanted, Counter(told), path)
    places = [names.index(name) for name in told if name in names]
    if places != sorted(places):
        yield Fault(code="goaml-order", path=path)
    numbers: Counter[str] = Counter()
    for child in element:
        name = str(child.tag)
        numbers[name] += 1
        here = f"{path}/{name}"
        if name not in names:
            yield Fault(code="goaml-unknown", path=here)
        elif wanted[names.index(name)].form == "group":
            yield from _group(child, here, known)
        else:
            yield from _leaf(child.text or "", wanted[names.index(name)], (f"{here}[{numbers[name]}]", known[1]))


def _counted(wanted: Sequence[_Element], told: Counter[str], path: str) -> Iterator[Fault]:
    for one in wanted:
        if told[one.name] < one.least:
            yield Fault(code="goaml-missing", path=f"{path}/{one.name}")
        if told[one.name] > one.most:
            yield Fault(code="goaml-many", path=f"{path}/{one.name}")
    for choice in sorted({one.choice for one in wanted if one.choice}):
        if sum(told[one.name] for one in wanted if one.choice == choice) != 1:
            yield Fault(code="goaml-choice", path=path, value=choice)


def _leaf(text: str, element: _Element, at: tuple[str, str]) -> Iterator[Fault]:
    path, profile = at
    kind, _, name = element.form.partition(":")
    if kind == "code" and text not in codes(profile, name):
        yield Fault(code="goaml-code", path=path, value=text[:_SHOWN])
    elif not _FORMS.get(kind, _any).fullmatch(text) or not text.strip():
        yield Fault(code="goaml-form", path=path, value=text[:_SHOWN])
    if element.longest and len(text) > element.longest:
        yield Fault(code="goaml-long", path=path, value=text[:_SHOWN])


_any: Final = re.compile(r".+", re.DOTALL)
_FORMS: Final[Mapping[str, re.Pattern[str]]] = {
    "latin": LATIN,
    "int": re.compile(r"[1-9]\d{0,8}"),
    "date": _DATE,
    "decimal": _DECIMAL,
    "country": _COUNTRY,
}
