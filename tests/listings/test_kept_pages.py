"""Pages made of kept pieces: the same to the letter as pages made anew, for everybody, whatever was asked before."""

import time
from decimal import Decimal

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override
from hypothesis import HealthCheck, given
from hypothesis import settings as looks
from hypothesis import strategies as some

from careers.accounts.viewer import COOKIE_LASTS, NOBODY, Viewer
from careers.core import fragments
from careers.core import held as holding
from careers.core.clock import now as clock_now
from careers.employers.models.employer import Employer
from careers.listings.models.listing import Listing
from careers.listings.views.cards import card_of
from careers.listings.views.deck import cards_of
from careers.listings.views.names import names_for
from careers.listings.views.rows import rows_of
from careers.taxonomy.models import JobCategory
from tests import factories

pytestmark = pytest.mark.django_db
LISTS = ["/id/listings/", "/en/listings/"]
BROWSER = {"HTTP_USER_AGENT": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}


@pytest.fixture
def held(settings, monkeypatch):
    """Answers are held as on a real board; gives what lets a second pass."""
    settings.HOLDS_ANSWERS = True
    passed = [0.0]
    clock = time.monotonic
    monkeypatch.setattr(holding.time, "monotonic", lambda: clock() + passed[0])

    def pass_second() -> None:
        passed[0] += holding.SECONDS

    return pass_second


def owner(listing: Listing):
    return listing.employer.memberships.get(role="owner").user


def kept_card(listing: Listing, viewer: Viewer = NOBODY, heading: str = "h2") -> str:
    """A card as a list shows it, made of kept pieces where there are any."""
    (card,) = cards_of(rows_of([listing.pk]), viewer)
    return card.markup(heading)


def plain_card(listing: Listing, viewer: Viewer = NOBODY, heading: str = "h2") -> str:
    """The same by the template alone, with nothing kept."""
    card = card_of(Listing.objects.for_cards().get(pk=listing.pk), names_for(viewer))
    return render_to_string("components/_listing_card.html", {"card": card, "heading": heading})


# --- for everybody ---


@pytest.mark.parametrize("path", LISTS)
def test_list_sets_no_cookie_and_may_be_kept(client, path):
    factories.make_listing()
    response = client.get(path)
    assert (response.cookies, response["Cache-Control"], sorted(response["Vary"].split(", "))) == (
        {}, "public, max-age=0, must-revalidate", ["Accept-Encoding", "Cookie", "HX-Request"],
    )  # fmt: skip


def test_list_has_a_version_for_each_language_address_and_kind_of_answer(client):
    factories.make_listing()
    asked = [(path, {}) for path in (*LISTS, "/en/listings/?sort=pay")] + [(LISTS[0], {"HTTP_HX_REQUEST": "true"})]
    tags = {client.get(path, **headers)["ETag"] for path, headers in asked}
    assert len(tags) == 4


@pytest.mark.parametrize("path", LISTS)
def test_list_answers_304_until_something_is_published(client, held, path):
    factories.make_listing()
    tag = client.get(path)["ETag"]
    again = client.get(path, HTTP_IF_NONE_MATCH=tag)
    factories.make_listing(title="A wholly new one")
    held()
    changed = client.get(path, HTTP_IF_NONE_MATCH=tag)
    assert (again.status_code, again.content, changed.status_code) == (304, b"", 200)
    assert "A wholly new one" in changed.content.decode()


def test_list_answers_304_without_a_query_and_the_page_with_one(client, held, django_assert_num_queries):
    listings = [factories.make_listing() for _one in range(3)]
    tag = client.get(LISTS[0])["ETag"]
    with django_assert_num_queries(0):
        client.get(LISTS[0], HTTP_IF_NONE_MATCH=tag)
    with django_assert_num_queries(1):
        page = client.get(LISTS[0]).content.decode()
    assert [str(listing.public_id) in page for listing in listings] == [True] * 3


def test_list_shows_within_the_second_what_is_no_longer_live(client, held):
    listing = factories.make_listing(title="Soon gone")
    before = client.get(LISTS[1]).content.decode()
    listing.pause(by=owner(listing))
    after = client.get(LISTS[1]).content.decode()
    assert ("Soon gone" in before, "Soon gone" in after) == (True, False)


def test_listing_is_asked_for_with_every_page_and_within_the_second_by_those_who_have_it(client, held):
    listing = factories.make_listing(title="Soon hidden")
    address = f"{LISTS[1]}{listing.slug}/"
    tag = client.get(address)["ETag"]
    first = client.get(address, HTTP_IF_NONE_MATCH=tag).status_code
    Listing.objects.filter(pk=listing.pk).update(hidden_at=clock_now())
    anew, again = client.get(address), client.get(address, HTTP_IF_NONE_MATCH=tag)
    held()
    late = client.get(address, HTTP_IF_NONE_MATCH=tag)
    assert (first, anew.status_code, again.status_code, late.status_code) == (304, 404, 304, 404)
    assert "Soon hidden" not in anew.text


