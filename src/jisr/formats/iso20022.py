"""Payments as ISO 20022 messages: pacs.008, pacs.009, pain.001, camt.053, camt.054, of any version.

Read as a stream; hostile XML is refused. Our own rules stand beside any schema's: parties, sums, counts, check digits
of accounts, currencies, dates. One payment that breaks one is set aside; its neighbours are read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import cast

from lxml import etree

from jisr.errors import Unreadable
from jisr.formats._base import (
    PIECE_LIMIT,
    File,
    Format,
    Header,
    Item,
    Options,
    Quarantined,
    Reading,
    only_file,
    set_aside,
)
from jisr.formats._payment import Draft, finished, plain
from jisr.formats._xml import Element, local, stream
from jisr.records import Observation, Place

NAME = "iso20022"
TITLE = "ISO 20022 payments: pacs.008, pacs.009, pain.001, camt.053, camt.054"
_SPACE = re.compile(rb"urn:iso:std:iso:20022:tech:xsd:((?:pacs\.00[89]|pain\.001|camt\.05[34])\.\d{3}\.\d{2})")
_TAGS = ("GrpHdr", "CdtTrfTxInf", "Ntry")
_IDENTITY = ("PrvtId/Othr/Id", "PrvtId/DtAndPlcOfBirth/BirthDt", "OrgId/LEI", "OrgId/AnyBIC", "OrgId/Othr/Id")
_Look = Callable[[str], str | None]  # a path of local names to the text of the first element there
_BETWEEN = ("IntrmyAgt1", "IntrmyAgt2", "IntrmyAgt3")


class _Names(dict[str, str]):
    """The local name of a tag of this namespace, worked out once; "" for one of another."""

    def __init__(self, space: str) -> None:
        super().__init__()
        self.space = space

    def __missing__(self, tag: str) -> str:
        name = tag.removeprefix(self.space) if str(tag).startswith(self.space) else ""
        return self.setdefault(tag, name)


@dataclass(slots=True, kw_only=True)
class _Group:
    """What the head of a message says of all of it, and what was found."""

    line: int = 0
    count: str = ""
    total: str = ""
    day: str = ""
    clock: str = ""
    found: int = 0
    summed: Decimal = field(default_factory=Decimal)
    seen: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Message:
    """The file, its kind (`pacs.008`), its namespace in braces, its source."""

    file: File
    kind: str
    space: str
    source: str
    names: _Names


def recognise(files: tuple[File, ...]) -> bool:
    """One XML file whose namespace is one of these messages'."""
    return len(files) == 1 and _SPACE.search(files[0].data[:4096].replace(b"\0", b"")) is not None


def read(files: tuple[File, ...], options: Options) -> Reading:
    """A payment a transaction; of statements and notices, an entry or each of its details. No snapshot."""
    file = only_file(files, options)
    found = _SPACE.search(file.data[:4096].replace(b"\0", b""))
    if found is None:
        raise Unreadable(source=file.name, place="line 1", wanted="the namespace of a message of payments")
    kind, source = found[1].decode()[:8], options.source or "payments"
    space = f"{{urn:iso:std:iso:20022:tech:xsd:{found[1].decode()}}}"
    header = Header(format=NAME, source=source, title=found[1].decode())
    return Reading(
        header=header, items=_items(_Message(file=file, kind=kind, space=space, source=source, names=_Names(space)))
    )


def _items(message: _Message) -> Iterator[Item]:
    group = _Group()
    try:
        for element in stream(message.file, root="Document", tags=_TAGS):
            yield from _element(message, element, group)
    except Unreadable as error:
        if "document type" in str(error):
            raise
        yield set_aside(Place(file=message.file.name, line=_broken(error)), "cut-short", _tail(message.file))
        return
    yield from _reconciled(message, group)


def _element(message: _Message, element: Element, group: _Group) -> Iterator[Item]:
    """The head is noted; a transaction or an entry gives its payments."""
    tag = local(element)
    if tag == "GrpHdr":
        _head(message, element, group)
    elif tag in _TAGS:
        group.found += 1
        for draft in _drafts(message, element, group, f"{tag}[{group.found}]"):
            made = _taken(draft, message, group)
            if isinstance(made, Quarantined):
                made = replace(made, piece=etree.tostring(element, with_tail=False)[:PIECE_LIMIT])
            yield made


