"""Many listings handed in at once: the same as one by one, in a fixed number of statements, and found at once."""

import os
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from procrastinate.contrib.django.models import ProcrastinateJob

from careers.core import clock as board_clock
from careers.core.queue import followers
from careers.employers.models.employer import Employer
from careers.listings.models.batch import HandedIn, RowRefused, hand_in
from careers.listings.models.details import EngagementTerms, ScreeningQuestion
from careers.listings.models.listing import Listing
from careers.listings.models.log import ListingChange, ListingSlug
from careers.listings.models.verbs import ListingRefused
from careers.pages.notices import notices_for
from tests import factories

BATCHES = 300 if os.environ.get("PROOF") else 20
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


def row(title: str = "Editor of answers", *, terms=None, questions=(), skills=(), backgrounds=(), **values) -> dict:
    """A row that may be handed in as it stands, but for what is said of it."""
    values = {
        "title": title, "language": "en", "engagement": "contractor", "description": "You rate answers of a model.",
        "eligibility_scope": "worldwide", "public_id": factories.unsampled_id(),
    } | values  # fmt: skip
    if "category" not in values:
        values["category"] = factories.make_category()
    return {"values": values, "terms": terms, "questions": questions, "skills": skills, "backgrounds": backgrounds}


def paid_by_the_hour(title: str = "Paid by the hour", **values) -> dict:
    """A row with pay by the hour and the terms that it owes."""
    pay = {
        "pay_min": Decimal(18), "pay_max": Decimal(24), "pay_period": "hour", "pay_currency": factories.make_currency(),
        "hours_min": 10, "hours_max": 20, "hours_guaranteed": False,
    }  # fmt: skip
    return row(title, terms=factories.TERMS, **(pay | values))


def trusted(owner, level: int = 1, **fields) -> Employer:
    """An employer whose listings pass straight through."""
    employer = factories.make_employer(owner=owner, level=level, **fields)
    factories.make_listing(employer=employer)
    return employer


# --- the same as one by one ---


def one_by_one(employer: Employer, rows: list[dict], *, by) -> HandedIn:
    """What a person would do with the verbs for one, and a refused row left out whole."""
    done = HandedIn({}, [])
    for place, given_row in enumerate(rows):
        try:
            with transaction.atomic():
                links = {name: given_row[name] for name in ("skills", "backgrounds")}
                listing = Listing.begin(by=by, employer=employer, values=given_row["values"], **links)
                if given_row["terms"]:
                    EngagementTerms.objects.create(listing=listing, **given_row["terms"])
                for position, question in enumerate(given_row["questions"], 1):
                    ScreeningQuestion.objects.create(listing=listing, position=position, **question)
                listing.submit(by=by)
                done.listings[place] = listing
        except ListingRefused as refused:
            done.refused.append(RowRefused(place, refused.field, str(refused)))
    return done


def traces(owner, curator) -> dict:
    """All that handing in leaves behind, without what is drawn or counted up: keys, and the share of a large result."""
    listings = {listing.pk: str(listing.public_id) for listing in Listing.objects.all()}
    own = ("id", "listing_id", "sample")

    def plain(rows) -> list[dict]:
        return [
            {"of": listings[values.get("listing_id", values["id"])]} | {k: v for k, v in values.items() if k not in own}
            for values in rows.values()
        ]

    jobs = ProcrastinateJob.objects.order_by("pk")
    mails = [job.args for job in jobs if job.task_name == "careers.core.mail.deliver"]
    return {
        "listings": sorted(plain(Listing.objects.defer(None)), key=lambda values: values["of"]),
        "log": sorted(plain(ListingChange.objects.order_by("pk")), key=lambda values: values["of"]),
        "slugs": sorted(plain(ListingSlug.objects.all()), key=lambda values: values["slug"]),
        "terms": sorted(plain(EngagementTerms.objects.all()), key=lambda values: values["of"]),
        "questions": sorted(plain(ScreeningQuestion.objects.order_by("position")), key=lambda values: values["of"]),
        "mails": sorted(mails, key=lambda mail: (mail["to"], mail["subject"], mail["text"])),
        "followers": {job.task_name for job in jobs},
        "notices": [
            (notice.kind, notice.text, notice.at) for person in (owner, curator) for notice in notices_for(person)
        ],
    }


