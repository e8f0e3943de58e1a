"""The verdict as pages show it: every surface says the same, the filter finds what the cards say, caches keep what they may."""

import random
import re
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from careers.accounts.viewer import Viewer
from careers.listings.eligibility import VERDICTS
from careers.listings.models.listing import Listing
from careers.listings.views.names import names_for
from careers.listings.views.verdicts import verdict_of
from careers.taxonomy.models import Region
from tests import factories
from tests.listings.test_verdict import COUNTRIES, ZONES, random_rows

pytestmark = pytest.mark.django_db
LIST = "/en/listings/"
CARD = re.compile(r'data-listing="([^"]+)" data-eligibility="([^"]+)"')
TOTAL = re.compile(r'data-total="(\d+)"')
NAMES = {"ID": "Indonesia", "DE": "Germany", "US": "United States", "BV": "Bouvet Island"}


@pytest.fixture(autouse=True)
def _english():
    with override("en"):
        for code, zones in COUNTRIES.items():
            factories.make_country(code, name_en=NAMES[code], name_id=NAMES[code], zones=list(zones))
        factories.make_country("MY", name_en="Malaysia", name_id="Malaysia", zones=["Asia/Kuala_Lumpur"])
        yield


def seen(client, words: dict) -> tuple[int, dict[str, str]]:
    """The total that a search states, and public id → verdict of every card on its pages."""
    url, total, found = LIST, 0, {}
    while url:
        response = client.get(url, words if url == LIST else None)
        page = response.content.decode()
        assert response.status_code == 200
        total = int(TOTAL.search(page)[1])
        cards = dict(CARD.findall(page)) if total else {}
        assert len(cards) == len(response.context["cards"]) and not found.keys() & cards.keys()
        found |= cards
        url = response.context["older_url"]
    return total, found


def counts(client, words: dict) -> dict[str, int]:
    """What stands beside the choices of the eligibility facet."""
    page = client.get(LIST, words).content.decode()
    return {
        kind: int(re.search(rf'data-count="(\d+)" data-preview="eligibility-{kind}"', page)[1]) for kind in VERDICTS
    }


@pytest.mark.parametrize("seed", range(4))
def test_filter_and_cards_agree_for_any_viewer_and_board(client, seed):
    random_rows(30, seed=seed)
    chance = random.Random(seed)
    words = {"country": chance.choice(sorted(COUNTRIES)), "work_language": chance.sample(["id", "en"], seed % 3)}
    if seed % 2:
        words["zone"] = chance.choice(ZONES)
    everything, said = seen(client, words)
    counted = counts(client, words)
    assert (sum(counted.values()), len(said)) == (everything, everything)
    for kind in VERDICTS:
        total, found = seen(client, words | {"eligibility": kind})
        assert found == {row: verdict for row, verdict in said.items() if verdict == kind}
        assert total == len(found) == counted[kind]
        # A facet is counted without its own choice.
        assert counts(client, words | {"eligibility": kind}) == counted


def test_every_surface_says_the_same(client, kebun):
    stated = [
        {"eligibility_scope": "worldwide"}, {"eligibility_scope": "not-stated"},
        {"eligibility_scope": "countries", "eligible_countries": ["MY"]},
        {"eligibility_scope": "worldwide", "utc_offset_max": -300},
    ]  # fmt: skip
    rows = [factories.make_listing(employer=kebun, **fields) for fields in stated]
    expected = dict(
        zip((str(row.public_id) for row in rows), ("open", "not-stated", "not-open", "not-open"), strict=True)
    )
    places = [LIST, "/en/", kebun.get_absolute_url(), rows[0].category.get_absolute_url()]
    client.cookies["viewer"] = "country=ID"
    for url in places:
        assert dict(CARD.findall(client.get(url).content.decode())) == expected, url
    for row in rows:
        response = client.get(row.get_absolute_url())
        assert response.context["decision"]["eligibility"] == expected[str(row.public_id)]
        similar = dict(CARD.findall(response.content.decode()))
        assert similar == {key: kind for key, kind in expected.items() if key != str(row.public_id)}


