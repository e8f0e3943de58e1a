"""The listings of an office: all of them by state, one of them with its history, and what can be done to it."""

from datetime import timedelta

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _later
from django.views.decorators.http import require_POST

from careers.core import clock
from careers.core.paging import BadCursor, keyset_page
from careers.core.states import IllegalStep
from careers.hiring import limits, posting
from careers.hiring.access import Office, for_managers, for_members, posted
from careers.hiring.forms import CloseForm, ExtendForm
from careers.hiring.views import history
from careers.hiring.views.deeds import DEEDS, Deed, deeds_for
from careers.listings.lifecycle import EDITABLE, ListingState
from careers.listings.models.listing import Listing
from careers.listings.models.verbs import ListingRefused

ON_A_PAGE = 20
DAYS_OF_VIEWS = 30
HANDED_IN = {
    ListingState.SUBMITTED: _later("The listing is handed in. A curator reads it, and you get a mail."),
    ListingState.LIVE: _later("The listing is live."),
    ListingState.SCHEDULED: _later("The listing is approved and goes live on its day."),
}
FORMS = {"extend": ExtendForm, "close": CloseForm}


@for_members
def office_listing_list(request: HttpRequest, office: Office) -> HttpResponse:
    """Every listing of the office, newest change first, or those in one state."""
    listings = Listing.objects.filter(employer=office.employer)
    counts = dict(listings.values_list("state").annotate(count=Count("pk")).order_by())
    state = request.GET.get("state", "")
    if state and state not in ListingState.values:
        raise Http404
    shown = listings.filter(state=state) if state else listings
    try:
        page = keyset_page(
            shown.select_related("category"), ("-updated_at", "-pk"), request.GET.get("cursor", ""), ON_A_PAGE
        )
    except BadCursor as error:
        raise Http404 from error
    here = reverse("office_listing_list", args=[office.employer.slug])
    tabs = [{"label": _("All"), "url": here, "count": sum(counts.values()), "is_current": not state}]
    tabs += [
        {"label": label, "url": f"{here}?state={value}", "count": counts[value], "is_current": state == value}
        for value, label in ListingState.choices
        if value in counts
    ]
    query = f"state={state}&" if state else ""
    context = {
        "office": office,
        "listings": page.rows,
        "tabs": tabs,
        "newer_url": f"{here}?{query}cursor={page.newer}" if page.newer else "",
        "older_url": f"{here}?{query}cursor={page.older}" if page.older else "",
    }
    return render(request, "hiring/office_listing_list.html", context)


@for_members
def office_listing_detail(request: HttpRequest, office: Office, public_id) -> HttpResponse:
    """Where one listing stands, how it came there, how often it is read, and what can be done."""
    listing = _listing(office, public_id, "category")
    possible, impossible = deeds_for(listing) if office.may_manage else ([], [])
    waiting = posting.waiting_revision(listing)
    changes = list(listing.changes.select_related("by").order_by("at", "pk"))
    context = {
        "office": office,
        "listing": listing,
        "deeds": possible,
        "impossible": impossible,
        "can_edit": office.may_manage and listing.state in EDITABLE,
        "can_submit": office.may_manage and listing.state in (ListingState.DRAFT, ListingState.CHANGES_REQUESTED),
        "can_appeal": listing.state == ListingState.REJECTED,
        "said": next((change for change in reversed(changes) if change.actor == "curator" and change.reason), None),
        "timeline": history.timeline(changes, history.LISTING, office.employer.zone),
        "views": listing.views.filter(day__gt=clock.today("UTC") - timedelta(days=DAYS_OF_VIEWS)).order_by("-day"),
        "waiting": waiting,
        "changed": [Listing._meta.get_field(name).verbose_name for name in waiting.values] if waiting else [],
        "refused_revision": listing.revisions.filter(state="refused").first(),
    }
    return render(request, "hiring/office_listing_detail.html", context)


@for_managers
@require_POST
def office_listing_submit(request: HttpRequest, office: Office, public_id) -> HttpResponse:
    """Hand a listing in; what stands in the way is said on its preview."""
    listing = _listing(office, public_id)
    limits.submit(request.user)
    try:
        listing.submit(by=request.user)
    except (ListingRefused, IllegalStep) as refused:
        messages.error(request, _sentence(refused, listing))
        return redirect("office_listing_preview", office.employer.slug, listing.public_id)
    messages.success(request, str(HANDED_IN[ListingState(listing.state)]))
    return redirect("office_listing_detail", office.employer.slug, listing.public_id)


@for_managers
def office_listing_act(request: HttpRequest, office: Office, public_id, deed: str) -> HttpResponse:
    """Say what a deed brings with it, then do it; when it is not possible, say why."""
    listing, deed_ = _listing(office, public_id), DEEDS[deed]
    form = FORMS[deed_.form](posted(request)) if deed_.form else None
    possible = deed_.is_possible(listing)
    if request.method == "POST" and possible and (form is None or form.is_valid()):
        try:
            return _done(request, office, listing, deed_, form.cleaned_data if form else {})
        except ListingRefused as refused:
            messages.error(request, str(refused))
        except IllegalStep:
            possible = False
    context = {
        "office": office,
        "listing": listing,
        "deed": deed_,
        "form": form,
        "why_not": "" if possible else deed_.why_not(listing),
    }
    return render(request, "hiring/office_listing_act.html", context, status=200 if possible else 409)


@for_managers
@require_POST
def office_revision_withdraw(request: HttpRequest, office: Office, public_id) -> HttpResponse:
    """Take an edit back that waits for review."""
    revision = posting.waiting_revision(_listing(office, public_id))
    if revision is None:
        raise Http404
    try:
        revision.take_back(by=request.user)
        messages.success(request, _("The edit is taken back. The public text stays as it is."))
    except IllegalStep:
        messages.error(request, _("A curator has decided about this edit meanwhile."))
    return redirect("office_listing_detail", office.employer.slug, public_id)


def _listing(office: Office, public_id, *related: str) -> Listing:
    rows = Listing.objects.filter(employer=office.employer).select_related("employer", *related)
    return get_object_or_404(rows, public_id=public_id)


def _done(request: HttpRequest, office: Office, listing: Listing, deed: Deed, data: dict) -> HttpResponse:
    """Carry a deed out, and go where it leads."""
    slug = office.employer.slug
    more = dict(data)
    if "closes_on" in more:
        more["closes_at"] = clock.end_of_day(more.pop("closes_on"), office.employer.zone)
    result = deed.verb(listing, by=request.user, **more)
    messages.success(request, str(deed.done))
    if deed.name == "delete":
        return redirect("office_listing_list", slug)
    if deed.name == "copy":
        return redirect("office_listing_edit", slug, result.public_id, "work")  # type: ignore[attr-defined]
    return redirect("office_listing_detail", slug, listing.public_id)


def _sentence(refused: Exception, listing: Listing) -> str:
    if isinstance(refused, ListingRefused):
        return str(refused)
    return _("This listing cannot be handed in now. It is: %(state)s.") % {"state": listing.get_state_display()}
