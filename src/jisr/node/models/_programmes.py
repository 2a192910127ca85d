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
    """A status of a commitment, or of the common work, from a day on, by whom and why; a second person approves it.

    `step`: the milestone reached or the member whose position it is; `amount`, `currency`: what was realised.

    Never edited but for the second person's word. `verdict`: waiting, approved, refused.
    """

    thing = models.CharField(max_length=255)
    status = models.CharField(max_length=24)
    as_of = models.DateField()
    why = models.TextField()
    evidence = models.TextField(blank=True)
    step = models.CharField(max_length=200, blank=True, default="")
    amount = models.CharField(max_length=40, blank=True, default="")
    currency = models.CharField(max_length=3, blank=True, default="")
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


class Brief(models.Model):
    """A brief that was issued: about what, in which words (`sha256`), on which record versions it rests."""

    kind = models.CharField(max_length=16)
    thing = models.CharField(max_length=255, db_index=True)
    title = models.TextField()
    by = models.CharField(max_length=150)
    at = models.DateTimeField()
    sha256 = models.CharField(max_length=64)
    records = models.TextField(blank=True)  # numbers, joined by commas
    listed = models.BooleanField(default=False)  # whether it said that a partner is to be looked at

    def __str__(self) -> str:
        return f"{self.kind} {self.thing} {self.at:%Y-%m-%d}"