@pytest.mark.parametrize("words", [{}, {"work_language": "en"}, {"currency": "USD"}, {"zone": "Asia/Jakarta"}])
def test_card_has_no_verdict_without_a_country(client, words):
    factories.make_currency("USD")
    factories.make_listing(eligibility_scope="countries", eligible_countries=["ID"])
    page = client.get(LIST, words).content.decode()
    assert ("data-eligibility" in page, "Open to: Indonesia" in page, 'data-preview="eligibility-' in page) == (
        False,
        True,
        False,
    )
    assert "Say in which country you are" in page


@pytest.mark.parametrize(
    ("stated", "viewer", "expected"),
    [
        ({}, {}, ("open", "Open to you from Indonesia", "worldwide")),
        ({"eligibility_scope": "countries", "eligible_countries": ["ID"]}, {}, ("open", "Open to you from Indonesia", "")),
        (
            {"eligibility_scope": "countries", "eligible_countries": ["ID"], "utc_offset_min": 0}, {},
            ("open", "Open to you from Indonesia", "in all its time zones"),
        ),
        (
            {"utc_offset_min": 480}, {},
            ("open", "Open to you from Indonesia", "in the time zone of Makassar and Jayapura"),
        ),
        (
            {"eligibility_scope": "countries", "eligible_countries": ["MY", "DE"]}, {},
            ("not-open", "Not open to Indonesia", "Germany and Malaysia only"),
        ),
        (
            {"utc_offset_min": -480, "utc_offset_max": -300}, {},
            ("not-open", "Not open to Indonesia", "needs UTC−8 to UTC−5"),
        ),
        ({"utc_offset_min": 720}, {}, ("not-open", "Not open to Indonesia", "needs UTC+12 or further east")),
        ({"utc_offset_max": 0}, {}, ("not-open", "Not open to Indonesia", "needs UTC or further west")),
        (
            {"overlap_hours": 4, "overlap_zone": "America/New_York"}, {},
            ("not-open", "Not open to Indonesia", "needs 4 hours of overlap with New York"),
        ),
        (
            {"work_languages": ["ja"]}, {"work_languages": ("id", "en")},
            ("not-open", "Not open to Indonesia", "needs Japanese"),
        ),
        ({"eligibility_scope": "not-stated"}, {}, ("not-stated", "Employer has not said", "")),
    ],
)  # fmt: skip
def test_verdict_says_why(stated, viewer, expected):
    listing = factories.make_listing(**stated)
    said = verdict_of(listing, names_for(Viewer(country="ID", **viewer)))
    assert (said["eligibility"], said["verdict"], said["verdict_reason"]) == expected
    assert said["verdict_kind"] == expected[0]


def test_region_is_open_to_its_countries_and_named_to_others():
    asean = Region.objects.get_or_create(
        code="ASEAN", defaults={"name_en": "ASEAN", "name_id": "ASEAN", "as_of": "2026-01-01", "source": "test"}
    )[0]
    asean.countries.set(["ID", "MY"])
    listing = factories.make_listing(
        eligibility_scope="countries", eligible_regions=["ASEAN"], eligible_countries=["ID", "MY", "US"]
    )
    said = {code: verdict_of(listing, names_for(Viewer(country=code))) for code in ("ID", "MY", "US", "DE")}
    assert [one["eligibility"] for one in said.values()] == ["open", "open", "open", "not-open"]
    assert said["DE"]["verdict_reason"] == "ASEAN and United States only"


def test_many_places_are_cut_on_a_card():
    for code in ("AA", "BB", "CC", "DD"):
        factories.make_country(code, name_en=code, name_id=code)
    listing = factories.make_listing(
        eligibility_scope="countries", eligible_countries=["AA", "BB", "CC", "DD", "DE", "MY"]
    )
    said = verdict_of(listing, names_for(Viewer(country="ID")))
    assert said["verdict_reason"] == "AA, BB, CC, DD and 2 more only"


# --- for whom, and who may keep it ---


def test_viewer_of_the_address_is_public_and_of_a_cookie_private(client):
    page = factories.make_listing().get_absolute_url()
    for url in (LIST, page, "/en/"):
        said = client.get(f"{url}?country=ID")
        assert ("public" in said["Cache-Control"], "Open to you from Indonesia" in said.content.decode()) == (
            True,
            True,
        )
    client.cookies["viewer"] = "country=ID"
    for url in (LIST, page, "/en/"):
        said = client.get(url)
        assert ("private" in said["Cache-Control"], "Open to you from Indonesia" in said.content.decode()) == (
            True,
            True,
        )


