"""Whom do we share with, on what terms, and what do they ask or propose?"""

from __future__ import annotations

from django.db import models


class Partner(models.Model):
    """Another member. `state`: invited (their file is here), joined, suspended, left.

    `public_key`, `exchange_key`: Ed25519 and X25519, raw, hex. `secret_sha256`: digest of the password both sides
    derive from their keys, by which the partner signs in here; "" while it may not.
    """

    name = models.CharField(max_length=64, unique=True)
    title = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=300, blank=True)
    public_key = models.CharField(max_length=64)
    exchange_key = models.CharField(max_length=64)
    communities = models.TextField(blank=True)  # joined by commas
    state = models.CharField(max_length=10)
    secret_sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    invited_at = models.DateTimeField()
    invited_by = models.CharField(max_length=150)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.CharField(max_length=150, blank=True)
    changed_at = models.DateTimeField(null=True)
    changed_by = models.CharField(max_length=150, blank=True)
    why = models.TextField(blank=True)  # of a suspension or a leaving
    asked_back_at = models.DateTimeField(null=True)  # when what they hold was asked back
    met_at = models.DateTimeField(null=True)  # the last round with them that went through
    trouble = models.TextField(blank=True)  # why the last one did not; "" after one that did

    def __str__(self) -> str:
        return f"{self.name} {self.state}"


class Agreement(models.Model):
    """What may go to a partner: `kinds` (schemata; empty: all), for which `purposes`, up to `ceiling`, before `until`.

    `acts`: what the partner tells of acts that end or ease something stands at once, without two persons here.
    `state`: proposed (a second person must sign), in-force, ended. A change is a new version.
    """

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="agreements")
    version = models.IntegerField()
    kinds = models.TextField(blank=True)  # joined by commas
    purposes = models.TextField(blank=True)  # joined by commas
    ceiling = models.CharField(max_length=16)
    until = models.DateField(null=True)
    acts = models.BooleanField(default=False)
    state = models.CharField(max_length=10)
    signed_by = models.CharField(max_length=150)
    signed_at = models.DateTimeField()
    seconded_by = models.CharField(max_length=150, blank=True)
    seconded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("partner", "version"), name="node_agreement_version"),)

    def __str__(self) -> str:
        return f"{self.partner_id} v{self.version} {self.state}"


class Group(models.Model):
    """A working group's roster, one row a version. `members`: joined by commas; `entry`: the log entry that told it."""

    name = models.CharField(max_length=64)
    version = models.IntegerField()
    members = models.TextField(blank=True)
    origin = models.CharField(max_length=64)  # whose roster it is
    entry = models.CharField(max_length=100, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=150)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("origin", "name", "version"), name="node_group_version"),)

    def __str__(self) -> str:
        return f"{self.name} v{self.version}"


class Request(models.Model):
    """A request for information. `direction`: in (they ask us) or out. `state`: open, answered, declined."""

    uid = models.CharField(max_length=64, unique=True)
    direction = models.CharField(max_length=3)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="requests")
    subject = models.TextField()
    question = models.TextField()
    purpose = models.CharField(max_length=64, blank=True)
    due = models.DateField(null=True)
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=150)
    state = models.CharField(max_length=10, db_index=True)
    answer = models.TextField(blank=True)
    shared = models.TextField(blank=True)  # things that went with the answer, joined by lines
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=150, blank=True)

    def __str__(self) -> str:
        return f"{self.direction} {self.uid} {self.state}"


class Proposal(models.Model):
    """A correction somebody suggests to the member a record came from. `state`: open, accepted, discarded."""

    uid = models.CharField(max_length=64, unique=True)
    direction = models.CharField(max_length=3)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="proposals")
    thing = models.CharField(max_length=255, db_index=True)
    version = models.CharField(max_length=64, blank=True)  # of the record it speaks of
    property = models.CharField(max_length=64)
    value = models.TextField(blank=True)
    why = models.TextField()
    at = models.DateTimeField()
    by = models.CharField(max_length=150)
    state = models.CharField(max_length=10, db_index=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=150, blank=True)
    settled_why = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.direction} {self.thing} {self.state}"


class Sighting(models.Model):
    """Somebody met the thing: `kind` seen, false-positive or no-longer; `times` how often."""

    uid = models.CharField(max_length=64, unique=True)
    direction = models.CharField(max_length=3)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="sightings")
    thing = models.CharField(max_length=255, db_index=True)
    kind = models.CharField(max_length=16)
    times = models.IntegerField(default=1)
    seen_at = models.DateTimeField()
    note = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=150)

    def __str__(self) -> str:
        return f"{self.direction} {self.thing} {self.kind}"