moments = st.sampled_from([None, *(NOW + timedelta(days=days) for days in (-1, 0, 2, 40, 400))])
drawn_rows = st.lists(
    st.fixed_dictionaries(
        {
            "title": st.sampled_from(["Editor of answers", "Editor of answers", "Penilai", "See www.pay.example", "محرر"]),
            "description": st.sampled_from(["You rate **answers**."] * 4 + ["Female only.", ""]),
            "language": st.sampled_from(["en", "id"]),
            "is_paid": st.booleans(),
            "says_terms": st.sampled_from([True, True, False]),
            "questions": st.integers(0, 2),
            "skills": st.lists(st.integers(0, 2), max_size=3),
            "is_sampled": st.booleans(),
            "is_retired": st.sampled_from([False] * 5 + [True]),
            "starts_at": moments,
            "closes_at": moments,
            "openings": st.integers(1, 3),
        }
    ),
    max_size=6,
)  # fmt: skip
drawn_employers = st.fixed_dictionaries(
    {
        "level": st.sampled_from([0, 1, 1]),
        "is_approved": st.sampled_from([False, True, True]),
        "is_sample": st.booleans(),
        "is_public": st.sampled_from([True, True, False]),
        "has_second_manager": st.booleans(),
    }
)


@pytest.mark.django_db
@settings(max_examples=BATCHES, deadline=None, suppress_health_check=list(HealthCheck))
@given(said=drawn_employers, drawn=drawn_rows)
def test_batch_leaves_behind_what_one_by_one_does(said, drawn):
    with transaction.atomic(), board_clock.frozen(NOW), override("en"):
        owner, curator = factories.make_user(language="id"), factories.make_curator()
        employer = factories.make_employer(owner=owner, level=said["level"], is_sample=said["is_sample"])
        if said["is_approved"]:
            factories.make_listing(employer=employer)
        if said["has_second_manager"]:
            factories.make_member(employer, "recruiter")
        factories.make_member(employer, "reviewer")
        Employer.objects.filter(pk=employer.pk).update(state="active" if said["is_public"] else "review")
        rows = [built(each) for each in drawn]
        left = []
        for way in (one_by_one, hand_in):
            with transaction.atomic():
                ProcrastinateJob.objects.all().delete()
                done = way(Employer.objects.get(pk=employer.pk), rows, by=owner)
                states = {place: listing.state for place, listing in done.listings.items()}
                # One by one stops at the first reason, a batch names all of them.
                first = {refused.place: refused for refused in reversed(done.refused)}
                left.append((states, first, traces(owner, curator)))
                transaction.set_rollback(True)
        assert left[0] == left[1]
        transaction.set_rollback(True)


def built(drawn: dict) -> dict:
    """The row that was drawn."""
    skills = [
        factories.make_skill(f"skill-{number}", name_en=f"Skill {number}", name_id=f"Ahli {number}")
        for number in range(3)
    ]
    retired = factories.make_category("retired", state="retired")
    values = {name: drawn[name] for name in ("title", "description", "language", "starts_at", "closes_at", "openings")}
    values["public_id"] = factories.unsampled_id(sampled=drawn["is_sampled"])
    made = paid_by_the_hour(**values) if drawn["is_paid"] else row(**values)
    if drawn["is_retired"]:
        made["values"]["category"] = retired
    if not drawn["says_terms"]:
        made["terms"] = None
    made["questions"] = [{"text": f"Question {number}?", "kind": "short"} for number in range(drawn["questions"])]
    made["skills"] = [skills[number] for number in drawn["skills"]]
    return made