def test_address_comes_before_profile_and_profile_before_cookie(client, dewi):
    listing = factories.make_listing(eligibility_scope="countries", eligible_countries=["MY"])
    factories.make_profile(dewi, country=factories.make_country("ID"))
    client.force_login(dewi)
    client.cookies["viewer"] = "country=DE"
    for url in (LIST, listing.get_absolute_url()):
        assert "Not open to Indonesia" in client.get(url).content.decode()
        assert "Open to you from Malaysia" in client.get(f"{url}?country=MY").content.decode()


@pytest.mark.parametrize("cookie", ["country=ZZ", "country=id%00", "country="])
def test_country_that_nobody_knows_gives_no_verdict(client, cookie):
    listing = factories.make_listing()
    client.cookies["viewer"] = cookie
    for url in (LIST, listing.get_absolute_url(), "/en/"):
        assert "data-eligibility" not in client.get(url).content.decode()
    assert client.get(f"{listing.get_absolute_url()}?country=ZZ").status_code == 200


def test_card_leads_to_a_page_that_says_the_same(client):
    factories.make_listing(eligibility_scope="countries", eligible_countries=["MY"])
    card = client.get(f"{LIST}?country=ID&zone=Asia/Jakarta").context["cards"][0]
    response = client.get(card["url"])
    assert (response.context["decision"]["eligibility"], "public" in response["Cache-Control"]) == ("not-open", True)
    assert client.get(LIST).context["cards"][0]["url"].endswith("/")


def test_listing_detail_has_another_tag_for_another_place_and_day(client, clock):
    url = factories.make_listing().get_absolute_url()
    browser = {"HTTP_USER_AGENT": "Mozilla/5.0"}
    one = client.get(f"{url}?country=ID", **browser)["ETag"]
    assert one not in {client.get(url, **browser)["ETag"], client.get(f"{url}?country=MY", **browser)["ETag"]}
    assert client.get(f"{url}?country=ID", HTTP_IF_NONE_MATCH=one, **browser).status_code == 304
    clock.forward(days=1)
    assert client.get(f"{url}?country=ID", HTTP_IF_NONE_MATCH=one, **browser).status_code == 200


def test_verdict_follows_daylight_saving(client, clock):
    listing = factories.make_listing(overlap_hours=3, overlap_zone="Europe/Berlin")
    Listing.objects.filter(pk=listing.pk).update(closes_at=datetime(2028, 1, 1, tzinfo=UTC))
    said = []
    for day in (27, 28):
        clock.at(datetime(2027, 3, day, 12, tzinfo=UTC))
        said.append(
            client.get(f"{listing.get_absolute_url()}?country=ID&zone=Asia/Jakarta").context["decision"]["eligibility"]
        )
    assert said == ["not-open", "open"]


# --- the rail, chips and money ---


@pytest.mark.parametrize(
    ("words", "word"),
    [
        ("eligibility=open", "country"), ("country=XX", "country"), ("zone=Mars/Base", "zone"),
        ("work_language=klingon", "work_language"), ("overlap=99&country=ID", "overlap"),
    ],
)  # fmt: skip
def test_wrong_place_is_refused_beside_its_field(client, words, word):
    factories.make_listing()
    response = client.get(f"{LIST}?{words}")
    page = response.content.decode()
    assert (response.status_code, response.context["total"], response.context["cards"]) == (400, 0, [])
    assert (f'id="{word}_error"' in page, f'href="#{word}"' in page, f'id="{word}"' in page) == (True, True, True)


def test_chips_name_the_place_and_leave_nothing_that_rests_on_it(client):
    factories.make_listing()
    chips = client.get(f"{LIST}?country=ID&eligibility=open&technical=none").context["chips"]
    assert [(chip["label"], chip["url"]) for chip in chips][:2] == [
        ("From Indonesia", f"{LIST}?technical=none"),
        ("No technical background needed", f"{LIST}?country=ID&eligibility=open"),
    ]
    assert all(client.get(chip["url"]).status_code == 200 for chip in chips)


