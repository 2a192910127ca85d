"""Read into records what partners put on a shelf: in the background, as any other delivery, guarded and quarantined."""

from __future__ import annotations

from typing import Any

import orjson
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from jisr.node import chain, models
from jisr.node.actions.ingest import Wanted, ingest
from jisr.node.store import write
from jisr.records import TLP, Marking
from jisr.sharing import Reader, Role

EVENT = "x-misp-event"
_RULE = Reader(name="node:inbox", member="", roles=frozenset({Role.EXCHANGE}))


@task()
def run() -> None:
    """Every envelope that waits, the oldest first; a stop between two of them loses nothing."""
    while (post := models.TaxiiPost.objects.filter(state="waiting").order_by("pk").first()) is not None:
        take(post)


def plan() -> None:
    """Queue the reading, unless it is queued. Inside a write."""
    waiting = DBTaskResult.objects.filter(task_path=run.module_path, status=TaskResultStatus.READY)
    if not waiting.exists():
        run.enqueue()


def take(post: models.TaxiiPost) -> None:
    """One envelope: a delivery of the partner who sent it. The same again changes nothing."""
    lying = models.TaxiiObject.objects.filter(
        collection=post.collection_id, added__gte=post.first, added__lte=post.last, by=post.by
    )
    bodies = [(kind, bytes(body)) for kind, body in lying.order_by("added").values_list("kind", "body")]
    batch = _read(post, bodies) if bodies else None
    with write():
        models.TaxiiPost.objects.filter(pk=post.pk).update(state="read", batch=batch)
        chain.note(_RULE, "taxii-take", post.uid, batch=str(batch or ""))


def withdraw(event: dict[str, Any], *, by: str) -> None:
    """A partner takes an event of MISP back: so are the records that were made of it, at once."""
    data = orjson.dumps({"response": [event]})
    wanted = Wanted(source=by, format="misp-json", marking=Marking(tlp=TLP.AMBER_STRICT))
    ingest((("withdrawn.json", data),), reader=_RULE, wanted=wanted)


def _read(post: models.TaxiiPost, bodies: list[tuple[str, bytes]]) -> int:
    """The batch made of them: MISP's events, or a bundle of STIX."""
    name = f"bundle--{post.uid}"
    lines = b",\n".join(body for _, body in bodies)
    if bodies[0][0] == EVENT:
        form, data = "misp-json", b'{"response":[\n' + lines + b"\n]}"
    else:
        form, data = "stix21", b'{"type":"bundle","id":"' + name.encode() + b'","objects":[\n' + lines + b"\n]}"
    wanted = Wanted(source=post.by, format=form, marking=_marking(post.collection))
    return ingest(((f"{name}.json", data),), reader=_RULE, wanted=wanted).id


def _marking(collection: models.TaxiiCollection) -> Marking:
    """What comes without a marking is for this node alone, unless the shelf says otherwise."""
    return Marking.read(collection.assumed) if collection.assumed else Marking(tlp=TLP.AMBER_STRICT)
