"""Application: one person's application to one listing, its columns and the phrases about it."""

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import Count, DurationField, ExpressionWrapper, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from careers.applications.lifecycle import ACTIVE, ATTEMPTS, GRACE, PIPELINE, THIRD_OF_A_DAY, RefusalReason, Stage
from careers.applications.models.verbs import ApplicationRefused, ApplicationVerbs
from careers.core import clock
from careers.core.personal import Personal
from careers.core.private_files import private_storage
from careers.employers.models.employer import Employer
from careers.listings.lifecycle import ListingState
from careers.listings.models.listing import Listing

WAITING = Q(stage__in=(Stage.SUBMITTED, Stage.IN_REVIEW, Stage.UNANSWERED), answered_at=None)
END_REMINDED = 2  # in `promise_reminders`: at two thirds, and at the end
STOPPED = Q(listing__state=ListingState.SUSPENDED) | Q(listing__hidden_at__isnull=False)
LISTING_OVER = Q(listing__state__in=("filled", "closed", "expired", "removed"))


class ApplicationQuerySet(models.QuerySet):
    """Phrases about applications."""

    def for_seeker(self, user):
        """A person's own."""
        return self.filter(seeker=user)

    def handed_in(self):
        """All but drafts: what an employer can know of."""
        return self.exclude(stage=Stage.DRAFT)

    def visible_to(self, user):
        """A person's own, and what came to an employer that the person is a member of."""
        if not user.is_authenticated:
            return self.none()
        theirs = Q(listing__employer__in=Employer.objects.visible_to(user)) & ~Q(stage=Stage.DRAFT)
        return self.filter(Q(seeker=user) | theirs)

    def received_by(self, user):
        """What came to the employers that `user` is a member of, in any role."""
        return self.handed_in().filter(listing__employer__in=Employer.objects.visible_to(user))

    def managed_by(self, user):
        """What `user` may move: owners and recruiters."""
        return self.handed_in().filter(listing__employer__in=Employer.objects.managed_by(user))

    def active(self):
        """Still on their way: submitted to offered."""
        return self.filter(stage__in=ACTIVE)

    def waiting(self):
        """Neither answered nor withdrawn. Those that ended `unanswered` still count: silence frees no place."""
        return self.filter(WAITING)

    def due_to_lapse(self):
        """Promise and grace are over, and nobody ever answered; while the listing is suspended the clock stops."""
        over = self.filter(stage__in=(Stage.SUBMITTED, Stage.IN_REVIEW), answered_at=None)
        over = over.filter(promise_due_at__lte=clock.now() - GRACE, clock_stopped_at=None).exclude(STOPPED)
        return over.exclude(LISTING_OVER)

    def owed_listing_end(self):
        """Their listing has ended and their promise clock with it; or it was removed, and they end at once."""
        ended = Q(
            listing__state__in=("filled", "closed", "expired"), step_due_at__lte=clock.now(), clock_stopped_at=None
        )
        return self.filter(stage__in=PIPELINE[:4]).filter((ended & ~STOPPED) | Q(listing__state=ListingState.REMOVED))

    def owed_reminders(self):
        """Of which their employer is owed a reminder: two thirds of the first promise are over, its end has come, or that of
        a later step. None is owed of a clock that stands still, of what ends with its listing, or of an offer, which the
        seeker decides.
        """
        now = Value(clock.now())
        third = ExpressionWrapper(F("listing__promise_days") * Value(THIRD_OF_A_DAY), DurationField())
        first = Q(stage__in=(Stage.SUBMITTED, Stage.IN_REVIEW), answered_at=None)
        owed = first & Q(promise_reminders=0, promise_due_at__lte=third + now)
        owed |= first & Q(promise_reminders__lt=END_REMINDED, promise_due_at__lte=now)
        owed |= Q(answered_at__isnull=False, step_due_at__lte=now) & ~Q(step_reminded_at=F("step_due_at"))
        running = self.filter(owed, stage__in=PIPELINE[:4], clock_stopped_at=None).exclude(STOPPED)
        return running.exclude(LISTING_OVER, step_due_at__lte=now).exclude(listing__state=ListingState.REMOVED)

    def claim_reminders(self) -> list["Application"]:
        """Mark and return what reminders are owed of, in a transaction of the caller's: whoever claims a row sends its mail.

        One mark covers whatever a worker that was down has missed. A row that somebody is just answering is passed over.
        """
        rows = self.owed_reminders().select_for_update(of=("self",), no_key=True, skip_locked=True)
        claimed = list(rows.select_related("listing__employer", "seeker").order_by("pk"))
        mine, now = self.model.objects.filter(pk__in=[row.pk for row in claimed]), clock.now()
        mine.filter(answered_at=None, promise_due_at__gt=now).update(promise_reminders=1)
        mine.filter(answered_at=None, promise_due_at__lte=now).update(promise_reminders=END_REMINDED)
        mine.filter(answered_at__isnull=False).update(step_reminded_at=F("step_due_at"))
        return claimed

    def owed_stop(self):
        """Under way, while their listing is suspended or hidden: the clock has to stop."""
        return self.filter(stage__in=ACTIVE, clock_stopped_at=None).filter(STOPPED)

    def owed_start(self):
        """The clock was stopped, and the listing is back: it has to go on."""
        return self.filter(clock_stopped_at__isnull=False).exclude(STOPPED).exclude(listing__state=ListingState.REMOVED)

    def drafts(self):
        """Not handed in yet."""
        return self.filter(stage=Stage.DRAFT)

    def over(self):
        """Nothing is awaited any more, but that an employer may answer late."""
        return self.exclude(stage__in=(Stage.DRAFT, *ACTIVE))

    def for_lists(self):
        """With what the applicant's own list shows, in a constant number of queries."""
        return self.select_related("listing", "listing__employer", "seeker").order_by("-updated_at", "-pk")

    def stop_clocks(self) -> int:
        """Stop the clock of everything that is owed it; returns how many. Safe to run twice."""
        return self.owed_stop().update(clock_stopped_at=clock.now())

    def start_clocks(self) -> int:
        """Let stopped clocks go on, later by the time they stood; returns how many. Safe to run twice."""
        span = ExpressionWrapper(
            Value(clock.now(), models.DateTimeField()) - F("clock_stopped_at"), models.DurationField()
        )
        moved = {name: _moved(name, span) for name in ("promise_due_at", "step_due_at", "step_reminded_at")}
        # Joins are not allowed in an update, so the rows are named by a subquery; the condition makes a second run find none.
        rows = self.model.objects.filter(pk__in=self.owed_start().values("pk"), clock_stopped_at__isnull=False)
        return rows.update(**moved, clock_stopped_at=None)

    def for_office(self):
        """With what the employer's list shows, in a constant number of queries."""
        return self.select_related("listing", "listing__employer", "seeker", "seeker__profile__background")

    def recount(self) -> int:
        """Write the counters of the listings of these applications from the rows; returns the listings written."""
        return Listing.objects.filter(pk__in=self.values("listing")).update(**_counters())

    def recount_all(self) -> int:
        """Write every listing's counters that are not what the rows say; returns the listings that were mended."""
        wrong = Q()
        for name, counted in _counters().items():
            wrong |= ~Q(**{name: counted})
        return Listing.objects.filter(wrong).update(**_counters())

    def mend_queues(self) -> int:
        """Note of each live or paused listing whose capacity was changed whether its queue is full; returns how many."""
        full = Q(waiting_count__gte=F("review_capacity"), apply_at=Listing.ApplyAt.HERE)
        wrong = (full & Q(queue_full_at=None)) | (~full & Q(queue_full_at__isnull=False))
        mended = 0
        for pk in Listing.objects.filter(wrong, state__in=(ListingState.LIVE, ListingState.PAUSED)).values_list(
            "pk", flat=True
        ):
            with transaction.atomic():
                listing = Listing.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)
                listing.mark_queue(full=listing.waiting_count >= listing.review_capacity)
                mended += 1
        return mended

    def start(self, listing: Listing, seeker) -> "Application":
        """The person's open application to `listing`, made as a draft when there is none.

        A second tab or a retry finds the same row: the database allows one that is not withdrawn. Raises
        ApplicationRefused after the second withdrawal.
        """
        if listing.employer.role_of(seeker):
            raise ApplicationRefused(_("You are a member of this employer, so you cannot apply to its listings."))
        mine = self.filter(listing=listing, seeker=seeker)
        if found := mine.exclude(stage=Stage.WITHDRAWN).first():
            return found
        attempt = mine.count() + 1
        if attempt > ATTEMPTS:
            raise ApplicationRefused(_("You have withdrawn twice from this listing, so you cannot apply again."))
        try:
            with transaction.atomic():
                return self.create(listing=listing, seeker=seeker, attempt=attempt)
        except IntegrityError:
            return mine.exclude(stage=Stage.WITHDRAWN).get()


