"""The board's addresses, and on the same server `/bare`, a view that does nothing, and `/forget`."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from careers.core.fragments import fragments
from jobboard import urls as board

handler400, handler403, handler404, handler500 = (
    board.handler400, board.handler403, board.handler404, board.handler500,
)  # fmt: skip


def bare(request: HttpRequest) -> HttpResponse:
    """A constant."""
    return HttpResponse("ok")


def forget(request: HttpRequest) -> HttpResponse:
    """The process forgets the pieces of pages that it keeps: the next page is made of cold ones."""
    fragments.clear()
    return HttpResponse("forgotten")


urlpatterns = [path("bare", bare, name="bare"), path("forget", forget, name="forget"), *board.urlpatterns]
