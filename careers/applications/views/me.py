"""My page: what waits for me, how my applications stand, my profile, and the organisations that I belong to."""

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from careers.accounts.access import signed_in
from careers.accounts.models import SeekerProfile
from careers.applications import history
from careers.applications.lifecycle import ACTIVE, Stage
from careers.applications.models.application import Application
from careers.listings.views.cards import foreign

SHOWN = 5


@signed_in
@require_safe
def me_home(request: HttpRequest) -> HttpResponse:
    """What is new and waits, which the template asks the notices for; then drafts, then what runs."""
    mine = Application.objects.for_seeker(request.user)
    drafts = mine.drafts().for_lists()[:SHOWN]
    running = mine.active().for_lists()[:SHOWN]
    counts = mine.aggregate(
        drafts=Count("pk", filter=Q(stage=Stage.DRAFT)), open=Count("pk", filter=Q(stage__in=ACTIVE)), all=Count("pk")
    )
    profile = SeekerProfile.objects.filter(user=request.user).first() or SeekerProfile(user=request.user)
    context = {
        "drafts": [_line(application) for application in drafts],
        "running": [_line(application) for application in running],
        "counts": counts,
        "filled": profile.filled_count,
        "parts": profile.PARTS,
        "missing": profile.missing_parts(),
        "memberships": request.user.memberships.exclude(employer__state="closed")
        .select_related("employer")
        .order_by("employer__name"),
    }
    return render(request, "me/me_home.html", context)


def _line(application: Application) -> dict:
    return {
        "application": application,
        "foreign": foreign(application.listing.language),
        "headline": history.headline(application),
        "what_next": history.what_next(application),
    }
