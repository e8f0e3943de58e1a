"""Sample listings, each with the history that its lifecycle gives it: every step in the log is one of the table."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from careers.accounts.models import User
from careers.core import clock
from careers.core.states import step_named
from careers.employers.models.employer import Employer
from careers.employers.models.people import Membership
from careers.listings.lifecycle import STEPS, ListingState
from careers.listings.models.details import EngagementTerms, ScreeningQuestion
from careers.listings.models.listing import Listing
from careers.listings.models.log import ListingChange, ListingViews
from careers.management.loaders.files import read_json, read_text
from careers.management.loaders.sample_people import CURATOR, sample_id
from careers.management.loaders.vocabularies import background_keys, category_keys, pick, skill_keys
from careers.taxonomy.models import Region

PATHS = {
    "draft": (),
    "submitted": ("submit",),
    "changes_requested": ("submit", "request_changes"),
    "rejected": ("submit", "reject"),
    "scheduled": ("submit", "schedule"),
    "live": ("submit", "publish"),
    "paused": ("submit", "publish", "pause"),
    "filled": ("submit", "publish", "fill"),
    "closed": ("submit", "publish", "close"),
    "expired": ("submit", "publish", "expire"),
}
"""Where a sample ends up → the steps that led there."""

READ_A_DAY = 9  # views of a sample on a usual day


@dataclass
class Board:
    """What the samples point to, asked for once."""

    people: dict[str, User]
    employers: dict[str, Employer]

    def __post_init__(self) -> None:
        owners = Membership.objects.filter(role="owner", employer__in=self.employers.values()).select_related("user")
        self.owners = {place.employer_id: place.user for place in owners.order_by("-pk")}
        self.categories = category_keys()
        self.skills = skill_keys()
        self.backgrounds = background_keys()
        self.regions = {
            region.code: sorted(country.code for country in region.countries.all())
            for region in Region.objects.prefetch_related("countries")
        }


def sample_rows() -> list[dict[str, Any]]:
    """The listings of the seeds, the oldest first, as they would have come in."""
    return sorted(read_json("samples/listings.json"), key=lambda row: -row["posted_days_ago"])


def make_listings(rows: Iterable[dict[str, Any]], board: Board) -> dict[str, Listing]:
    """Key → new listing for each row."""
    approved = set(
        ListingChange.objects.filter(actor="curator", kind__in=("publish", "schedule")).values_list(
            "listing__employer_id", flat=True
        )
    )
    return {row["key"]: _make_listing(row, board, approved) for row in rows}


def _make_listing(row: dict[str, Any], board: Board, approved: set[int]) -> Listing:
    employer = board.employers[row["employer"]]
    owner = board.owners[employer.pk]
    moments = _Moments(row, employer.zone)
    listing = Listing(
        public_id=sample_id("listing", row["key"]),
        employer=employer,
        category_id=board.categories[row["category"]],
        is_sample=True,
        created_by=owner,
        created_at=moments.created,
        starts_at=moments.starts,
        closes_at=moments.closes,
        description=read_text(f"samples/{row['text']}"),
        **{name: row[name] for name in COPIED},
        **_pay(row),
        **_eligibility(row, board),
        **({"apply_at": "outside", "apply_url": row["apply_url"]} if row["apply_url"] else {}),
    )
    listing.write_content()
    listing.skills.set(pick(board.skills, row["skills"]))
    listing.backgrounds.set(pick(board.backgrounds, row["backgrounds"]))
    if row["terms"] is not None:
        EngagementTerms.objects.create(listing=listing, **row["terms"])
    ScreeningQuestion.objects.bulk_create(
        ScreeningQuestion(listing=listing, position=position, **question)
        for position, question in enumerate(row["questions"], start=1)
    )
    _write_history(listing, row, moments, owner, board.people[CURATOR], approved)
    return listing


COPIED = (
    "title", "language", "openings", "technical", "engagement", "hours_min", "hours_max", "hours_guaranteed",
    "training_paid", "review_capacity", "promise_days",
)  # fmt: skip


def _pay(row: dict[str, Any]) -> dict[str, Any]:
    pay = row["pay"]
    if pay is None:
        return {}
    return {
        "pay_min": pay["min"] and _number(pay["min"]),
        "pay_max": pay["max"] and _number(pay["max"]),
        "pay_currency_id": pay["currency"],
        "pay_period": pay["period"],
        "task_minutes": pay["task_minutes"],
    }


def _number(text: str) -> Any:
    return Listing._meta.get_field("pay_min").to_python(text)


def _eligibility(row: dict[str, Any], board: Board) -> dict[str, Any]:
    stated = row["eligibility"]
    countries = {*stated["countries"], *(code for region in stated["regions"] for code in board.regions[region])}
    names = ("utc_offset_min", "utc_offset_max", "overlap_hours", "overlap_zone", "work_languages")
    return {
        "eligibility_scope": stated["scope"],
        "eligible_countries": sorted(countries),
        "eligible_regions": stated["regions"],
        **{name: stated[name] for name in names},
    }


class _Moments:
    """When everything happened to one sample, counted back from now."""

    def __init__(self, row: dict[str, Any], zone: str):
        self.now = clock.now()
        self.posted = self.now - timedelta(days=row["posted_days_ago"])
        self.created = self.posted - timedelta(days=1)
        self.submitted = self.posted - timedelta(hours=3)
        self.starts = self.now + timedelta(days=row["starts_in_days"]) if "starts_in_days" in row else None
        self.closes = clock.end_of_day(clock.today(zone) + timedelta(days=row["closes_in_days"]), zone)
        self.turned = self.now - timedelta(days=row["turned_days_ago"]) if "turned_days_ago" in row else self.posted

    def of(self, step: str) -> datetime:
        """The moment of a step."""
        if step == "submit":
            return self.submitted
        if step == "expire":
            return self.closes
        return self.posted if step in ("publish", "schedule") else self.turned


def _write_history(
    listing: Listing, row: dict[str, Any], moments: _Moments, owner: User, curator: User, approved: set[int]
) -> None:
    trusted = listing.employer.is_verified and listing.employer_id in approved
    changes = [_change(listing, "created", "", "draft", "employer", owner, moments.created)]
    state = ListingState.DRAFT
    for name in PATHS[row["state"]]:
        step = step_named(STEPS, name, state)
        actor = "board" if trusted and "board" in step.actors else step.actors[0]
        by = {"employer": owner, "curator": curator}.get(actor)
        reason = row.get("reason", "") if step.reason != "none" and name != "publish" else ""
        changes.append(_change(listing, name, state, step.target, actor, by, moments.of(name), reason))
        if actor == "curator" and name in ("publish", "schedule"):
            approved.add(listing.employer_id)
        state = step.target
    ListingChange.objects.bulk_create(changes)
    live_since = moments.posted if "publish" in PATHS[row["state"]] else None
    ended = moments.of(PATHS[row["state"]][-1]) if state in ("filled", "closed", "expired") else None
    views = list(_views(listing, live_since, ended or moments.now)) if live_since else []
    ListingViews.objects.bulk_create(views)
    columns = {
        "state": state,
        "published_at": live_since,
        "rank_at": live_since,
        "ended_at": ended,
        "view_count": sum(view.count for view in views),
        "updated_at": max(change.at for change in changes),
    }
    Listing.objects.filter(pk=listing.pk).update(**columns)
    for name, value in columns.items():
        setattr(listing, name, value)


def _change(
    listing: Listing, kind: str, source: str, target: str, actor: str, by: User | None, at: datetime, reason: str = ""
) -> ListingChange:
    return ListingChange(
        listing=listing, kind=kind, from_state=source, to_state=target, actor=actor, by=by, at=at, reason=reason
    )


def _views(listing: Listing, since: datetime, until: datetime) -> Iterator[ListingViews]:
    for number in range((until.date() - since.date()).days + 1):
        # Uneven, yet the same on every board.
        count = (listing.public_id.int >> number) % (2 * READ_A_DAY)
        if count:
            yield ListingViews(listing=listing, day=since.date() + timedelta(days=number), count=count)
