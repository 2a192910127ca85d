"""Which files of columns hold the observations of a delivery?"""

from __future__ import annotations

from django.db import models

from jisr.node.models._delivery import Batch


class Observed(models.Model):
    """The observations of one kind and day (UTC) that a delivery brought, in a Parquet file of that digest.

    A file without such a row of a loaded delivery is never read.
    """

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="observed")
    kind = models.CharField(max_length=32)
    day = models.DateField()
    file = models.CharField(max_length=64, db_index=True)  # SHA-256 of its bytes
    rows = models.IntegerField()

    class Meta:
        indexes = (models.Index(fields=("kind", "day")),)

    def __str__(self) -> str:
        return f"{self.kind} {self.day}: {self.rows}"
