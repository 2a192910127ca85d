"""Which findings does a person look at together, what was done, and who decided how it ends?"""

from __future__ import annotations

from django.db import models

from jisr.node.models._finding import Finding
from jisr.node.models._record import Marking


class Case(models.Model):
    """Findings looked at as one. `state`: open, proposed, closed; `outcome`: report, no-report, once it is proposed.

    `proposed_by` proposed it, `settled_by`, who is another, agreed. `marking`: the narrowest of what it holds.
    """

    title = models.TextField()
    state = models.CharField(max_length=10, db_index=True)
    outcome = models.CharField(max_length=10, blank=True)
    proposed_by = models.CharField(max_length=150, blank=True)
    settled_by = models.CharField(max_length=150, blank=True)
    opened_by = models.CharField(max_length=150)
    opened_at = models.DateTimeField()
    marking = models.ForeignKey(Marking, on_delete=models.PROTECT)

    def __str__(self) -> str:
        return f"{self.pk} {self.title}"


class CaseFinding(models.Model):
    """One finding of a case."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="held")
    finding = models.ForeignKey(Finding, on_delete=models.PROTECT)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("case", "finding"), name="node_case_finding_once"),)

    def __str__(self) -> str:
        return f"{self.case_id} holds {self.finding_id}"


class CaseStep(models.Model):
    """One line of a case's timeline: open, add, note, task, done, propose, agree, refuse, report.

    `due`: of a task. `done_at`: when it was done. `facts`: JSON.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="steps")
    step = models.CharField(max_length=10)
    text = models.TextField(blank=True)
    facts = models.TextField(default="{}")
    due = models.DateField(null=True)
    done_at = models.DateTimeField(null=True)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.case_id} {self.step}"


class FiledReport(models.Model):
    """A report of a case as it left, valid under a profile when it was written. `digest`: SHA-256 of `body`."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="reports")
    profile = models.CharField(max_length=32)
    reference = models.CharField(max_length=64)
    body = models.BinaryField()
    digest = models.CharField(max_length=64)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.reference} {self.profile}"
