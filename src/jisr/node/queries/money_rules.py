"""How often was each rule of the money desk right, by those who decided?"""

from __future__ import annotations

from collections import Counter

from django.db.models import Count

from jisr import tables
from jisr.node.money_book import DESK
from jisr.node.queries.reader import visible_findings
from jisr.node.values import MoneyRule
from jisr.sharing import Reader, Role, require


def rules(*, reader: Reader) -> tuple[MoneyRule, ...]:
    """Every rule, with what was confirmed and dismissed of what it found, of the findings the reader may see."""
    require(reader, Role.ANALYST, Role.SUPERVISOR, Role.AUDITOR, Role.EXCHANGE)
    counted: Counter[tuple[str, str]] = Counter()
    rows = visible_findings(reader).filter(desk=DESK).order_by()
    for kind, state, number in rows.values_list("kind", "state").annotate(Count("pk")):
        counted[kind, state] = number
    return tuple(
        MoneyRule(
            rule=row["rule"],
            on=row["on"] == "yes",
            weight=float(row["weight"]),
            open=counted[row["rule"], "open"],
            confirmed=counted[row["rule"], "confirmed"],
            dismissed=counted[row["rule"], "dismissed"],
        )
        for row in tables.rows("money_rules")
    )
