"""Employer: an organisation that hires, and the phrases about it."""

import uuid

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import TrigramSimilarity
from django.core.validators import URLValidator
from django.db import models, transaction
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Greatest, Lower
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from careers.accounts.models import User, validate_zone
from careers.core import clock
from careers.core.markdown import render
from careers.core.queue import announce
from careers.core.slugs import unique_slug
from careers.core.states import step_named
from careers.employers.lifecycle import PROOF_LEVELS, STEPS, EmployerState
from careers.employers.record import AnswerRecord, awaited_words, record_of
from careers.employers.verification import MailboxCheck, check_mailbox, host_of, registered_domain
from careers.taxonomy.models import Country

RESERVED_SLUGS = {"new"}  # pieces of the office's own addresses
DOMAIN_METHODS = ("mailbox", "dns", "well_known")  # proofs that hold for one domain only
LOOKALIKE = 0.8  # trigram similarity from which a new name or slug goes to review


class EmployerQuerySet(models.QuerySet):
    """Phrases about employers."""

    def owed_mailbox_look(self):
        """Those that an owner's confirmed mailbox may prove now, on the board's own motion.

        Not when a proof by mailbox was ever taken back: then somebody looks and clicks.
        """
        confirmed = self.filter(
            memberships__role="owner", memberships__user__emailaddress__verified=True, is_sample=False
        ).exclude(state=EmployerState.CLOSED)
        domain = Func(
            Lower("memberships__user__emailaddress__email"), Value("@"), Value(2),
            function="split_part", output_field=models.TextField(),
        )  # fmt: skip
        named = confirmed.annotate(domain=domain).filter(website__icontains=F("domain"))
        return named.exclude(proofs__method="mailbox").distinct()

    def public(self):
        """Those with a public page."""
        return self.filter(state=EmployerState.ACTIVE)

    def without_samples(self):
        """Real ones only."""
        return self.filter(is_sample=False)

    def managed_by(self, user):
        """Those in whose office `user` may act: owners and recruiters."""
        return self.for_roles(user, "owner", "recruiter")

    def visible_to(self, user):
        """Those whose office `user` may enter: every member."""
        return self.for_roles(user, "owner", "recruiter", "reviewer")

    def for_roles(self, user, *roles: str):
        """Those in which `user` has one of `roles`; a closed employer has no office."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(memberships__user=user, memberships__role__in=roles).exclude(state=EmployerState.CLOSED)

    def looking_like(self, name: str, slug: str):
        """Existing employers whose name or slug is confusingly near (trigram similarity ≥ LOOKALIKE)."""
        near = Greatest(TrigramSimilarity(Lower("name"), name.lower()), TrigramSimilarity("slug", slug))
        return self.annotate(nearness=near).filter(nearness__gte=LOOKALIKE).order_by("-nearness")


class Employer(models.Model):
    """An organisation that posts listings."""

    State = EmployerState

    class Track(models.TextChoices):
        GENERAL = "", _("General")
        LOCAL_BUSINESS = "local-business", _("Local business")
        LOCAL_GOVERNMENT = "local-government", _("Local government")

    class Level(models.IntegerChoices):
        NONE = 0, _("Not verified yet")
        MAILBOX = 1, _("Mailbox verified")
        DOMAIN = 2, _("Domain proven")
        DOCUMENTS = 3, _("Documents seen")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    website = models.URLField(_("website"), max_length=300, blank=True, validators=[URLValidator(["https", "http"])])
    about = models.TextField(_("about"), max_length=6000, blank=True)
    about_html = models.TextField(blank=True, editable=False)
    country = models.ForeignKey(Country, models.PROTECT, related_name="+", verbose_name=_("country"))
    zone = models.CharField(_("time zone"), max_length=40, default="Asia/Jakarta", validators=[validate_zone])
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="id")
    track = models.CharField(_("track"), max_length=20, choices=Track, default=Track.GENERAL, blank=True)
    is_sample = models.BooleanField(_("sample"), default=False, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.ACTIVE, editable=False)
    verification_level = models.PositiveSmallIntegerField(
        _("verification level"), choices=Level, default=Level.NONE, editable=False
    )
    # The answer record of the last 180 days: written by the floor above, shown and sorted by below (issue on the truth).
    answer_due_count = models.PositiveIntegerField(default=0, editable=False)
    answer_seeker_count = models.PositiveIntegerField(default=0, editable=False)
    searched_as = models.TextField(default="", editable=False)  # the name by which its listings are found today
    answered_count = models.PositiveIntegerField(default=0, editable=False)
    answer_median_days = models.DecimalField(max_digits=5, decimal_places=1, null=True, editable=False)
    created_at = models.DateTimeField(_("founded here"), default=clock.now, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    objects = EmployerQuerySet.as_manager()

    class Meta:
        verbose_name = _("employer")
        verbose_name_plural = _("employers")
        ordering = ("name", "pk")
        constraints = [
            models.CheckConstraint(name="employer_level_known", condition=Q(verification_level__range=(0, 3))),
            models.CheckConstraint(
                name="employer_answered_within_due", condition=Q(answered_count__lte=models.F("answer_due_count"))
            ),
        ]
        indexes = [
            GinIndex(OpClass(Lower("name"), name="gin_trgm_ops"), name="employer_name_trigram"),
            GinIndex(OpClass("slug", name="gin_trgm_ops"), name="employer_slug_trigram"),
            models.Index(name="employer_newest", fields=["-created_at", "-id"], condition=Q(state="active")),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("employer_detail", args=[self.slug])

    @property
    def is_public(self) -> bool:
        """Whether the public page stands."""
        return self.state == self.State.ACTIVE

    @property
    def is_verified(self) -> bool:
        """Level 1 or more."""
        return self.verification_level >= self.Level.MAILBOX

    @property
    def record(self) -> AnswerRecord | None:
        """The answer record as it may be shown; None while there are too few answers to say anything."""
        return record_of(self.answer_due_count, self.answer_seeker_count, self.answered_count, self.answer_median_days)

    @property
    def record_awaited(self) -> str:
        """From when on a record is shown, in words."""
        return awaited_words()

    @property
    def own_domain(self) -> str:
        """The host of the website without `www.`, in lower case; empty when there is none."""
        return host_of(self.website)

    @property
    def needs_official_mailbox(self) -> bool:
        """The local-government track is proven by an official mailbox only."""
        return self.track == self.Track.LOCAL_GOVERNMENT

    def role_of(self, user) -> str:
        """The role of `user` here, or an empty string."""
        return self.memberships.filter(user=user).values_list("role", flat=True).first() or ""

    @classmethod
    @transaction.atomic
    def found(cls, *, by: User, **fields) -> "Employer":
        """A new employer with `by` as its first owner. A name or slug that looks like an existing one's waits for review."""
        name = fields["name"]
        slugs = cls._meta.get_field("slugs").related_model.objects
        slug = unique_slug(name, lambda slug: slug in RESERVED_SLUGS or slugs.filter(slug=slug).exists())
        alike = cls.objects.looking_like(name, slugify(name)).exists()
        employer = cls(slug=slug, state=cls.State.REVIEW if alike else cls.State.ACTIVE, **fields)
        employer.about_html = render(employer.about)
        employer.save()
        employer.slugs.create(slug=slug)
        employer.memberships.create(user=by, role="owner")
        employer.changes.create(kind="founded", to_state=employer.state, by=by)
        announce("employer_changed")
        return employer

    @transaction.atomic
    def rename(self, name: str, *, by: User) -> None:
        """A new name gives a new slug; the old one goes on leading here. A look-alike name sends it to review."""
        Employer.objects.select_for_update(no_key=True, of=("self",)).get(pk=self.pk)
        if name == self.name:
            return
        alike = Employer.objects.exclude(pk=self.pk).looking_like(name, slugify(name)).exists()
        before, self.name = self.name, name
        slugs = self.slugs.model.objects
        self.slug = unique_slug(
            name, lambda slug: slug in RESERVED_SLUGS or slugs.filter(slug=slug).exclude(employer=self).exists()
        )
        self.save(update_fields=["name", "slug", "updated_at"])
        self.slugs.get_or_create(slug=self.slug)
        self.changes.create(kind="renamed", from_state=self.state, to_state=self.state, by=by, reason=before)
        if alike and self.state == self.State.ACTIVE:
            self._take("question_name", by=by, reason=name)
        announce("employer_changed")

    @transaction.atomic
    def edit(self, *, by: User, **fields) -> None:
        """Write `fields`; a new name as `rename` says. Proofs of a domain end when the website leaves that domain,
        and so does a mailbox that the new track does not take for official.
        """
        row = Employer.objects.select_for_update(no_key=True, of=("self",)).get(pk=self.pk)
        name = fields.pop("name", row.name)
        self.name, self.slug, self.state = row.name, row.slug, row.state
        for field, value in fields.items():
            setattr(self, field, value)
        self.about_html = render(self.about)
        self.save(update_fields=[*fields, "about_html", "updated_at"])
        self.changes.create(kind="edited", from_state=row.state, to_state=row.state, by=by)
        moved = registered_domain(row.website) != registered_domain(self.website)
        unofficial = self.needs_official_mailbox and not row.needs_official_mailbox
        if moved or unofficial:
            methods = DOMAIN_METHODS if moved else ("mailbox",)
            for proof in self.proofs.filter(method__in=methods, revoked_at=None):
                self.revoke_proof(proof, by=by, reason=row.website if moved else row.track)
        self.rename(name, by=by)
        announce("employer_changed")

    def owner_mailboxes(self) -> list[str]:
        """The confirmed mail addresses of its owners."""
        owners = self.memberships.filter(role="owner", user__is_active=True, user__emailaddress__verified=True)
        return sorted(owners.values_list("user__emailaddress__email", flat=True))

    def check_mailboxes(self) -> list[tuple[str, MailboxCheck]]:
        """Each confirmed address of an owner with what it proves, the best first."""
        found = [
            (email, check_mailbox(email, self.website, must_be_official=self.needs_official_mailbox))
            for email in self.owner_mailboxes()
        ]
        return sorted(found, key=lambda pair: not pair[1].proves)

    @transaction.atomic
    def prove_mailbox(self, *, by: User | None) -> bool:
        """Take an owner's confirmed address on its own domain as a proof; False when there is none. Once is enough."""
        Employer.objects.select_for_update(no_key=True, of=("self",)).get(pk=self.pk)
        proving = [check for _email, check in self.check_mailboxes() if check.proves]
        if proving and not self.proofs.filter(method="mailbox", revoked_at=None).exists():
            self.add_proof("mailbox", detail=proving[0].domain, by=by)
        return bool(proving)

    @transaction.atomic
    def pass_review(self, *, by: User, reason: str = "") -> None:
        """A curator has looked at the name: the employer becomes public."""
        self._take("pass_review", by=by, reason=reason)

    @transaction.atomic
    def suspend(self, *, by: User, reason: str) -> None:
        """Out of sight. Its listings are hidden by the floor above, in the same transaction."""
        self._take("suspend", by=by, reason=reason)

    @transaction.atomic
    def restore(self, *, by: User, reason: str = "") -> None:
        """Back in sight after a suspension."""
        self._take("restore", by=by, reason=reason)

    @transaction.atomic
    def close(self, *, by: User, reason: str = "") -> None:
        """The organisation leaves the board. Its listings are closed by the floor above, in the same transaction."""
        self._take("close", by=by, reason=reason)

    @transaction.atomic
    def add_proof(self, method: str, *, detail: str, by: User | None = None, level: int | None = None) -> None:
        """Keep a proof with its method and today's date, and raise the level shown to the best one."""
        Employer.objects.select_for_update(no_key=True).get(pk=self.pk)
        level = PROOF_LEVELS[method] if level is None else level
        self.proofs.create(method=method, detail=detail, by=by, level=level)
        self._write_level()
        self.changes.create(kind="proof", by=by, reason=detail, from_state=self.state, to_state=self.state)
        announce("employer_changed")

    @transaction.atomic
    def revoke_proof(self, proof: models.Model, *, by: User, reason: str) -> None:
        """Take a proof back; the level falls to the best one that is left."""
        Employer.objects.select_for_update(no_key=True).get(pk=self.pk)
        self.proofs.filter(pk=proof.pk, revoked_at=None).update(revoked_at=clock.now())
        self._write_level()
        self.changes.create(kind="proof", by=by, reason=reason, from_state=self.state, to_state=self.state)
        announce("employer_changed")

    def log(self, kind: str, *, by: User | None, reason: str = "") -> None:
        """Write one row of the append-only log, of something that leaves the state as it is."""
        self.changes.create(kind=kind, from_state=self.state, to_state=self.state, by=by, reason=reason)
        announce("employer_changed")

    def _write_level(self) -> None:
        best = self.proofs.filter(revoked_at=None).aggregate(best=models.Max("level"))["best"] or 0
        self.verification_level = best
        Employer.objects.filter(pk=self.pk).update(verification_level=best)

    def _take(self, name: str, *, by: User | None, reason: str) -> None:
        self.state = (
            Employer.objects.select_for_update(no_key=True, of=("self",))
            .values_list("state", flat=True)
            .get(pk=self.pk)
        )
        step = step_named(STEPS, name, self.state)
        self.changes.create(kind=name, from_state=self.state, to_state=step.target, by=by, reason=reason)
        self.state = step.target
        Employer.objects.filter(pk=self.pk).update(state=step.target, updated_at=clock.now())
        announce("employer_changed")