def _broken(error: Unreadable) -> int:
    return int(re.sub(r"\D", "", error.facts["place"]) or 1)


def _tail(file: File) -> bytes:
    return file.data[max(file.data.rfind(b"<CdtTrfTxInf"), file.data.rfind(b"<Ntry>"), len(file.data) - 4096) :]


def _taken(draft: Draft, message: _Message, group: _Group) -> Observation | Quarantined:
    group.summed += plain(draft.amount) or 0
    made = finished(draft, message.source)
    if isinstance(made, Observation):
        if made.key in group.seen:
            return set_aside(draft.place, "duplicate-key", b"", entry=False, key=made.key)
        group.seen.add(made.key)
    return made


def _head(message: _Message, head: Element, group: _Group) -> None:
    look = _search(head, message.space)
    group.line = cast("int", head.sourceline)
    group.count = _text(look, "NbOfTxs")
    group.total = _text(look, "CtrlSum") or _text(look, "TtlIntrBkSttlmAmt")
    group.day = _text(look, "IntrBkSttlmDt")
    group.clock = _text(look, "CreDtTm")


def _reconciled(message: _Message, group: _Group) -> Iterator[Item]:
    """What the head says of the whole must be so."""
    place = Place(file=message.file.name, line=group.line or 1, xpath="GrpHdr[1]")
    if group.count and group.count != str(group.found):
        yield set_aside(place, "pay-count", group.count, entry=False, said=group.count, found=str(group.found))
    if group.total and plain(group.total) != group.summed:
        yield set_aside(place, "pay-sum", group.total, entry=False, said=group.total, found=str(group.summed))


def _text(look: _Look, *paths: str) -> str:
    """The text at the first of these paths that has one."""
    for path in paths:
        found = look(path)
        if found and (words := found.split()):
            return " ".join(words)
    return ""


def _leaves(element: Element, names: _Names) -> _Look:
    """All that an element tells, by path, walked once: twenty paths are then looked up, not searched."""
    told: dict[str, str] = {}
    _walk(element, "", names, told)
    return told.get


def _walk(element: Element, above: str, names: _Names, told: dict[str, str]) -> None:
    for below in element:
        name = names[below.tag]
        if name:
            path = above + name
            told.setdefault(path, below.text or "")
            if len(below):
                _walk(below, path + "/", names, told)


def _search(element: Element | None, space: str) -> _Look:
    """The same of an element of which few paths are asked."""

    def look(path: str) -> str | None:
        steps = "/".join(f"{space}{step}" for step in path.split("/"))
        return element.findtext(steps) if element is not None else None

    return look


def _at(message: _Message, element: Element, path: str) -> Element | None:
    return element.find("/".join(f"{message.space}{step}" for step in path.split("/")))


def _drafts(message: _Message, element: Element, group: _Group, xpath: str) -> Iterator[Draft]:
    place = Place(file=message.file.name, line=cast("int", element.sourceline), xpath=xpath)
    draft = Draft(place=place, piece=b"")
    if message.kind.startswith("camt"):
        yield from _entry(message, element, draft)
        return
    initiated = message.kind == "pain.001"
    look = _leaves(element, message.names)
    above = _search(element.getparent(), message.space) if initiated else look
    _money(message, element, draft, ("Amt/InstdAmt", "Amt/EqvtAmt/Amt") if initiated else ("IntrBkSttlmAmt",))
    draft.date_field = "ReqdExctnDt" if initiated else "IntrBkSttlmDt"
    draft.date = _text(above, draft.date_field, f"{draft.date_field}/Dt") or group.day
    draft.clock = group.clock
    _named(message.kind, look, draft)
    _end(above, draft, ("payer", "Dbtr"))
    _end(look, draft, ("payee", "Cdtr"))
    yield draft


def _money(message: _Message, element: Element, draft: Draft, paths: tuple[str, ...]) -> None:
    for path in paths:
        found = _at(message, element, path)
        if found is not None:
            draft.amount, draft.currency = (found.text or "").strip(), found.get("Ccy", "")
            return


