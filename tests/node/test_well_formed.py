"""A search that Lucene could not read is refused; one that it could is let pass."""

from __future__ import annotations

import pytest

from jisr.errors import WrongUse
from jisr.node.well_formed import check


@pytest.mark.parametrize(
    "query",
    [
        *('"salim', "(salim", "salim)", "()", "salim AND", "OR salim", "salim AND OR qadri", "NOT", "salim +"),
        *("name:", "a:b:c", ":x", "salim^", "salim^x", "[2020 TO", "[2020]", "salim\\", "(AND salim)", "(salim OR)"),
    ],
)
def test_what_is_not_whole_is_refused(query: str) -> None:
    with pytest.raises(WrongUse, match="Invalid query"):
        check(query)


@pytest.mark.parametrize(
    "query",
    [
        *("", "salim", "salim qadri", '"salim qadri"', '"salim qadri"~2', "salim AND (qadri OR marwan)", "NOT salim"),
        *(
            "+salim -qadri",
            "name:salim",
            'name:"salim qadri"',
            "name: salim",
            "sal*m?",
            "salim~",
            "salim~1",
            "salim^2.5",
        ),
        *("birthDate:[1970 TO 1980]", "birthDate:{* TO 1980]", r"a\:b\:c", r"\"salim", "A/S", "d'Arc", "and or not"),
        *("سليم قادري", "countries:sy AND topics:sanction", "name:(salim OR qadri)", "salim && qadri || marwan"),
    ],
)
def test_what_is_whole_passes(query: str) -> None:
    check(query)
