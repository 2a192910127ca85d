"""CUSRES: what a State answers a carrier about its travellers (board, do not board), read and written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from jisr.formats._edifact import Message, plain

__all__ = ["Answer", "Reply", "read_reply", "write_reply"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """About a traveller (`level` 2) or the whole message (1). `code`: a State's own, 0Z cleared, 1Z refused."""

    level: str
    code: str
    locator: str = ""
    reference: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """`kind`: 962 a reply to a list, 132 unsolicited, 312 an acknowledgement. Times are local, YYMMDDHHMM."""

    kind: str
    transaction: str
    flight: str
    departs: str
    origin: str
    destination: str
    answers: tuple[Answer, ...]


def read_reply(message: Message) -> Reply:
    """The answers of a message; what is missing is ""."""
    marks = message.marks
    head: dict[str, str] = {}
    found: list[dict[str, str]] = []
    for segment in message.segments:
        parts = [*segment.split(marks.element), "", "", "", ""]
        kind, _, value = parts[1].partition(marks.component)
        value = plain(value, marks)
        if parts[0] == "ERP":
            found.append({"level": kind})
        elif parts[0] == "RFF" and found:
            found[-1][kind] = value
        elif parts[0] == "ERC" and found:
            found[-1]["code"] = plain(kind, marks)
        elif parts[0] == "FTX" and found:
            found[-1]["text"] = plain(parts[4], marks)
        else:
            head |= _head(parts, kind, value)
    answers = tuple(
        Answer(
            level=one["level"],
            code=one.get("code", ""),
            locator=one.get("AVF", ""),
            reference=one.get("ABO", ""),
            text=one.get("text", ""),
        )
        for one in found
    )
    said = {name: head.get(name, "") for name in ("kind", "transaction", "flight", "departs", "origin", "destination")}
    return Reply(**said, answers=answers)


_HEADS = {
    ("RFF", "TN"): "transaction",
    ("RFF", "AF"): "flight",
    ("DTM", "189"): "departs",
    ("LOC", "125"): "origin",
    ("LOC", "87"): "destination",
}


def _head(parts: list[str], kind: str, value: str) -> dict[str, str]:
    if parts[0] == "BGM":
        return {"kind": kind}
    name = _HEADS.get((parts[0], kind))
    if name is None:
        return {}
    return {name: parts[2] if parts[0] == "LOC" else value.partition(":")[0]}


def write_reply(reply: Reply, *, sender: str, recipient: str, prepared: str, reference: str) -> bytes:
    """The message as EDIFACT, UNOA, D.05B. `prepared`: YYMMDD:HHMM. What is written here is read back the same."""
    body = [
        f"UNH+{reference}+CUSRES:D:05B:UN:IATA",
        f"BGM+{_held(reply.kind)}",
        f"RFF+TN:{_held(reply.transaction)}",
        f"RFF+AF:{_held(reply.flight)}",
        f"DTM+189:{_held(reply.departs)}:201",
        f"LOC+125+{_held(reply.origin)}",
        f"LOC+87+{_held(reply.destination)}",
        *_answers(reply.answers),
    ]
    head = f"UNB+UNOA:4+{_held(sender)}+{_held(recipient)}+{prepared}+{reference}++IAPI"
    ends = [f"UNT+{len(body) + 1}+{reference}", f"UNZ+1+{reference}", ""]
    return "'".join([head, *body, *ends]).encode("utf-8")


def _answers(answers: Iterable[Answer]) -> Iterable[str]:
    for one in answers:
        yield f"ERP+{one.level}"
        yield from (
            f"RFF+{kind}:{_held(told)}" for kind, told in (("AVF", one.locator), ("ABO", one.reference)) if told
        )
        yield f"ERC+{_held(one.code)}"
        if one.text:
            yield f"FTX+AAP+++{_held(one.text)}"


def _held(text: str) -> str:
    """With its separators released."""
    for sign in "?'+:":
        text = text.replace(sign, f"?{sign}")
    return text.replace("\r", " ").replace("\n", " ")
