"""The public pages of listings: what stands there, for whom, with how many queries."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from careers.core import clock as board_clock
from careers.listings.models.listing import Listing
from careers.listings.models.log import ListingViews
from careers.listings.views.counting import readings
from tests import factories

pytestmark = pytest.mark.django_db
LIST = "/en/listings/"
BROWSER = {"HTTP_USER_AGENT": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}


@pytest.fixture(autouse=True)
def _english():
    with override("en"):
        yield


@pytest.fixture(autouse=True)
def _nothing_counted():
    readings.flush()


def queries(client, url: str) -> int:
    """How many queries an anonymous request of `url` costs."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def owner(listing: Listing):
    return listing.employer.memberships.get(role="owner").user


# --- the list ---


@pytest.mark.parametrize("number", [1, 3])
def test_listing_list_costs_the_same_whatever_it_shows(client, number):
    for _one in range(number):
        factories.make_listing(skills=[factories.make_skill()], backgrounds=[factories.make_background()])
    assert queries(client, LIST) == 12


def test_listing_list_shows_cards_with_their_hooks(client):
    listing = factories.make_listing()
    page = client.get(LIST).content.decode()
    assert (page.count(f'data-listing="{listing.public_id}"'), page.count('data-total="1"')) == (1, 1)


def test_listing_list_hides_from_everybody_what_is_not_live(client, rani):
    factories.make_draft(title="A secret draft", employer=factories.make_employer(owner=rani))
    client.force_login(rani)
    assert (client.get(LIST).context["total"], b"A secret draft" in client.get(LIST).content) == (0, False)


def test_listing_list_counts_each_facet_without_its_own_choice(client):
    factories.make_listing(engagement="contractor", technical="none")
    factories.make_listing(engagement="employee", technical="deep")
    facets = client.get(LIST, {"engagement": "employee"}).context["facets"]
    assert {row["value"]: row["count"] for row in facets["engagement"]} == {"employee": 1, "contractor": 1}
    assert {row["value"]: row["count"] for row in facets["technical"]} == {"none": 0, "some": 0, "deep": 1}


def test_listing_list_refuses_a_wrong_search_beside_its_field(client):
    factories.make_listing()
    response = client.get(LIST, {"hours_max": "-4", "nope": "1"})
    page = response.content.decode()
    assert (response.status_code, response.context["total"], response.context["cards"]) == (400, 0, [])
    assert ('id="hours_max_error"' in page, 'href="#hours_max"' in page, "nope" in page) == (True, True, True)


def test_listing_list_gives_htmx_the_board_alone(client):
    factories.make_listing()
    response = client.get(LIST, {"sort": "pay", "pay_from": ""}, HTTP_HX_REQUEST="true")
    assert (b"<html" in response.content, response["HX-Push-Url"]) == (False, "/en/listings/?sort=pay")


def test_listing_list_says_what_to_loosen(client):
    factories.make_listing(engagement="contractor")
    response = client.get(LIST, {"engagement": "employee", "technical": "none"})
    assert [(way["count"], way["url"]) for way in response.context["loosened"]] == [
        ("1", "/en/listings/?technical=none")
    ]


def test_listing_list_without_any_listing_is_useful(client):
    response = client.get(LIST)
    assert (response.status_code, reverse("for_employers") in response.content.decode()) == (200, True)


def test_listing_list_chips_take_one_filter_away(client):
    factories.make_listing()
    chips = client.get(LIST, {"technical": ["none", "some"], "hours_max": "30"}).context["chips"]
    assert [chip["url"] for chip in chips] == [
        "/en/listings/?technical=none&technical=some",
        "/en/listings/?technical=some&hours_max=30",
        "/en/listings/?technical=none&hours_max=30",
    ]


def test_listing_list_pages_both_ways(client):
    employer = factories.make_employer(level=1)
    for _number in range(21):
        factories.make_listing(employer=employer)
    first = client.get(LIST)
    second = client.get(first.context["older_url"])
    back = client.get(second.context["newer_url"])
    assert (len(second.context["cards"]), second.context["older_url"]) == (1, "")
    assert [card["public_id"] for card in back.context["cards"]] == [
        card["public_id"] for card in first.context["cards"]
    ]


def test_listing_list_tells_a_printer_what_was_searched(client):
    factories.make_listing(title="Model rater")
    page = client.get(LIST, {"q": "rater", "technical": "none", "country": "ID"}).content.decode()
    paper = re.search(r'<p class="note" data-paper>(.*?)</p>', page)[1]
    assert re.sub("<[^>]+>", "", paper) == "From Indonesia · “rater” · No technical background needed"
    assert "data-paper" not in client.get(LIST).content.decode()


def test_listing_list_shows_pay_in_the_viewer_currency(client):
    factories.make_rate("USD", "1.25")
    factories.make_rate("IDR", "20000")
    factories.make_listing(pay_min=Decimal(10), pay_max=Decimal(10), hours_min=12, hours_max=12)
    card = client.get(LIST, {"currency": "IDR"}).context["cards"][0]
    assert card["pay"]["about"] == "≈ Rp\u00a08.3\u00a0million / month"