def _named(kind: str, look: _Look, draft: Draft) -> None:
    draft.key = _text(look, "PmtId/UETR", "Refs/UETR")
    between = (_text(look, f"{agent}/FinInstnId/BICFI") for agent in _BETWEEN)
    draft.values |= {
        "message": kind,
        "reference": _text(look, "PmtId/EndToEndId", "PmtId/TxId", "Refs/EndToEndId", "Refs/TxId"),
        "purpose": _text(look, "Purp/Cd"),
        "text": _text(look, "RmtInf/Ustrd"),
        "between": " ".join(filter(None, between)),
    }


def _end(look: _Look, draft: Draft, end: tuple[str, str]) -> None:
    """One end of the payment: name, account, agent, country."""
    role, tag = end
    iban = _text(look, f"{tag}Acct/Id/IBAN")
    draft.ibans += (iban,) if iban else ()
    bank = f"{tag}Agt/FinInstnId"
    draft.values |= {
        f"{role}_name": _text(look, f"{tag}/Nm", f"{tag}/Pty/Nm", f"{tag}/FinInstnId/Nm", f"{tag}/FinInstnId/BICFI"),
        f"{role}_account": iban or _text(look, f"{tag}Acct/Id/Othr/Id"),
        f"{role}_bank": _text(look, f"{bank}/BICFI", f"{bank}/BIC", f"{tag}/FinInstnId/BICFI"),
        **_identity(look, end),
        f"{role}_country": _text(look, f"{tag}/PstlAdr/Ctry", f"{tag}/Pty/PstlAdr/Ctry").lower(),
    }


def _identity(look: _Look, end: tuple[str, str]) -> dict[str, str]:
    """What identifies the payer beside name and account (FATF R.16): address, a number, or the birth."""
    role, tag = end
    if role != "payer":
        return {}
    address = (_text(look, f"{tag}/PstlAdr/{part}") for part in ("AdrLine", "StrtNm", "TwnNm"))
    return {
        "payer_address": " ".join(filter(None, address)),
        "payer_identity": _text(look, *(f"{tag}/Id/{path}" for path in _IDENTITY)),
    }


def _entry(message: _Message, entry: Element, draft: Draft) -> Iterator[Draft]:
    """An entry of a statement: the account's own side is the statement's; each detail is a payment."""
    holder, of_entry = (_search(one, message.space) for one in (entry.getparent(), entry))
    own = _text(holder, "Acct/Id/IBAN", "Acct/Id/Othr/Id")
    owner = _text(holder, "Acct/Ownr/Nm")
    mine = "payer" if _text(of_entry, "CdtDbtInd") == "DBIT" else "payee"
    details: list[Element | None] = [*entry.findall(f"{message.space}NtryDtls/{message.space}TxDtls")]
    for number, detail in enumerate(details or [None], 1):
        place = Place(file=draft.place.file, line=draft.place.line, xpath=f"{draft.place.xpath}/TxDtls[{number}]")
        one = Draft(place=draft.place if detail is None else place, piece=b"", named=())
        _money(message, entry, one, ("Amt",))
        if detail is not None:
            _money(message, detail, one, ("Amt", "AmtDtls/TxAmt/Amt"))
        one.date_field = "BookgDt"
        one.date = _text(of_entry, "BookgDt/Dt", "BookgDt/DtTm", "ValDt/Dt", "ValDt/DtTm")
        if detail is not None:
            _named(message.kind, _leaves(detail, message.names), one)
            parties = _search(_at(message, detail, "RltdPties"), message.space)
            _end(parties, one, ("payer", "Dbtr"))
            _end(parties, one, ("payee", "Cdtr"))
        one.values["message"] = message.kind
        one.values["reference"] = one.values.get("reference") or _text(of_entry, "AcctSvcrRef", "NtryRef")
        one.values[f"{mine}_account"] = own
        one.values[f"{mine}_name"] = one.values.get(f"{mine}_name") or owner
        yield one


FORMAT = Format(name=NAME, title=TITLE, recognise=recognise, read=read)
