"""What was last fetched from an official address?"""

from __future__ import annotations

from django.db import models


class Fetched(models.Model):
    """One file of one slot (tables/addresses.csv), as it was last loaded: what a conditional request needs.

    `tried_at`, `problem`: the last try, loaded or not; "" for none.
    """

    slot = models.CharField(max_length=64)
    file = models.CharField(max_length=100)
    url = models.TextField()
    etag = models.TextField(blank=True)
    modified = models.CharField(max_length=64, blank=True)  # Last-Modified, as the server wrote it
    sha256 = models.CharField(max_length=64, blank=True)
    loaded_at = models.DateTimeField(null=True)
    tried_at = models.DateTimeField()
    problem = models.TextField(blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("slot", "file"), name="node_fetched_once"),)

    def __str__(self) -> str:
        return f"{self.slot} {self.file}"
