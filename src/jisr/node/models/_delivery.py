"""What came in, and what could not be read?"""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Batch(models.Model):
    """One delivery from a source. `state`: loaded, held (a person must look), refused (unreadable), rejected.

    `received`: record time of what it says; of a held one that was approved, when it was approved.
    """

    source = models.CharField(max_length=64)
    format = models.CharField(max_length=32)
    title = models.TextField(blank=True)
    sha256 = models.CharField(max_length=64, db_index=True)
    files = models.TextField()  # JSON: [{"name", "size", "sha256"}]
    options = models.TextField(default="{}")  # JSON: what is needed to read it again
    marking = models.ForeignKey("node.Marking", on_delete=models.PROTECT)
    snapshot = models.BooleanField(default=False)
    edition = models.DateTimeField(null=True)  # when the sender made it
    received = models.DateTimeField()  # record time of all it says
    place = models.DateTimeField(null=True)  # loaded ones: among the editions of its source; no two share one
    loaded_at = models.DateTimeField()
    by = models.CharField(max_length=150)
    state = models.CharField(max_length=10)
    reason = models.CharField(max_length=64, blank=True)
    facts = models.TextField(default="{}")  # JSON
    added = models.IntegerField(default=0)
    changed = models.IntegerField(default=0)
    removed = models.IntegerField(default=0)
    unchanged = models.IntegerField(default=0)
    quarantined = models.IntegerField(default=0)
    settled_by = models.CharField(max_length=150, blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_why = models.TextField(blank=True)
    read = models.BooleanField(default=False)  # its articles were read

    class Meta:
        indexes = (
            models.Index(fields=("source", "state", "received")),
            models.Index(fields=("state",), condition=Q(read=False), name="node_batch_to_follow"),
        )

    def __str__(self) -> str:
        return f"{self.source} {self.sha256[:12]} {self.state}"


class Quarantined(models.Model):
    """A piece of a delivery that could not be read, as it came, with its place and the reason."""

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="pieces")
    place = models.TextField()
    reason = models.CharField(max_length=64)
    facts = models.TextField(default="{}")  # JSON
    piece = models.BinaryField()
    entry = models.BooleanField(default=True)

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}"
