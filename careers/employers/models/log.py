"""What happened to an employer, and the slugs it had."""

from django.conf import settings
from django.db import models

from careers.core import clock
from careers.employers.models.employer import Employer


class EmployerSlug(models.Model):
    """Every slug an employer ever had: unique for ever, never given to another."""

    slug = models.SlugField(max_length=80, unique=True)
    employer = models.ForeignKey(Employer, models.CASCADE, related_name="slugs")

    def __str__(self) -> str:
        return self.slug


class EmployerChange(models.Model):
    """What happened to an employer: append-only, and the outbox for the floors above."""

    KINDS_BESIDE_STEPS = ("founded", "edited", "renamed", "proof", "invited", "uninvited", "joined", "left", "removed",
                          "role_changed", "record_disputed", "dispute_upheld", "dispute_refused")  # fmt: skip

    employer = models.ForeignKey(Employer, models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=20)
    from_state = models.CharField(max_length=10, blank=True)
    to_state = models.CharField(max_length=10, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.employer_id}: {self.kind}"
