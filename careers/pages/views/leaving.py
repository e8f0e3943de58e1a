"""Deleting one's account."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from careers.accounts.access import signed_in
from careers.accounts.forms import DeleteAccountForm
from careers.applications.models.application import Application
from careers.employers.models.people import MembershipRefused
from careers.pages.privacy import erase, only_owner_of


@signed_in
@reauthentication_required(allow_get=True)
def account_delete(request: HttpRequest) -> HttpResponse:
    """Say what goes and what stays, ask who it is, then erase. The last owner of an employer hands over first."""
    owned = only_owner_of(request.user)
    form = DeleteAccountForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and not owned and form.is_valid():
        try:
            erase(request.user)
        except MembershipRefused as refused:
            messages.error(request, str(refused))
            return redirect("account_delete")
        logout(request)
        # Shown here and now: without a session no other page could say it.
        return render(request, "me/account_deleted.html")
    mine = Application.objects.for_seeker(request.user)
    context = {
        "form": form,
        "owned": owned,
        "active_count": mine.active().count(),
        "draft_count": mine.drafts().count(),
    }
    return render(request, "me/account_delete.html", context, status=422 if form.is_bound else 200)
