"""ListingRevision: a substantive edit of a live listing that waits for review while the old text stays public."""

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from careers.accounts.models import User
from careers.core import clock
from careers.core.queue import announce
from careers.core.states import IllegalStep
from careers.listings import emails
from careers.listings.lifecycle import SUBSTANTIVE, ListingState, is_sampled
from careers.listings.models.listing import Listing

REVISABLE = (ListingState.LIVE, ListingState.PAUSED)


class ListingRevision(models.Model):
    """The new values of substantive fields, one revision at a time."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting for review")
        APPLIED = "applied", _("Applied")
        REFUSED = "refused", _("Refused")
        TAKEN_BACK = "taken_back", _("Taken back")

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="revisions")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    values = models.JSONField()
    offered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    offered_at = models.DateTimeField(default=clock.now)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ("-offered_at",)
        constraints = [
            models.UniqueConstraint(name="revision_one_waiting", fields=["listing"], condition=Q(state="waiting")),
            models.CheckConstraint(
                name="revision_decided_has_date",
                condition=Q(state="waiting", decided_at__isnull=True)
                | (~Q(state="waiting") & Q(decided_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.listing}: {self.state}"

    @classmethod
    @transaction.atomic
    def offer(cls, listing: Listing, values: dict, *, by: User) -> "ListingRevision":
        """Hand in new values of substantive fields (name → plain value). A waiting revision is replaced.

        A trusted employer's applies at once, logged, and one in ten is sampled.
        """
        row = Listing.objects.select_for_update(no_key=True, of=("self",)).get(pk=listing.pk)
        if row.state not in REVISABLE:
            raise IllegalStep("revise", row.state)
        cls.objects.filter(listing=listing, state=cls.State.WAITING).update(
            state=cls.State.TAKEN_BACK, decided_at=clock.now(), decided_by=by
        )
        revision = cls.objects.create(listing=listing, values=plain_values(values), offered_by=by)
        listing.log("revision_offered", by=by, actor="employer")
        if listing.is_trusted:
            revision.apply(by=None)
            if is_sampled(f"{listing.public_id} {revision.pk}"):
                Listing.objects.filter(pk=listing.pk).update(sampled_at=clock.now())
        return revision

    @transaction.atomic
    def apply(self, *, by: User | None, reason: str = "") -> None:
        """Write the values to the listing. `by` None is the board, for a trusted employer.

        Raises IllegalStep once the listing is neither live nor paused: what has ended keeps the words it ended with.
        """
        listing = self._decide(self.State.APPLIED, by=by, reason=reason)
        if listing.state not in REVISABLE:
            raise IllegalStep("apply_revision", listing.state)
        for name, value in self.values.items():
            field = Listing._meta.get_field(name)
            setattr(listing, field.attname, field.to_python(value))
        if "title" in self.values:
            listing.rename(listing.title)
        listing.write_content()
        if "title" in self.values:
            listing.rename(listing.title)
        listing.log("revision_applied", by=by, actor="curator" if by else "board", reason=reason)
        if by:
            emails.listing_decided(listing, decision="apply_revision", reason=reason)

    @transaction.atomic
    def refuse(self, *, by: User, reason: str) -> None:
        """Leave the old text, and say why."""
        listing = self._decide(self.State.REFUSED, by=by, reason=reason)
        listing.log("revision_refused", by=by, actor="curator", reason=reason)
        emails.listing_decided(listing, decision="refuse_revision", reason=reason)

    @transaction.atomic
    def take_back(self, *, by: User) -> None:
        """The employer thinks again."""
        self._decide(self.State.TAKEN_BACK, by=by)

    def _decide(self, state: str, *, by: User | None, reason: str = "") -> Listing:
        listing = Listing.objects.select_for_update(no_key=True, of=("self",)).get(pk=self.listing_id)
        row = ListingRevision.objects.select_for_update(no_key=True).get(pk=self.pk)
        if row.state != self.State.WAITING:
            raise IllegalStep(state, row.state)
        self.state, self.decided_by, self.decided_at, self.reason = state, by, clock.now(), reason
        self.save(update_fields=["state", "decided_by", "decided_at", "reason"])
        announce("listing_changed")
        return listing


def plain_values(values: dict) -> dict:
    """Values as JSON can keep them, each through its field."""
    unknown = set(values) - set(SUBSTANTIVE)
    if unknown:
        raise ValueError(f"not substantive: {sorted(unknown)}")
    return {name: None if value is None else _as_json(value) for name, value in values.items()}


def _as_json(value):
    if isinstance(value, models.Model):
        return value.pk
    return list(value) if isinstance(value, list | tuple) else str(value)
