"""What runs in the background, and how far is it?"""

from __future__ import annotations

from django.db import models


class Job(models.Model):
    """One piece of background work. `state`: queued, running, done, failed. Progress is `done` of `total` pieces."""

    kind = models.CharField(max_length=32)
    by = models.CharField(max_length=150)
    args = models.TextField(default="{}")  # JSON
    state = models.CharField(max_length=10, default="queued")
    done = models.IntegerField(default=0)
    total = models.IntegerField(default=0)
    message = models.TextField(blank=True)
    created_at = models.DateTimeField()
    beat_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"
