"""What is looked for besides names, and who is watched?"""

from __future__ import annotations

from django.db import models

from jisr.node.models._delivery import Batch
from jisr.node.models._finding import Finding
from jisr.node.models._record import Marking, Record


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


class Portfolio(models.Model):
    """People and firms somebody watches: a file of a member's own customers, or (`stars`) parties marked one by one.

    It is looked through as `by` may see. `marking`: who may know of the portfolio itself.
    """

    name = models.CharField(max_length=150)
    by = models.CharField(max_length=150)
    stars = models.BooleanField(default=False)
    file = models.CharField(max_length=300, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    marking = models.ForeignKey(Marking, on_delete=models.PROTECT)
    created_at = models.DateTimeField()
    screened_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class WatchRow(models.Model):
    """One customer, or one starred party (`thing`). `problem`: why it is not looked for; `said`: what is known."""

    portfolio = models.ForeignKey(Portfolio, on_delete=models.CASCADE, related_name="rows")
    number = models.IntegerField()
    identity = models.CharField(max_length=64)
    reference = models.CharField(max_length=200, blank=True)
    name = models.TextField(blank=True)
    said = models.TextField(default="{}")  # JSON: FollowTheMoney schema and properties
    thing = models.CharField(max_length=255, blank=True, db_index=True)
    problem = models.CharField(max_length=32, blank=True)
    facts = models.TextField(default="{}")  # JSON: of the problem
    added_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=("portfolio", "identity")),)

    def __str__(self) -> str:
        return self.name


class WatchKey(models.Model):
    """A blocking key of a watched row: how a changed record finds the rows it may be."""

    key = models.CharField(max_length=300)
    row = models.ForeignKey(WatchRow, on_delete=models.CASCADE)

    class Meta:
        indexes = (models.Index(fields=("key", "row")),)

    def __str__(self) -> str:
        return self.key


class WatchHit(models.Model):
    """A record version that resembles a watched row, and how its party stands; ended when it no longer does."""

    row = models.ForeignKey(WatchRow, on_delete=models.CASCADE, related_name="hits")
    thing = models.CharField(max_length=255, db_index=True)
    record = models.ForeignKey(Record, on_delete=models.CASCADE)
    score = models.FloatField()
    reasons = models.TextField()  # JSON
    standing = models.TextField(default="[]")  # JSON
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.row_id} ~ {self.thing}"


class WatchEvent(models.Model):
    """A difference that was told: `what` is new, gone or changed; `reasons` say why."""

    row = models.ForeignKey(WatchRow, on_delete=models.CASCADE, related_name="events")
    thing = models.CharField(max_length=255)
    what = models.CharField(max_length=8)
    record = models.ForeignKey(Record, on_delete=models.CASCADE)
    score = models.FloatField()
    reasons = models.TextField()  # JSON
    at = models.DateTimeField()
    cleared = models.BooleanField(default=False)
    finding = models.ForeignKey(Finding, on_delete=models.SET_NULL, null=True)

    def __str__(self) -> str:
        return f"{self.what} {self.thing}"


class GoodGuy(models.Model):
    """A question that is settled not to mean a party: asked by one, approved by another, until a day.

    `state`: asked, approved, refused, ended. It applies as long as the party's current records are exactly those bound.
    """

    name = models.TextField()
    folded = models.TextField()
    born = models.CharField(max_length=32, blank=True)
    country = models.CharField(max_length=8, blank=True)
    thing = models.CharField(max_length=255, db_index=True)
    caption = models.TextField()
    why = models.TextField()
    state = models.CharField(max_length=10, db_index=True)
    asked_by = models.CharField(max_length=150)
    asked_at = models.DateTimeField()
    settled_by = models.CharField(max_length=150, blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_why = models.TextField(blank=True)
    expires = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_why = models.CharField(max_length=16, blank=True)  # changed, expired, revoked
    marking = models.ForeignKey(Marking, on_delete=models.PROTECT)

    def __str__(self) -> str:
        return f"{self.name} is not {self.thing}"


class GoodGuyRecord(models.Model):
    """One record version a good guy is bound to."""

    good_guy = models.ForeignKey(GoodGuy, on_delete=models.CASCADE, related_name="bound")
    record = models.ForeignKey(Record, on_delete=models.CASCADE)

    def __str__(self) -> str:
        return f"{self.good_guy_id} on {self.record_id}"
