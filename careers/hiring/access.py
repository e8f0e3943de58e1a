"""The door to an office: who is no member finds nothing there, who may only look may not act."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from careers.accounts.access import View, signed_in
from careers.core.errors import NotYours
from careers.employers.models.employer import Employer
from careers.employers.models.log import EmployerSlug
from careers.employers.models.people import Membership


@dataclass
class Office:
    """An employer as seen by one of its members; every view of the office is given one."""

    employer: Employer
    membership: Membership
    place: str = ""

    @property
    def may_manage(self) -> bool:
        """Owner or recruiter: listings and applications."""
        return self.membership.may_manage

    @property
    def is_owner(self) -> bool:
        """Members, verification and closing too."""
        return self.membership.is_owner

    def refused(self) -> NotYours:
        """What to raise when this member's role is not enough: it says who could, and leads back."""
        words = {"role": self.membership.get_role_display()}
        if self.may_manage:
            said = _("Only owners may do this, and your role in this office is “%(role)s”. Nothing has changed.")
        else:
            said = _(
                "This needs another role than yours in this office, which is “%(role)s”. Nothing has changed."
                " An owner can give you another role."
            )
        return NotYours(said % words, reverse("office_home", args=[self.employer.slug]))

    @property
    def tabs(self) -> list[dict]:
        """The parts of the office, for `components/_tabs.html`."""
        parts = [
            (_("Overview"), "office_home", ("office_home", "office_record")),
            (_("Listings"), "office_listing_list", ("office_listing", "office_application", "office_revision")),
            (_("Members"), "office_member_list", ("office_member", "office_invitation")),
            (_("Verification"), "office_verification", ("office_verification",)),
        ]
        if self.is_owner:
            parts.append((_("Organisation"), "office_employer_edit", ("office_employer",)))
        return [
            {
                "label": label,
                "url": reverse(name, args=[self.employer.slug]),
                "count": None,
                "is_current": self.place.startswith(places),
            }
            for label, name, places in parts
        ]


def posted(request: HttpRequest) -> Any:
    """What a form is bound to: what was sent, be it empty, else nothing."""
    return request.POST if request.method == "POST" else None


def for_members(view: View) -> View:
    """Every member may enter; a stranger gets 404."""
    return _door(view, lambda office: True)


def for_managers(view: View) -> View:
    """Owners and recruiters only; a reviewer gets 403."""
    return _door(view, lambda office: office.may_manage)


def for_owners(view: View) -> View:
    """Owners only; other members get 403."""
    return _door(view, lambda office: office.is_owner)


def _door(view: View, may: Callable[[Office], bool]) -> View:
    @signed_in
    @wraps(view)
    def guarded(request: HttpRequest, employer: str, **kwargs) -> HttpResponse:
        member = Membership.objects.filter(
            user=request.user, employer__slug=employer, employer__in=Employer.objects.visible_to(request.user)
        )
        membership = member.select_related("employer", "employer__country").first()
        if membership is None:
            return _moved(request, employer)
        membership.user = request.user
        place = request.resolver_match.url_name if request.resolver_match else ""
        office = Office(membership.employer, membership, place or "")
        if not may(office):
            raise office.refused()
        return view(request, office, **kwargs)

    return guarded


def _moved(request: HttpRequest, slug: str) -> HttpResponse:
    """An old slug leads a member to the present one; for everybody else nothing is here."""
    kept = EmployerSlug.objects.filter(slug=slug, employer__in=Employer.objects.visible_to(request.user))
    present = kept.values_list("employer__slug", flat=True).first()
    if present is None or present == slug or request.method != "GET":
        raise Http404
    return redirect(request.get_full_path().replace(f"/office/{slug}/", f"/office/{present}/", 1))
