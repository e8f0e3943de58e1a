"""The picture of a listing: only what its page shows, to whom the page shows it."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from careers.listings.models.listing import Listing
from careers.listings.views.social import picture_of, social_of
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english(tmp_path, settings):
    settings.STATE_DIR = tmp_path
    with override("en"):
        yield


def path_of(listing: Listing) -> str:
    """Where the picture of a listing is, as its page says."""
    return social_of(listing).url.removeprefix("http://testserver")


def owner(listing: Listing):
    return listing.employer.memberships.get(role="owner").user


def test_listing_detail_names_its_picture(client):
    listing = factories.make_listing(title="Read <b> & tell")
    page = client.get(listing.get_absolute_url()).text
    for said in (
        f'<meta property="og:image" content="http://testserver{path_of(listing)}">',
        '<meta property="og:image:width" content="1200">',
        '<meta property="og:image:height" content="630">',
        '<meta property="og:image:alt" content="Read &lt;b&gt; &amp; tell at ',
        '<meta property="og:title" content="Read &lt;b&gt; &amp; tell · ',
        '<meta name="twitter:card" content="summary_large_image">',
    ):
        assert page.count(said) == 1, said


@pytest.mark.parametrize("language", ["id", "en"])
def test_listing_card_is_a_picture_in_each_language(client, language):
    listing = factories.make_listing()
    with override(language):
        path = path_of(listing)
    response = client.get(path)
    assert (response.status_code, response["Content-Type"]) == (200, "image/png")
    assert path.startswith(f"/{language}/")
    assert "immutable" in response["Cache-Control"]


def test_listing_card_says_pay_and_title_and_changes_with_them():
    listing = factories.make_listing(title="Tutor", pay_min=Decimal(18), pay_max=Decimal(24), pay_period="hour")
    before = picture_of(listing)
    assert (before.title, before.kicker, before.hue) == ("Tutor", "AI Model Trainer", "kunyit")
    assert "18–24 / hour" in before.strong
    listing.pay_max = Decimal(30)
    dearer = picture_of(listing)
    listing.title = "Teacher"
    assert len({before.version, dearer.version, picture_of(listing).version}) == 3
    listing.is_sample = True
    assert (before.badge, picture_of(listing).badge) == ("", "Sample")


def test_listing_card_says_the_same_in_the_reader_s_language():
    listing = factories.make_listing(pay_min=Decimal(18), pay_max=Decimal(24), pay_period="hour")
    english = picture_of(listing)
    with override("id"):
        indonesian = picture_of(listing)
    assert (english.kicker, indonesian.kicker) == ("AI Model Trainer", "Pelatih Model AI")
    assert "/ jam" in indonesian.strong


@pytest.mark.parametrize("title", ["محرر عربي", "招聘编辑", "🎉🎉🎉"])
def test_listing_card_shows_the_profession_where_letters_are_missing(client, title):
    listing = factories.make_listing()
    Listing.objects.filter(pk=listing.pk).update(title=title)
    listing.refresh_from_db()
    picture = picture_of(listing)
    assert (picture.title, picture.kicker, picture.by) == ("AI Model Trainer", "", listing.employer.name)
    assert client.get(path_of(listing)).status_code == 200


@pytest.mark.parametrize("verb", ["pause", "fill", "close"])
def test_listing_card_of_an_ended_one_says_so(verb):
    listing = factories.make_listing()
    getattr(listing, verb)(by=owner(listing))
    listing.refresh_from_db()
    picture = picture_of(listing)
    assert picture.strong == ("This listing is paused." if verb == "pause" else "This listing has ended.")
    assert picture.soft == ""


def test_listing_card_of_what_is_not_public_is_404(client, rani, ayu):
    draft = factories.make_draft(employer=factories.make_employer(owner=rani))
    suspended, hidden = factories.make_listing(), factories.make_listing()
    suspended.suspend(by=ayu, reason="It asks for money.")
    hidden.hide(by=ayu, reason="The employer is suspended.")
    signed_in = Client()
    signed_in.force_login(rani)
    for listing in (draft, suspended, hidden):
        for version in (picture_of(listing).version, "0"):
            path = reverse("listing_card", args=[listing.slug, version])
            assert [who.get(path).status_code for who in (client, signed_in)] == [404, 404]


def test_listing_card_of_a_removed_one_is_gone(client, ayu):
    listing = factories.make_listing()
    path = path_of(listing)
    listing.suspend(by=ayu, reason="Fraud.")
    listing.remove(by=ayu, reason="Fraud.")
    assert client.get(path).status_code == 410


def test_listing_card_leads_from_a_former_slug_to_the_present(client):
    listing = factories.make_listing(title="Old words")
    former = path_of(listing)
    listing.rename("Quite other words")
    listing.refresh_from_db()
    response = client.get(former)
    assert (response.status_code, response["Location"]) == (302, path_of(listing))


@pytest.mark.parametrize("path", ["nowhere/card/0.png", "a/card/..%2f.png", "a/card/.png", "a/card/0.jpg"])
def test_listing_card_of_nothing_is_404(client, path):
    assert client.get(f"/en/listings/{path}").status_code == 404


def test_listing_card_touches_no_session(client, dewi):
    listing = factories.make_listing()
    client.force_login(dewi)
    response = client.get(path_of(listing))
    assert (response.cookies, response.has_header("Vary")) == ({}, False)
