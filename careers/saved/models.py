"""What people keep for later. Now: "tell me when it opens", the line in front of a full queue."""

from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from careers.accounts.models import User
from careers.applications.lifecycle import Stage
from careers.applications.models.application import Application
from careers.core import clock
from careers.core.personal import Personal
from careers.listings.models.listing import Listing
from careers.listings.models.log import ListingChange

# Whoever was told counts as on the way for so long; then the next in the line is told of the place.
ON_THE_WAY = timedelta(hours=24)


class QueueNoticeQuerySet(models.QuerySet):
    """Phrases about the line."""

    def standing(self):
        """In the line: neither given up, nor applied, nor over because the listing is."""
        return self.filter(ended_at=None)

    def waiting(self):
        """In the line, and not told since the queue last opened."""
        return self.standing().filter(told_at=None)

    def in_order(self):
        """First come, first told."""
        return self.order_by("asked_at", "pk")

    def on_the_way(self):
        """Told so lately that they may still come."""
        return self.standing().filter(told_at__gt=clock.now() - ON_THE_WAY)

    def over(self):
        """Still in the line, though they have applied or have left the board."""
        mine = Application.objects.handed_in().exclude(stage=Stage.WITHDRAWN)
        applied = mine.filter(listing=OuterRef("listing"), seeker=OuterRef("user"))
        return self.standing().filter(Exists(applied) | Q(user__is_active=False))

    def pushed_back(self):
        """Told, and then the queue filled up again, be it open by now or not: they wait on, with the place they had."""
        filled = ListingChange.objects.filter(listing=OuterRef("listing"), kind="queue_full")
        return self.standing().filter(Exists(filled.filter(at__gt=OuterRef("told_at"))))


class QueueNotice(models.Model):
    """One person's wish to be told when the full queue of a listing opens; `asked_at` is the place in the line.

    Whoever was told and finds the queue full again waits on, with the same place: `told_at` is emptied.
    """

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="queue_notices", verbose_name=_("listing"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="queue_notices", verbose_name=_("seeker")
    )
    asked_at = models.DateTimeField(_("asked"), default=clock.now)
    told_at = models.DateTimeField(_("told"), null=True)
    ended_at = models.DateTimeField(_("ended"), null=True)

    personal = Personal(
        owner="user",
        retention="erased at once",
        export=("listing", "asked_at", "told_at", "ended_at"),
        erase=lambda rows: rows.delete(),
    )
    objects = QueueNoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("queue notice")
        verbose_name_plural = _("queue notices")
        ordering = ("asked_at", "pk")
        constraints = [
            models.UniqueConstraint(name="queue_notice_once", fields=["listing", "user"], condition=Q(ended_at=None)),
            models.CheckConstraint(
                name="queue_notice_told_after_asked", condition=Q(told_at=None) | Q(told_at__gte=F("asked_at"))
            ),
        ]
        indexes = [
            models.Index(name="queue_notice_line", fields=["listing", "asked_at", "id"], condition=Q(ended_at=None))
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.listing}"

    @classmethod
    @transaction.atomic
    def ask(cls, listing: Listing, user: User) -> "QueueNotice":
        """Stand in the line of `listing`; who stands in it already keeps the place."""
        notice, _made = cls.objects.get_or_create(listing=listing, user=user, ended_at=None)
        return notice

    @property
    def place(self) -> int:
        """How many stand in the line up to here, oneself counted; those who were told already are before it."""
        before = type(self).objects.waiting().filter(listing=self.listing_id)
        return before.filter(Q(asked_at__lt=self.asked_at) | Q(asked_at=self.asked_at, pk__lte=self.pk)).count()

    def give_up(self) -> None:
        """Leave the line."""
        type(self).objects.filter(pk=self.pk, ended_at=None).update(ended_at=clock.now())
