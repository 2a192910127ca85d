"""What lies ready for partners who ask by TAXII, and what did they send?"""

from __future__ import annotations

from django.db import models


class TaxiiAccount(models.Model):
    """A program of a partner's that may ask. `secret_sha256`: the node made the secret, 160 random bits."""

    partner = models.CharField(max_length=64, db_index=True)
    label = models.CharField(max_length=100, blank=True)
    secret_sha256 = models.CharField(max_length=64, unique=True)
    per_minute = models.IntegerField(default=0)  # requests; 0: the node's default
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.partner} {self.label}"


class TaxiiCollection(models.Model):
    """A shelf of STIX objects. `uid`: its UUID (version 4) on the wire; `root`: the API root it stands in.

    `takes`: what partners send here goes on into the node's records. `assumed`: the marking, as
    `records.Marking.read` takes it, of what comes without one; "" lets nobody but its sender have it.
    """

    uid = models.CharField(max_length=36, unique=True)
    root = models.CharField(max_length=32)
    alias = models.CharField(max_length=64, blank=True)
    title = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    takes = models.BooleanField(default=True)
    assumed = models.CharField(max_length=500, blank=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=("root", "alias")),)

    def __str__(self) -> str:
        return f"{self.root}/{self.alias or self.uid}"


class TaxiiGrant(models.Model):
    """What one partner may do at one shelf. Without a grant it does not exist for them."""

    collection = models.ForeignKey(TaxiiCollection, on_delete=models.PROTECT, related_name="grants")
    partner = models.CharField(max_length=64, db_index=True)
    can_read = models.BooleanField(default=False)
    can_write = models.BooleanField(default=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("collection", "partner"), name="node_taxii_grant_once"),)

    def __str__(self) -> str:
        return f"{self.partner} at {self.collection_id}"


class TaxiiTerms(models.Model):
    """On what terms objects of a shelf may go on: few rows, so that the rule is asked a few times a page.

    `text`: canonical JSON of `jisr.node.taxii_terms.Terms`.
    """

    collection = models.ForeignKey(TaxiiCollection, on_delete=models.PROTECT)
    digest = models.CharField(max_length=64)
    text = models.TextField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("collection", "digest"), name="node_taxii_terms_once"),)

    def __str__(self) -> str:
        return self.digest[:12]


class TaxiiObject(models.Model):
    """One version of one object, as the bytes that were received.

    `added`: microseconds since 1970, strictly rising in the order of commits: paging and following stand on it.
    `version`: microseconds of `modified`, else `created`, else 0. `by`: the partner who sent it.
    """

    added = models.BigAutoField(primary_key=True)
    collection = models.ForeignKey(TaxiiCollection, on_delete=models.PROTECT, db_index=False)
    by = models.CharField(max_length=64)
    stix_id = models.CharField(max_length=120)
    kind = models.CharField(max_length=80)
    spec = models.CharField(max_length=8)
    version = models.BigIntegerField()
    newest = models.BooleanField()
    oldest = models.BooleanField()
    terms = models.ForeignKey(TaxiiTerms, on_delete=models.PROTECT, db_index=False)
    body = models.BinaryField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("collection", "stix_id", "by", "version"), name="node_taxii_object_once"),
        )
        indexes = (
            models.Index(fields=("collection", "added", "newest", "terms"), name="node_taxii_object_range"),
            models.Index(fields=("collection", "kind", "added"), name="node_taxii_object_kind"),
        )

    def __str__(self) -> str:
        return f"{self.stix_id} {self.version}"


class TaxiiPost(models.Model):
    """What became of one envelope: its status resource. `state`: waiting (to be read into records), read, kept.

    Numbers `first` to `last` of `TaxiiObject.added` are what it brought; 0: nothing new.
    """

    uid = models.CharField(max_length=36, unique=True)
    collection = models.ForeignKey(TaxiiCollection, on_delete=models.PROTECT)
    by = models.CharField(max_length=64)
    at = models.DateTimeField()
    total = models.IntegerField()
    successes = models.TextField(default="[]")  # JSON: [{id, version}], of small envelopes
    failures = models.TextField(default="[]")  # JSON: [{id, version, message}]
    failed = models.IntegerField(default=0)
    first = models.BigIntegerField(default=0)
    last = models.BigIntegerField(default=0)
    state = models.CharField(max_length=10, db_index=True)
    batch = models.ForeignKey("node.Batch", on_delete=models.PROTECT, null=True)

    def __str__(self) -> str:
        return f"{self.uid} {self.state}"


class TaxiiFeed(models.Model):
    """A collection of another server we follow. Its secret lies in a file of the node's folder, for its owner alone.

    `after`: the date added of the last object that was taken; what follows it has not been.
    """

    name = models.CharField(max_length=64, unique=True)
    url = models.CharField(max_length=500)
    partner = models.CharField(max_length=64)
    user = models.CharField(max_length=150, blank=True)
    ca = models.CharField(max_length=500, blank=True)
    certificate = models.CharField(max_length=500, blank=True)
    key = models.CharField(max_length=500, blank=True)
    marking = models.CharField(max_length=500)
    after = models.CharField(max_length=40, blank=True)
    pushed = models.BigIntegerField(default=0)  # of our shelf for that partner, the last that was sent there
    pulled_at = models.DateTimeField(null=True)
    trouble = models.TextField(blank=True)  # why the last round did not go through

    def __str__(self) -> str:
        return self.name
