"""Sign-up, the doors that are counted, and the profile. The other pages of an account are allauth's, in our templates."""

from allauth.account import views as allauth_views
from allauth.account.utils import get_next_redirect_url, perform_login
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from careers.accounts import limits
from careers.accounts.access import signed_in
from careers.accounts.forms import ProfileForm
from careers.accounts.languages import remember_language
from careers.accounts.models import User


@sensitive_post_parameters("password1")
def account_signup(request: HttpRequest) -> HttpResponse:
    """Sign up. Account, consents and mail are made together or not at all; a second press goes on with what the first made."""
    if request.method != "POST":
        return allauth_views.signup(request)
    limits.sign_up(request)
    limits.mailed(request, "address", request.POST.get("email", ""))
    if begun := _begun_before(request):
        return begun
    try:
        with transaction.atomic():
            return allauth_views.signup(request)
    except IntegrityError:
        return _begun_before(request) or allauth_views.signup(request)


def _begun_before(request: HttpRequest) -> HttpResponse | None:
    """Who made this account a moment ago, with this password, and has not typed the code yet is asked for it again."""
    email, password = request.POST.get("email", "").strip().lower(), request.POST.get("password1", "")
    begun = User.objects.filter(email=email, is_active=True, last_login=None).exclude(emailaddress__verified=True)
    user = begun.first()
    if user is None or not user.check_password(password):
        return None
    return perform_login(request, user, redirect_url=get_next_redirect_url(request), email=email)


def account_reset_password(request: HttpRequest) -> HttpResponse:
    """Ask for a mail with a link to choose a new password; known and unknown addresses are answered alike."""
    if request.method == "POST":
        limits.mailed(request, "reset", request.POST.get("email", ""))
    return allauth_views.password_reset(request)


def account_request_login_code(request: HttpRequest) -> HttpResponse:
    """Ask for a mail with a code to sign in; known and unknown addresses are answered alike."""
    if request.method == "POST":
        limits.mailed(request, "code", request.POST.get("email", ""))
    return allauth_views.request_login_code(request)


def account_email_verification_sent(request: HttpRequest) -> HttpResponse:
    """Type the code that was mailed to the address, or ask for another one."""
    if request.method == "POST" and request.POST.get("action") in ("resend", "change"):
        limits.mailed(request, "address", request.POST.get("email", ""))
    return allauth_views.email_verification_sent(request)


@signed_in
def account_email(request: HttpRequest) -> HttpResponse:
    """Change the address: the new one counts once its code was typed."""
    if request.method == "POST":
        limits.mailed(request, "address", request.POST.get("email", ""))
    return allauth_views.email(request)


@signed_in
def profile_edit(request: HttpRequest) -> HttpResponse:
    """What I say of myself; saved whole or shown again with everything that was typed."""
    form = ProfileForm(request.POST if request.method == "POST" else None, user=request.user)
    if request.method != "POST" or not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "accounts/profile_edit.html", {"form": form}, status=status)
    with transaction.atomic():
        form.save()
    messages.success(request, _("Your profile is saved."))
    response = redirect("me_home")
    remember_language(response, request.user.language)
    return response
