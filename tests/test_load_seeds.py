"""How `load_seeds` treats a board: what a curator has touched is left alone, and samples come where they are wanted."""

import io
import json
from decimal import Decimal

from django.contrib.admin.models import DELETION, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command

from careers.accounts.models import User
from careers.employers.models.employer import Employer
from careers.guides.models import Course
from careers.insights.models import MarketFact
from careers.listings.models.listing import Listing
from careers.management.loaders.curated import Outcome, load
from careers.management.loaders.files import SEEDS
from careers.management.loaders.vocabularies import load_rates
from careers.taxonomy.models import Currency, ExchangeRate, JobCategory
from tests.factories import make_category, make_user


def run(**options) -> str:
    """The output of one load."""
    out = io.StringIO()
    call_command("load_seeds", stdout=out, **options)
    return out.getvalue()


# --- the curated tables ---


def course(**fields) -> dict:
    """One row of courses as the seeds have it."""
    usual = {
        "slug": "one",
        "name": "One",
        "provider": "P",
        "url": "https://p.example/",
        "kind": "course",
        "categories": [],
    }
    return usual | fields


def load_courses(*rows: dict) -> Outcome:
    return load(Course, rows, key=("slug",), links=("categories",))


def test_new_seeds_overwrite_what_nobody_has_edited(db):
    assert load_courses(course()) == Outcome(added=1)
    assert load_courses(course(name="Two")) == Outcome(renewed=1)
    assert Course.objects.get().name == "Two"


def test_new_seeds_leave_alone_what_a_curator_has_edited(db):
    load_courses(course())
    Course.objects.update(provider="Somebody else")
    assert load_courses(course(name="Two")) == Outcome(kept=1)
    assert Course.objects.values_list("name", "provider").get() == ("One", "Somebody else")


def test_an_edit_of_many_to_many_rows_counts_as_an_edit(db):
    category = make_category()
    load_courses(course(categories=[category.pk]))
    Course.objects.get().categories.clear()
    assert load_courses(course(name="Two", categories=[category.pk])) == Outcome(kept=1)
    assert Course.objects.get().categories.count() == 0


def test_new_links_replace_the_old_ones(db):
    first, second = make_category(), make_category("data-ml")
    load_courses(course(categories=[first.pk]))
    assert load_courses(course(categories=[second.pk])) == Outcome(renewed=1)
    assert list(Course.objects.get().categories.all()) == [second]


def test_a_row_that_a_curator_made_is_theirs(db):
    Course.objects.create(slug="one", name="Mine", provider="P", url="https://p.example/", kind="course")
    assert load_courses(course()) == Outcome(kept=1)
    assert Course.objects.get().name == "Mine"


def test_what_a_curator_deleted_stays_deleted(db):
    load_courses(course(), course(slug="two", name="Two"))
    gone = Course.objects.get(slug="one")
    LogEntry.objects.create(
        user=make_user(),
        content_type=ContentType.objects.get_for_model(Course),
        object_id=gone.pk,
        object_repr=str(gone),
        action_flag=DELETION,
    )
    gone.delete()
    assert load_courses(course(), course(slug="two", name="Two")) == Outcome(unchanged=1, kept=1)
    assert Course.objects.count() == 1


def test_one_number_written_in_two_ways_is_no_edit(db):
    row = {
        "slug": "x",
        "statement_en": "x",
        "statement_id": "x",
        "period": "2025",
        "source_name": "x",
        "value": "15000",
    }
    assert load(MarketFact, [row], key=("slug",)) == Outcome(added=1)
    assert load(MarketFact, [row | {"period": "2026"}], key=("slug",)) == Outcome(renewed=1)


def test_a_rate_that_stands_is_never_written_again(db):
    Currency.objects.create(code="USD", name_en="x", name_id="x")
    ExchangeRate.objects.create(currency_id="USD", date="2026-10-30", per_euro=Decimal("1.5"), source="a curator")
    load_rates()
    assert ExchangeRate.objects.get(currency_id="USD", date="2026-10-30").per_euro == Decimal("1.5")


# --- production ---


def test_production_loads_no_samples_by_itself(db, settings):
    settings.IS_DEVELOPMENT = False
    output = run()
    assert "sample" not in output
    assert (Employer.objects.count(), Listing.objects.count(), User.objects.count()) == (0, 0, 0)
    assert JobCategory.objects.count() == 5


def test_production_samples_come_by_name_and_nobody_can_sign_in_as_them(db, settings):
    settings.IS_DEVELOPMENT = False
    run(samples=True)
    assert Listing.objects.live().count() >= 40
    assert not any(user.has_usable_password() for user in User.objects.all())
    assert not User.objects.filter(is_staff=True).exists()


def test_trial_users_can_sign_in_on_a_development_board(db, settings):
    settings.IS_DEVELOPMENT = True
    run()
    password = json.loads((SEEDS / "samples/users.json").read_text())["password"]
    ayu = User.objects.get(email="ayu@kurator.example")
    assert (ayu.check_password(password), ayu.is_staff) == (True, True)
    assert User.objects.filter(is_staff=True).count() == 1
    rani = User.objects.get(email="rani@anotasi-simpul.example")
    assert Employer.objects.managed_by(rani).count() == 1