def _moved(column: str, span: ExpressionWrapper) -> ExpressionWrapper:
    return ExpressionWrapper(F(column) + span, models.DateTimeField())


def _count(condition: Q) -> Coalesce:
    rows = Application.objects.filter(condition, listing=OuterRef("pk")).order_by().values("listing")
    return Coalesce(Subquery(rows.annotate(n=Count("pk")).values("n")), 0)


def _counters() -> dict[str, Coalesce]:
    """What a listing shows of its applications, kept in its own row."""
    return {
        "application_count": _count(~Q(stage__in=(Stage.DRAFT, Stage.WITHDRAWN))),
        "waiting_count": _count(WAITING),
        "unanswered_count": _count(Q(stage=Stage.UNANSWERED)),
    }


class Application(ApplicationVerbs):
    """One person's application to one listing."""

    Stage = Stage
    RefusalReason = RefusalReason

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    listing = models.ForeignKey(Listing, models.PROTECT, related_name="applications", verbose_name=_("listing"))
    seeker = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="applications", verbose_name=_("seeker")
    )
    attempt = models.PositiveSmallIntegerField(_("attempt"), default=1)
    stage = models.CharField(_("stage"), max_length=15, choices=Stage, default=Stage.DRAFT)
    name = models.CharField(_("your name"), max_length=120, blank=True)
    cover_letter = models.TextField(_("cover letter"), max_length=8000, blank=True)
    cv = models.FileField(_("CV"), storage=private_storage, upload_to="cv/", blank=True, max_length=200)
    cv_name = models.CharField(max_length=150, blank=True)
    cv_kind = models.CharField(max_length=4, blank=True)
    refusal_reason = models.CharField(_("reason"), max_length=12, choices=RefusalReason, blank=True)
    refusal_text = models.TextField(max_length=2000, blank=True)

    created_at = models.DateTimeField(_("begun"), default=clock.now)
    updated_at = models.DateTimeField(default=clock.now)
    submitted_at = models.DateTimeField(_("sent"), null=True)
    viewed_at = models.DateTimeField(_("first opened"), null=True)
    answered_at = models.DateTimeField(_("answered"), null=True)
    # When the seeker last had this application's page before them; what happened since is news to them.
    seeker_seen_at = models.DateTimeField(null=True, editable=False)
    ended_at = models.DateTimeField(_("ended"), null=True)
    # The first promise, which the record counts; and the clock of the present step, which ends with the listing.
    promise_due_at = models.DateTimeField(_("answer promised by"), null=True)
    step_due_at = models.DateTimeField(_("next step due"), null=True)
    clock_stopped_at = models.DateTimeField(_("clock stopped"), null=True)
    # Which reminder of the first promise went out last (1 at two thirds, 2 at its end), and of which later step's end.
    promise_reminders = models.PositiveSmallIntegerField(default=0, editable=False)
    step_reminded_at = models.DateTimeField(null=True, editable=False)
    # A curator agreed with the employer that this one says nothing about it.
    left_out_of_record = models.BooleanField(default=False, editable=False)

    personal = Personal(
        owner="seeker",
        retention="row, stages and dates stay without a name; text, answers and files are erased at once",
        export=("listing", "attempt", "stage", "name", "cover_letter", "cv_name", "submitted_at", "answered_at"),
        erase=lambda rows: [row.anonymise() for row in rows.order_by("listing", "pk")],
    )
    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        ordering = ("-submitted_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                name="application_once", fields=["listing", "seeker"], condition=~Q(stage="withdrawn")
            ),
            models.UniqueConstraint(name="application_attempt_once", fields=["listing", "seeker", "attempt"]),
            models.CheckConstraint(name="application_attempts", condition=Q(attempt__range=(1, ATTEMPTS))),
            models.CheckConstraint(
                name="application_submitted_has_dates",
                condition=Q(stage="draft")
                | Q(submitted_at__isnull=False, promise_due_at__isnull=False, step_due_at__isnull=False),
            ),
            models.CheckConstraint(
                name="application_refused_has_reason",
                condition=~Q(stage="not_selected") | ~Q(refusal_reason=""),
            ),
            models.CheckConstraint(
                name="application_answered_stages_have_date",
                condition=~Q(stage__in=("shortlisted", "interviewing", "offered", "hired", "not_selected"))
                | Q(answered_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(name="application_by_stage", fields=["listing", "stage"]),
            models.Index(name="application_of_seeker", fields=["seeker", "-updated_at"]),
            models.Index(
                name="application_promise", fields=["promise_due_at"], condition=Q(stage__in=("submitted", "in_review"))
            ),
            models.Index(name="application_step_due", fields=["step_due_at"], condition=Q(stage__in=PIPELINE)),
        ]

    def __str__(self) -> str:
        return f"{self.seeker} → {self.listing}"

    def get_absolute_url(self) -> str:
        return reverse("application_detail", args=[self.public_id])

    @property
    def is_draft(self) -> bool:
        """Not handed in yet."""
        return self.stage == Stage.DRAFT

    @property
    def is_active(self) -> bool:
        """Still on its way."""
        return self.stage in ACTIVE

    @property
    def is_stopped(self) -> bool:
        """The listing is suspended or hidden: both sides read, and the employer neither writes nor opens the CV."""
        return self.listing.state == ListingState.SUSPENDED or self.listing.hidden_at is not None

    @property
    def cv_is_open_to_employer(self) -> bool:
        """Whether members may open the CV now."""
        return bool(self.cv) and self._is_open_to_employer

    @property
    def contact(self) -> str:
        """The applicant's address, for the employer, once they ask to an interview or make an offer; empty before."""
        talking = self.stage in (Stage.INTERVIEWING, Stage.OFFERED, Stage.HIRED)
        return self.seeker.email if talking and self._is_open_to_employer and not self.seeker.deleted_at else ""

    @property
    def _is_open_to_employer(self) -> bool:
        gone = self.stage == Stage.WITHDRAWN or self.listing.state == ListingState.REMOVED
        return not gone and not self.is_stopped

    @property
    def can_withdraw(self) -> bool:
        """Whether the seeker can take it back."""
        return self.is_active

    def promise_end(self, start: datetime) -> datetime:
        """The midnight, in the employer's zone, that ends the promised number of days after `start`."""
        zone = self.listing.employer.zone
        day = start.astimezone(clock.zone(zone)).date() + timedelta(days=self.listing.promise_days)
        return clock.end_of_day(day, zone)
