"""Any order of anything: what is always true after each step, and once the lines hold again."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from jisr.ledger import START, Tip, hash_of
from tests.ledger import schedule
from tests.ledger.schedule import BROKEN, World

EXAMPLES = int(os.environ.get("JISR_MACHINE_EXAMPLES", "15"))
STEPS = int(os.environ.get("JISR_MACHINE_STEPS", "30"))
_ACTS = {act.__name__: act for act, _ in schedule.STEPS}
_OFTEN = [act.__name__ for act, weight in schedule.STEPS for _ in range(max(1, weight // 5))]


class Coalition(RuleBasedStateMachine):
    """Two to six members; each rule is one thing that happens to one of them."""

    world: World

    @initialize(size=st.integers(2, 6), seed=st.integers(0, 10**6))
    def begin(self, size: int, seed: int) -> None:
        """Members who trust one another."""
        self.world = World(seed, size)
        self.checked = 0

    @rule(name=st.sampled_from(_OFTEN), who=st.integers(0, 5), seed=st.integers(0, 10**6))
    def happens(self, name: str, who: int, seed: int) -> None:
        """Tell, narrow, withdraw, propose, meet (cut or not), stop in the middle, restore, fork, new key, repeat."""
        self.world.dice.seed(seed)
        members = list(self.world.members.values())
        if len(members) == 2 and name in {"_relay", "_fork"}:
            return
        try:
            _ACTS[name](self.world, members[who % len(members)])
        except BROKEN:
            return

    @invariant()
    def nothing_leaked(self) -> None:
        """What left, the marking on it allowed."""
        assert schedule.leaks(self.world) == []

    @invariant()
    def chains_hold(self) -> None:
        """Each log, wherever it is, is one chain."""
        for member in self.world.members.values():
            for links in member.state.links.values():
                tip = Tip(seq=0, hash=START)
                for link in links:
                    tip = Tip(seq=tip.seq + 1, hash=hash_of(tip, link.commitment))
                    assert (link.seq, link.hash) == (tip.seq, tip.hash)

    def teardown(self) -> None:
        """The lines hold again: everybody agrees, and then says no more."""
        self.world.heal(rounds=4)
        assert self.world.faults() == []


Coalition.TestCase.settings = settings(
    max_examples=EXAMPLES, stateful_step_count=STEPS, deadline=None, suppress_health_check=list(HealthCheck)
)
TestCoalition = Coalition.TestCase
