"""Addresses of `guides`."""

from django.urls import path

from careers.guides.views import learn

urlpatterns = [path("learn/", learn, name="learn")]
