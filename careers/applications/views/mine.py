"""My applications: the list by where they stand, one with its history, and what I can do to it."""

from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import EmptyPage, PageNotAnInteger, Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _later
from django.views.decorators.http import require_safe

from careers.accounts.access import signed_in
from careers.applications import history
from careers.applications.lifecycle import ACTIVE, Stage
from careers.applications.models.application import Application
from careers.applications.models.verbs import ApplicationRefused
from careers.core.private_files import send_private_file
from careers.core.states import IllegalStep
from careers.listings.views.cards import foreign

A_PAGE = 20
GROUPS = {"open": _later("Under way"), "drafts": _later("Drafts"), "ended": _later("Ended")}


@signed_in
@require_safe
def application_list(request: HttpRequest) -> HttpResponse:
    """All of mine in three groups, newest change first: where each stands and what is due."""
    mine = Application.objects.for_seeker(request.user)
    counts = mine.aggregate(
        drafts=Count("pk", filter=Q(stage=Stage.DRAFT)), open=Count("pk", filter=Q(stage__in=ACTIVE)), all=Count("pk")
    )
    counts["ended"] = counts["all"] - counts["drafts"] - counts["open"]
    group = request.GET.get("group") or next((name for name in GROUPS if counts[name]), "open")
    if group not in GROUPS:
        raise Http404
    rows = {"drafts": mine.drafts, "open": mine.active, "ended": mine.over}[group]().for_lists()
    page = _page_of(rows, request.GET.get("page") or "1")
    context = {
        "rows": [_row(application) for application in page],
        "group_label": GROUPS[group],
        "tabs": [_tab(name, counts[name], name == group) for name in GROUPS],
        "newer_url": f"?group={group}&page={page.previous_page_number()}" if page.has_previous() else "",
        "older_url": f"?group={group}&page={page.next_page_number()}" if page.has_next() else "",
    }
    return render(request, "applications/application_list.html", context)


@signed_in
@require_safe
def application_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """One of mine: where it stands, what happens next and by when, all that has happened, and what I sent."""
    application = _mine(request, public_id)
    if "prefetch" not in request.headers.get("Sec-Purpose", ""):
        application.mark_seen()
    context = {
        "application": application,
        "listing": application.listing,
        "foreign": foreign(application.listing.language),
        "headline": history.headline(application),
        "what_next": history.what_next(application),
        "timeline": history.timeline(application, application.changes.all()),
        "answers": application.answers.exclude(text="").select_related("question"),
        "more_url": history.more_url(application) if application.stage in history.LEAD_ON else "",
        "may_decide": application.stage == Stage.OFFERED,
        "was_recorded": application.changes.filter(kind="record_hire").exists(),
        "draft_url": reverse("listing_apply", args=[application.listing.slug]) if application.is_draft else "",
    }
    return render(request, "applications/application_detail.html", context)


@signed_in
@require_safe
def application_cv(request: HttpRequest, public_id: str) -> HttpResponse:
    """The file that I attached, as a download. The employer's members have a door of their own, in the office."""
    application = _mine(request, public_id)
    if not application.cv:
        raise Http404
    return send_private_file(application.cv, application.cv_name)


@signed_in
def application_withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take it back: asks first, then does it."""
    return _confirmed(
        request, public_id, Application.withdraw, allowed=lambda application: application.can_withdraw,
        title=_("Withdraw this application?"), submit=_("Withdraw it"), kind="danger", done=_("Your application is withdrawn."),
        text=_("The employer sees that you withdrew and can do nothing more with it. You can apply once more if the listing is open."),
    )  # fmt: skip


@signed_in
def application_accept(request: HttpRequest, public_id: str) -> HttpResponse:
    """Accept the offer: asks first, then does it."""
    return _confirmed(
        request, public_id, Application.accept, allowed=lambda application: application.stage == Stage.OFFERED,
        title=_("Accept this offer?"), submit=_("Accept the offer"), kind="primary", done=_("You have accepted the offer."),
        text=_("The employer sees it in the office at once. Your other applications go on: work by the hour is not exclusive."),
    )  # fmt: skip


@signed_in
def application_decline(request: HttpRequest, public_id: str) -> HttpResponse:
    """Decline the offer: asks first, then does it."""
    return _confirmed(
        request, public_id, Application.decline, allowed=lambda application: application.stage == Stage.OFFERED,
        title=_("Decline this offer?"), submit=_("Decline the offer"), kind="danger", done=_("You have declined the offer."),
        text=_("The employer sees it in the office at once. This cannot be taken back."),
    )  # fmt: skip


@signed_in
def application_delete(request: HttpRequest, public_id: str) -> HttpResponse:
    """Delete a draft with its file: asks first, then does it."""
    return _confirmed(
        request, public_id, Application.delete_draft, allowed=lambda application: application.is_draft,
        title=_("Delete this draft?"), submit=_("Delete the draft"), kind="danger", done=_("The draft is deleted."),
        text=_("The letter, the answers and the file in it are erased. This cannot be taken back."),
    )  # fmt: skip


def _confirmed(
    request: HttpRequest, public_id: str, verb: Callable[[Application], None], *, allowed: Callable[[Application], bool],
    title: str, text: str, submit: str, kind: str, done: str,
) -> HttpResponse:  # fmt: skip
    application = _mine(request, public_id)
    gone = verb is Application.delete_draft
    if not allowed(application):
        messages.info(request, _("This is not possible any more: the application has moved on."))
        return redirect(application)
    if request.method != "POST":
        context = {"application": application, "listing": application.listing, "title": title, "text": text,
                   "submit": submit, "kind": kind, "foreign": foreign(application.listing.language)}  # fmt: skip
        return render(request, "applications/application_confirm.html", context)
    try:
        verb(application)
    except (IllegalStep, ApplicationRefused):
        messages.info(request, _("This is not possible any more: the application has moved on."))
        return redirect(application)
    messages.success(request, done)
    return redirect("application_list") if gone else redirect(application)


def _mine(request: HttpRequest, public_id: str) -> Application:
    rows = Application.objects.for_seeker(request.user).for_lists()
    return get_object_or_404(rows, public_id=public_id)


def _page_of(rows, number: str):
    try:
        return Paginator(rows, A_PAGE).page(number)
    except (EmptyPage, PageNotAnInteger) as error:
        raise Http404 from error


def _row(application: Application) -> dict:
    return {
        "application": application,
        "foreign": foreign(application.listing.language),
        "headline": history.headline(application),
        "what_next": history.what_next(application),
    }


def _tab(name: str, count: int, is_current: bool) -> dict:
    return {
        "label": GROUPS[name],
        "url": f"{reverse('application_list')}?group={name}",
        "count": count,
        "is_current": is_current,
    }
