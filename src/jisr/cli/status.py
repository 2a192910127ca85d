"""`jisr status`: what is known of one party?"""

from __future__ import annotations

from dataclasses import asdict

import click

from jisr import wording
from jisr.cli import _node, _out, _standing
from jisr.cli._shell import Shell, example, takes_shell
from jisr.node.queries.clocks import clocks
from jisr.node.queries.party import find, party
from jisr.node.queries.reliefs import reliefs
from jisr.node.values import Event, PartyPage, ReliefRow

__all__ = ["command"]


@click.command(
    "status",
    epilog=example(
        "jisr status un:QDi.317 --on 2025-06-01",
        "jisr status un:QDi.317 --on 2025-12-01 --known 2025-10-01",
        "jisr status 'أحمد حسين الشرع' --lang ar",
    ),
)
@click.argument("party_", metavar="PARTY")
@click.option("--on", default="", metavar="DAY", help="As true in the world on that day (else today).")
@click.option("--known", default="", metavar="DAY", help="As this node knew it at the end of that day (else now).")
@takes_shell
def command(shell: Shell, party_: str, on: str, known: str) -> None:
    """Where a party stands with each jurisdiction, why, and how it came about.

    PARTY is an id as a check shows it (un:QDi.317), or a name that fits exactly one party.
    """
    reader = _node.reader(shell)
    times = clocks(on, known)
    page = party(find(party_, reader=reader, clocks=times), reader=reader, clocks=times)
    acts = reliefs(page.id, reader=reader, clocks=times)
    if shell.json:
        _out.json_line(_plain(shell, page) | {"acts": [asdict(act) for act in acts]})
    else:
        _show(shell, page)
        _show_acts(shell, acts)


def _plain(shell: Shell, page: PartyPage) -> dict[str, object]:
    body = asdict(page)
    body["standings"] = [_standing.plain(standing, shell) for standing in page.standings]
    return body | {"clocks": _standing.as_json(page.clocks)}


def _show(shell: Shell, page: PartyPage) -> None:
    _out.line(shell.words("cli-party", caption=page.caption, party=page.id, kind=page.schema, marking=page.marking))
    if page.other_names:
        _out.line("  " + shell.words("cli-party-names", names=_out.joined("; ", page.other_names[:8])))
    _out.line(shell.words("cli-asof", on=page.clocks.on, known=page.clocks.known.isoformat(timespec="minutes")))
    for standing in page.standings:
        _standing.show(shell, standing)
    if not page.standings:
        _out.line("  " + shell.words("cli-standing-none"))
    if page.history:
        _out.line(shell.words("cli-history"))
    for event in page.history:
        _show_event(shell, event)


def _show_acts(shell: Shell, acts: tuple[ReliefRow, ...]) -> None:
    """What the acts about the party do, and how they stand that day."""
    if acts:
        _out.line(shell.words("cli-reliefs"))
    for act in acts:
        state, does = shell.words(f"relief-state-{act.state}"), shell.words(f"decides-{act.decides}")
        facts = {"title": act.title, "effective": act.effective or act.announced, "expires": act.expires or "…"}
        _out.line("  " + shell.words("cli-relief", state=state, does=does, **facts))


def _show_event(shell: Shell, event: Event) -> None:
    facts = dict(event.facts)
    facts["source"] = wording.source_name(facts.get("source", ""), lang=shell.lang)
    said = shell.words(f"cli-event-{event.code}", **facts)
    _out.line(f"  {event.at[:10]:<10}  {said}")