def test_country_select_needs_no_word_for_what_a_cookie_says(client):
    client.cookies["viewer"] = "country=ID"
    page = client.get(LIST).content.decode()
    assert re.search(r'<option value="" selected data-row>I am in Indonesia', page)
    assert re.search(r'<option value="MY" data-row>Malaysia', page)


def test_pay_is_compared_in_the_money_of_the_country_with_its_rate(client):
    factories.make_rate("USD", "1.25")
    factories.make_rate("IDR", "20000")
    factories.make_country("SG", name_en="Singapore", name_id="Singapura", zones=["Asia/Singapore"], currency_id="IDR")
    factories.make_listing(hours_min=12, hours_max=12, pay_min=Decimal(10), pay_max=Decimal(10))
    response = client.get(f"{LIST}?country=SG&pay_from=8000000")
    page = response.content.decode()
    assert ("≈ Rp\u00a08.3\u00a0million / month" in page, "1\u00a0USD = Rp\u00a016,000" in page) == (True, True)
    assert client.get(f"{LIST}?country=SG&pay_from=9000000").context["total"] == 0


def test_best_paid_first_is_in_order_of_comparable_pay_and_says_so(client):
    factories.make_rate("USD", "1.25")
    factories.make_rate("IDR", "20000")
    idr = factories.make_currency("IDR")
    least = factories.make_listing(
        pay_min=Decimal(100_000), pay_max=Decimal(150_000), pay_currency=idr, hours_min=40, hours_max=40
    )
    most = factories.make_listing(pay_min=Decimal(10), pay_max=Decimal(20), hours_min=40, hours_max=40)
    middle = factories.make_listing(pay_min=Decimal(15), pay_max=Decimal(15), hours_min=40, hours_max=40)
    response = client.get(f"{LIST}?sort=pay")
    assert [card["public_id"] for card in response.context["cards"]] == [row.public_id for row in (most, middle, least)]
    assert ("In order of the most that each can come to" in response.content.decode()) is True
    assert "In order of the most" not in client.get(LIST).content.decode()


def test_crowd_is_counted_without_its_own_choice(client):
    quiet, busy, outside = (factories.make_listing() for _one in range(3))
    Listing.objects.filter(pk=busy.pk).update(application_count=30)
    Listing.objects.filter(pk=outside.pk).update(apply_at="outside", apply_url="https://jobs.example/")
    response = client.get(f"{LIST}?crowd=under-10")
    assert {row["value"]: row["count"] for row in response.context["facets"]["crowd"]} == {
        "": 3, "under-10": 1, "under-50": 2,
    }  # fmt: skip
    assert [card["public_id"] for card in response.context["cards"]] == [quiet.public_id]


@pytest.mark.parametrize("number", [1, 4])
def test_list_with_a_viewer_costs_the_same_whatever_it_shows(client, number):
    for _one in range(number):
        factories.make_listing(overlap_hours=2, overlap_zone="Asia/Jakarta", work_languages=["id"])
    with CaptureQueriesContext(connection) as captured:
        assert client.get(f"{LIST}?country=ID&eligibility=open&work_language=id").status_code == 200
    assert len(captured) == 18


# --- from home ---


@pytest.mark.parametrize(
    ("sentence", "search"),
    [
        ("country=ID&background=journalism&hours_max=10", "?background=journalism&country=ID&hours_max=10&eligibility=open"),
        ("country=&background=journalism&hours_max=", "?background=journalism"),
        ("country=&background=&hours_max=", ""),
        ("country=ID&colour=red", "?country=ID&eligibility=open"),
    ],
)  # fmt: skip
def test_home_leads_to_what_is_open_from_there(client, sentence, search):
    response = client.get(f"/en/?show=1&{sentence}")
    assert (response.status_code, response["Location"]) == (302, f"{LIST}{search}")


def test_viewer_without_a_zone_is_judged_by_all_of_the_country(client):
    listing = factories.make_listing(utc_offset_min=540)
    client.post("/en/viewer/", {"country": "ID"})
    response = client.get(listing.get_absolute_url())
    assert (response.context["decision"]["eligibility"], response.context["decision"]["verdict_reason"]) == (
        "open",
        "in the time zone of Jayapura",
    )
