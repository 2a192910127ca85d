"""What was read in an article, and what did people say of the reading?"""

from __future__ import annotations

from django.db import models

from jisr.node.models._record import Record


class Reading(models.Model):
    """That one version of an article was read, when, and by which reader; read again when the reader changes."""

    record = models.OneToOneField(Record, on_delete=models.CASCADE, related_name="reading")
    reader = models.CharField(max_length=64)
    at = models.DateTimeField()
    story = models.CharField(max_length=255, blank=True, db_index=True)  # the first article of the same wire story

    def __str__(self) -> str:
        return f"{self.record_id} by {self.reader}"


class Telling(models.Model):
    """One thing an article tells. `kind`: event, claim, proposal.

    `type`: of the event; quote or indirect; the kind of status. `state`: factuality, or the new status.
    `start`, `end`: the words that tell it; `content_start`, `content_end`: of a claim, 0 and 0 where it is untold.
    `first`, `last`: the days it may be of, ISO 8601. `producer`: "" of the rules, else of a plug-in with its version.
    """

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="tellings")
    kind = models.CharField(max_length=10)
    type = models.CharField(max_length=32)
    state = models.CharField(max_length=24, blank=True)
    start = models.IntegerField()
    end = models.IntegerField()
    content_start = models.IntegerField(default=0)
    content_end = models.IntegerField(default=0)
    sentence = models.IntegerField()
    sentence_start = models.IntegerField()
    sentence_end = models.IntegerField()
    date = models.CharField(max_length=32, blank=True)
    until = models.CharField(max_length=32, blank=True)
    first = models.CharField(max_length=10, blank=True)
    last = models.CharField(max_length=10, blank=True)
    rule = models.CharField(max_length=64, blank=True)
    score = models.FloatField(default=0.0)
    producer = models.CharField(max_length=100, blank=True)

    class Meta:
        indexes = (models.Index(fields=("kind", "type", "first")), models.Index(fields=("rule",)))

    def __str__(self) -> str:
        return f"{self.kind} {self.type} {self.start}"


class Participant(models.Model):
    """Who or what stands where in a thing told. `key`: the id of the tables, or the folded words."""

    telling = models.ForeignKey(Telling, on_delete=models.CASCADE, related_name="participants")
    part = models.CharField(max_length=10)  # actor, target, place, obj, via, subj
    key = models.CharField(max_length=255, db_index=True)
    words = models.TextField()
    known = models.CharField(max_length=255, blank=True)  # the id of the tables; "" of a name nobody settled

    def __str__(self) -> str:
        return f"{self.part} {self.words}"


class Review(models.Model):
    """What a person said of something read, or missed. It stands by the words, so that it outlives a new reading.

    `verdict`: right, wrong, missing. Taken back, never erased.
    """

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="reviews")
    kind = models.CharField(max_length=10)  # name, event, claim, proposal
    type = models.CharField(max_length=32, blank=True)
    rule = models.CharField(max_length=64, blank=True, db_index=True)
    producer = models.CharField(max_length=100, blank=True)
    start = models.IntegerField()
    end = models.IntegerField()
    verdict = models.CharField(max_length=10)
    said = models.TextField(blank=True)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.verdict} by {self.by}"
