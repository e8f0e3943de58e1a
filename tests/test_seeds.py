"""What stands in `seeds/`, and the board that `load_seeds` makes of it."""

import csv
import io
import itertools
import json
import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from careers.accounts.models import User
from careers.applications.lifecycle import STEPS as APPLICATION_STEPS
from careers.applications.models.application import Application
from careers.applications.models.record import recount_records
from careers.core import clock as board_clock
from careers.core.markdown import clean_source
from careers.core.states import step_named
from careers.employers.models.employer import Employer
from careers.guides.models import Course, Guide, GuideStep
from careers.insights.models import MarketFact
from careers.listings.lifecycle import STEPS as LISTING_STEPS
from careers.listings.lint import Draft, refusals
from careers.listings.models.archive import ArchivedListing
from careers.listings.models.listing import Listing
from careers.management.loaders.files import SEEDS
from careers.management.loaders.samples import refresh_samples
from careers.taxonomy.models import ExchangeRate, JobCategory, Region
from tests.factories import make_application


def run(**options) -> str:
    """The output of one load."""
    out = io.StringIO()
    call_command("load_seeds", stdout=out, **options)
    return out.getvalue()


@pytest.fixture(scope="module")
def loaded(module_rows) -> str:
    """A board with all seeds and samples, loaded once for the tests that only look."""
    said = run(samples=True)
    # Once, or Django would check the keys of all these rows after every test.
    connection.check_constraints()
    return said


@pytest.fixture
def board(loaded, db) -> str:
    """The loaded board; what a test changes is undone."""
    return loaded


# --- the whole load ---


def test_second_load_changes_nothing_and_is_cheap(board, django_assert_max_num_queries):
    before = snapshot()
    with django_assert_max_num_queries(120):
        output = run(samples=True)
    assert re.findall(r"[1-9]\d* (?:added|renewed|left to the curator)", output) == []
    assert snapshot() == before


def snapshot() -> dict[str, int | list]:
    return {
        "guides": list(Guide.objects.order_by("pk").values_list("pk", "seed_digest")),
        "categories": list(JobCategory.objects.values_list("slug", "seed_digest")),
        "rates": ExchangeRate.objects.count(),
        "listings": list(Listing.objects.order_by("pk").values_list("public_id", "version", "state")),
        "applications": list(Application.objects.order_by("pk").values_list("public_id", "stage")),
        "users": User.objects.count(),
        "employers": list(Employer.objects.order_by("pk").values_list("public_id", "updated_at")),
    }


def test_an_edited_guide_survives_the_next_load(board):
    step = GuideStep.objects.first()
    GuideStep.objects.filter(pk=step.pk).update(title_id="Judul kurator")
    JobCategory.objects.filter(slug="data-ml").update(summary_en="A curator's words.")
    run(samples=True)
    assert GuideStep.objects.get(pk=step.pk).title_id == "Judul kurator"
    assert JobCategory.objects.get(slug="data-ml").summary_en == "A curator's words."


def test_a_step_that_a_curator_took_out_does_not_come_back(board):
    guide = Guide.objects.first()
    guide.steps.last().delete()
    run(samples=True)
    assert guide.steps.count() == 3


def test_every_profession_has_a_whole_guide_in_both_languages(board):
    categories = JobCategory.objects.active()
    assert [category.slug for category in categories] == [
        "ai-model-trainer", "ai-prompt-engineer", "data-ml", "ai-content-editor", "ai-security",
    ]  # fmt: skip
    for category in categories:
        guide = category.guide
        assert (guide.steps.count(), category.related.count() >= 2) == (4, True)
        assert category.bridges.count() >= 5
        assert guide.questions.count() >= 5
        assert guide.skills.count() >= 5
        assert category.courses.count() >= 5
        assert category.communities.count() >= 2
        texts = [(category.summary_en, category.summary_id), (guide.work_en, guide.work_id)]
        texts += [(step.text_en, step.text_id) for step in guide.steps.all()]
        texts += [(question.answer_en, question.answer_id) for question in guide.questions.all()]
        texts += [(bridge.carries_en, bridge.carries_id) for bridge in category.bridges.all()]
        assert [pair for pair in texts if not all(pair) or pair[0] == pair[1]] == []


def test_no_course_or_community_is_called_checked(board):
    assert not Course.objects.exclude(checked_at=None).exists()


def test_rates_are_those_of_the_file(board):
    with (SEEDS / "rates" / "eurofxref-2023-2026.csv").open(encoding="utf-8", newline="") as file:
        head, *days = csv.reader(file)
    cells = {
        (code, day[0]): Decimal(rate)
        for day in days
        for code, rate in zip(head[1:], day[1:], strict=True)
        if rate not in ("", "N/A")
    }
    stored = ExchangeRate.objects.values_list("currency_id", "date", "per_euro")
    assert {(code, date.isoformat()): rate for code, date, rate in stored} == cells


def test_asean_has_its_eleven_members(board):
    assert Region.objects.get(code="ASEAN").countries.count() == 11


