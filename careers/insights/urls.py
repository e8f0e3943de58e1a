"""Addresses of `insights`."""

from django.urls import path

from careers.insights.views import insight

urlpatterns = [path("insight/", insight, name="insight")]
