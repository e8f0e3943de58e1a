"""What django-allauth asks of us: mail through our own templates and queue, limits that answer 429, the language cookie."""

from typing import Any
from urllib.parse import urlsplit

from allauth.account import forms as allauth_forms
from allauth.account.adapter import DefaultAccountAdapter
from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import translate_url
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from careers.accounts import emails, limits
from careers.accounts.languages import remember_language
from careers.core.limits import client_ip
from careers.core.mail import absolute_url


class AccountAdapter(DefaultAccountAdapter):
    """allauth's flows with our mail, our limits and our addresses."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue our own mail for allauth's event, in the language of whoever has the address."""
        user = context.get("user") or self._owner_of(email)
        language = user.language if user else (get_language() or "id")[:2]
        event = template_prefix.rpartition("/")[2]
        if template_prefix in emails.CHANGES:
            zone = user.zone if user else ""
            emails.account_changed(
                email, language, change=template_prefix, zone=zone, ip=context["ip"], browser=context["user_agent"]
            )
        elif event in ("email_confirmation", "email_confirmation_signup"):
            emails.address_code(email, language, code=context["code"])
        elif event == "login_code":
            emails.sign_in_code(email, language, code=context["code"])
        elif event == "password_reset_key":
            emails.password_reset(email, language, link=self._link(context["password_reset_url"], language))
        elif event == "account_already_exists":
            emails.already_registered(email, language, link=self._link(context["password_reset_url"], language))
        elif event == "unknown_account":
            emails.unknown_address(email, language, link=self._link(context["signup_url"], language))
        else:
            raise ValueError(f"no mail for {template_prefix}")

    def send_notification_mail(
        self,
        template_prefix: str,
        user: AbstractBaseUser,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """As allauth's, and the mail knows whose it is: after a change the old address has no owner any more."""
        super().send_notification_mail(template_prefix, user, {**(context or {}), "user": user}, email)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count a password that is tried, by machine and by account; raises TooMany instead of allauth's message."""
        limits.sign_in(request, credentials.get("email", ""))

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> HttpResponse:
        """As allauth's, and the cookie keeps the person's language for the address without one."""
        response = super().post_login(request, user, **kwargs)
        remember_language(response, user.language)  # type: ignore[attr-defined]
        return response

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address that the board counts by."""
        return client_ip(request)

    def _owner_of(self, email: str) -> Any:
        users = get_user_model().objects.filter(is_active=True)
        return users.filter(Q(email__iexact=email) | Q(emailaddress__email__iexact=email)).first()

    def _link(self, url: str, language: str) -> str:
        return absolute_url(translate_url(urlsplit(url).path, language))


class Plain:
    """allauth's forms in our hand: labels instead of placeholders, one sentence on passwords, and a way to see what is typed."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            if isinstance(field, forms.EmailField):
                field.label = _("Email address")
            if isinstance(field.widget, forms.PasswordInput):
                field.widget.template_name = "accounts/_password.html"
            if name == "password1":
                field.help_text = _(
                    "At least 10 characters, not a common password and not your name. Several words are good."
                )


class PlainLoginForm(Plain, allauth_forms.LoginForm):
    """Sign in."""


class PlainSignupForm(Plain, allauth_forms.SignupForm):
    """Sign up."""


class PlainAddEmailForm(Plain, allauth_forms.AddEmailForm):
    """Another address."""


class PlainChangePasswordForm(Plain, allauth_forms.ChangePasswordForm):
    """Another password."""


class PlainSetPasswordForm(Plain, allauth_forms.SetPasswordForm):
    """A first password."""


class PlainResetPasswordForm(Plain, allauth_forms.ResetPasswordForm):
    """Ask for a link to choose a new password."""


class PlainResetPasswordKeyForm(Plain, allauth_forms.ResetPasswordKeyForm):
    """Choose a new password by that link."""


class PlainRequestLoginCodeForm(Plain, allauth_forms.RequestLoginCodeForm):
    """Ask for a code by mail."""


class PlainReauthenticateForm(Plain, allauth_forms.ReauthenticateForm):
    """Say who one is once more."""