def test_facts_name_their_source_and_quote_nobody(board):
    assert MarketFact.objects.filter(source_url="").count() == 0
    text = " ".join(MarketFact.objects.values_list("statement_en", flat=True))
    assert not re.search(r"[“”\"]", text)


def test_seeds_hold_no_column_that_may_not_be_carried_over():
    for path in SEEDS.rglob("*.csv"):
        head = path.read_text(encoding="utf-8").partition("\n")[0]
        assert not re.search(r"onet|quote|basis|definition_id_from_article", head), path.name
    for path in SEEDS.rglob("*.json"):
        assert not re.search(r'"(quote|basis|how_to_enter_steps_id)"', path.read_text(encoding="utf-8")), path.name


# --- the archive ---


def test_archive_is_out_of_every_list_of_live_work(board):
    assert ArchivedListing.objects.count() == 11
    titles = set(ArchivedListing.objects.values_list("title", flat=True))
    assert not Listing.objects.filter(title__in=titles).exists()
    assert not Employer.objects.filter(name__in=ArchivedListing.objects.values("employer_name")).exists()
    for posting in ArchivedListing.objects.all():
        assert all((posting.html, posting.licence, posting.source_url, posting.posted_on, posting.category_id))
        assert "{%" not in posting.text


# --- the samples ---

AXES = {
    "period": ("hour", "day", "week", "month", "year", "task"),
    "engagement": ("employee", "contractor"),
    "eligibility": (
        "worldwide", "countries", "region", "not-stated", "offset window", "overlap hours", "work languages",
    ),
    "category": ("ai-model-trainer", "ai-prompt-engineer", "data-ml", "ai-content-editor", "ai-security"),
}  # fmt: skip


def values_of(listing: Listing) -> dict[str, set[str]]:
    """Where one listing stands on each axis."""
    scope = "region" if listing.eligible_regions else listing.eligibility_scope
    shapes = {
        "offset window": listing.utc_offset_min is not None,
        "overlap hours": bool(listing.overlap_hours),
        "work languages": bool(listing.work_languages),
    }
    return {
        "period": {listing.pay_period},
        "engagement": {listing.engagement},
        "eligibility": {scope} | {shape for shape, stated in shapes.items() if stated},
        "category": {listing.category.slug},
    }


def test_live_samples_cover_every_pair(board):
    seen = set()
    for listing in Listing.objects.live().select_related("category"):
        values = values_of(listing)
        for one, other in itertools.combinations(AXES, 2):
            seen |= {(one, a, other, b) for a in values[one] for b in values[other]}
    wanted = {
        (one, a, other, b) for one, other in itertools.combinations(AXES, 2) for a in AXES[one] for b in AXES[other]
    }
    missing = [f"no live sample with {one} {a} and {other} {b}" for one, a, other, b in sorted(wanted - seen)]
    assert missing == []


def test_live_samples_are_many_varied_and_in_both_languages(board):
    live = Listing.objects.live()
    languages = [live.filter(language=language).count() for language in ("id", "en")]
    assert min(languages) >= 20
    assert abs(languages[0] - languages[1]) <= 2
    assert live.values("employer").distinct().count() >= 10
    for field, values in {
        "technical": ("none", "some", "deep"),
        "hours_guaranteed": (True, False, None),
        "training_paid": (True, False, None),
    }.items():
        assert set(live.values_list(field, flat=True)) == set(values), field
    assert live.filter(pay_min=None, pay_max__isnull=False).exists()
    assert live.filter(pay_min__isnull=False, pay_max=None).exists()
    assert live.filter(pay_min=None, pay_max=None).exists()
    assert live.filter(pay_period="task", task_minutes=None).exists()
    assert not live.filter(pay_period__in=("hour", "task"), terms=None).exists()
    assert set(Employer.objects.values_list("verification_level", flat=True)) == {0, 1, 2, 3}
    assert {"", "local-business", "local-government"} == set(Employer.objects.values_list("track", flat=True))


def test_samples_say_that_they_are_samples(board):
    for employer in Employer.objects.all():
        assert employer.is_sample
        assert employer.name.endswith("(contoh)" if employer.language == "id" else "(sample)")
        assert employer.own_domain.endswith(".example")
        assert set(employer.proofs.values_list("method", flat=True)) <= {"sample"}
    assert not Listing.objects.without_samples().exists()
    assert all(email.endswith(".example") for email in User.objects.values_list("email", flat=True))


def test_samples_pass_the_boards_own_lint(board):
    for listing in Listing.objects.exclude(state="draft"):
        questions = tuple(listing.questions.values_list("text", flat=True))
        assert refusals(Draft(listing.title, listing.description, questions)) == [], listing.title
        assert clean_source(listing.description) == listing.description
    for listing in Listing.objects.live():
        assert 120 <= len(listing.description.split()) <= 250, listing.title


