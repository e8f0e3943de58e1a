"""Employers of generated listings: samples all of them, at addresses that lead nowhere."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from random import Random
from uuid import UUID

from django.db import models
from django.utils.text import slugify

from careers.accounts.models import User
from careers.core.markdown import render
from careers.employers.models.employer import Employer
from careers.employers.models.log import EmployerChange, EmployerSlug
from careers.employers.models.people import Membership
from careers.employers.models.proof import VerificationProof
from careers.management.loaders.generated_words import LANGUAGES, made_up_names, parts, zipf

LISTINGS_AN_EMPLOYER = 40
FLATTER = 20  # the largest of 25,000 employers has one listing in a hundred and fifty
DOMAIN = ".generated.example"
OWNER = "owner@generated.example"
BATCH = 2000

LEVELS = ((0, 1, 2, 3), (25, 45, 20, 10))
TRACKS = (("", "local-business", "local-government"), (86, 10, 4))
PLACES = (
    ("ID", "Asia/Jakarta"), ("ID", "Asia/Jakarta"), ("ID", "Asia/Makassar"), ("SG", "Asia/Singapore"),
    ("MY", "Asia/Kuala_Lumpur"), ("PH", "Asia/Manila"), ("US", "America/New_York"), ("US", "America/Los_Angeles"),
    ("GB", "Europe/London"), ("DE", "Europe/Berlin"), ("NL", "Europe/Amsterdam"), ("IN", "Asia/Kolkata"),
    ("AU", "Australia/Sydney"), ("JP", "Asia/Tokyo"),
)  # fmt: skip


@dataclass(frozen=True)
class Employers:
    """What listings need of their employers: keys, hosts and zones, and how often each of them is to be drawn."""

    owner: int
    keys: list[int]
    hosts: list[str]
    weights: list[float]


def generated() -> models.QuerySet:
    """The employers that were made here."""
    return Employer.objects.filter(is_sample=True, website__endswith=f"{DOMAIN}/")


def make_employers(listings: int, *, seed: int, now: datetime) -> Employers:
    """An employer for every `LISTINGS_AN_EMPLOYER` listings, with its proof, its owner (one for all, who cannot sign in) and its log."""
    owner, _made = User.objects.get_or_create(
        email=OWNER, defaults={"name": "Generated (sample)", "language": "en", "password": "!"}
    )
    rows = _rows(max(1, listings // LISTINGS_AN_EMPLOYER), seed, now)
    made: list[Employer] = []
    while batch := list(islice(rows, BATCH)):
        Employer.objects.bulk_create(batch)
        EmployerSlug.objects.bulk_create(EmployerSlug(employer=row, slug=row.slug) for row in batch)
        Membership.objects.bulk_create(
            Membership(employer=row, user=owner, role="owner", joined_at=row.created_at, digested_until=now)
            for row in batch
        )
        EmployerChange.objects.bulk_create(
            EmployerChange(employer=row, kind="founded", to_state=row.state, by=owner, at=row.created_at)
            for row in batch
        )
        VerificationProof.objects.bulk_create(
            VerificationProof(employer=row, method="sample", level=row.verification_level, detail="Sample", at=now)
            for row in batch
            if row.verification_level
        )
        made += batch
    hosts = [row.own_domain for row in made]
    return Employers(owner.pk, [row.pk for row in made], hosts, zipf(len(made), FLATTER))


def _rows(count: int, seed: int, now: datetime) -> Iterator[Employer]:
    rng = Random(f"employers {seed}")
    about = {language: parts()[language]["about"] for language in LANGUAGES}
    html = {language: render(text) for language, text in about.items()}
    for number, name in enumerate(made_up_names(count, seed), start=1):
        language = LANGUAGES[number % 2]
        words = parts()[language]
        slug = f"{slugify(name)}-{number}"
        country, zone = rng.choice(PLACES)
        full_name = f"{name} {rng.choice(words['kinds'])} ({words['sample']})"
        yield Employer(
            public_id=UUID(int=rng.getrandbits(128), version=4),
            name=full_name,
            searched_as=full_name,
            slug=slug,
            website=f"https://{slug}{DOMAIN}/",
            about=about[language],
            about_html=html[language],
            country_id=country,
            zone=zone,
            language=language,
            track=rng.choices(*TRACKS)[0],
            is_sample=True,
            verification_level=rng.choices(*LEVELS)[0],
            created_at=now - timedelta(days=rng.randint(90, 900)),
        )
