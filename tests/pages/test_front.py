"""Home, the professions, the employers, and the pages of words."""

from decimal import Decimal

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from careers.applications.lifecycle import Stage
from careers.employers.models.employer import Employer
from careers.guides.models import Bridge, Course
from careers.insights.models import MarketFact
from careers.listings.models.listing import Listing
from tests import factories

pytestmark = pytest.mark.django_db
WORDS = [
    "about",
    "how-it-works",
    "how-it-works/application",
    "for-employers",
    "help",
    "accessibility",
    "privacy",
    "terms",
    "credits",
]


@pytest.fixture(autouse=True)
def _english():
    with override("en"):
        yield


def queries(client, url: str) -> int:
    """How many queries an anonymous request of `url` costs."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def fill(number: int) -> None:
    """So many of everything that these pages list."""
    category = factories.make_category()
    guide = factories.make_guide(category)
    factories.make_rate("IDR", "20000")
    for place in range(number):
        background = factories.make_background(f"background-{place}")
        factories.make_listing(
            category=category, backgrounds=[background], skills=[factories.make_skill(f"skill-{place}")]
        )
        Bridge.objects.create(
            background=background, category=category, carries_en="a", carries_id="a", missing_en="b", missing_id="b"
        )
        course = Course.objects.create(
            slug=f"course-{place}", name="C", provider="P", url="https://c.example", kind="course"
        )
        course.categories.add(category)
        guide.skills.add(factories.make_skill(f"guide-{place}"))
        MarketFact.objects.create(
            slug=f"fact-{place}", statement_en="S.", statement_id="S.", value=5, period="2025", source_name="Test"
        )


# Among these are the rates and the size of the board, each time they are asked: but in tests a process holds them.
@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(
    ("url", "cost"),
    [("/en/", 23), ("/en/categories/", 9), ("/en/categories/ai-model-trainer/", 21), ("/en/learn/", 4), ("/en/insight/", 8),
     ("/en/employers/", 2)],
)  # fmt: skip
def test_page_costs_the_same_whatever_it_shows(client, url, cost, number):
    fill(number)
    assert queries(client, url) == cost


# The rules name the day of the newest rates and the series that have ended.
@pytest.mark.parametrize(("words", "cost"), [(words, 3 if words == "how-it-works" else 0) for words in WORDS])
def test_page_of_words_asks_little_of_the_database_and_sets_no_cookie(client, words, cost, django_assert_num_queries):
    with django_assert_num_queries(cost):
        response = client.get(f"/en/{words}/")
    assert (response.status_code, response.cookies, response["Cache-Control"]) == (
        200,
        {},
        "public, max-age=0, must-revalidate",
    )


# --- the front ---


@pytest.mark.parametrize(
    ("cookie", "accepts", "home"),
    [
        ("", "", "/id/"), ("", "en-GB,en;q=0.8", "/en/"), ("", "fr-FR", "/id/"), ("en", "id", "/en/"),
        ("xx", "en", "/en/"), ("", "id-ID,id;q=0.9,en;q=0.5", "/id/"),
    ],
)  # fmt: skip
def test_front_leads_home_in_the_readers_language(client, cookie, accepts, home):
    if cookie:
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = cookie
    response = client.get("/", HTTP_ACCEPT_LANGUAGE=accepts)
    assert (response.status_code, response["Location"]) == (302, home)
    assert {"Cookie", "Accept-Language"} <= set(response["Vary"].split(", "))


def test_home_of_an_empty_board_is_useful(client):
    response = client.get("/en/")
    page = response.content.decode()
    assert (response.status_code, response.context["loom"], "You are hiring" in page) == (200, None, True)


def test_home_shows_no_figure_under_five(client):
    factories.make_rate("USD", "1.25")
    factories.make_rate("IDR", "20000")
    for number in range(5):
        before = client.get("/en/").context["professions"]
        factories.make_listing(pay_min=Decimal(10 + number), pay_max=None, hours_min=12, hours_max=12)
    assert ([row["pay"] for row in before], client.get("/en/").context["professions"][0]["figure"].count) == ([""], 5)


def test_home_marks_figures_that_rest_on_samples(client):
    listing = factories.make_listing()
    real = client.get("/en/").context["rests_on_samples"]
    Listing.objects.filter(pk=listing.pk).update(is_sample=True)
    page = client.get("/en/")
    assert (real, page.context["rests_on_samples"], "Sample data" in page.content.decode()) == (False, True, True)


def test_home_asks_for_the_country_and_keeps_the_one_that_is_known(client):
    factories.make_country("ID")
    anywhere = client.get("/en/").content.decode()
    client.cookies["viewer"] = "country=ID"
    known = client.get("/en/").content.decode()
    assert ('<option value="ID" data-row>' in anywhere, '<option value="ID" selected data-row>' in known) == (
        True,
        True,
    )


def test_home_counts_only_what_is_live(client):
    listing = factories.make_listing(backgrounds=[factories.make_background()])
    factories.make_draft()
    before = client.get("/en/").context
    listing.pause(by=listing.employer.memberships.get().user)
    assert (before["total"], len(before["loom"].threads), client.get("/en/").context["total"]) == (1, 1, 0)


# --- figures ---


def test_insight_draws_pay_with_its_table_and_says_what_it_found(client):
    factories.make_rate("USD", "1.25")
    factories.make_rate("IDR", "20000")
    for number in range(5):
        factories.make_listing(pay_min=Decimal(10 + number), pay_max=None, hours_min=12, hours_max=12)
    response = client.get("/en/insight/")
    page = response.content.decode()
    assert "Half of the listings for AI Model Trainer pay" in page
    assert (
        page.count('<svg class="chart"'),
        page.count("n = 5"),
        [row["count"] for row in response.context["pay_rows"]],
    ) == (
        2,
        2,
        [5],
    )


def test_insight_draws_nothing_under_five(client):
    factories.make_rate("IDR", "20000")
    factories.make_listing()
    page = client.get("/en/insight/").content.decode()
    assert ('<svg class="chart"' in page, "so there is nothing to show" in page) == (False, True)


def test_insight_reads_on_from_the_figure(client):
    MarketFact.objects.create(
        slug="jobs", statement_en="15,000 people lost their jobs.", statement_id="15.000 orang.", value=15000,
        unit_en="people", unit_id="orang", period="2025", source_name="Test",
    )  # fmt: skip
    page = client.get("/en/insight/").content.decode()
    assert (page.count("15,000"), "people lost their jobs." in page) == (1, True)


# --- professions ---


def test_category_detail_of_a_merged_one_leads_to_what_it_became(client):
    factories.make_category("chatbot-coach").merge_into(factories.make_category())
    response = client.get("/en/categories/chatbot-coach/")
    assert (response.status_code, response["Location"]) == (301, "/en/categories/ai-model-trainer/")


def test_category_detail_of_a_retired_one_says_so(client):
    factories.make_category().retire()
    response = client.get("/en/categories/ai-model-trainer/")
    page = response.content.decode()
    assert (response.status_code, 'content="noindex"' in page, "No new listings are filed" in page) == (200, True, True)


def test_category_detail_of_nothing_is_404(client):
    assert client.get("/en/categories/nowhere/").status_code == 404


def test_category_detail_marks_unchecked_courses(client):
    fill(1)
    assert "Not checked yet" in client.get("/en/categories/ai-model-trainer/").content.decode()


# --- employers ---


def test_employer_detail_shows_what_its_level_rests_on(client, kebun):
    listing = factories.make_listing(employer=kebun)
    factories.make_draft(employer=kebun, title="A secret draft")
    response = client.get(kebun.get_absolute_url())
    page = response.content.decode()
    assert [card["public_id"] for card in response.context["cards"]] == [listing.public_id]
    assert ("Sample, not a real proof" in page, "A secret draft" in page) == (True, False)


@pytest.mark.parametrize("state", ["review", "suspended", "closed"])
def test_employer_that_is_not_public_is_404_and_in_no_list(client, rani, kebun, state):
    Employer.objects.filter(pk=kebun.pk).update(state=state)
    client.force_login(rani)
    assert (client.get(kebun.get_absolute_url()).status_code, client.get("/en/employers/").context["rows"]) == (404, [])


def test_employer_detail_leads_from_a_former_slug_to_the_present(client, kebun, rani):
    former = kebun.get_absolute_url()
    kebun.rename("Serambi Kata", by=rani)
    response = client.get(former)
    assert (response.status_code, response["Location"]) == (301, "/en/employers/serambi-kata/")


def test_employer_detail_costs_the_same_whatever_it_shows(client, kebun):
    factories.make_listing(employer=kebun)
    one = queries(client, kebun.get_absolute_url())
    factories.make_listing(employer=kebun)
    factories.make_listing(employer=kebun)
    assert (one, queries(client, kebun.get_absolute_url())) == (7, 7)


def test_employer_list_refuses_a_forged_cursor(client):
    assert client.get("/en/employers/?cursor=forged").status_code == 400


def test_employer_of_samples_is_not_for_search_engines(client, kebun):
    Employer.objects.filter(pk=kebun.pk).update(is_sample=True)
    assert b'content="noindex"' in client.get(kebun.get_absolute_url()).content


# --- words ---


def test_application_process_names_every_stage_of_the_table(client):
    stages = client.get("/en/how-it-works/application/").context["stages"]
    assert [stage["label"] for stage in stages] == [str(stage.label) for stage in Stage if stage != Stage.DRAFT]
    assert all(stage["ways"] for stage in stages)


def test_credits_name_every_set_of_seeds(client):
    folders = [path.parent.name for path in (settings.ROOT / "seeds").glob("*/SOURCE")]
    sources = client.get("/en/credits/").context["sources"]
    assert len(sources) == len(folders) > 10
    assert [
        source["what"]
        for source in sources
        if not (source.get("what") and source.get("licence") and source.get("from"))
    ] == []
