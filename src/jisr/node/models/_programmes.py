"""Who takes part in which project, and what became of what was promised?"""

from __future__ import annotations

from django.db import models

from jisr.node.models._record import Record
from jisr.node.models._watch import WatchRow


class ProjectPartner(models.Model):
    """That a version of a project names an organisation. `row`: the organisation among those that are watched."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="partners")
    row = models.ForeignKey(WatchRow, on_delete=models.CASCADE, related_name="projects")
    role = models.CharField(max_length=16)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("record", "row", "role"), name="node_partner_once"),)

    def __str__(self) -> str:
        return f"{self.row_id} {self.role} {self.record_id}"


class CommitmentStep(models.Model):
    """A status of a commitment from a day on, by whom and why; it counts when a second person approved it.

    Never edited but for the second person's word. `verdict`: waiting, approved, refused.
    """

    thing = models.CharField(max_length=255)
    status = models.CharField(max_length=24)
    as_of = models.DateField()
    why = models.TextField()
    evidence = models.TextField(blank=True)
    record = models.ForeignKey(Record, on_delete=models.SET_NULL, null=True)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()
    verdict = models.CharField(max_length=10, default="waiting")
    second = models.CharField(max_length=150, blank=True)
    second_why = models.TextField(blank=True)
    second_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=("thing", "as_of")),)

    def __str__(self) -> str:
        return f"{self.thing} {self.status} {self.as_of}"
