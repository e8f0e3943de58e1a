"""The one table of the house: counts of what people did, to keep limits by."""

from django.db import models


class RateCount(models.Model):
    """How often one key was hit in one window of time; written by `limits.hit` alone."""

    # A keyed digest: no address of a person or machine stands here.
    key = models.CharField(max_length=64)
    window_start = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(name="rate_count_one_a_window", fields=["key", "window_start"])]

    def __str__(self) -> str:
        return f"{self.key[:8]} {self.window_start:%Y-%m-%d %H:%M} {self.count}"
