"""What would the act be that an article reports? The form of an act, filled in as far as the article goes."""

from __future__ import annotations

from collections.abc import Mapping

import orjson

from jisr import tables
from jisr.errors import NotFound
from jisr.node import chain
from jisr.node.models import Finding, Record
from jisr.node.queries.reader import visible_findings, visible_markings
from jisr.sharing import Reader, Role, require


def act_draft(number: int, *, reader: Reader) -> Mapping[str, str]:
    """The fields of `acts-jsonl` for a proposal of a status that a person confirmed. Audited.

    `confidence` says "reported": what a paper writes is no act. The title of the act, who issued it and whose law it
    is are for the person to find. Raises `NotAllowed`, `NotFound` (also while nobody confirmed it).
    """
    require(reader, Role.ANALYST, Role.SUPERVISOR)
    rows = visible_findings(reader).filter(pk=number, desk="reading", kind="status-proposal", state="confirmed")
    row = rows.first()
    if row is None:
        message = f"no confirmed change of status {number}"
        raise NotFound(message, finding=str(number))
    chain.note(reader, "draft-act", str(number))
    asked: dict[str, str] = orjson.loads(row.question)
    actions = {one["status"]: one["action"] for one in tables.rows("status_actions")}
    draft = {
        "id": f"reported-{row.pk}",
        "action": actions.get(asked.get("status", ""), ""),
        "subject": asked.get("subject", ""),
        "scope": asked.get("body", ""),
        "announced": asked.get("date", ""),
        "effective": asked.get("date", ""),
        "expires": asked.get("until", ""),
        "source": _source(row, reader),
        "confidence": "reported",
        "note": row.quote,
    }
    return {name: value for name, value in draft.items() if value}


def _source(row: Finding, reader: Reader) -> str:
    """Where the article stood, or what it is called here."""
    articles = Record.objects.filter(thing=row.about, schema="Article", marking__in=visible_markings(reader))
    article = articles.order_by("-known_from", "-pk").first()
    said = orjson.loads(article.properties) if article else {}
    return next(iter(said.get("sourceUrl", ())), "") or row.about