# --- the page of one listing ---


@pytest.mark.parametrize("number", [1, 3])
def test_listing_detail_costs_the_same_whatever_it_shows(client, number):
    category = factories.make_category()
    listing = factories.make_listing(
        skills=[factories.make_skill()], backgrounds=[factories.make_background()], category=category
    )
    factories.make_terms(listing)
    for _one in range(number):
        factories.make_listing(category=category)
    assert queries(client, listing.get_absolute_url()) == 10


def test_listing_detail_sets_no_cookie_and_may_be_kept(client):
    response = client.get(factories.make_listing().get_absolute_url(), **BROWSER)
    assert (response.cookies, response["Cache-Control"], sorted(response["Vary"].split(", "))) == (
        {}, "public, max-age=0, must-revalidate", ["Accept-Encoding", "Cookie", "HX-Request"],
    )  # fmt: skip


def test_listing_detail_is_private_with_a_session(client, dewi):
    client.force_login(dewi)
    response = client.get(factories.make_listing().get_absolute_url(), **BROWSER)
    assert ("private" in response["Cache-Control"], response.has_header("ETag")) == (True, False)


def test_listing_detail_answers_304_until_it_changes(client):
    listing = factories.make_listing()
    tag = client.get(listing.get_absolute_url(), **BROWSER)["ETag"]
    again = client.get(listing.get_absolute_url(), HTTP_IF_NONE_MATCH=tag, **BROWSER)
    listing.close(by=owner(listing))
    changed = client.get(listing.get_absolute_url(), HTTP_IF_NONE_MATCH=tag, **BROWSER)
    assert (again.status_code, again.content, changed.status_code) == (304, b"", 200)


@pytest.mark.parametrize("state", ["paused", "filled", "closed", "expired"])
def test_listing_detail_of_an_ended_one_says_so(client, state, clock):
    listing, other = factories.make_listing(), factories.make_listing()
    verb = {"paused": listing.pause, "filled": listing.fill, "closed": listing.close}.get(state)
    if verb:
        verb(by=owner(listing))
    else:
        clock.forward(days=31)
        listing.expire()
        other.extend(by=owner(other), closes_at=board_clock.now() + timedelta(days=3), reason="More people are needed.")
    response = client.get(listing.get_absolute_url())
    page = response.content.decode()
    assert (response.status_code, 'content="noindex"' in page, "/apply/" in page) == (200, True, False)
    assert [card["public_id"] for card in response.context["similar"]] == [other.public_id]


def test_listing_detail_hides_a_draft_from_everybody(client, rani, tono):
    listing = factories.make_draft(employer=factories.make_employer(owner=rani))
    answers = [client.get(listing.get_absolute_url()).status_code]
    for user in (rani, tono):
        client.force_login(user)
        answers.append(client.get(listing.get_absolute_url()).status_code)
    assert answers == [404, 404, 404]


def test_listing_detail_of_a_suspended_or_hidden_one_is_neutral(client, ayu):
    suspended, hidden = factories.make_listing(title="Plain work"), factories.make_listing(title="More plain work")
    suspended.suspend(by=ayu, reason="It asks for money.")
    hidden.hide(by=ayu, reason="The employer is suspended.")
    for listing in (suspended, hidden):
        response = client.get(listing.get_absolute_url())
        assert (response.status_code, b"money" in response.content, b"lain work" in response.content) == (
            404,
            False,
            False,
        )


def test_listing_detail_of_a_removed_one_is_gone(client, ayu):
    listing = factories.make_listing()
    listing.suspend(by=ayu, reason="Fraud.")
    listing.remove(by=ayu, reason="Fraud.")
    assert client.get(listing.get_absolute_url()).status_code == 410


def test_listing_detail_leads_from_a_former_slug_to_the_present(client):
    listing = factories.make_listing(title="Old words")
    former = listing.get_absolute_url()
    listing.rename("Quite other words")
    response = client.get(former)
    assert (response.status_code, response["Location"]) == (301, "/en/listings/quite-other-words/")


@pytest.mark.parametrize("slug", ["nowhere", "a" * 120, "%00", "..%2f", "🦜"])
def test_listing_detail_of_nothing_is_404(client, slug):
    assert client.get(f"/en/listings/{slug}/").status_code == 404


def test_listing_detail_of_a_sample_is_not_for_search_engines(client):
    listing = factories.make_listing()
    Listing.objects.filter(pk=listing.pk).update(is_sample=True)
    assert b'content="noindex"' in client.get(listing.get_absolute_url()).content


def test_listing_detail_shows_the_host_before_one_leaves(client):
    listing = factories.make_listing(apply_at="outside", apply_url="https://jobs.kebun.example/apply?x=1")
    page = client.get(listing.get_absolute_url()).content.decode()
    assert (
        "jobs.kebun.example</strong>" in page,
        "https://jobs.kebun.example/apply?x=1" in page,
        '/apply/"' in page,
    ) == (True, True, False)


