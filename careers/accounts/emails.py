"""Mail about an account: to the person, in that person's language."""

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from careers.core import clock
from careers.core.formats import format_moment
from careers.core.mail import send_mail_event

# What happened to the account, by the library's name for it: said in one mail that looks alike for all of them.
CHANGES = {
    "account/email/password_changed": _("Your password was changed."),
    "account/email/password_set": _("A password was set for your account."),
    "account/email/password_reset": _("Your password was reset by a link from a mail."),
    "account/email/email_changed": _("The mail address of your account was changed."),
    "account/email/email_confirm": _("Your mail address was confirmed."),
    "account/email/email_deleted": _("A mail address was taken off your account."),
    "mfa/email/totp_activated": _("Signing in now also needs a code from your authenticator app."),
    "mfa/email/totp_deactivated": _("Signing in no longer needs a code from your authenticator app."),
    "mfa/email/recovery_codes_generated": _(
        "New recovery codes were made for your account; older ones no longer work."
    ),
}


def address_code(to: str, language: str, *, code: str) -> None:
    """The code that proves that the address is the person's own."""
    send_mail_event("accounts/address_code", to=to, language=language, context={"code": code})


def sign_in_code(to: str, language: str, *, code: str) -> None:
    """The code to sign in with instead of a password."""
    send_mail_event("accounts/sign_in_code", to=to, language=language, context={"code": code})


def password_reset(to: str, language: str, *, link: str) -> None:
    """The link to choose a new password."""
    send_mail_event("accounts/password_reset", to=to, language=language, context={"link": link})


def already_registered(to: str, language: str, *, link: str) -> None:
    """Somebody signed up with an address that has an account: only its owner is told."""
    send_mail_event("accounts/already_registered", to=to, language=language, context={"link": link})


def unknown_address(to: str, language: str, *, link: str) -> None:
    """Somebody asked for a code or a new password for an address without an account."""
    send_mail_event("accounts/unknown_address", to=to, language=language, context={"link": link})


def account_changed(to: str, language: str, *, change: str, zone: str, ip: str, browser: str) -> None:
    """Something about the account has changed; `change` is a key of CHANGES."""
    context = {"change": CHANGES[change], "when": _moment(clock.now(), zone, language), "ip": ip, "browser": browser}
    send_mail_event("accounts/account_changed", to=to, language=language, context=context)


def account_deleted(to: str, language: str, *, name: str) -> None:
    """The account is gone: what was erased and what stays."""
    send_mail_event("accounts/account_deleted", to=to, language=language, context={"name": name})


def _moment(moment: datetime, zone: str, language: str) -> str:
    return format_moment(moment, zone or settings.TIME_ZONE, language)
