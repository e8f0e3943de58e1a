"""What is new for a person and what waits for them, on the page itself: for those whom mail does not reach.

Nothing is stored: each notice is read from the rows it speaks of, and is gone once they were opened or answered.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain

from django.db.models import Count, DurationField, ExpressionWrapper, F, Min, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from careers.accounts.models import User
from careers.applications import history
from careers.applications.lifecycle import ACTIVE, THIRD_OF_A_DAY, Stage
from careers.applications.models.application import Application
from careers.applications.models.log import ApplicationChange
from careers.core import clock
from careers.core.formats import format_moment
from careers.listings.lifecycle import ListingState
from careers.listings.models.listing import Listing
from careers.listings.views.cards import foreign
from careers.saved.models import QueueNotice
from careers.trust.models import ReviewedListing

SOON = timedelta(days=3)
# The order in which they stand: what only this person can do and what is late comes first.
KINDS = (
    "offered", "queue_open", "answers_late", "answers_due", "draft_closing", "changes_requested", "interview", "answered",
    "unopened", "queue_full", "listing_closing", "review_waiting",
)  # fmt: skip


@dataclass(frozen=True)
class Notice:
    """One thing to know: a sentence, where it leads, since or until when, and which listing and employer it is about."""

    kind: str
    text: str
    url: str
    at: datetime
    note: str = ""
    about: str = ""
    foreign: str = ""
    by: str = ""
    is_sample: bool = False


def notices_for(user: User) -> list[Notice]:
    """All notices of a person, in a constant number of queries: as a seeker, as a member by role, as a curator."""
    found = chain(_as_seeker(user), _in_lines(user), _as_member(user), _as_manager(user), _as_curator(user))
    return sorted(found, key=lambda notice: (KINDS.index(notice.kind), notice.at))


def _as_seeker(user: User) -> Iterator[Notice]:
    seen = Coalesce("seeker_seen_at", "submitted_at")
    others = ApplicationChange.objects.filter(application=OuterRef("pk")).exclude(actor="seeker")
    news = others.exclude(kind__in=ApplicationChange.KINDS_BESIDE_STEPS).order_by("-at").values("at")[:1]
    mine = Application.objects.for_seeker(user).annotate(seen=seen, news_at=Subquery(news))
    closing = Q(stage=Stage.DRAFT, listing__in=Listing.objects.live().filter(closes_at__lte=clock.now() + SOON))
    wanted = mine.filter(Q(stage=Stage.OFFERED) | closing | Q(news_at__gt=F("seen")))
    for application in wanted.select_related("listing__employer", "seeker").order_by("-updated_at", "-pk"):
        kind, note, at = "answered", "", application.news_at
        if application.is_draft:
            kind, at = "draft_closing", application.listing.closes_at
        elif application.stage == Stage.OFFERED:
            kind = "offered"
        elif application.stage == Stage.INTERVIEWING:
            kind = "interview"
        note = history.what_next(application)
        text = _("Your draft is not sent yet.") if application.is_draft else history.headline(application)
        yield _about(application.listing, kind, text, application.get_absolute_url(), at, note)


def _in_lines(user: User) -> Iterator[Notice]:
    """Of the lines that the person stands in: those that were told of a place, while there may be one."""
    told = QueueNotice.objects.standing().filter(user=user, told_at__isnull=False)
    told = told.filter(listing__in=Listing.objects.open_for_applications()).exclude(
        pk__in=QueueNotice.objects.filter(user=user).over()
    )
    for notice in told.select_related("listing__employer").in_order():
        url, note = (
            reverse("listing_apply", args=[notice.listing.slug]),
            _("Places are not held: apply while there is one."),
        )
        yield _about(notice.listing, "queue_open", _("The queue has opened."), url, notice.told_at, note)


def _as_member(user: User) -> Iterator[Notice]:
    """Of every office that the person may enter: what nobody has opened yet."""
    unopened = Q(applications__stage__in=ACTIVE, applications__viewed_at=None)
    counted = Listing.objects.visible_to(user).annotate(
        unopened=Count("applications", filter=unopened), since=Min("applications__submitted_at", filter=unopened)
    )
    for listing in counted.filter(unopened__gt=0).select_related("employer").order_by("pk"):
        count = listing.unopened
        text = ngettext("One application has not been opened.", "%(n)s applications have not been opened.", count)
        yield _about(listing, "unopened", text % {"n": count}, _list_of(listing), listing.since)


def _as_manager(user: User) -> Iterator[Notice]:
    """Of every office in which the person may act: answers that are owed, and listings that need a hand."""
    now = clock.now()
    third = ExpressionWrapper(F("applications__listing__promise_days") * Value(THIRD_OF_A_DAY), DurationField())
    waits = Q(applications__stage__in=(Stage.SUBMITTED, Stage.IN_REVIEW), applications__answered_at=None)
    waits &= Q(applications__clock_stopped_at=None)
    late = waits & Q(applications__promise_due_at__lte=now)
    due = waits & Q(applications__promise_due_at__gt=now, applications__promise_due_at__lte=third + Value(now))
    managed = Listing.objects.managed_by(user).exclude(state=ListingState.SUSPENDED).filter(hidden_at=None)
    counted = managed.annotate(
        late=Count("applications", filter=late), due=Count("applications", filter=due),
        late_since=Min("applications__promise_due_at", filter=late), due_by=Min("applications__promise_due_at", filter=due),
    )  # fmt: skip
    live = Q(state=ListingState.LIVE, closes_at__gt=now)
    wanted = Q(late__gt=0) | Q(due__gt=0) | Q(state=ListingState.CHANGES_REQUESTED)
    wanted |= live & (Q(closes_at__lte=now + SOON) | Q(queue_full_at__isnull=False))
    for listing in counted.filter(wanted).select_related("employer").order_by("pk"):
        yield from _of_listing(listing)


def _of_listing(listing: Listing) -> Iterator[Notice]:
    zone = listing.employer.zone
    office = reverse("office_listing_detail", args=[listing.employer.slug, listing.public_id])
    if listing.late:
        text = ngettext("One answer is late.", "%(n)s answers are late.", listing.late) % {"n": listing.late}
        note = _("The first was promised by %(date)s.") % {"date": history.last_minute(listing.late_since, zone)}
        yield _about(listing, "answers_late", text, _list_of(listing), listing.late_since, note)
    if listing.due:
        text = ngettext("One answer is due soon.", "%(n)s answers are due soon.", listing.due) % {"n": listing.due}
        note = _("The first is promised by %(date)s.") % {"date": history.last_minute(listing.due_by, zone)}
        yield _about(listing, "answers_due", text, _list_of(listing), listing.due_by, note)
    if listing.state == ListingState.CHANGES_REQUESTED:
        yield _about(listing, "changes_requested", _("A curator asks for changes."), office, listing.updated_at)
    if listing.is_live and listing.queue_full_at:
        note = _("Nobody can apply until an answer makes room.")
        yield _about(listing, "queue_full", _("The queue is full."), _list_of(listing), listing.queue_full_at, note)
    if listing.is_live and listing.closes_at and listing.closes_at <= clock.now() + SOON:
        note = _("It takes applications until %(date)s.") % {"date": history.last_minute(listing.closes_at, zone)}
        yield _about(listing, "listing_closing", _("The listing closes soon."), office, listing.closes_at, note)


def _as_curator(user: User) -> Iterator[Notice]:
    if not user.is_staff:
        return
    queue = ReviewedListing.objects.waiting().order_by().aggregate(n=Count("pk"), since=Min("updated_at"))
    if queue["n"]:
        text = ngettext("One listing waits for review.", "%(n)s listings wait for review.", queue["n"])
        note = _("The oldest has waited since %(date)s.") % {"date": format_moment(queue["since"], user.zone or "UTC")}
        url = reverse("admin:careers_reviewedlisting_changelist")
        yield Notice("review_waiting", text % {"n": queue["n"]}, url, queue["since"], note)


def _list_of(listing: Listing) -> str:
    return reverse("office_application_list", args=[listing.employer.slug, listing.public_id])


def _about(listing: Listing, kind: str, text: str, url: str, at: datetime, note: str = "") -> Notice:
    return Notice(
        kind, text, url, at, note, listing.title, foreign(listing.language), listing.employer.name, listing.is_sample
    )
