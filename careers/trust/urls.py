"""Addresses of trust."""

from django.urls import URLPattern, URLResolver, path

from careers.trust import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("contact/", views.contact, name="contact"),
    path("contact/sent/", views.contact_sent, name="contact_sent"),
]
