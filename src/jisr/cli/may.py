"""`jisr may`: may we do this, with this party, on this day?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import click
import orjson

from jisr import wording
from jisr.cli import _input, _node, _out
from jisr.cli._shell import Shell, example, progress, takes_shell
from jisr.errors import Unreadable, WrongUse
from jisr.node.actions import keep_may
from jisr.node.queries.may import may
from jisr.node.values import MayAnswer, MayInstrument, MayLine, MayOwner, MayQuestion

__all__ = ["command"]

_OTHER_WORDS = {"known_at": "known", "activity": "kind", "with": "counterparty", "party": "counterparty"}
_ALLOWED = ("jurisdiction", "kind", "counterparty", "on", "known")


@click.command(
    "may",
    epilog=example(
        "jisr may QUESTION.json",
        "jisr may --law us --kind transact --with 'Central Bank of Syria' --on 2025-05-24",
        "jisr may --law eu --kind make_funds_available --with un:QDi.317 --on 2025-11-10 --known 2025-11-10 --lang ar",
        "jisr may --law un --kind travel --with un:QDi.336 --keep 'entry of 12 May'",
        "cat questions.jsonl | jisr may - --json",
    ),
)
@click.argument("question", required=False, metavar="QUESTION")
@click.option("--law", default="", metavar="J", help="Whose law: un, us, eu, uk; non-us: US secondary sanctions.")
@click.option("--kind", default="", metavar="K", help="What is to be done: transact, make_funds_available, travel …")
@click.option("--with", "party", default="", metavar="PARTY", help="An id, a name, or words that describe a party.")
@click.option("--on", default="", metavar="DAY", help="On that day, or at that instant (else today).")
@click.option("--known", default="", metavar="DAY", help="As this node knew it at the end of that day (else now).")
@click.option("--keep", default="", metavar="WHY", help="Keep the answer, with what it is relied on for.")
@takes_shell
def command(shell: Shell, question: str | None, keep: str, **asked: str) -> None:
    """May somebody do this, with this party, on this day, as known then?  With the reasons and the next change.

    QUESTION is a JSON object, or many as JSON lines: jurisdiction, kind, counterparty, on, known; origins (countries of
    the goods) and owners (party, share, control, listed) where they matter. - reads standard input. Not legal advice.
    """
    reader = _node.reader(shell)
    if question:
        questions = list(_read(question))
    else:
        given = {"jurisdiction": asked["law"], "kind": asked["kind"], "counterparty": asked["party"]}
        if not all(given.values()):
            raise WrongUse("name a file with questions, or --law, --kind and --with", option="QUESTION")
        questions = [("", _question({**given, "on": asked["on"], "known": asked["known"]}, "the options"))]
    with progress(questions) as pieces:
        for number, one in pieces:
            answer = may(one, reader=reader)
            _show(shell, answer, number)
            if any(line.code == "may-activity-unknown" for line in answer.reasons):
                shell.note(
                    "cli-may-kinds", kinds=", ".join(kind for kind, _name in wording.activities(lang=shell.lang))
                )
            if keep:
                shell.say("cli-may-kept", number=keep_may.keep(one, reader=reader, why=keep))


def _read(path: str) -> Iterator[tuple[object, MayQuestion]]:
    """One object, a list of them, or one a line; each with the id it carries."""
    text = _input.text_of(path).strip()
    try:
        body = orjson.loads(text)
        lines = [
            (f"question {number}", one) for number, one in enumerate(body if isinstance(body, list) else [body], 1)
        ]
    except orjson.JSONDecodeError:
        lines = list(_lines(path, text))
    for place, one in lines:
        if not isinstance(one, dict):
            raise Unreadable(source=path, place=place, wanted="an object with jurisdiction, kind and counterparty")
        yield one.get("id", ""), _question(one, f"{path}, {place}")


def _lines(path: str, text: str) -> Iterator[tuple[str, Any]]:
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            yield f"line {number}", orjson.loads(line)
        except orjson.JSONDecodeError as error:
            raise Unreadable(source=path, place=f"line {number}", wanted="one JSON object a line") from error


def _question(body: Mapping[str, Any], place: str) -> MayQuestion:
    said = {_OTHER_WORDS.get(name, name): value for name, value in body.items()}
    texts = {name: str(said.get(name) or "") for name in _ALLOWED}
    origins, owners = said.get("origins") or (), said.get("owners") or ()
    if not isinstance(origins, list | tuple) or not isinstance(owners, list | tuple):
        raise Unreadable(source=place, place="origins, owners", wanted="lists")
    return MayQuestion(**texts, origins=tuple(map(str, origins)), owners=tuple(_owner(one, place) for one in owners))


def _owner(body: object, place: str) -> MayOwner:
    if not isinstance(body, dict):
        raise Unreadable(source=place, place="owners", wanted="objects with party, share, control, listed")
    return MayOwner(
        party=str(body.get("party") or ""),
        share=str(body.get("share") if body.get("share") is not None else ""),
        control=body.get("control") is True,
        listed=body.get("listed") is True,
    )


def _show(shell: Shell, answer: MayAnswer, number: object) -> None:
    if shell.json:
        _out.json_line(({"id": number} if number != "" else {}) | plain(shell, answer))
        return
    _out.line(shell.words(f"may-status-{answer.status}", party=answer.caption))
    law = wording.jurisdiction_name(answer.jurisdiction, lang=shell.lang)
    kind = wording.activity_name(answer.kind, lang=shell.lang)
    asked = {"law": law, "kind": kind, "party": answer.counterparty}
    known = answer.known.isoformat(timespec="minutes")
    _out.line("  " + shell.words("may-asked", **asked, on=answer.on, known=known))
    for line in answer.reasons:
        _show_line(shell, line, answer.instruments, depth=1)
    for law in answer.rules:
        _out.line("  " + shell.words("may-rule", law=law))
    if answer.next_change:
        becomes = shell.words(f"may-becomes-{answer.becomes}")
        _out.line("  " + shell.words("may-next", date=answer.next_change, becomes=becomes))
    else:
        _out.line("  " + shell.words("may-next-none"))
    _out.line("  " + shell.words("may-not-advice"))


def _show_line(shell: Shell, line: MayLine, acts: tuple[MayInstrument, ...], *, depth: int) -> None:
    said = shell.words(line.code, **dict(line.facts))
    _out.line("  " * depth + said)
    if line.instrument:
        act = acts[line.instrument - 1]
        source = _out.joined("; ", act.sources[:2])
        _out.line("  " * (depth + 1) + shell.words("may-cited", id=act.id, number=act.record, source=source))
    for one in line.below:
        _show_line(shell, one, acts, depth=depth + 1)


def plain(shell: Shell, answer: MayAnswer) -> dict[str, Any]:
    """The answer for a program, each line with its sentence."""
    body: dict[str, Any] = orjson.loads(orjson.dumps(answer))
    body["sentence"] = shell.words(f"may-status-{answer.status}", party=answer.caption)
    body["reasons"] = [_plain_line(shell, line) for line in answer.reasons]
    return body


def _plain_line(shell: Shell, line: MayLine) -> dict[str, Any]:
    body: dict[str, Any] = orjson.loads(orjson.dumps(line))
    body["sentence"] = shell.words(line.code, **dict(line.facts))
    body["below"] = [_plain_line(shell, one) for one in line.below]
    return body
