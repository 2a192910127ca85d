"""What did each member say, in what order; what have we taken of it, and what left to whom?"""

from __future__ import annotations

from django.db import models


class LogEntry(models.Model):
    """One number of a member's log. `text` "": the entry is withheld from us. No clock: all here is bound by `hash`.

    `members`, `members_salt`: of our own entries whom they are for. `head`: the signed head where its origin closed a
    page here.
    """

    origin = models.CharField(max_length=64)
    seq = models.BigIntegerField()
    hash = models.BinaryField()
    commitment = models.BinaryField()
    kind = models.CharField(max_length=10, blank=True)
    rid = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)
    salt = models.BinaryField(default=b"")
    audience = models.BinaryField(default=b"")
    body = models.TextField(blank=True)
    members = models.TextField(blank=True)
    members_salt = models.BinaryField(default=b"")
    head = models.TextField(blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("origin", "seq"), name="node_log_number"),)
        indexes = (models.Index(fields=("origin", "rid")),)

    def __str__(self) -> str:
        return f"{self.origin} {self.seq} {self.kind}"


class LogKey(models.Model):
    """A key that signs heads of a member's log for the numbers [`since`, `until`)."""

    member = models.CharField(max_length=64, db_index=True)
    public = models.BinaryField()
    since = models.BigIntegerField(default=0)
    until = models.BigIntegerField(null=True)
    revoked = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.member} from {self.since}"


class Cursor(models.Model):
    """How far we have taken the log of `origin` from `via`. Moved by the transaction that applies the page."""

    origin = models.CharField(max_length=64)
    via = models.CharField(max_length=64)
    seq = models.BigIntegerField()
    owed = models.TextField(blank=True)  # an acknowledgement our log could not yet take: its body

    class Meta:
        constraints = (models.UniqueConstraint(fields=("origin", "via"), name="node_cursor_once"),)

    def __str__(self) -> str:
        return f"{self.origin} via {self.via}: {self.seq}"


class Holding(models.Model):
    """One record of one log: as of which number, and whether it stands; else only this tombstone is left."""

    origin = models.CharField(max_length=64)
    rid = models.CharField(max_length=300)
    seq = models.BigIntegerField()
    live = models.BooleanField()
    ver = models.CharField(max_length=64, blank=True)
    final = models.BooleanField(default=False)  # withdrawn by us: never told again

    class Meta:
        constraints = (models.UniqueConstraint(fields=("origin", "rid"), name="node_holding_once"),)

    def __str__(self) -> str:
        return f"{self.origin} {self.rid} {self.seq}"


class Sent(models.Model):
    """A record that is for a member: the number that says so, and whether it ever left (`delivered`).

    `seq`: the newest entry about it for that member; `live`: that entry puts it. `came`: we have it from them.
    """

    origin = models.CharField(max_length=64)
    rid = models.CharField(max_length=300)
    member = models.CharField(max_length=64)
    seq = models.BigIntegerField()
    live = models.BooleanField()
    delivered = models.BooleanField(default=False)
    came = models.BooleanField(default=False)
    unsure = models.BooleanField(default=False)  # we were restored: whether they have it, they have yet to show

    class Meta:
        constraints = (models.UniqueConstraint(fields=("origin", "rid", "member"), name="node_sent_once"),)
        indexes = (models.Index(fields=("member", "origin")),)

    def __str__(self) -> str:
        return f"{self.rid} to {self.member}"


class Receipt(models.Model):
    """What a member signed to have applied of our log: everything for it up to `through`, or one number (`seq`).

    `entry`: the number of its own log that says so.
    """

    member = models.CharField(max_length=64)
    entry = models.BigIntegerField()
    through = models.BigIntegerField(default=0)
    seq = models.BigIntegerField(default=0)
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("member", "through")), models.Index(fields=("member", "seq")))

    def __str__(self) -> str:
        return f"{self.member} {self.through or self.seq}"


class Claim(models.Model):
    """A signed head that a member showed us of a log: when we come to that number, it must fit."""

    origin = models.CharField(max_length=64)
    seq = models.BigIntegerField()
    hash = models.BinaryField()
    envelope = models.TextField()
    via = models.CharField(max_length=64)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("origin", "seq", "via"), name="node_claim_once"),)

    def __str__(self) -> str:
        return f"{self.origin} {self.seq} by {self.via}"


class Stopped(models.Model):
    """A log of which nothing is taken any more: it forked at `seq`. `evidence`: what proves it, as it came."""

    origin = models.CharField(max_length=64, primary_key=True)
    seq = models.BigIntegerField()
    at = models.DateTimeField()
    evidence = models.TextField()
    via = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.origin} at {self.seq}"


class Egress(models.Model):
    """One entry that left, to whom, by which rule. A hash chain of its own: `digest` binds everything and `previous`.

    `facts`: what the rule was asked, as JSON, so that it can be asked again.
    """

    number = models.BigIntegerField(primary_key=True)
    at = models.CharField(max_length=32)  # ISO 8601, UTC, as hashed
    peer = models.CharField(max_length=64, db_index=True)
    origin = models.CharField(max_length=64)
    seq = models.BigIntegerField()
    hash = models.CharField(max_length=64)  # of the log's link, hex
    decision = models.CharField(max_length=32)
    rules = models.CharField(max_length=32)
    facts = models.TextField()
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.number} {self.peer} {self.origin} {self.seq}"
