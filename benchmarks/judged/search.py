"""The judged listings on a board, and what its search answers."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db import connection, transaction
from django.http import QueryDict
from django.utils.http import urlencode

from benchmarks.judged.make_listings import read
from careers.accounts.models import User
from careers.applications.models.record import rank_listings
from careers.core import clock
from careers.core.queue import followers
from careers.employers.models.employer import Employer
from careers.listings.filters import ListingFilter
from careers.listings.models.details import EngagementTerms
from careers.listings.models.listing import Listing
from careers.listings.tasks import refresh_terms
from careers.management.loaders import vocabularies
from careers.taxonomy.models import JobCategory, Skill

OPEN_DAYS = 90
TERMS = {
    "onboarding_hours": 2, "onboarding_paid": True, "test_hours": 0, "task_cap_minutes": 30, "payout_cadence": "monthly",
    "payout_method": "Bank transfer", "sensitive_content": "none", "appeal_contact": "people@judged.example",
}  # fmt: skip


def load_vocabulary() -> None:
    """Professions, skills, places and money of the seeds; no rates, because nobody sorts by pay here."""
    vocabularies.load_currencies()
    vocabularies.load_countries()
    vocabularies.load_categories()
    vocabularies.load_skills()
    _analyze()


def publish(rows: list[dict[str, Any]]) -> dict[int, str]:
    """Bring the listings onto a board by the verbs that everybody uses; primary key → key."""
    with transaction.atomic():
        owner = User.objects.create(email="owner@judged.example", name="Owner", language="en")
        curator = User.objects.create(email="curator@judged.example", name="Curator", language="en", is_staff=True)
        employers = {row["slug"]: _found(row, owner, curator) for row in read("parts.json")["employers"]}
        found = {_publish(row, number, employers, owner, curator): row["key"] for number, row in enumerate(rows)}
    # What follows by itself on a board whose worker runs.
    for tasks in followers().values():
        for task in tasks:
            task.func()
    refresh_terms.func()
    rank_listings()
    _analyze()
    return found


def _analyze() -> None:
    # Autovacuum would come to it in its own time.
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _found(row: dict[str, Any], owner: User, curator: User) -> Employer:
    fields = {"name": row["name"], "language": row["language"], "country_id": row["country"]}
    with clock.frozen(clock.now() - timedelta(days=200)):
        employer = Employer.found(by=owner, is_sample=True, website=f"https://{row['slug']}.example", **fields)
        if not employer.is_public:
            employer.pass_review(by=curator, reason="A sample.")
        employer.add_proof("sample", detail="Sample", level=Employer.Level.MAILBOX, by=curator)
    return employer


def _publish(row: dict[str, Any], number: int, employers: dict[str, Employer], owner: User, curator: User) -> int:
    employer = employers[row["employer"]]
    # No two at the same moment, so that the order is the same in every run.
    published = clock.now() - timedelta(days=row["published_days_ago"], minutes=number)
    with clock.frozen(published):
        listing = Listing.begin(
            by=owner,
            employer=employer,
            values=_columns(row) | {"closes_at": published + timedelta(days=OPEN_DAYS)},
            skills=list(Skill.objects.filter(slug__in=row["tagged"])),
        )
        if listing.pay_period:
            EngagementTerms.objects.create(listing=listing, **TERMS)
        listing.submit(by=owner)
        if listing.state == Listing.State.SUBMITTED:
            listing.approve(by=curator)
    return listing.pk


def _columns(row: dict[str, Any]) -> dict[str, Any]:
    pay, hours = row["pay"], row["hours"]
    columns = {name: row[name] for name in ("title", "language", "description", "technical", "work_languages")}
    columns |= {"engagement": "contractor", "category": JobCategory.objects.get(slug=row["category"])}
    columns |= {"eligibility_scope": row["scope"], "eligible_countries": row["countries"]}
    if pay:
        columns |= {"pay_min": Decimal(pay["min"]), "pay_max": Decimal(pay["max"])}
        columns |= {"pay_currency_id": pay["currency"], "pay_period": pay["period"]}
    if hours or pay:
        columns |= {"hours_min": (hours or [5, 20])[0], "hours_max": (hours or [5, 20])[1], "hours_guaranteed": False}
    return columns


def answers(query: dict[str, Any], size: int) -> tuple[list[int], int]:
    """Primary keys on the first page of `size`, and how many rows fit: asked as a page asks.

    Where nothing fits, the page shows what fits the words put right.
    """
    words = {name: query[name] for name in ("q", "country") if name in query}
    search = ListingFilter(QueryDict(urlencode(words)))
    if not search.qs.exists():
        search = search.put_right() or search
    return [listing.pk for listing in search.page(size).rows], search.qs.order_by().count()
