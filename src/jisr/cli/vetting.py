"""`jisr vetting`: is this candidate fit for this post, by conduct alone?"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import click

from jisr.cli import _input, _node, _out, _standing
from jisr.cli._shell import Shell, example, takes_shell
from jisr.node.actions import vetting
from jisr.node.queries import vetting as asked

__all__ = ["command"]

COLUMNS = {
    "id": "cli-col-number",
    "state": "cli-col-state",
    "name": "cli-col-name",
    "post": "cli-col-post",
    "unit": "cli-col-unit",
    "review_on": "cli-col-until",
}
COUNTS = {"unit": "cli-col-unit", "state": "cli-col-state", "number": "cli-col-count"}


@click.group("vetting")
def command() -> None:
    """Vet candidates by conduct alone: criteria with their law, two persons, appeal, review."""


@command.command(
    "open", epilog=example("jisr vetting open 'Salim Haddad' --post 'Border police, captain' --unit north --born 1985")
)
@click.argument("name")
@click.option("--post", required=True, help="The post or rank.")
@click.option("--unit", default="", help="The unit.")
@click.option("--born", default="", metavar="DAY", help="Day or year of birth.")
@click.option("--country", default="", metavar="CC", help="ISO 3166-1 alpha-2.")
@takes_shell
def open_(shell: Shell, name: str, **options: str) -> None:
    """Open a case."""
    number = vetting.open_case({"name": name, **options}, reader=_node.reader(shell))
    _opened(shell, number)


@command.command("file", epilog=example("jisr vetting file candidates.csv"))
@click.argument("path", metavar="FILE")
@takes_shell
def file(shell: Shell, path: str) -> None:
    """Open a case for each row of a CSV or XLSX with name, post, and unit, born, country.

    A column that nobody may be asked for (origin, faith, opinion, health …) refuses the whole file.
    """
    for number in vetting.open_file(*_input.file(path), reader=_node.reader(shell)):
        _opened(shell, number)


@command.command("list", epilog=example("jisr vetting list"))
@takes_shell
def list_(shell: Shell) -> None:
    """Cases: those that wait first, then those due for review."""
    rows = asked.cases(reader=_node.reader(shell))
    if not rows:
        shell.say("cli-none")
    shell.table(COLUMNS, [asdict(row) for row in rows])


@command.command("show", epilog=example("jisr vetting show 1"))
@click.argument("number", type=int)
@takes_shell
def show(shell: Shell, number: int) -> None:
    """One case: what is found of the name, the criteria with their law, the steps."""
    page = asked.case(number, reader=_node.reader(shell))
    if shell.json:
        _out.json_line(asdict(page))
        return
    row = page.row
    _out.line(shell.words("cli-vetting-state", name=row.name, post=row.post, state=row.state))
    for hit in page.hits:
        states = _out.joined("; ", (_standing.short(shell, *one) for one in hit.standing))
        head = "cli-hit" if states else "cli-hit-no-standing"
        told = shell.words(head, score=f"{hit.score:.2f}", caption=hit.caption, party=hit.party, states=states)
        _out.line(f"  {told}")
    for answer in page.answers:
        text = answer.criterion.ar if shell.lang == "ar" else answer.criterion.en
        law = answer.criterion.law_ar if shell.lang == "ar" else answer.criterion.law
        said = shell.words("cli-vetting-answer", criterion=text, verdict=answer.verdict or "–", law=law)
        _out.line(f"  [{answer.criterion.code}] {said}")
    for step in page.steps:
        at = step.at.date()
        _out.line(
            "  "
            + shell.words("cli-vetting-step", at=at, step=step.step, outcome=step.outcome, by=step.by, why=step.why)
        )


@command.command(
    "answer", epilog=example("jisr vetting answer 1 listed --verdict met --why 'no list names him: checked today'")
)
@click.argument("number", type=int)
@click.argument("criterion")
@click.option("--verdict", type=click.Choice(vetting.VERDICTS), required=True, help="met: nothing against.")
@click.option("--why", required=True, help="In your words.")
@click.option("--record", type=int, help="The record it rests on; needed for not-met.")
@takes_shell
def answer(shell: Shell, number: int, criterion: str, **options: Any) -> None:
    """Answer one criterion of the table."""
    said = (options["why"], options["record"])
    vetting.answer(number, criterion, reader=_node.reader(shell), verdict=options["verdict"], said=said)
    shell.say("cli-done")


@command.command(
    "propose", epilog=example("jisr vetting propose 1 --outcome cleared --review 2027-11-01 --why 'all criteria met'")
)
@click.argument("number", type=int)
@click.option("--outcome", type=click.Choice(vetting.OUTCOMES), required=True, help="What you would decide.")
@click.option("--review", required=True, metavar="DAY", help="When it is looked at again, within three years.")
@click.option("--why", required=True, help="In your words.")
@takes_shell
def propose(shell: Shell, number: int, outcome: str, review: str, why: str) -> None:
    """The first person's decision; it acts when a second one approves."""
    vetting.propose(number, reader=_node.reader(shell), outcome=outcome, why=why, review_on=review)
    shell.say("cli-done")


@command.command("approve", epilog=example("jisr vetting approve 1 --why 'read the file, agree'"))
@click.argument("number", type=int)
@click.option("--why", required=True, help="In your words.")
@takes_shell
def approve(shell: Shell, number: int, why: str) -> None:
    """The second person's yes."""
    vetting.approve(number, reader=_node.reader(shell), why=why)
    shell.say("cli-done")


@command.command("refuse", epilog=example("jisr vetting refuse 1 --why 'the court file is missing'"))
@click.argument("number", type=int)
@click.option("--why", required=True, help="In your words.")
@takes_shell
def refuse(shell: Shell, number: int, why: str) -> None:
    """The second person's no: the case is open again."""
    vetting.refuse(number, reader=_node.reader(shell), why=why)
    shell.say("cli-done")


@command.command("appeal", epilog=example("jisr vetting appeal 1 --why 'the candidate brought a court order'"))
@click.argument("number", type=int)
@click.option("--why", required=True, help="The candidate's ground.")
@takes_shell
def appeal(shell: Shell, number: int, why: str) -> None:
    """The candidate appeals: others than those who decided look again."""
    vetting.appeal(number, reader=_node.reader(shell), why=why)
    shell.say("cli-done")


@command.command("export", epilog=example("jisr vetting export --json"))
@takes_shell
def export(shell: Shell) -> None:
    """Counts by unit and state, without names; fewer than five are not told."""
    shell.table(COUNTS, [asdict(row) for row in asked.counts(reader=_node.reader(shell))])


def _opened(shell: Shell, number: int) -> None:
    if shell.json:
        _out.json_line({"case": number})
    else:
        shell.say("cli-vetting-opened", number=number)
