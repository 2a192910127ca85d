"""Who is proposed for a post or a unit, what was found, and who decided?"""

from __future__ import annotations

from django.db import models

from jisr.node.models._record import Marking, Record


class Vetting(models.Model):
    """One candidate for one post. `state`: open, proposed, cleared, conditional, declined, appealed.

    Only conduct counts, by the criteria of a table; each is answered with the records it rests on.
    """

    name = models.TextField()
    born = models.CharField(max_length=32, blank=True)
    country = models.CharField(max_length=8, blank=True)
    post = models.TextField()
    unit = models.TextField(blank=True)
    state = models.CharField(max_length=12, db_index=True)
    opened_by = models.CharField(max_length=150)
    opened_at = models.DateTimeField()
    review_on = models.DateField(null=True)
    marking = models.ForeignKey(Marking, on_delete=models.PROTECT)

    def __str__(self) -> str:
        return f"{self.name}: {self.post}"


class VettingAnswer(models.Model):
    """What a person says on one criterion: met (nothing against), not-met, unclear; why, and on which record."""

    vetting = models.ForeignKey(Vetting, on_delete=models.CASCADE, related_name="answers")
    criterion = models.CharField(max_length=32)
    verdict = models.CharField(max_length=8)
    why = models.TextField()
    record = models.ForeignKey(Record, on_delete=models.SET_NULL, null=True)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.criterion} {self.verdict}"


class VettingStep(models.Model):
    """A step of the case: propose, approve, refuse, appeal, reopen; by whom, when, why."""

    vetting = models.ForeignKey(Vetting, on_delete=models.CASCADE, related_name="steps")
    step = models.CharField(max_length=12)
    outcome = models.CharField(max_length=12, blank=True)
    why = models.TextField()
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.step} {self.outcome}"
