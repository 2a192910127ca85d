"""What is watched for news, and which articles are the same story?"""

from __future__ import annotations

from django.db import models

from jisr.node.models._delivery import Batch
from jisr.node.models._record import Marking, Record


class NewsSource(models.Model):
    """A folder or a feed that the node reads by itself. `every`: minutes between two looks; taken away, never erased.

    `etag`, `modified`, `sha256`: of what a feed gave last. `error`: why the last look failed, "" where it did not.
    """

    kind = models.CharField(max_length=8)  # folder, feed
    address = models.TextField()
    marking = models.ForeignKey(Marking, on_delete=models.PROTECT)
    every = models.IntegerField()
    added_by = models.CharField(max_length=150)
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField(db_index=True)
    looked_at = models.DateTimeField(null=True)
    etag = models.CharField(max_length=256, blank=True)
    modified = models.CharField(max_length=64, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    error = models.TextField(blank=True)
    came = models.IntegerField(default=0)  # articles, new or changed, at the last look that brought any
    total = models.IntegerField(default=0)
    batch = models.ForeignKey(Batch, on_delete=models.SET_NULL, null=True)  # the newest delivery

    def __str__(self) -> str:
        return f"{self.kind} {self.address}"


class NewsFile(models.Model):
    """A file of a watched folder that was read. `mark`: its size and time; another mark, and it is read again."""

    source = models.ForeignKey(NewsSource, on_delete=models.CASCADE)
    name = models.TextField()
    mark = models.CharField(max_length=64)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("source", "name"), name="one_mark_a_file"),)

    def __str__(self) -> str:
        return self.name


class Shingle(models.Model):
    """One of the hashes an article is found by when another tells the same in its words."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE)
    value = models.BigIntegerField(db_index=True)

    def __str__(self) -> str:
        return f"{self.value}"


class StoryCopy(models.Model):
    """That `record` tells the story of `first` in its words; shares 0 .. 1. A person may take it back: it stays so."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="+")
    first = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="+")
    shared = models.FloatField()
    contained = models.FloatField()
    agency = models.CharField(max_length=100, blank=True)
    at = models.DateTimeField()
    undone_by = models.CharField(max_length=150, blank=True)
    undone_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.record_id} of {self.first_id}"
