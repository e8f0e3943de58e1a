"""Addresses of `accounts`. Where a door is counted ours stands before allauth's of the same name."""

from django.urls import URLPattern, URLResolver, include, path

from careers.accounts import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/signup/", views.account_signup, name="account_signup"),
    path("accounts/password/reset/", views.account_reset_password, name="account_reset_password"),
    path("accounts/login/code/", views.account_request_login_code, name="account_request_login_code"),
    path("accounts/confirm-email/", views.account_email_verification_sent, name="account_email_verification_sent"),
    path("accounts/email/", views.account_email, name="account_email"),
    path("accounts/", include("allauth.urls")),
    path("me/profile/", views.profile_edit, name="profile_edit"),
]
