"""What is looked for besides names, and who is watched?"""

from __future__ import annotations

from django.db import models

from jisr.node.models._delivery import Batch
from jisr.node.models._record import Record


class RecordKey(models.Model):
    """A number a record carries (`id:n00998877`) or a thing it points to (`to:un:QDi.317`): looked up by it."""

    key = models.CharField(max_length=300)
    record = models.ForeignKey(Record, on_delete=models.CASCADE, db_index=False)

    class Meta:
        indexes = (models.Index(fields=("key", "record")),)

    def __str__(self) -> str:
        return self.key


class Followed(models.Model):
    """A delivery that a piece of following work (`keys`, `watch`, `same`) has dealt with."""

    work = models.CharField(max_length=16)
    batch = models.ForeignKey(Batch, on_delete=models.CASCADE)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("work", "batch"), name="node_followed_once"),)

    def __str__(self) -> str:
        return f"{self.work} {self.batch_id}"
