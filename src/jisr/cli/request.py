"""`jisr request`: ask partners, answer them, suggest corrections, tell of sightings."""

from __future__ import annotations

from dataclasses import asdict

import click

from jisr.cli import _input, _node, _out
from jisr.cli._shell import Shell, example, takes_shell
from jisr.node.actions import feedback
from jisr.node.queries import partners as asked

__all__ = ["command"]

COLUMNS = {
    "uid": "cli-col-number",
    "state": "cli-col-state",
    "direction": "cli-col-direction",
    "partner": "cli-col-partner",
    "subject": "cli-col-subject",
    "due": "cli-col-due",
    "answer": "cli-col-answer",
}
PROPOSED = {
    "uid": "cli-col-number",
    "state": "cli-col-state",
    "direction": "cli-col-direction",
    "partner": "cli-col-partner",
    "thing": "cli-col-record",
    "property": "cli-col-property",
    "value": "cli-col-value",
}


@click.group("request")
def command() -> None:
    """Ask partners, answer them, suggest corrections, tell of sightings."""


@command.command("list", epilog=example("jisr request list", "jisr request list --proposals"))
@click.option("--proposals", is_flag=True, help="Suggested corrections instead of questions.")
@takes_shell
def list_(shell: Shell, *, proposals: bool) -> None:
    """Questions between us and others, the open and the late first."""
    page = asked.feedback(reader=_node.reader(shell))
    rows = page.proposals if proposals else page.requests
    if not rows:
        shell.say("cli-none")
    shell.table(PROPOSED if proposals else COLUMNS, [asdict(row) for row in rows])


@command.command("ask", epilog=example("jisr request ask river 'N-003' 'Who is this?' --due 2099-01-31"))
@click.argument("partner")
@click.argument("subject")
@click.argument("question")
@click.option("--due", default="", metavar="DAY", help="The day an answer is needed by.")
@click.option("--purpose", default="", help="What the answer is for.")
@takes_shell
def ask(shell: Shell, partner: str, subject: str, question: str, *, due: str, purpose: str) -> None:  # noqa: PLR0913  # one for each option
    """Ask a partner; it leaves with the next round."""
    wanted = feedback.Wanted(
        subject=subject, question=question, purpose=purpose, due=_input.moment_of(due).date() if due else None
    )
    uid = feedback.ask(partner, wanted, reader=_node.reader(shell))
    if shell.json:
        _out.json_line({"uid": uid})
    shell.say("cli-asked", uid=uid, name=partner)


@command.command("answer", epilog=example("jisr request answer river/3f7a 'A clerk of the port.'"))
@click.argument("uid")
@click.argument("text")
@click.option("--decline", is_flag=True, help="Say no, with a reason.")
@takes_shell
def answer(shell: Shell, uid: str, text: str, *, decline: bool) -> None:
    """Answer a partner's question."""
    feedback.answer(uid, text, reader=_node.reader(shell), decline=decline)
    shell.say("cli-done")


@command.command("propose", epilog=example("jisr request propose river:N-3 birthDate 1971 --why 'his papers say so'"))
@click.argument("thing")
@click.argument("property_")
@click.argument("value")
@click.option("--why", required=True, help="The other side has only your words.")
@takes_shell
def propose(shell: Shell, thing: str, property_: str, value: str, *, why: str) -> None:  # one for each option
    """Suggest a correction to the member a record came from. Nothing changes here until it changes it."""
    suggested = feedback.Suggested(thing=thing, property=property_, value=value, why=why)
    uid = feedback.propose(suggested, reader=_node.reader(shell))
    shell.say("cli-proposed", uid=uid)


@command.command("settle", epilog=example("jisr request settle river/3f7a --discard --why 'our papers differ'"))
@click.argument("uid")
@click.option("--accept/--discard", "accept", required=True, help="Is it right?")
@click.option("--why", required=True, help="The one who proposed it will read it.")
@takes_shell
def settle(shell: Shell, uid: str, *, accept: bool, why: str) -> None:
    """Accept or discard a suggested correction. The record itself is changed by its next delivery."""
    feedback.settle(uid, accept=accept, why=why, reader=_node.reader(shell))
    shell.say("cli-done")


@command.command("sight", epilog=example("jisr request sight river:N-3 seen --times 2 --note 'at the crossing'"))
@click.argument("thing")
@click.argument("kind", type=click.Choice(["seen", "false-positive", "no-longer"]))
@click.option("--times", type=click.IntRange(1), default=1, show_default=True, help="How often.")
@click.option("--note", default="", help="In your words.")
@takes_shell
def sight(shell: Shell, thing: str, kind: str, *, times: int, note: str) -> None:  # one for each option
    """Tell the member a record came from that it was met, or that it was somebody else."""
    feedback.sight(thing, kind, reader=_node.reader(shell), times=times, note=note)
    shell.say("cli-done")
