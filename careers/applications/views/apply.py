"""Applying: a draft that is kept at every press, a look at the whole, and one moment at which it is sent."""

from allauth.account.decorators import verified_email_required
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _later

from careers.accounts.access import signed_in
from careers.accounts.viewer import viewer_asking
from careers.applications.forms import ApplicationForm
from careers.applications.history import last_minute, zone_for
from careers.applications.models.application import Application
from careers.applications.models.verbs import ApplicationRefused
from careers.core import clock
from careers.core.autosave import draft_not_saved, draft_saved, is_autosave, saved_words
from careers.core.formats import format_time
from careers.core.limits import hit
from careers.core.states import IllegalStep
from careers.listings.models.listing import Listing
from careers.listings.models.log import ListingSlug
from careers.listings.views.cards import foreign
from careers.listings.views.deck import cards_of

HOUR, DAY = 3600, 24 * 3600
DRAFTS_AN_HOUR = 120  # presses of "save" by one person
AUTOSAVES_AN_HOUR = 1800  # by the page, while that person writes
APPLICATIONS_A_DAY = 30  # sent by one person
OTHERS = 3
_SENT = _later("You have sent or deleted this application in another window, so what you write here is not kept.")
CLOSED = {
    "member": _later(
        "You are a member of this employer. Members cannot apply to its listings, so that nobody judges themselves."
    ),
    "ended": _later("This listing has ended and takes no more applications. These are still open."),
    "full": _later(
        "As many people have applied as the employer can answer now. When places are free, applying opens again."
    ),
    "paused": _later("The employer has paused this listing, so nobody can apply now. It may open again."),
}


def listing_apply(request: HttpRequest, slug: str) -> HttpResponse:
    """Apply to a listing: here, in a draft of one's own, or at the employer's address, which is shown and counted nowhere."""
    listing = _found(slug)
    if listing.slug != slug:
        return redirect("listing_apply", slug=listing.slug, permanent=True)
    if listing.applies_outside and listing.is_live:
        return render(
            request, "applications/apply_outside.html", {"listing": listing, "foreign": foreign(listing.language)}
        )
    return _apply_here(request, listing)


@signed_in
@verified_email_required
def application_preview(request: HttpRequest, slug: str) -> HttpResponse:
    """All of it as the employer will read it, and the button that sends it. Sending twice leads to the one application."""
    listing = _found(slug)
    draft = _mine(request, listing)
    if draft is None:
        return redirect("listing_apply", slug=listing.slug)
    if not draft.is_draft:
        return redirect(draft)
    form = ApplicationForm(listing=listing, user=request.user, draft=draft, final=True)
    if not form.is_valid():
        return _form_page(request, form, status=422 if request.method == "POST" else 200)
    if request.method == "POST":
        return _send(request, draft)
    answers = draft.answers.exclude(text="").select_related("question")
    context = {"listing": listing, "application": draft, "answers": answers, "steps": _steps(listing, 2)}
    return render(request, "applications/application_preview.html", context | _promise(request, listing))


@signed_in
@verified_email_required
def _apply_here(request: HttpRequest, listing: Listing) -> HttpResponse:
    draft = _mine(request, listing)
    if is_autosave(request):
        return _keep_as_typed(request, listing, draft)
    if draft and not draft.is_draft:
        messages.info(request, _("You have applied to this listing already. This is your application."))
        return redirect(draft)
    if reason := _why_closed(request, listing, draft):
        return _closed_page(request, listing, draft, reason=reason)
    if request.method == "POST":
        return _keep(request, listing, draft)
    return _form_page(request, ApplicationForm(listing=listing, user=request.user, draft=draft))


def _keep(request: HttpRequest, listing: Listing, draft: Application | None) -> HttpResponse:
    hit("apply-draft", str(request.user.pk), limit=DRAFTS_AN_HOUR, per=HOUR)
    form = ApplicationForm(request.POST, request.FILES, listing=listing, user=request.user, draft=draft)
    sound = form.is_valid()
    try:
        application = draft or Application.objects.start(listing, request.user)
        form.keep(application, drop_cv="drop_cv" in request.POST)
    except ApplicationRefused as refused:
        messages.error(request, str(refused))
        return redirect(listing)
    except (IllegalStep, Application.DoesNotExist):
        # Sent, or deleted, from another tab a moment ago.
        return redirect("application_list")
    form.draft = application
    if not sound:
        return _form_page(request, form, status=422)
    if "preview" in request.POST:
        return redirect("application_preview", slug=listing.slug)
    now = format_time(clock.now(), zone_for(application))
    messages.success(request, _("Draft saved %(time)s. Only you can see it.") % {"time": now})
    return redirect("listing_apply", slug=listing.slug)


