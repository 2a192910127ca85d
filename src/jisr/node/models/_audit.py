"""Who did or read what?"""

from __future__ import annotations

from django.db import models


class AuditEntry(models.Model):
    """One line of the hash chain: `digest` = SHA-256 of `previous` and the canonical JSON of the rest."""

    number = models.BigIntegerField(primary_key=True)
    at = models.CharField(max_length=32)  # ISO 8601, UTC, as hashed
    actor = models.CharField(max_length=150, db_index=True)
    act = models.CharField(max_length=64, db_index=True)
    subject = models.CharField(max_length=300, blank=True)
    facts = models.TextField(default="{}")  # JSON
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.number} {self.act}"
