"""Sample people and sample employers: nobody of them exists, and no mail reaches them."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.hashers import make_password

from careers.accounts.documents import PRIVACY_VERSION, TERMS_VERSION
from careers.accounts.models import Consent, SeekerProfile, User
from careers.core import clock
from careers.employers.models.employer import Employer
from careers.employers.models.people import Membership
from careers.management.loaders.files import read_json
from careers.management.loaders.vocabularies import background_keys, pick, skill_keys

NAMESPACE = uuid.UUID("6c696e74-6173-4c6f-8000-636f6e746f68")
CURATOR = "ayu"


def sample_id(kind: str, name: str) -> uuid.UUID:
    """The public id of a sample for ever, whatever board it is loaded into."""
    return uuid.uuid5(NAMESPACE, f"{kind}:{name}")


def load_people() -> dict[str, User]:
    """Key → account of everybody in the samples; those that stand are left as they are.

    Only a development board lets them sign in, and lets the curator among them curate.
    """
    data = read_json("samples/users.json")
    addresses = [row["email"] for row in data["users"]]
    standing = {user.email: user for user in User.objects.filter(email__in=addresses)}
    missing = [row for row in data["users"] if row["email"] not in standing]
    if missing:
        # One hash for all: each costs a good part of a second, on purpose.
        password = make_password(data["password"] if settings.IS_DEVELOPMENT else None)
        for row in missing:
            standing[row["email"]] = _make_user(row, password)
    return {row["key"]: standing[row["email"]] for row in data["users"]}


def _make_user(row: dict[str, Any], password: str) -> User:
    joined = clock.now() - timedelta(days=420)
    user = User.objects.create(
        email=row["email"],
        name=row["name"],
        language=row["language"],
        zone=row["zone"],
        password=password,
        is_staff=settings.IS_DEVELOPMENT and row["key"] == CURATOR,
        date_joined=joined,
    )
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    for document, version in (("terms", TERMS_VERSION), ("privacy", PRIVACY_VERSION)):
        Consent.objects.create(user=user, document=document, version=version, language=user.language, given_at=joined)
    if "profile" in row:
        _make_profile(user, **row["profile"])
    return user


def _make_profile(user: User, *, background: str, skills: list[str], country: str, **fields: Any) -> None:
    fields["pay_floor_currency_id"] = fields.pop("pay_floor_currency")
    profile = SeekerProfile.objects.create(
        user=user, zone=user.zone, country_id=country, background_id=background_keys().get(background), **fields
    )
    profile.skills.set(pick(skill_keys(), skills))


def load_employers(people: dict[str, User]) -> tuple[dict[str, Employer], int]:
    """Key → sample employer, and how many of them are new; those that stand are left as they are."""
    rows = read_json("samples/employers.json")
    standing = {employer.public_id: employer for employer in Employer.objects.filter(is_sample=True)}
    found, added = {}, 0
    for row in rows:
        public_id = sample_id("employer", row["slug"])
        if public_id not in standing:
            joined = clock.now() - timedelta(days=row["joined_days_ago"])
            standing[public_id] = _make_employer(row, public_id, people, joined)
            added += 1
        found[row["slug"]] = standing[public_id]
    return found, added


def _make_employer(row: dict[str, Any], public_id: uuid.UUID, people: dict[str, User], joined: datetime) -> Employer:
    first, *others = row["members"].items()
    fields = {name: row[name] for name in ("name", "website", "about", "zone", "language", "track")}
    with clock.frozen(joined):
        employer = Employer.found(
            by=people[first[0]], public_id=public_id, country_id=row["country"], is_sample=True, **fields
        )
    with clock.frozen(joined + timedelta(hours=5)):
        if not employer.is_public:
            employer.pass_review(by=people[CURATOR], reason="A sample.")
        for key, role in others:
            employer.memberships.create(user=people[key], role=role)
        if row["level"]:
            employer.add_proof("sample", detail="Sample", level=row["level"], by=people[CURATOR])
    # What came before today was told of, or so we say: no digest about the past.
    Membership.objects.filter(employer=employer).update(digested_until=clock.now())
    return employer
