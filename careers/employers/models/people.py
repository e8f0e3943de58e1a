"""The members of an employer, and the invitations to become one."""

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from careers.accounts.models import User
from careers.core import clock
from careers.core.personal import Personal
from careers.employers import emails
from careers.employers.models.employer import Employer

INVITATION_DAYS = 14


class MembershipRefused(Exception):
    """A change of members that a rule does not allow; `str()` says to a person what stands in the way."""


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

    @transaction.atomic
    def change_role(self, role: str, *, by: User) -> None:
        """Give another role. Raises MembershipRefused when nobody would be left who owns the employer."""
        self._lock()
        if role == self.role:
            return
        self._keep_an_owner()
        before, self.role = self.role, role
        self.save(update_fields=["role"])
        self._log("role_changed", by=by, reason=f"{before} → {role}")

    @transaction.atomic
    def remove(self, *, by: User) -> None:
        """End the membership; `by` the member is leaving. Raises MembershipRefused for the last owner."""
        self._lock()
        self._keep_an_owner()
        self._log("left" if by == self.user else "removed", by=by, reason=self.role)
        self.delete()

    def _lock(self) -> None:
        # One row for all: two owners who demote each other at once take turns here.
        Employer.objects.select_for_update(no_key=True, of=("self",)).get(pk=self.employer_id)
        self.role = Membership.objects.filter(pk=self.pk).values_list("role", flat=True).first() or ""
        if not self.role:
            raise MembershipRefused(_("This person is no member any more."))

    def _keep_an_owner(self) -> None:
        owners = Membership.objects.filter(employer=self.employer_id, role=self.Role.OWNER, user__is_active=True)
        if self.role == self.Role.OWNER and not owners.exclude(pk=self.pk).exists():
            raise MembershipRefused(
                _("This is the last owner. Make somebody else an owner first, or close the employer.")
            )

    def _log(self, kind: str, *, by: User, reason: str) -> None:
        self.employer.log(kind, by=by, reason=reason)


class InvitationQuerySet(models.QuerySet):
    """Phrases about invitations."""

    def open(self):
        """Neither accepted nor withdrawn, and not over."""
        return self.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=clock.now())

    def with_token(self, token: str):
        """The one that a token in a mail opens."""
        return self.filter(token_digest=Invitation.digest(token))

    def for_user(self, user):
        """Those sent to a confirmed address of `user`, whatever its case."""
        addresses = user.emailaddress_set.filter(verified=True).annotate(plain=Lower("email"))
        return self.annotate(plain=Lower("email")).filter(plain__in=addresses.values("plain"))


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

    @classmethod
    @transaction.atomic
    def send(cls, employer: Employer, *, email: str, role: str, language: str, by: User) -> "Invitation":
        """Invite an address, by mail in `language`. An earlier invitation of the same address ends.

        Raises MembershipRefused when somebody with this address is a member already.
        """
        Employer.objects.select_for_update(no_key=True, of=("self",)).get(pk=employer.pk)
        known = employer.memberships.filter(user__emailaddress__email__iexact=email, user__emailaddress__verified=True)
        if known.exists() or employer.memberships.filter(user__email__iexact=email).exists():
            raise MembershipRefused(_("Somebody with this address is a member already."))
        earlier = employer.invitations.filter(email__iexact=email, accepted_at=None, withdrawn_at=None)
        earlier.update(withdrawn_at=clock.now())
        token = cls.new_token()
        invitation = cls.objects.create(
            employer=employer, email=email, role=role, token_digest=cls.digest(token), invited_by=by
        )
        employer.log("invited", by=by, reason=role)
        emails.invitation(invitation, token=token, language=language)
        return invitation

    @transaction.atomic
    def accept(self, *, by: User) -> Membership:
        """Become a member. Raises MembershipRefused when it is over or was sent to another address than `by`'s own."""
        Employer.objects.select_for_update(no_key=True, of=("self",)).get(pk=self.employer_id)
        self.refresh_from_db(fields=["accepted_at", "withdrawn_at", "expires_at"])
        if not self.is_open or self.employer.state == Employer.State.CLOSED:
            raise MembershipRefused(_("This invitation is over. Ask for a new one."))
        if not self.is_for(by):
            raise MembershipRefused(_("This invitation was sent to another address than yours."))
        self.accepted_at = clock.now()
        self.save(update_fields=["accepted_at"])
        membership, made = Membership.objects.get_or_create(
            employer=self.employer, user=by, defaults={"role": self.role}
        )
        if made:
            self.employer.log("joined", by=by, reason=self.role)
        return membership

    @transaction.atomic
    def withdraw(self, *, by: User) -> None:
        """Take it back before it is accepted; otherwise nothing happens."""
        rows = Invitation.objects.filter(pk=self.pk, accepted_at=None, withdrawn_at=None)
        if rows.update(withdrawn_at=clock.now()):
            self.employer.log("uninvited", by=by, reason=self.role)

    def is_for(self, user: User) -> bool:
        """Whether it was sent to a confirmed address of `user`."""
        return Invitation.objects.filter(pk=self.pk).for_user(user).exists()

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
