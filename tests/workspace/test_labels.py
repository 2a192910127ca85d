"""What the node can say has a word on the pages."""

from __future__ import annotations

import re
from pathlib import Path

import jisr
from jisr.records import State
from jisr.sharing import Role
from jisr.workspace import acts, labels
from jisr.workspace.icons import ICONS
from jisr.workspace.views.page import DESKS

NODE = Path(jisr.__file__).parent / "node"
ACT = re.compile(r"""\bnote\(\s*[\w.]+,\s*f?"([a-z{][a-z_{}.-]+)\"""")
STATES = ("loaded", "held", "refused", "rejected")
FILLED = {  # what stands in the braces of an act's name
    "good-guy-": ("approved", "refused"),
    "journey-hit-": ("open", "withdrawn"),
    "vetting-": ("open", "answer", "propose", "approve", "refuse", "appeal"),
}


def test_every_act_of_the_audit() -> None:
    said = {act for file in NODE.rglob("*.py") for act in ACT.findall(file.read_text(encoding="utf-8"))}
    found = {re.sub(r"\{.*\}", state, act) for act in said for state in FILLED.get(act.partition("{")[0], STATES)}
    assert "decide" in found
    assert found - set(acts.ACTS) == set()


def test_every_state_and_role() -> None:
    standings, jobs = ("listed", "delisted", "not-yet", "unclear"), ("queued", "running", "done", "failed")
    for state in (*State, *STATES, *standings, *jobs):
        assert labels.STATES[state].sign == labels.SIGNS[labels.STATES[state].tone]
    assert set(labels.ROLES) == set(Role)


def test_a_status_is_never_colour_alone() -> None:
    assert all(shown.tone and shown.sign and str(shown.word) for shown in labels.STATES.values())
    assert len(set(labels.SIGNS.values())) == len(labels.SIGNS)


def test_shortcuts_do_not_clash() -> None:
    keys = [desk.key for desk in DESKS]
    assert len(set(keys)) == len(keys)
    assert {desk.icon for desk in DESKS} <= set(ICONS)
    assert {icon for _word, icon in labels.KINDS.values()} <= set(ICONS)
