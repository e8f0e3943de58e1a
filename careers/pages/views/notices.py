"""What is new and what waits, as a page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from careers.accounts.access import signed_in


@signed_in
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """All my notices; the template asks for them by the tag that the header uses too, so they are read once."""
    return render(request, "me/notices.html")
