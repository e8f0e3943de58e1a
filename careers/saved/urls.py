"""Addresses of `saved`: the line before a full queue."""

from django.urls import URLPattern, URLResolver, path

from careers.saved import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("listings/<name:slug>/queue/", views.queue_notice, name="queue_notice"),
    path("me/queues/", views.queue_notice_list, name="queue_notice_list"),
]
