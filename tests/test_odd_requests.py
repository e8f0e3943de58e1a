"""Odd addresses and forms, sent to the whole board: each gets a page or a clear refusal, never a 500."""

import pytest

ADDRESSES = [
    "/en/listings/", "/en/listings/suggest/", "/id/listings/x/", "/en/listings/x/apply/", "/en/categories/x/", "/en/employers/",
    "/id/archive/", "/id/me/", "/en/office/x/", "/id/contact/", "/en/accounts/login/", "/admin/login/",
]  # fmt: skip
NOWHERE = [
    "/en/listings/%ff/",
    "/en/listings/a%00b/",
    f"/en/listings/{'a' * 500}/",
    "/en/invitations/%00/",
    "/en/%2e%2e/",
]
UNREADABLE = ["q=%ff", "q=%00", "%e9=1", "q=%ED%A0%80"]
ODD = [
    "cursor=%F0%9F%98%80", "cursor=AAAA", "pay_from=1e400&currency=IDR", "pay_from=NaN&currency=IDR&per=hour",
    "pay_from=9999999999999999999999&currency=IDR&per=month", "posted=99999999999999999999", "hours_max=%D9%A3",
    "zone=../../etc/passwd", "country=ZZZ&overlap=99", "next=//evil.example", "=&&&", "q=%22%27%29%28%21%26%7C%3A%2A",
    f"q={'a' * 5000}", "q=a%E2%80%AE%C2%A0", "sort=%27&category=%27&employer=%27",
]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("address", ADDRESSES)
def test_odd_query_gets_a_page_or_a_refusal(client, address):
    for query in ODD:
        assert client.get(f"{address}?{query}").status_code < 500


@pytest.mark.django_db
@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("query", UNREADABLE)
def test_query_that_cannot_be_read_is_a_400_that_says_so(client, address, query):
    response = client.get(f"{address}?{query}")
    assert response.status_code == 400
    assert ("NUL" if "00" in query else "UTF-8") in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("address", NOWHERE)
def test_address_of_nothing_is_not_found(client, address):
    assert client.get(address).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize(
    ("body", "kind"),
    [(b"a=%ff", "application/x-www-form-urlencoded"), (b"a=%00", "application/x-www-form-urlencoded"),
     (b"x", "multipart/form-data"), (b"x", "multipart/form-data; boundary=a"), (b"\xff", "application/json"), (b"", "")],
)  # fmt: skip
def test_odd_form_gets_a_page_or_a_refusal(client, address, body, kind):
    assert client.generic("POST", address, body, kind).status_code < 500
