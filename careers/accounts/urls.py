"""Addresses of `accounts`. Where a door is counted ours stands before allauth's of the same name."""

from allauth.urls import urlpatterns as allauth_patterns
from django.urls import URLPattern, URLResolver, include, path

from careers.accounts import views
from careers.accounts.access import private


def _kept_private(patterns: list[URLPattern | URLResolver]) -> list[URLPattern | URLResolver]:
    """allauth's addresses, with answers that no cache may keep: they are one person's from the first page on."""
    kept: list[URLPattern | URLResolver] = []
    for one in patterns:
        if isinstance(one, URLResolver):
            kept.append(URLResolver(one.pattern, _kept_private(one.url_patterns)))
        else:
            kept.append(URLPattern(one.pattern, private(one.callback), one.default_args, one.name))
    return kept


urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/signup/", private(views.account_signup), name="account_signup"),
    path("accounts/password/reset/", private(views.account_reset_password), name="account_reset_password"),
    path("accounts/login/code/", private(views.account_request_login_code), name="account_request_login_code"),
    path(
        "accounts/confirm-email/",
        private(views.account_email_verification_sent),
        name="account_email_verification_sent",
    ),
    path("accounts/email/", views.account_email, name="account_email"),
    path("accounts/", include(_kept_private(allauth_patterns))),
    path("me/profile/", views.profile_edit, name="profile_edit"),
]
