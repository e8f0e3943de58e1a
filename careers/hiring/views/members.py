"""The members of an employer, and the invitations to become one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from careers.accounts.access import keep_private, signed_in
from careers.employers.forms import InvitationForm, RoleForm
from careers.employers.models.people import Invitation, Membership, MembershipRefused
from careers.hiring import limits
from careers.hiring.access import Office, for_members, for_owners, posted


@for_members
def office_member_list(request: HttpRequest, office: Office) -> HttpResponse:
    """Who is here, in which role, and who is invited."""
    context = {
        "office": office,
        "members": office.employer.memberships.select_related("user").order_by("joined_at", "pk"),
        "invitations": office.employer.invitations.open().select_related("invited_by") if office.is_owner else [],
        "roles": Membership.Role.choices,
    }
    return render(request, "hiring/office_member_list.html", context)


@for_owners
def office_member_invite(request: HttpRequest, office: Office) -> HttpResponse:
    """Invite somebody by mail."""
    form = InvitationForm(posted(request), initial={"language": office.employer.language})
    if request.method == "POST" and form.is_valid():
        limits.invite(request.user)
        try:
            Invitation.send(office.employer, by=request.user, **form.cleaned_data)
        except MembershipRefused as refused:
            form.add_error("email", str(refused))
        else:
            messages.success(request, _("The invitation is on its way."))
            return redirect("office_member_list", office.employer.slug)
    return render(request, "hiring/office_member_invite.html", {"office": office, "form": form})


@for_owners
@require_POST
def office_member_change(request: HttpRequest, office: Office, pk: int) -> HttpResponse:
    """Give a member another role."""
    member = get_object_or_404(office.employer.memberships.select_related("user", "employer"), pk=pk)
    form = RoleForm(request.POST)
    if form.is_valid():
        try:
            member.change_role(form.cleaned_data["role"], by=request.user)
            messages.success(request, _("The role is changed."))
        except MembershipRefused as refused:
            messages.error(request, str(refused))
    else:
        messages.error(request, _("Choose a role from the list."))
    return redirect("office_member_list", office.employer.slug)


@for_members
def office_member_remove(request: HttpRequest, office: Office, pk: int) -> HttpResponse:
    """End a membership after a confirmation: an owner anybody's, everybody their own."""
    theirs = office.employer.memberships.select_related("user", "employer")
    member = get_object_or_404(theirs if office.is_owner else theirs.filter(user=request.user), pk=pk)
    leaving = member.user == request.user
    if request.method == "POST":
        try:
            member.remove(by=request.user)
        except MembershipRefused as refused:
            messages.error(request, str(refused))
            return redirect("office_member_list", office.employer.slug)
        messages.success(request, _("You have left.") if leaving else _("The member is removed."))
        return redirect("office_list") if leaving else redirect("office_member_list", office.employer.slug)
    return render(request, "hiring/office_member_remove.html", {"office": office, "member": member, "leaving": leaving})


@for_owners
@require_POST
def office_invitation_withdraw(request: HttpRequest, office: Office, pk: int) -> HttpResponse:
    """Take an invitation back."""
    get_object_or_404(office.employer.invitations.select_related("employer"), pk=pk).withdraw(by=request.user)
    messages.success(request, _("The invitation is taken back."))
    return redirect("office_member_list", office.employer.slug)


def invitation_detail(request: HttpRequest, token: str) -> HttpResponse:
    """What a mail's link opens: who invites, and the way to accept; signed out, the way to sign in and back here."""
    invitation = Invitation.objects.with_token(token[:100]).select_related("employer", "invited_by").first()
    if invitation is None or not invitation.is_open:
        return _unread(render(request, "hiring/invitation_over.html", status=404 if invitation is None else 410))
    is_mine = request.user.is_authenticated and invitation.is_for(request.user)
    if request.method == "POST" and is_mine:
        return _accept(request, invitation)
    status = 403 if request.method == "POST" else 200
    return _unread(
        render(request, "hiring/invitation_detail.html", {"invitation": invitation, "is_mine": is_mine}, status=status)
    )


@signed_in
@require_POST
def invitation_accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept an invitation to one of my confirmed addresses, found on the page of my employers."""
    mine = Invitation.objects.for_user(request.user).select_related("employer")
    return _accept(request, get_object_or_404(mine, pk=pk))


def _accept(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    try:
        invitation.accept(by=request.user)
    except MembershipRefused as refused:
        messages.error(request, str(refused))
        return redirect("office_list")
    messages.success(request, _("You are a member now."))
    return redirect("office_home", invitation.employer.slug)


def _unread(response: HttpResponse) -> HttpResponse:
    """Its address is a secret: no cache keeps it, and no other site is told of it.

    "no-referrer" would say still less, but with it a browser sends its form from an origin that is "null", which CSRF refuses.
    """
    response["Referrer-Policy"] = "same-origin"
    return keep_private(response)
