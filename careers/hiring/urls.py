"""Addresses of `hiring`."""

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, path


def _awaited(request: HttpRequest, **parts) -> HttpResponse:
    return HttpResponse(status=404)


# The lead put this here so that mails can name it until the office stands: replace it whole.
urlpatterns: list[URLPattern | URLResolver] = [
    path("office/<slug:employer_slug>/listings/<uuid:public_id>/", _awaited, name="office_listing_detail")
]