def test_listing_detail_with_a_full_queue_takes_no_application(client):
    listing = factories.make_listing()
    listing.mark_queue(full=True)
    page = client.get(listing.get_absolute_url()).content.decode()
    assert ("The queue is full" in page, "/apply/" in page) == (True, False)


def test_listing_detail_names_its_languages(client):
    page = client.get(factories.make_listing(title="Kata kerja", language="id").get_absolute_url()).content.decode()
    assert (
        'lang="id">Kata kerja</h1>' in page,
        'hreflang="id" href="http://testserver/id/listings/kata-kerja/"' in page,
    ) == (True, True)


# --- readings ---


def read(client, listing: Listing, **headers) -> None:
    client.get(listing.get_absolute_url(), **{**BROWSER, **headers})


def counted(listing: Listing) -> tuple[int, list[int]]:
    """The listing's own figure, and those of its days, once all is added up."""
    readings.flush()
    listing.refresh_from_db(fields=["view_count"])
    return listing.view_count, list(ListingViews.objects.filter(listing=listing).values_list("count", flat=True))


def test_reading_is_counted_for_200_and_304(client):
    listing = factories.make_listing()
    tag = client.get(listing.get_absolute_url(), **BROWSER)["ETag"]
    read(client, listing, HTTP_IF_NONE_MATCH=tag)
    assert counted(listing) == (2, [2])


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_USER_AGENT": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
        {"HTTP_USER_AGENT": "curl/8.5.0"},
        {"HTTP_USER_AGENT": ""},
        {"HTTP_SEC_PURPOSE": "prefetch;prerender"},
        {"HTTP_PURPOSE": "prefetch"},
        {"HTTP_X_MOZ": "prefetch"},
    ],
)
def test_reading_by_a_robot_or_ahead_is_not_counted(client, headers):
    listing = factories.make_listing()
    read(client, listing, **headers)
    assert counted(listing) == (0, [])


def test_reading_by_a_member_is_not_counted_and_by_a_stranger_is(client, kebun, bima, tono):
    listing = factories.make_listing(employer=kebun)
    client.force_login(bima)
    read(client, listing)
    client.force_login(tono)
    read(client, listing)
    assert counted(listing) == (1, [1])


def test_reading_of_a_page_that_is_not_there_is_not_counted(client, ayu):
    listing = factories.make_listing()
    listing.suspend(by=ayu, reason="Test.")
    read(client, listing)
    assert counted(listing) == (0, [])


def test_readings_are_added_in_one_statement(client, clock):
    one, two = factories.make_listing(), factories.make_listing()
    read(client, one)
    read(client, two)
    clock.forward(days=1)
    read(client, one)
    with CaptureQueriesContext(connection) as captured:
        assert readings.flush() == 3
    assert (len(captured), counted(one), counted(two)) == (1, (2, [1, 1]), (1, [1]))


def test_readings_of_a_deleted_listing_hurt_nobody(client):
    readings.add(2**40)
    listing = factories.make_listing()
    read(client, listing)
    assert counted(listing) == (1, [1])


# --- the archive ---


@pytest.mark.parametrize("number", [1, 3])
def test_archive_list_costs_the_same_whatever_it_shows(client, number):
    for _one in range(number):
        factories.make_archived()
    assert queries(client, "/en/archive/") == 1


def test_archive_detail_takes_no_applications(client):
    row = factories.make_archived(language="en")
    page = client.get(row.get_absolute_url()).content.decode()
    assert ("not a member of this board" in page, "/apply/" in page, row.source_url in page) == (True, False, True)


def test_archive_is_in_no_search(client):
    factories.make_archived(title="Data analyst")
    assert client.get(LIST, {"q": "analyst"}).context["total"] == 0


# --- nothing found, and what may be fetched ahead ---


def test_listing_list_without_results_shows_what_comes_closest(client):
    near = factories.make_listing(title="Nearly right", hours_guaranteed=False, training_paid=True)
    far = factories.make_listing(title="Quite wrong", hours_guaranteed=False, training_paid=False)
    page = client.get(f"{LIST}?guaranteed=1&paid_training=1").content.decode()
    assert ("Without “Hours guaranteed”" in page, near.title in page, far.title in page) == (True, True, False)


def test_listing_list_where_loosening_one_is_not_enough_says_what_each_finds_alone(client):
    factories.make_listing(hours_guaranteed=False, training_paid=True)
    page = client.get(f"{LIST}?guaranteed=1&paid_training=1&q=zzzz").content.decode()
    assert ("Only “Training is paid”" in page, "Only “Hours guaranteed”" in page, 'class="card"' in page) == (
        True,
        False,
        False,
    )


def test_pages_for_everybody_name_what_may_be_fetched_ahead(client, dewi):
    assert client.get(LIST)["Speculation-Rules"] == '"/static/prefetch.rules"'
    assert "Speculation-Rules" not in client.get(f"{LIST}?pay_from=much")
    client.force_login(dewi)
    assert "Speculation-Rules" not in client.get(LIST)
