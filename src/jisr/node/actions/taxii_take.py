"""Read into records what partners put on a shelf: in the background, as any other delivery, guarded and quarantined."""

from __future__ import annotations

from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from jisr.node import chain, models
from jisr.node.actions.ingest import Wanted, ingest
from jisr.node.store import write
from jisr.records import TLP, Marking
from jisr.sharing import Reader, Role

FORMAT = "stix21"
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
    bodies = [bytes(body) for body in lying.order_by("added").values_list("body", flat=True)]
    batch = None
    if bodies:
        name = f"bundle--{post.uid}"
        data = b'{"type":"bundle","id":"' + name.encode() + b'","objects":[\n' + b",\n".join(bodies) + b"\n]}"
        wanted = Wanted(source=post.by, format=FORMAT, marking=_marking(post.collection))
        batch = ingest(((f"{name}.json", data),), reader=_RULE, wanted=wanted).id
    with write():
        models.TaxiiPost.objects.filter(pk=post.pk).update(state="read", batch=batch)
        chain.note(_RULE, "taxii-take", post.uid, batch=str(batch or ""))


def _marking(collection: models.TaxiiCollection) -> Marking:
    """What comes without a marking is for this node alone, unless the shelf says otherwise."""
    return Marking.read(collection.assumed) if collection.assumed else Marking(tlp=TLP.AMBER_STRICT)