def test_no_sample_breaks_its_lifecycle(board):
    for listing in Listing.objects.prefetch_related("changes"):
        assert walked(LISTING_STEPS, listing.changes.all(), "from_state", "to_state") == listing.state, listing.title
    for application in Application.objects.prefetch_related("changes"):
        assert walked(APPLICATION_STEPS, application.changes.all(), "from_stage", "to_stage") == application.stage


def walked(table, changes, source: str, target: str) -> str:
    """The state that a log leads to, each of its rows being a step of the table or no step at all, in order of time."""
    changes = list(changes)
    assert [change.at for change in changes] == sorted(change.at for change in changes)
    state = getattr(changes[0], source) or getattr(changes[0], target)
    for change in changes:
        if getattr(change, source) not in ("", getattr(change, target)):
            step = step_named(table, change.kind, state)
            assert (getattr(change, source), change.actor in step.actors) == (state, True)
            assert step.reason != "owed" or change.reason or change.kind == "not_select"
            state = step.target
            assert getattr(change, target) == state
    return state


def test_every_state_and_stage_that_a_person_can_see_has_a_sample(board):
    states = set(Listing.objects.values_list("state", flat=True))
    assert states >= {"draft", "submitted", "changes_requested", "rejected", "scheduled", "live", "paused", "filled", "closed",
                      "expired"}  # fmt: skip
    stages = set(Application.objects.values_list("stage", flat=True))
    assert stages >= {"submitted", "in_review", "shortlisted", "interviewing", "offered", "hired", "not_selected", "withdrawn",
                      "unanswered", "listing_ended"}  # fmt: skip
    assert Listing.objects.live().exclude(queue_full_at=None).count() == 1


def test_answers_of_samples_are_such_as_the_form_gives(board):
    for application in Application.objects.prefetch_related("answers__question"):
        for answer in application.answers.all():
            choices = {"yes-no": ["yes", "no"], "choice": answer.question.choices}.get(
                answer.question.kind, [answer.text]
            )
            assert answer.text in choices


def test_counters_of_samples_are_those_of_a_recount(board):
    kept = list(Listing.objects.order_by("pk").values_list("application_count", "waiting_count", "unanswered_count"))
    Application.objects.all().recount()
    assert (
        list(Listing.objects.order_by("pk").values_list("application_count", "waiting_count", "unanswered_count"))
        == kept
    )


def test_samples_whose_time_is_over_move_forward_with_their_applications(board, clock):
    mine = make_application(listing=Listing.objects.live().get(title__startswith="Penilai jawaban"))
    titles = set(Listing.objects.live().values_list("title", flat=True))
    addresses = set(Listing.objects.live().values_list("slug", "public_id"))
    closed_by_hand = Listing.objects.live().get(title__startswith="AI security engineer")
    closed_by_hand.close(by=closed_by_hand.created_by)
    clock.forward(days=70)
    for listing in Listing.objects.due_to_expire():
        listing.expire()
    assert Listing.objects.live().count() == 0
    outcome = refresh_samples()
    live = Listing.objects.live()
    # 48 live ones and the two paused; the scheduled one has not been opened by a clock here.
    assert outcome.renewed == 50
    assert set(live.values_list("title", flat=True)) == titles - {closed_by_hand.title}
    assert addresses - set(live.values_list("slug", "public_id")) == {(closed_by_hand.slug, closed_by_hand.public_id)}
    assert live.filter(published_at__lt=board_clock.now() - timedelta(days=30)).count() == 0
    moved = Application.objects.filter(listing__in=live)
    assert moved.exclude(pk=mine.pk).filter(submitted_at__lt=board_clock.now() - timedelta(days=30)).count() == 0
    assert Application.objects.get(pk=mine.pk).listing.is_live
    assert Application.objects.exclude(pk=mine.pk).count() == len(
        json.loads((SEEDS / "samples/applications.json").read_text())
    )
    # The triggers on the logs speak at commit.
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert refresh_samples().renewed == 0


def test_trial_users_are_printed_in_development_only(board, settings, capsys):
    settings.IS_DEVELOPMENT = True
    call_command("trial_users")
    printed = capsys.readouterr().out
    password = json.loads((SEEDS / "samples/users.json").read_text())["password"]
    assert password in printed
    for role in ("seeker", "owner", "recruiter", "reviewer", "curator"):
        assert re.search(rf"{role} +\S+@\S+\.example", printed)
    settings.IS_DEVELOPMENT = False
    with pytest.raises(CommandError):
        call_command("trial_users")


def test_sample_employers_show_a_record_good_and_bad(board):
    records = {employer.slug: employer.record for employer in Employer.objects.all() if employer.record}
    assert {slug: record.n for slug, record in records.items()} == {
        "anotasi-simpul-contoh": 5, "tidewater-language-lab-sample": 5, "toko-kain-sekar-contoh": 6,
    }  # fmt: skip
    shares = sorted(record.share for record in records.values())
    assert shares[0] <= 60 and shares[-1] >= 80
    assert all(record.median_days is not None for record in records.values())
    assert recount_records() == 0
