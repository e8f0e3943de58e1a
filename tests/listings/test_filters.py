"""The words of a search: each finds what it says, and nothing is ever ignored."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from careers.core import clock
from careers.employers.models.employer import Employer
from careers.listings.filters import ListingFilter
from careers.listings.models.listing import Listing
from careers.taxonomy.models import CategoryAlias
from tests import factories

pytestmark = pytest.mark.django_db


def found(query: str) -> list[Listing]:
    """The rows of a search, which has to be sound."""
    search = ListingFilter(QueryDict(query))
    assert search.errors == {}
    return list(search.qs)


def errors(query: str) -> dict[str, list[str]]:
    """Word → codes of its errors, when the search is wrong and finds nothing; "__all__" stands for the summary."""
    search = ListingFilter(QueryDict(query))
    assert (search.is_valid(), list(search.qs), search.page().rows) == (False, [], [])
    return {word: [error.code for error in found.as_data()] for word, found in search.errors.items()}


@pytest.fixture
def trainer():
    """A live listing that most searches of this file find, beside one that they do not."""
    factories.make_listing(
        title="Security analyst", category=factories.make_category("ai-security", name_en="AI Security", name_id="Keamanan AI"),
        description="You look after servers.", engagement="employee", technical="deep", pay_min=None, pay_max=None,
        pay_period="", hours_min=40, hours_max=40,
    )  # fmt: skip
    return factories.make_listing(
        title="Indonesian writing for a model", description="Menilai jawaban model tentang sejarah.", language="id",
        skills=[factories.make_skill(aliases=["pengecekan"])], backgrounds=[factories.make_background()],
        hours_guaranteed=True, training_paid=True,
        employer=factories.make_employer(level=2, name="Wisma Aksara", track="local-business"),
    )  # fmt: skip


@pytest.mark.parametrize(
    "query",
    [
        "q=writing", "q=WRITING", "q=menilai+jawaban", "q=aksara", "q=fact-checking", "q=pengecekan", "q=%22jawaban+model%22",
        "q=sejarah+-server", "category=ai-model-trainer", "engagement=contractor", "period=hour", "period=hour&period=task",
        "pay_from=20&currency=USD&per=hour", "pay_from=2080&currency=USD&per=month", "hours_max=10", "hours_max=39",
        "technical=none", "technical=none&technical=some", "background=journalism", "skill=fact-checking", "guaranteed=1",
        "paid_training=1", "track=local-business", "verified=1", "employer=wisma-aksara",
        "category=ai-model-trainer&technical=none&sort=pay&utm_source=mail&gclid=x&fbclid=y",
    ],
)  # fmt: skip
def test_word_finds_what_it_says(trainer, query):
    assert found(query) == [trainer]


@pytest.mark.parametrize(
    "query", ["", "q=&category=&pay_from=&cursor=", "q=+", "utm_campaign=a", "sort=newest", "per=month", "currency=USD"]
)
def test_word_without_value_is_no_word(trainer, query):
    assert len(found(query)) == 2


def test_repeated_word_means_any_of(trainer):
    assert len(found("engagement=contractor&engagement=employee")) == 2


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("colour=red", {"__all__": ["unknown_word"]}),
        ("country=XX", {"country": ["unknown"]}),
        ("country=Indonesia", {"country": ["unknown"]}),
        ("zone=Mars/Base", {"zone": ["unknown"]}),
        ("work_language=klingon", {"work_language": ["unknown"]}),
        ("eligibility=open", {"country": ["required"]}),
        ("eligibility=maybe", {"eligibility": ["invalid_choice"]}),
        ("overlap=4", {"zone": ["required"]}),
        ("overlap=9&zone=Asia/Jakarta", {"overlap": ["max_value"]}),
        ("crowd=under-5", {"crowd": ["invalid_choice"]}),
        ("sort=best", {"sort": ["invalid_choice"]}),
        ("category=nowhere", {"category": ["unknown"]}),
        ("background=nowhere", {"background": ["unknown"]}),
        ("employer=nowhere", {"employer": ["unknown"]}),
        ("engagement=slave", {"engagement": ["invalid_choice"]}),
        ("engagement=employee&engagement=x", {"engagement": ["invalid_choice"]}),
        ("guaranteed=yes", {"guaranteed": ["invalid"]}),
        ("hours_max=-1", {"hours_max": ["min_value"]}),
        ("hours_max=99999999999999999999999", {"hours_max": ["max_value"]}),
        ("hours_max=ten", {"hours_max": ["invalid"]}),
        ("posted=0", {"posted": ["min_value"]}),
        ("pay_from=20", {"currency": ["required"], "per": ["required"]}),
        ("pay_from=-1&currency=USD&per=hour", {"pay_from": ["min_value"]}),
        ("pay_from=NaN&currency=USD&per=hour", {"pay_from": ["invalid"]}),
        ("pay_from=1e400&currency=USD&per=hour", {"pay_from": ["max_digits"]}),
        ("pay_from=1&currency=DOGE&per=hour", {"currency": ["unknown"]}),
        ("pay_from=1&currency=USD&per=week", {"per": ["invalid_choice"]}),
        ("sort=pay&sort=fresh", {"sort": ["several"]}),
        ("q=" + "a" * 10_000, {"q": ["max_length"]}),
    ],
)
def test_wrong_word_gives_errors_and_no_rows(trainer, query, expected):
    assert errors(query) == expected


def test_forged_cursor_gives_an_error_and_no_rows(trainer):
    search = ListingFilter(QueryDict("cursor=forged"))
    assert (search.page().rows, list(search.errors), list(search.qs)) == ([], ["cursor"], [])


def test_closed_listing_is_not_found(trainer):
    trainer.close(by=trainer.employer.memberships.get().user)
    assert found("q=writing") == []


def test_listing_of_a_suspended_employer_is_not_found(trainer):
    trainer.hide(by=factories.make_curator(), reason="Test.")
    assert found("q=writing") == []


@pytest.mark.parametrize(
    ("pay", "query", "is_found"),
    [
        ({"pay_min": Decimal(18), "pay_max": Decimal(24)}, "pay_from=24&currency=USD&per=hour", True),
        ({"pay_min": Decimal(18), "pay_max": Decimal(24)}, "pay_from=24.01&currency=USD&per=hour", False),
        ({"pay_min": Decimal(18), "pay_max": None}, "pay_from=500&currency=USD&per=hour", True),
        ({"pay_min": None, "pay_max": Decimal(18)}, "pay_from=19&currency=USD&per=hour", False),
        ({"pay_min": Decimal(18), "pay_max": Decimal(24)}, "pay_from=384000&currency=IDR&per=hour", True),
        ({"pay_min": Decimal(18), "pay_max": Decimal(24)}, "pay_from=384001&currency=IDR&per=hour", False),
        ({"pay_min": None, "pay_max": None, "pay_period": ""}, "pay_from=1&currency=USD&per=hour", False),
        ({"pay_min": None, "pay_max": None, "pay_period": ""}, "pay_from=1&currency=USD&per=hour&pay_unknown=1", True),
        ({"pay_min": Decimal(1), "pay_max": Decimal(2)}, "pay_from=3&currency=USD&per=hour&pay_unknown=1", False),
        ({"pay_min": Decimal(18), "pay_max": Decimal(24)}, "pay_from=1.000.000&currency=IDR&per=month", True),
    ],
)
def test_pay_floor_finds_what_can_reach_it(pay, query, is_found):
    factories.make_rate("USD", "1.25")
    factories.make_rate("IDR", "20000")
    factories.make_listing(**pay)
    assert bool(found(query)) == is_found


def test_pay_in_a_currency_without_rate_counts_as_unknown():
    factories.make_rate("USD", "1.25")
    factories.make_listing(pay_currency=factories.make_currency("XYZ"))
    assert (
        found("pay_from=1&currency=USD&per=hour"),
        len(found("pay_from=1&currency=USD&per=hour&pay_unknown=1")),
    ) == ([], 1)


def test_listing_without_hours_is_not_found_by_hours():
    factories.make_listing(hours_min=None, hours_max=None, pay_period="month")
    assert found("hours_max=40") == []


def test_posted_counts_days_to_the_second_from_the_first_publication(clock):
    clock.at(datetime(2026, 11, 22, 12, tzinfo=UTC))
    listing = factories.make_listing()
    owner = listing.employer.memberships.get().user
    clock.forward(days=1)
    listing.pause(by=owner)
    listing.resume(by=owner)
    clock.forward(days=1)
    assert (found("posted=2"), found("posted=1")) == ([listing], [])
    clock.forward(seconds=1)
    assert (found("posted=3"), found("posted=2")) == ([listing], [])


def test_merged_profession_leads_to_what_it_became(trainer):
    old = factories.make_category("chatbot-coach")
    old.merge_into(trainer.category)
    assert found("category=chatbot-coach") == [trainer]


def test_former_slug_of_a_profession_leads_on(trainer):
    CategoryAlias.objects.create(slug="former", category=trainer.category)
    assert found("category=former") == [trainer]


def test_former_slug_of_an_employer_leads_on(trainer):
    trainer.employer.rename("Rumah Aksara Baru", by=factories.make_user())
    assert found("employer=wisma-aksara") == [trainer]


def test_suspended_employer_is_unknown(trainer):
    Employer.objects.filter(pk=trainer.employer_id).update(state="suspended")
    assert errors("employer=wisma-aksara") == {"employer": ["unknown"]}


def test_sort_pay_puts_unknown_pay_last(trainer):
    better = factories.make_listing(pay_min=Decimal(90), pay_max=Decimal(95))
    factories.make_rate("USD", "1.25")
    paid = [row.pk for row in ListingFilter(QueryDict("sort=pay")).page().rows]
    assert paid[:2] == [better.pk, trainer.pk] and len(paid) == 3


def test_sort_fresh_is_the_default():
    first, second = factories.make_listing(), factories.make_listing()
    Listing.objects.filter(pk=first.pk).update(rank_at=clock.now() + timedelta(days=4))
    assert [row.pk for row in ListingFilter(QueryDict("")).page().rows] == [first.pk, second.pk]


def test_pages_hold_twenty():
    employer = factories.make_employer(level=1)
    for _number in range(21):
        factories.make_listing(employer=employer)
    first = ListingFilter(QueryDict("")).page()
    second = ListingFilter(QueryDict(f"cursor={first.older}")).page()
    assert (len(first.rows), len(second.rows)) == (20, 1)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(
        st.sampled_from([*ListingFilter.base_filters, "id", "__class__"]),
        st.one_of(
            st.text(max_size=60).filter(lambda text: "\0" not in text),
            st.integers().map(str),
            st.sampled_from(["%", "_", "'; --", "🦜", "\u202e", "1"]),
        ),
        max_size=5,
    )
)  # fmt: skip
def test_odd_values_find_rows_or_give_errors(trainer, words):
    query = QueryDict(mutable=True)
    query.update(words)
    search = ListingFilter(query)
    search.page()
    assert search.is_valid() or list(search.qs) == []


@pytest.mark.parametrize("words", ["", "q=data", "country=ID&technical=deep"])
def test_search_in_no_rows_at_all_finds_nothing(words):
    factories.make_listing()
    search = ListingFilter(QueryDict(words), Listing.objects.none())
    assert (search.page().rows, search.tally.total, search.tally_without("technical").total) == ([], 0, 0)
