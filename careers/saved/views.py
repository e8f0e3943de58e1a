"""Pages of what people keep: asking to be told when a full queue opens, and the lines that one stands in."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from careers.accounts.access import signed_in
from careers.applications.lifecycle import Stage
from careers.applications.models.application import Application
from careers.applications.views.apply import CLOSED
from careers.core.limits import hit
from careers.listings.models.listing import Listing
from careers.listings.views.cards import foreign
from careers.saved.models import QueueNotice

ASKED_AT_MOST = 30  # lines a day that one person may join


@signed_in
def queue_notice(request: HttpRequest, slug: str) -> HttpResponse:
    """Join the line of a listing whose queue is full, see one's place in it, or leave it."""
    mine = QueueNotice.objects.standing().filter(user=request.user, listing__slugs__slug=slug).first()
    # Whoever stands in the line of a listing that was hidden since can still leave it.
    shown = Listing.objects.filter(pk=mine.listing_id) if mine else Listing.objects.public()
    listing = get_object_or_404(shown.select_related("employer"), slugs__slug=slug)
    if request.method == "POST" and "leave" in request.POST:
        return _leave(request, listing, mine)
    if applied := _applied(request, listing):
        messages.info(request, _("You have applied to this listing already. This is your application."))
        return redirect(applied)
    if request.method == "POST":
        return _join(request, listing, mine)
    context = {
        "listing": listing,
        "foreign": foreign(listing.language),
        "notice": mine,
        "place": mine.place if mine else 0,
        "is_full": _has_line(listing),
    }
    return render(request, "saved/queue_notice.html", context)


@signed_in
@require_safe
def queue_notice_list(request: HttpRequest) -> HttpResponse:
    """The lines that I stand in."""
    lines = QueueNotice.objects.standing().filter(user=request.user).select_related("listing__employer").in_order()
    rows = [
        {"notice": notice, "listing": notice.listing, "foreign": foreign(notice.listing.language)} for notice in lines
    ]
    return render(request, "saved/queue_notice_list.html", {"rows": rows})


def _applied(request: HttpRequest, listing: Listing) -> Application | None:
    mine = Application.objects.for_seeker(request.user).handed_in().filter(listing=listing)
    return mine.exclude(stage=Stage.WITHDRAWN).first()


def _has_line(listing: Listing) -> bool:
    return listing.is_live and listing.queue_full_at is not None and not listing.applies_outside


def _leave(request: HttpRequest, listing: Listing, mine: QueueNotice | None) -> HttpResponse:
    if mine:
        mine.give_up()
    messages.success(request, _("You have left the line."))
    return redirect("queue_notice", slug=listing.slug) if listing.is_public else redirect("queue_notice_list")


def _join(request: HttpRequest, listing: Listing, mine: QueueNotice | None) -> HttpResponse:
    """Into the line; a second click finds the place that the first has made."""
    if listing.employer.role_of(request.user):
        messages.error(request, CLOSED["member"])
        return redirect(listing)
    if not _has_line(listing):
        messages.info(request, _("The queue of this listing is not full, so there is no line to join."))
        return redirect(listing)
    if mine is None:
        hit("queue-notice", str(request.user.pk), limit=ASKED_AT_MOST, per=24 * 60 * 60)
        QueueNotice.ask(listing, request.user)
    messages.success(request, _("We will tell you when the queue opens, in the order in which people asked."))
    return redirect("queue_notice", slug=listing.slug)
