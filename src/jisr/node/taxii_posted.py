"""What became of an envelope, as its sender is told?"""

from __future__ import annotations

import orjson

from jisr.node.models import TaxiiPost
from jisr.node.values import Posted


def posted_of(row: TaxiiPost) -> Posted:
    """The status of an envelope from its row."""
    return Posted(
        uid=row.uid,
        at=row.at,
        total=row.total,
        failed=row.failed,
        successes=tuple((one[0], one[1]) for one in orjson.loads(row.successes)),
        failures=tuple((one[0], one[1], one[2]) for one in orjson.loads(row.failures)),
    )
