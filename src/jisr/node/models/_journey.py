"""Which flights are there, who is on them, by what are they found, and which rules look at them?

A row of a traveller follows from the observations of the flight's messages: it can be made again from them.
"""

from __future__ import annotations

from django.db import models

from jisr.node.models._finding import Finding
from jisr.node.models._record import Marking


class JourneyFlight(models.Model):
    """A flight after all its messages; `key`: HY271-260301-TAS-AMM; times are local to the airports."""

    key = models.CharField(max_length=64, unique=True)
    flight = models.CharField(max_length=16, db_index=True)
    origin = models.CharField(max_length=8)
    destination = models.CharField(max_length=8)
    departs = models.CharField(max_length=16)
    arrives = models.CharField(max_length=16, blank=True)
    day = models.DateField(db_index=True)
    received = models.DateTimeField(db_index=True)  # when its first message came: masking counts from here
    messages = models.IntegerField(default=0)
    come = models.IntegerField(default=0)  # parts of the newest list
    expected = models.IntegerField(default=0)
    declared = models.IntegerField(null=True)
    aboard = models.IntegerField(default=0)
    booked = models.IntegerField(default=0)
    off = models.IntegerField(default=0)
    sensitive = models.IntegerField(default=0)
    warnings = models.IntegerField(default=0)
    cancelled = models.BooleanField(default=False)
    closed = models.BooleanField(default=False)
    digest = models.CharField(max_length=64)
    marking = models.ForeignKey(Marking, on_delete=models.PROTECT)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.key


class JourneyPerson(models.Model):
    """One person on one flight. `said`: JSON, masked after 183 days; `sealed`: then what was told, enciphered."""

    flight = models.ForeignKey(JourneyFlight, on_delete=models.CASCADE, related_name="people")
    person = models.CharField(max_length=64)  # digest of what names the person within the flight
    identity = models.CharField(max_length=64, db_index=True)  # the same on every flight; "" once masked
    status = models.CharField(max_length=8)
    said = models.TextField()
    sealed = models.TextField(blank=True)
    since = models.CharField(max_length=16, blank=True)
    forms = models.CharField(max_length=8)
    masked = models.BooleanField(default=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("flight", "person"), name="node_journey_person_once"),)

    def __str__(self) -> str:
        return f"{self.flight_id} {self.person[:8]}"


class JourneyKey(models.Model):
    """By what a person is found: `n:` a word of the name, `d:` a document's number, `l:` a locator. Masked: none."""

    key = models.CharField(max_length=80)
    person = models.ForeignKey(JourneyPerson, on_delete=models.CASCADE)

    class Meta:
        indexes = (models.Index(fields=("key", "person")),)

    def __str__(self) -> str:
        return self.key


class JourneyHit(models.Model):
    """A finding about a person on a flight; `ended_at`: what it rested on no longer stands."""

    person = models.ForeignKey(JourneyPerson, on_delete=models.CASCADE, related_name="hits")
    finding = models.ForeignKey(Finding, on_delete=models.CASCADE)
    kind = models.CharField(max_length=32)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("person", "finding"), name="node_journey_hit_once"),)

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind}"


class JourneyRule(models.Model):
    """A rule as data. It runs from `approved_at` on until `expires`; `tested`: JSON of its last back-test."""

    name = models.CharField(max_length=120)
    clauses = models.TextField()  # JSON: the clauses as typed
    purpose = models.TextField()
    legal_basis = models.TextField()
    review_on = models.DateField()
    expires = models.DateField()
    author = models.CharField(max_length=150)
    created_at = models.DateTimeField()
    tested = models.TextField(default="{}")
    approved_by = models.CharField(max_length=150, blank=True)
    approved_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class JourneyUnmask(models.Model):
    """That a masked traveller be shown again: asked by one named person, granted by another, until `ends_at`."""

    person = models.ForeignKey(JourneyPerson, on_delete=models.CASCADE, related_name="unmaskings")
    why = models.TextField()
    asked_by = models.CharField(max_length=150)
    asked_at = models.DateTimeField()
    granted_by = models.CharField(max_length=150, blank=True)
    granted_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.person_id} by {self.asked_by}"
