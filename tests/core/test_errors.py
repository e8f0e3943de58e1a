"""What is answered when nothing can be: a page of the board, in the reader's language, without its inside."""

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client
from django.urls import path

from careers.core.errors import words_of
from jobboard import urls as board

SECRET = "the inside of the board"


def fail(request):
    raise RuntimeError(SECRET)


def lose_database(request):
    raise OperationalError(SECRET)


def deny(request):
    raise PermissionDenied(SECRET)


urlpatterns = [path("<str:language>/fail/", lambda request, language: fail(request))]
urlpatterns += [
    path("fail/", fail),
    path("away/", lose_database),
    path("denied/", deny),
    path("sound/", HttpResponse),
    *board.urlpatterns,
]
handler400 = "careers.core.errors.bad_request"
handler403 = "careers.core.errors.forbidden"
handler404 = "careers.core.errors.not_found"
handler500 = "careers.core.errors.server_error"
pytestmark = pytest.mark.urls(__name__)


@pytest.fixture
def client() -> Client:
    return Client(raise_request_exception=False)


def languages_of(response: HttpResponse) -> list[str]:
    return re.findall(r'<html lang="(\w+)"', response.text)


@pytest.mark.parametrize(
    ("address", "cookie", "accepted", "language"),
    [("/en/fail/", "id", "id", "en"), ("/id/fail/", "en", "en", "id"), ("/fail/", "en", "id", "en"),
     ("/fail/", "", "en-GB", "en"), ("/fail/", "", "de", "id")],
)  # fmt: skip
def test_server_error_speaks_the_readers_language(client, address, cookie, accepted, language):
    if cookie:
        client.cookies["django_language"] = cookie
    response = client.get(address, headers={"accept-language": accepted})
    assert (response.status_code, languages_of(response)) == (500, [language])
    assert response["Content-Language"] == language


# No mark for a database: a query would fail these tests.
@pytest.mark.parametrize(("address", "status", "wait"), [("/fail/", 500, None), ("/away/", 503, "60")])
def test_fault_of_ours_needs_no_database_and_shows_no_inside(client, address, status, wait):
    client.cookies["sessionid"] = "somebody"
    response = client.get(f"{address}?q=1")
    assert (response.status_code, response.headers.get("Retry-After")) == (status, wait)
    assert (response.text.count("<h1"), response.text.count(SECRET), "no-store" in response["Cache-Control"]) == (
        1,
        0,
        True,
    )
    assert response.text.count(f'href="{address}?q=1"') == 1


def test_fault_after_a_form_offers_no_second_sending(client):
    assert client.post("/fail/").text.count('href="/fail/') == 0


def test_forbidden_is_a_page_without_the_reason_of_the_code(client):
    response = client.get("/denied/")
    assert (response.status_code, response.text.count("<h1"), response.text.count(SECRET)) == (403, 1, 0)


def test_form_without_a_token_is_a_page(settings):
    response = Client(enforce_csrf_checks=True, headers={"accept-language": "en"}).post("/sound/")
    assert (response.status_code, response.text.count("<h1")) == (403, 1)
    assert "so it was not sent" in response.text


@pytest.mark.urls("jobboard.urls")
def test_unknown_address_is_searched_for_by_its_words(client):
    response = client.get("/en/listings-old/penulis-model-3/")
    assert (response.status_code, languages_of(response)) == (404, ["en"])
    assert re.findall(r'name="q" value="([^"]*)"', response.text) == ["penulis model"]


@pytest.mark.parametrize(
    ("address", "words"),
    [("/en/listings/penulis-model-3/", "penulis model"), ("/id/", ""), ("/wp-login.php", ""), ("/en/%22%3E%3Cscript/", "script"),
     (f"/en/{'abc-' * 30}", ""), ("/en/12345/", "")],
)  # fmt: skip
def test_words_of_an_address(address, words):
    assert words_of(address) == words
