"""What was concluded, who settled it, and what did it rely on?"""

from __future__ import annotations

from django.db import models

from jisr.node.models._delivery import Batch
from jisr.node.models._record import Marking, Record


class Finding(models.Model):
    """What a desk concluded; `reasons` as records.Reason in JSON. `digest` keeps the same finding from coming twice."""

    desk = models.CharField(max_length=32)
    kind = models.CharField(max_length=32)
    subject = models.CharField(max_length=255, db_index=True)
    about = models.CharField(max_length=255, blank=True)  # the thing that raised it: an article, a question
    title = models.TextField()
    score = models.FloatField()
    reasons = models.TextField()  # JSON
    quote = models.TextField(blank=True)
    question = models.TextField(default="{}")  # JSON: what was asked, with its two clocks
    state = models.CharField(max_length=10, db_index=True)
    digest = models.CharField(max_length=64, unique=True)
    marking = models.ForeignKey(Marking, on_delete=models.PROTECT)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=150)

    def __str__(self) -> str:
        return f"{self.kind} {self.title}"


class Decision(models.Model):
    """What a person settled about a finding, bound to the records of that moment.

    `undone_at`: the person took it back. `overtaken_by`: a correction opened it again.
    """

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="decisions")
    verdict = models.CharField(max_length=10)
    why = models.TextField()
    by = models.CharField(max_length=150)
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    overtaken_at = models.DateTimeField(null=True)
    overtaken_by = models.ForeignKey(Batch, on_delete=models.PROTECT, null=True)

    def __str__(self) -> str:
        return f"{self.verdict} by {self.by}"


class Dependence(models.Model):
    """One record version that a finding relied on."""

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="dependences")
    record = models.ForeignKey(Record, on_delete=models.PROTECT)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("finding", "record"), name="node_dependence_once"),)

    def __str__(self) -> str:
        return f"{self.finding_id} on {self.record_id}"


class Correction(models.Model):
    """A batch closed a record version that a finding relied on: the finding was opened again and people are told."""

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT)
    record = models.ForeignKey(Record, on_delete=models.PROTECT)
    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="corrections")
    why = models.CharField(max_length=16)  # changed, removed
    at = models.DateTimeField()
    was = models.CharField(max_length=10)  # the finding's state before

    def __str__(self) -> str:
        return f"{self.finding_id} {self.why}"
