"""For whom a page is computed, and the choice of it."""

from decimal import Decimal

import pytest
from django.utils.translation import override

from careers.accounts.viewer import NOBODY, Viewer, read_choice
from tests import factories

pytestmark = pytest.mark.django_db
URL = "/en/viewer/"


@pytest.fixture(autouse=True)
def _english():
    with override("en"):
        factories.make_country("ID", currency=factories.make_currency("IDR"))
        yield


def test_viewer_edit_keeps_the_choice_in_a_cookie(client):
    response = client.post(URL, {"country": "ID", "work_languages": ["id", "en"], "next": "/en/insight/"})
    assert response["Location"] == "/en/insight/"
    assert read_choice(client.cookies["viewer"].value) == Viewer("ID", "", ("id", "en"), "")


def test_viewer_edit_makes_pages_private_and_compares_pay(client):
    factories.make_rate("USD", "1.25")
    factories.make_rate("IDR", "20000")
    listing = factories.make_listing(pay_min=Decimal(10), pay_max=Decimal(10), hours_min=12, hours_max=12)
    client.post(URL, {"country": "ID"})
    response = client.get(listing.get_absolute_url())
    assert ("private" in response["Cache-Control"], response.has_header("ETag")) == (True, False)
    assert "≈ Rp\u00a08.3\u00a0million / month" in response.context["decision"]["pay_sums"]


def test_viewer_edit_shows_closing_times_in_the_chosen_zone(client):
    listing = factories.make_listing()
    client.post(URL, {"zone": "Asia/Tokyo"})
    assert client.get(listing.get_absolute_url()).context["decision"]["closes_at"].endswith("JST")


def test_viewer_edit_forgets(client):
    client.post(URL, {"country": "ID"})
    client.post(URL, {"forget": "1"})
    assert client.cookies["viewer"].value == ""


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_viewer_edit_leads_nowhere_else(client, address):
    assert client.post(URL, {"country": "ID", "next": address})["Location"] == "/en/listings/"


def test_viewer_edit_refuses_a_zone_of_another_country(client):
    response = client.post(URL, {"country": "ID", "zone": "Europe/Paris"})
    assert (response.status_code, list(response.context["form"].errors)) == (400, ["zone"])


@pytest.mark.parametrize(
    "text", ["", "country=XYZ", "zone=Mars/Olympus", "%ff%00", "country=ID" * 200, "work_language=%3Cb%3E"]
)
def test_read_choice_leaves_out_what_makes_no_sense(text):
    assert read_choice(text) == NOBODY


def test_viewer_of_a_signed_in_seeker_is_their_profile(client, dewi):
    factories.make_profile(dewi, country=factories.make_country("ID"), zone="Asia/Makassar")
    client.force_login(dewi)
    listing = factories.make_listing()
    assert client.get(listing.get_absolute_url()).context["decision"]["closes_at"].endswith("WITA")