LISTING_CAUSES = {
    "profession's hue": lambda listing: JobCategory.objects.filter(pk=listing.category_id).update(hue="telang"),
    "employer's name": lambda listing: Employer.objects.filter(pk=listing.employer_id).update(name="Renamed"),
    "applications": lambda listing: Listing.objects.filter(pk=listing.pk).update(application_count=60),
    "version": lambda listing: Listing.objects.filter(pk=listing.pk).update(
        title="Renamed", version=listing.version + 1
    ),
}


@pytest.mark.parametrize("cause", LISTING_CAUSES)
def test_page_of_a_listing_changes_with(client, clock, held, cause):
    listing = factories.make_listing()
    clock.at(listing.published_at)
    address = f"{LISTS[1]}{listing.slug}/"
    client.get(address)
    before = client.get(address)
    LISTING_CAUSES[cause](listing)
    after = client.get(address)
    fragments.forget()
    assert (after.content != before.content, after["ETag"] != before["ETag"]) == (True, True)
    assert after.content == client.get(address).content


@pytest.mark.parametrize("moved", ["application", "employer", "ending"])
def test_version_of_the_board_changes_with(client, clock, moved):
    listing = factories.make_listing()
    clock.at(listing.published_at)
    tag = client.get(LISTS[0])["ETag"]
    if moved == "application":
        factories.make_application(listing=listing)
    elif moved == "employer":
        listing.employer.rename("Kebun Baru Sekali", by=owner(listing))
    else:
        clock.at(listing.closes_at)
    assert client.get(LISTS[0], HTTP_IF_NONE_MATCH=tag).status_code == 200


@pytest.mark.parametrize("name", ["home", "category_list", "employer_list", "learn", "about", "how_it_works"])
def test_every_page_for_everybody_answers_304(client, name):
    with override("en"):
        path = reverse(name)
    response = client.get(path)
    again = client.get(path, HTTP_IF_NONE_MATCH=response["ETag"])
    assert (response.cookies, again.status_code, again.content) == ({}, 304, b"")
    assert again["Cache-Control"] == response["Cache-Control"]


FRAMED = {
    "all": "",
    "in a currency": "?country=ID&currency=EUR",
    "nothing fits": "?q=zzqqzz",
    "a wrong word": "?sort=sideways",
    "a mark of ours": "?q=lints+OR+\ue000slot:cards\ue001",
}


@pytest.mark.parametrize("asked", FRAMED)
def test_list_around_new_cards_is_the_list_to_the_letter(client, clock, held, asked):
    for code, rate in (("USD", "1.25"), ("IDR", "20000")):
        factories.make_rate(code, rate)
    one, other = factories.make_listing(), factories.make_listing(title="Plants lints")
    clock.at(one.published_at)
    address = f"{LISTS[1]}{FRAMED[asked]}"
    for number, headers in enumerate(({}, {"HTTP_HX_REQUEST": "true"})):
        client.get(address, **headers)
        Listing.objects.filter(pk=other.pk).update(title=f"Prunes lints {number}", version=other.version + 1 + number)
        kept = client.get(address, **headers)
        fragments.forget()
        anew = client.get(address, **headers)
        client.cookies["sessionid"] = "nobody"
        plain = client.get(address, **headers)
        client.cookies.clear()
        assert (kept.status_code, kept.content) == (anew.status_code, anew.content)
        assert _board(kept.text) == _board(plain.text)


def _board(page: str) -> str:
    """What lies between header and footer; the whole of a fragment."""
    return page.partition('<main id="main"')[2].partition("</main>")[0] or page


# --- with a cookie of ours ---


def test_list_with_a_session_is_private_and_wears_the_account(client, dewi, held):
    factories.make_listing()
    client.get(LISTS[1])
    client.force_login(dewi)
    mine = client.get(LISTS[1])
    client.logout()
    client.cookies.clear()
    nobodys = client.get(LISTS[1])
    assert ("private" in mine["Cache-Control"], mine.has_header("ETag"), dewi.email in mine.text) == (True, False, True)
    assert (nobodys["Cache-Control"].startswith("public"), dewi.email in nobodys.text) == (True, False)


def test_two_people_who_ask_the_same_never_see_each_other(client, dewi, tono, held):
    listing = factories.make_listing()
    for path in (LISTS[1], f"{LISTS[1]}{listing.slug}/"):
        seen = []
        for user in (dewi, tono, dewi):
            client.force_login(user)
            seen.append((dewi.email in client.get(path).text, tono.email in client.get(path).text))
        assert seen == [(True, False), (False, True), (True, False)]


