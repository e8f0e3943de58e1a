"""What happened to a listing, the slugs it had, and how often it was read."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from careers.core import clock
from careers.listings.models.listing import Listing


class ListingChange(models.Model):
    """One thing that happened to a listing: append-only (a trigger sees to it), and the outbox for the floors above."""

    KINDS_BESIDE_STEPS = ("created", "edited", "extended", "hidden", "unhidden", "queue_full", "queue_open",
                          "revision_offered", "revision_applied", "revision_refused", "sample_checked")  # fmt: skip

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=20)
    from_state = models.CharField(max_length=20, blank=True)
    to_state = models.CharField(max_length=20)
    actor = models.CharField(max_length=10)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ("at", "pk")
        indexes = [models.Index(name="listing_change_time", fields=["listing", "at"])]
        constraints = [
            models.CheckConstraint(
                name="listing_change_actor_known",
                condition=Q(actor__in=("employer", "curator", "clock", "board")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.listing_id}: {self.kind}"


class ListingSlug(models.Model):
    """Every slug a listing ever had: unique for ever, never given to another, leading to the present one."""

    slug = models.SlugField(max_length=120, unique=True)
    listing = models.ForeignKey(Listing, models.CASCADE, related_name="slugs")

    def __str__(self) -> str:
        return self.slug


class ListingViews(models.Model):
    """How many times a listing's page was read on a day (UTC): no cookie, no address, no person."""

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="views")
    day = models.DateField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(name="views_once_a_day", fields=["listing", "day"])]

    def __str__(self) -> str:
        return f"{self.listing_id} {self.day}: {self.count}"
