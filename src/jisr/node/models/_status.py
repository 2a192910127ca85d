"""Which answers to "may we?" were kept, and what would change them?"""

from __future__ import annotations

from django.db import models

from jisr.node.models._finding import Finding


class Ruling(models.Model):
    """A kept answer: the finding it is (its dependences, corrections and decisions are the finding's), word for word.

    `question`, `answer`: canonical JSON, never edited. `asker`: whose rights it was answered with. `now`: the answer's
    status when it was last asked again, after something it relied on changed; "" never.
    """

    finding = models.OneToOneField(Finding, on_delete=models.CASCADE, related_name="ruling")
    question = models.TextField()
    answer = models.TextField()
    asker = models.TextField()  # JSON: roles, clearance, purposes
    status = models.CharField(max_length=32, db_index=True)
    jurisdiction = models.CharField(max_length=32)
    known = models.DateTimeField()
    next_change = models.CharField(max_length=40, blank=True)
    engine = models.CharField(max_length=16)
    rules = models.CharField(max_length=64)  # digest of the tables that decided
    now = models.CharField(max_length=32, blank=True)
    examined_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.status} {self.finding_id}"


class RulingTopic(models.Model):
    """What a new act would have to speak of to change a kept answer: `us class:syria-government`, `eu un:QDi.317`."""

    ruling = models.ForeignKey(Ruling, on_delete=models.CASCADE, db_index=False)
    topic = models.CharField(max_length=300)

    class Meta:
        indexes = (models.Index(fields=("topic", "ruling")),)

    def __str__(self) -> str:
        return self.topic
