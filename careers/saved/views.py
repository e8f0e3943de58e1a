"""Pages of what people keep: asking to be told when a full queue opens, and the lines that one stands in."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from careers.accounts.access import signed_in
from careers.core.limits import hit
from careers.listings.models.listing import Listing
from careers.listings.views.cards import foreign
from careers.saved.models import QueueNotice

ASKED_AT_MOST = 30  # lines a day that one person may join


@signed_in
def queue_notice(request: HttpRequest, slug: str) -> HttpResponse:
    """Join the line of a listing whose queue is full, see one's place in it, or leave it."""
    listing = get_object_or_404(Listing.objects.public().select_related("employer"), slugs__slug=slug)
    mine = QueueNotice.objects.standing().filter(listing=listing, user=request.user).first()
    if request.method == "POST":
        return _answer(request, listing, mine)
    context = {
        "listing": listing,
        "foreign": foreign(listing.language),
        "notice": mine,
        "place": mine.place if mine else 0,
        "is_full": listing.is_live and listing.queue_full_at is not None and not listing.applies_outside,
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


def _answer(request: HttpRequest, listing: Listing, mine: QueueNotice | None) -> HttpResponse:
    if "leave" in request.POST:
        if mine:
            mine.give_up()
        messages.success(request, _("You have left the line."))
    elif not listing.is_live or listing.queue_full_at is None or listing.applies_outside:
        messages.info(request, _("The queue of this listing is not full, so there is no line to join."))
        return redirect(listing)
    else:
        hit("queue-notice", str(request.user.pk), limit=ASKED_AT_MOST, per=24 * 60 * 60)
        QueueNotice.ask(listing, request.user)
        messages.success(request, _("We will tell you when the queue opens, in the order in which people asked."))
    return redirect("queue_notice", slug=listing.slug)