def _keep_as_typed(request: HttpRequest, listing: Listing, draft: Application | None) -> HttpResponse:
    if draft and not draft.is_draft:
        return draft_not_saved(request, str(_SENT))
    if _why_closed(request, listing, draft):
        return draft_not_saved(
            request, _("This listing takes no applications now, so what you write here is not kept.")
        )
    hit("apply-autosave", str(request.user.pk), limit=AUTOSAVES_AN_HOUR, per=HOUR)
    form = ApplicationForm(request.POST, listing=listing, user=request.user, draft=draft)
    try:
        application = draft or Application.objects.start(listing, request.user)
        left_out = form.keep_as_typed(application)
    except ApplicationRefused as refused:
        return draft_not_saved(request, str(refused))
    except (IllegalStep, Application.DoesNotExist):
        return draft_not_saved(request, str(_SENT))
    return draft_saved(request, clock.now(), zone_for(application), left_out=left_out)


def _send(request: HttpRequest, draft: Application) -> HttpResponse:
    hit("apply", str(request.user.pk), limit=APPLICATIONS_A_DAY, per=DAY)
    try:
        draft.submit()
    except IllegalStep:
        return redirect(draft)
    except ApplicationRefused as refused:
        messages.error(request, str(refused))
        return redirect("listing_apply", slug=draft.listing.slug)
    messages.success(request, _("Your application is sent. A mail confirms it."))
    return redirect(draft)


def _found(slug: str) -> Listing:
    row = ListingSlug.objects.filter(slug=slug).select_related("listing__employer", "listing__category").first()
    if row is None or not row.listing.is_public:
        raise Http404
    return row.listing


def _mine(request: HttpRequest, listing: Listing) -> Application | None:
    mine = (
        Application.objects.for_seeker(request.user).filter(listing=listing).exclude(stage=Application.Stage.WITHDRAWN)
    )
    application = mine.select_related("seeker").first()
    if application:
        application.listing = listing
    return application


def _form_page(request: HttpRequest, form: ApplicationForm, *, status: int = 200) -> HttpResponse:
    listing = form.listing
    draft = form.draft
    saved = saved_words(draft.updated_at, zone_for(draft)) if draft else ""
    context = {"listing": listing, "form": form, "draft": draft, "steps": _steps(listing, 1), "saved": saved}
    return render(request, "applications/listing_apply.html", context | _promise(request, listing), status=status)


def _closed_page(request: HttpRequest, listing: Listing, draft: Application | None, *, reason: str) -> HttpResponse:
    others = Listing.objects.open_for_applications().for_cards().filter(category=listing.category_id)
    others = others.exclude(pk=listing.pk).order_by("-rank_at", "-pk")[:OTHERS]
    context = {
        "listing": listing, "draft": draft, "others": cards_of(others, viewer_asking(request)),
        "foreign": foreign(listing.language), "reason": CLOSED[reason], "is_full": reason == "full",
    }  # fmt: skip
    return render(request, "applications/apply_closed.html", context)


def _why_closed(request: HttpRequest, listing: Listing, draft: Application | None) -> str:
    """Which of CLOSED stands in the way of writing; empty when nothing does."""
    if listing.employer.role_of(request.user):
        return "member"
    if listing.is_ended:
        return "ended"
    if not listing.applies_outside and (listing.is_open or draft):
        return ""
    return "full" if listing.is_live and listing.queue_full_at else "paused"


def _promise(request: HttpRequest, listing: Listing) -> dict:
    """By when an application that is sent now is to be answered, in the person's zone."""
    due = Application(listing=listing).promise_end(clock.now())
    zone = request.user.zone or listing.employer.zone
    return {"answer_by": last_minute(due, zone), "foreign": foreign(listing.language)}


def _steps(listing: Listing, number: int) -> dict:
    labels = [_("Write"), _("Look it over and send")]
    urls = [reverse("listing_apply", args=[listing.slug]), reverse("application_preview", args=[listing.slug])]
    states = ["done" if place < number else "now" if place == number else "to-come" for place in (1, 2)]
    steps = [
        {"state": state, "label": label, "url": url if state != "to-come" else ""}
        for state, label, url in zip(states, labels, urls, strict=True)
    ]
    return {"steps": steps, "number": number, "total": len(steps), "label": labels[number - 1]}