def test_viewer_cookie_makes_it_private_and_judges(client, held):
    factories.make_country("ID")
    factories.make_country("DE", name_en="Germany", name_id="Jerman", zones=["Europe/Berlin"])
    listing = factories.make_listing(eligibility_scope="countries", eligible_countries=["ID"])
    for path in (LISTS[1], f"{LISTS[1]}{listing.slug}/"):
        said = []
        for country in ("ID", "DE", "", "ID"):
            client.cookies.clear()
            if country:
                client.cookies["viewer"] = f"country={country}"
                client.cookies["viewer"]["max-age"] = COOKIE_LASTS
            page = client.get(path, **BROWSER)
            words = ("Open to you from Indonesia" in page.text, "Not open to Germany" in page.text)
            said.append((words, page["Cache-Control"].partition(",")[0]))
        assert said == [
            ((True, False), "private"), ((False, True), "private"), ((False, False), "public"), ((True, False), "private"),
        ]  # fmt: skip


# --- a kept card is the card ---

viewers = some.builds(
    Viewer,
    country=some.sampled_from(["", "ID", "DE"]),
    currency=some.sampled_from(["", "IDR", "EUR"]),
    zone=some.sampled_from(["", "Asia/Jakarta", "Europe/Berlin"]),
    asked=some.sampled_from([(), (("country", "DE"),), (("currency", "EUR"), ("country", "ID"))]),
)


@pytest.fixture
def varied(db) -> list[Listing]:
    """Listings that differ in all that a card says."""
    factories.make_country("DE", name_en="Germany", name_id="Jerman", zones=["Europe/Berlin"])
    for code, rate in (("USD", "1.25"), ("IDR", "20000")):
        factories.make_rate(code, rate)
    sample = factories.make_employer(level=2, is_sample=True, zone="Asia/Makassar")
    Employer.objects.filter(pk=sample.pk).update(
        answer_due_count=40, answer_seeker_count=30, answered_count=31, answer_median_days=Decimal("2.5")
    )
    odd = factories.make_listing(language="id")
    # Letters that the lint refuses may stand in rows from before it did.
    Listing.objects.filter(pk=odd.pk).update(title="100% <b>remote</b> & {{ odd }} \ue000title\ue001 %s")
    return [
        odd,
        factories.make_listing(eligibility_scope="countries", eligible_countries=["ID"], hours_guaranteed=True),
        factories.make_listing(
            employer=sample, eligibility_scope="not-stated", pay_min=None, pay_max=None, pay_period="", pay_currency=None
        ),
        factories.make_listing(
            category=factories.make_category("ai-editor", name_en="AI <Editor>", name_id="", hue="suji"), training_paid=True,
            apply_at="outside", apply_url="https://elsewhere.example/x", pay_period="month", pay_min=Decimal(9_000_000),
            pay_max=None, pay_currency=factories.make_currency("IDR"), engagement="employee", overlap_hours=3,
            overlap_zone="Europe/Berlin",
        ),
    ]  # fmt: skip


@looks(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    asked=some.lists(some.tuples(viewers, some.sampled_from(["id", "en"]), some.sampled_from(["h2", "h3"])), max_size=6)
)
def test_kept_card_is_the_card_to_the_letter(varied, settings, asked):
    settings.HOLDS_ANSWERS = True
    for viewer, language, heading in asked:
        with override(language):
            for listing in varied:
                assert kept_card(listing, viewer, heading) == plain_card(listing, viewer, heading)


CAUSES = {
    "title": lambda listing: listing.rename("Quite another title") or listing.write_content(),
    "employer's name": lambda listing: listing.employer.rename("Kebun Lain Namanya", by=owner(listing)),
    "level": lambda listing: listing.employer.add_proof("sample", detail="Test", level=3),
    "record": lambda listing: Employer.objects.filter(pk=listing.employer_id).update(
        answer_due_count=40, answer_seeker_count=30, answered_count=31, answer_median_days=2
    ),
    "applications": lambda listing: Listing.objects.filter(pk=listing.pk).update(application_count=60),
    "queue": lambda listing: listing.mark_queue(full=True),
    "profession's name": lambda listing: JobCategory.objects.filter(pk=listing.category_id).update(name_en="Renamed"),
    "profession's hue": lambda listing: JobCategory.objects.filter(pk=listing.category_id).update(hue="telang"),
    "profession": lambda listing: Listing.objects.filter(pk=listing.pk).update(
        category=factories.make_category("other", name_en="Other", name_id="Lain")
    ),
}


@pytest.mark.parametrize("cause", CAUSES)
def test_card_changes_with(cause):
    listing = factories.make_listing()
    with override("en"):
        before = kept_card(listing)
        CAUSES[cause](listing)
        after = kept_card(listing)
        assert after != before
        assert after == plain_card(listing)


def test_card_ages_by_the_day(clock):
    listing = factories.make_listing()
    with override("en"):
        clock.at(listing.published_at)
        young = kept_card(listing)
        clock.forward(days=3)
        assert (">today<" in young, ">3 days ago<" in kept_card(listing)) == (True, True)


def test_store_never_grows_past_its_limit():
    store = fragments.Store(10)
    for number in range(1000):
        store.put(number, number)
        assert store.get(number) == number
    assert len(store) <= 10
