"""The board's addresses, and `/bare`: the same server and middleware with a view that does nothing."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from jobboard import urls as board

handler400, handler403, handler404, handler500 = (
    board.handler400, board.handler403, board.handler404, board.handler500,
)  # fmt: skip


def bare(request: HttpRequest) -> HttpResponse:
    """A constant."""
    return HttpResponse("ok")


urlpatterns = [path("bare", bare, name="bare"), *board.urlpatterns]