@override("en")
def test_each_of_a_batch_has_its_log_its_mail_and_its_date(rani, clock):
    employer = trusted(rani)
    dian = factories.make_member(employer, "recruiter", factories.make_user("dian@lintas.example", language="id")).user
    factories.make_member(employer, "reviewer")
    ProcrastinateJob.objects.all().delete()
    clock.at(NOW)
    later = NOW + timedelta(days=2)
    rows = [row("First", public_id=factories.unsampled_id(sampled=True)), row("Second", starts_at=later)]
    first, second = hand_in(employer, rows, by=rani).listings.values()
    for listing, state, step in ((first, "live", "publish"), (second, "scheduled", "schedule")):
        assert list(listing.changes.values_list("kind", "from_state", "to_state", "actor", "by", "at")) == [
            ("created", "", "draft", "employer", rani.pk, NOW),
            ("submit", "draft", "submitted", "employer", rani.pk, NOW),
            (step, "submitted", state, "board", None, NOW),
        ]
        assert Listing.objects.get(pk=listing.pk).state == state
    first.refresh_from_db()
    assert (first.published_at, first.closes_at, first.sampled_at) == (NOW, NOW + timedelta(days=30), NOW)
    assert (first.created_by, first.slug, first.slugs.get().slug) == (rani, "first", "first")
    jobs = ProcrastinateJob.objects.order_by("pk")
    mails = {(job.args["to"], job.args["subject"]) for job in jobs if job.task_name == "careers.core.mail.deliver"}
    assert mails == {
        (rani.email, "Your listing is live: First"), (rani.email, "Your listing is approved: Second"),
        (dian.email, "Lowongan Anda tayang: First"), (dian.email, "Lowongan Anda disetujui: Second"),
    }  # fmt: skip
    assert {task.name for task in followers()["listing_changed"]} < {job.task_name for job in jobs}
    assert len(jobs) == 4 + len(followers()["listing_changed"])


# --- a fixed number of statements ---


def rich(number: int) -> dict:
    """A row with everything that a row can have."""
    made = paid_by_the_hour(f"Editor {number % 3}")
    made["skills"] = [factories.make_skill()]
    made["backgrounds"] = [factories.make_background()]
    made["questions"] = [{"text": "Why?"}, {"text": "Which?", "kind": "choice", "choices": ["one", "two"]}]
    return made


@pytest.mark.parametrize("is_trusted", [True, False])
def test_batch_takes_a_fixed_number_of_statements(rani, is_trusted):
    factories.make_rate("USD", "1.1")
    employer = trusted(rani) if is_trusted else factories.make_employer(owner=rani, level=1)
    factories.make_member(employer, "recruiter")
    hand_in(employer, [rich(0)], by=rani)
    counts = []
    for size in (2, 20):
        rows = [rich(number) for number in range(size)]
        with CaptureQueriesContext(connection) as asked:
            done = hand_in(employer, rows, by=rani)
        assert {listing.state for listing in done.listings.values()} == {"live" if is_trusted else "submitted"}
        assert len(done.listings) == size
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 30


# --- searched at once ---


def test_batch_is_found_in_the_next_request_by_word_skill_and_facet(client, rani):
    skill = factories.make_skill("gamelan", name_en="Gamelan", name_id="Gamelan")
    employer = trusted(rani)
    rows = [
        row("Violin tutor for models", skills=[skill]),
        row("Cello tutor for models", engagement="employee"),
        row("Viola tutor for models", technical="deep", category=factories.make_category("music", name_en="Music")),
    ]
    hand_in(employer, rows, by=rani)
    titles = [each["values"]["title"] for each in rows]
    for words, wanted in {
        "q=violins": [0], "q=tutor": [0, 1, 2], "q=gamelan": [0], "skill=gamelan": [0], "engagement=employee": [1],
        "q=tutor&engagement=contractor": [0, 2], "technical=deep": [2], "category=music": [2],
    }.items():  # fmt: skip
        page = client.get(f"/en/listings/?{words}").content.decode().replace("<mark>", "").replace("</mark>", "")
        assert [number for number, title in enumerate(titles) if title in page] == wanted, words
