import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import path
from django.utils import translation
from django.views.decorators.http import require_POST

from careers.core import uploads
from careers.core.encoding import TOO_LONG
from careers.core.limits import TooMany
from jobboard import urls as board

BOUNDARY = "thread"


def echo(request):
    if "limit" in request.GET:
        raise TooMany("apply", int(request.GET["limit"]))
    return HttpResponse("|".join([*request.POST.values(), *(file.name for file in request.FILES.values())]))


urlpatterns = [path("echo/", echo), path("only-post/", require_POST(echo)), *board.urlpatterns]
handler400 = "careers.core.errors.bad_request"
pytestmark = pytest.mark.urls(__name__)


@pytest.fixture
def client() -> Client:
    return Client(raise_request_exception=False, headers={"accept-language": "en"})


def multipart(value: bytes) -> bytes:
    return b'--thread\r\nContent-Disposition: form-data; name="text"\r\n\r\n' + value + b"\r\n--thread--\r\n"


def send_multipart(client: Client, body: bytes) -> HttpResponse:
    return client.generic("POST", "/echo/", body, f"multipart/form-data; boundary={BOUNDARY}")


def send_form(client: Client, body: bytes, kind: str = "application/x-www-form-urlencoded") -> HttpResponse:
    return client.generic("POST", "/echo/", body, kind)


@pytest.mark.parametrize("query", ["q=%ff", "q=caf%e9", "%ff=1", "q=%ed%a0%80", "q=%c3", "q=%00", "q=a\udcff"])
def test_query_that_cannot_be_read_is_refused(client, query):
    response = client.get("/echo/", QUERY_STRING=query.encode("utf-8", "surrogateescape").decode("latin-1"))
    assert response.status_code == 400


def test_query_that_is_not_utf_8_is_told_so(client):
    response = client.get("/echo/", QUERY_STRING="q=caf%e9")
    assert "UTF-8" in response.content.decode()


def test_query_in_any_language_is_read(client):
    assert client.get("/echo/", {"q": "bahasa é 東京 %00"[:-4]}).status_code == 200
    assert client.get("/echo/", QUERY_STRING="q=caf\u00c3\u00a9&x=%").status_code == 200


@pytest.mark.parametrize(("path", "language"), [("/en/listings/", "en"), ("/id/listings/", "id"), ("/en/", "en")])
def test_address_that_the_server_gave_up_is_told_in_its_language(client, path, language):
    response = client.get(path, **{TOO_LONG: True})
    assert (response.status_code, f'<html lang="{language}">' in response.text) == (414, True)
    assert (response.cookies, response.has_header("Content-Security-Policy")) == ({}, True)


@pytest.mark.parametrize("body", [b"text=%ff", b"text=\xff", b"%e9=1", b"text=a%00b", b"text=a\0b"])
def test_form_that_cannot_be_read_is_refused(client, body):
    assert send_form(client, body).status_code == 400


def test_form_that_is_utf_8_is_read(client):
    assert send_form(client, "text=é+東%C3%A9".encode()).content.decode() == "é 東é"


def test_form_in_another_declared_encoding_is_refused(client):
    response = send_form(client, b"text=%e9", "application/x-www-form-urlencoded; charset=iso-8859-1")
    assert response.status_code == 400


@pytest.mark.parametrize("body", [multipart(b"caf\xe9"), multipart(b"a\0b")])
def test_multipart_form_that_cannot_be_read_is_refused(client, body):
    response = send_multipart(client, body)
    assert response.status_code == 400
    assert ("UTF-8" in response.content.decode()) != (b"\0" in body)


def test_multipart_form_is_read_as_it_was_sent(client):
    # U+FFFD that somebody really typed is no fault of theirs.
    assert send_multipart(client, multipart("é � 東".encode())).content.decode() == "é � 東"
    sent = {"text": "é", "cv": SimpleUploadedFile("é.bin", b"\xff\xfe\0")}
    assert client.post("/echo/", sent).content.decode() == "é|é.bin"


def test_multipart_form_keeps_its_encoding_for_later(client):
    request = RequestFactory().post("/echo/", {"text": "é"})
    request.encoding = "utf_8_unforgiving"
    assert request.POST.urlencode() == "text=%C3%A9"


def test_form_that_is_too_large_is_told_so(client, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    response = send_form(client, b"text=" + b"a" * 100)
    assert response.status_code == 413
    assert "larger" in response.content.decode()


def test_upload_that_is_too_large_is_refused_before_it_is_read(client, monkeypatch):
    monkeypatch.setattr(uploads, "MAX_REQUEST_BYTES", 400)
    assert client.post("/echo/", {"cv": SimpleUploadedFile("a.txt", b"a" * 100)}).status_code == 200
    assert client.post("/echo/", {"cv": SimpleUploadedFile("a.txt", b"a" * 400)}).status_code == 413


def test_other_bodies_are_left_to_their_parsers(client):
    assert client.generic("POST", "/echo/", b"\xff\0", "application/json").status_code == 200


def test_too_many_is_a_page_that_says_when_to_come_again(client):
    with translation.override("en"):
        response = client.get("/echo/", {"limit": 61})
    assert response.status_code == 429
    assert response["Retry-After"] == "61"
    assert "again in 2 minutes" in response.content.decode()
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize(
    ("seconds", "words"), [(1, "1 minute."), (5400, "90 minutes."), (5401, "2 hours."), (86400, "24 hours.")]
)
def test_too_many_says_when_in_words(client, seconds, words):
    assert f"again in {words}" in client.get("/echo/", {"limit": seconds}).content.decode()


def test_too_many_is_a_notice_for_a_script(client):
    response = client.get("/echo/", {"limit": 61}, headers={"hx-request": "true"})
    assert (response.status_code, response["HX-Reswap"], response["Retry-After"]) == (429, "afterbegin", "61")
    assert response.content.decode().count("<html") == 0
    assert response.content.decode().count('role="status"') == 1


def test_method_that_is_not_taken_is_a_page_that_keeps_allow(client):
    response = client.get("/only-post/")
    assert (response.status_code, response["Allow"]) == (405, "POST")
    assert response.content.decode().count("<h1") == 1
