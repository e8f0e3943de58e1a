"""The members of an employer, and the invitations to become one."""

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from careers.core import clock
from careers.core.personal import Personal
from careers.employers.models.employer import Employer

INVITATION_DAYS = 14


class Membership(models.Model):
    """A user's place in an employer."""

    class Role(models.TextChoices):
        OWNER = "owner", _("Owner")
        RECRUITER = "recruiter", _("Recruiter")
        REVIEWER = "reviewer", _("Reviewer")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    employer = models.ForeignKey(Employer, models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=10, choices=Role)
    joined_at = models.DateTimeField(default=clock.now, editable=False)
    # Applications up to this moment were told of in the daily digest.
    digested_until = models.DateTimeField(default=clock.now, editable=False)

    personal = Personal(
        owner="user", retention="erased at once", export=("employer", "role", "joined_at"),
        erase=lambda rows: rows.delete(),
    )  # fmt: skip

    class Meta:
        ordering = ("role", "pk")
        constraints = [models.UniqueConstraint(name="membership_once", fields=["user", "employer"])]

    def __str__(self) -> str:
        return f"{self.user}: {self.role}"

    @property
    def may_manage(self) -> bool:
        """Listings, applications and messages."""
        return self.role in (self.Role.OWNER, self.Role.RECRUITER)

    @property
    def is_owner(self) -> bool:
        """Members, verification and closing too."""
        return self.role == self.Role.OWNER


class InvitationQuerySet(models.QuerySet):
    """Phrases about invitations."""

    def open(self):
        """Neither accepted nor withdrawn, and not over."""
        return self.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=clock.now())

    def with_token(self, token: str):
        """The one that a token in a mail opens."""
        return self.filter(token_digest=Invitation.digest(token))


def invitation_expiry():
    """The moment at which an invitation made now is over."""
    return clock.now() + timedelta(days=INVITATION_DAYS)


class Invitation(models.Model):
    """An invitation to become a member. Only the digest of its token is kept; the token itself is in the mail."""

    employer = models.ForeignKey(Employer, models.CASCADE, related_name="invitations")
    email = models.EmailField(_("email address"))
    role = models.CharField(_("role"), max_length=10, choices=Membership.Role)
    token_digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField(default=invitation_expiry)
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at",)
        constraints = [
            models.UniqueConstraint(
                "employer",
                Lower("email"),
                name="invitation_open_once",
                condition=Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return self.email

    @staticmethod
    def new_token() -> str:
        """An unguessable token for one mail."""
        return secrets.token_urlsafe(32)

    @staticmethod
    def digest(token: str) -> str:
        """What is kept of a token: its SHA-256 in hex."""
        return hashlib.sha256(token.encode()).hexdigest()

    @property
    def is_open(self) -> bool:
        """Whether it can still be accepted."""
        return self.accepted_at is None and self.withdrawn_at is None and self.expires_at > clock.now()
