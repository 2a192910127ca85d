"""What was said, by whom, and when did we know?"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from jisr.node.models._delivery import Batch


class Marking(models.Model):
    """Each marking in use, once. Records point here so that a reader's view is one small set of ids."""

    text = models.CharField(max_length=500, unique=True)
    tlp = models.CharField(max_length=16)
    releasable_to = models.TextField(blank=True)
    purposes = models.TextField(blank=True)
    retain_until = models.DateField(null=True)
    named = models.TextField(blank=True)
    onward = models.TextField(null=True)  # noqa: DJ001  # None: as the label says; "": to nobody
    expires = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.text


class Record(models.Model):
    """One version of what one source says about one thing; known in [`known_from`, `known_to`).

    Its content is never edited. Only its end is written, once, by the batch that overtook it.
    """

    thing = models.CharField(max_length=255)
    source = models.CharField(max_length=64)
    schema = models.CharField(max_length=64)
    caption = models.TextField()
    version = models.CharField(max_length=64, db_index=True)
    properties = models.TextField()  # JSON, keys sorted
    about = models.CharField(max_length=255, blank=True)  # a listing's party thing; "" otherwise
    valid_from = models.CharField(max_length=32, blank=True)
    valid_to = models.CharField(max_length=32, blank=True)
    announced = models.CharField(max_length=32, blank=True)
    place = models.TextField()  # JSON of records.Place
    marking = models.ForeignKey(Marking, on_delete=models.PROTECT, db_index=False)  # few values: an index misleads
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="records")
    known_from = models.DateTimeField()
    known_to = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(Batch, on_delete=models.PROTECT, null=True, related_name="closed")
    seen_from = models.DateTimeField(null=True)
    seen_to = models.DateTimeField(null=True)
    closed_why = models.CharField(max_length=16, blank=True)  # changed, removed, late, retention, withdrawn

    class Meta:
        indexes = (
            models.Index(fields=("source", "seen_from")),
            models.Index(fields=("thing", "known_from")),
            models.Index(fields=("about", "known_from")),
            models.Index(
                fields=("source", "schema", "marking"), condition=Q(known_to=None), name="node_record_current"
            ),
            models.Index(fields=("schema", "known_from")),
        )

    def __str__(self) -> str:
        return f"{self.thing} {self.version[:12]}"


class Judgement(models.Model):
    """That two things are the same, different, or unsure: by whom, when and why. Taken back, never erased."""

    left = models.CharField(max_length=255, db_index=True)
    right = models.CharField(max_length=255, db_index=True)
    verdict = models.CharField(max_length=10)
    why = models.TextField(blank=True)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, null=True)  # when a source said so itself
    retracted_at = models.DateTimeField(null=True)
    retracted_by = models.CharField(max_length=150, blank=True)

    def __str__(self) -> str:
        return f"{self.left} {self.verdict} {self.right}"
