"""What passed between two members, as the press tells it? Visits, meetings, agreements, openings and promises."""

from __future__ import annotations

from jisr.errors import WrongUse
from jisr.node.queries.timeline import Wish, timeline
from jisr.node.values import Happening
from jisr.sharing import Reader

_ISO = 2
_MOST = 1000


def steps_between(one: str, other: str, *, reader: Reader, since: str = "", until: str = "") -> tuple[Happening, ...]:
    """The steps between two states (ISO 3166-1 alpha-2), the newest first, each with its sentences. Audited.

    `since`, `until`: ISO 8601 days, months or years, "" open. `step` of each says which it is, its reports say who told
    it in which sentence; `state` keeps what is promised apart from what is done. A state takes part by its government,
    its bodies, cities and missions. Raises `WrongUse` for a code or a day that is none, `NotAllowed`.
    """
    for code in (one, other):
        if not (len(code) == _ISO and code.isascii() and code.isalpha()):
            message = f"{code!r} is no country: write its two letters, as in sy"
            raise WrongUse(message, field="country", value=code)
    wish = Wish(country=one, other=other, step="any", since=since, until=until, limit=_MOST)
    return timeline(wish, reader=reader).happenings
