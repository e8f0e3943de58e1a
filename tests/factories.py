"""Rows for tests. Each maker gives one whole, legal row; what a test is about it says itself."""

from datetime import timedelta
from decimal import Decimal
from itertools import count
from uuid import UUID, uuid4

from allauth.account.models import EmailAddress

from careers.accounts.models import SeekerProfile, User
from careers.applications.lifecycle import Stage
from careers.applications.models.application import Application
from careers.core import clock
from careers.employers.models.employer import Employer
from careers.employers.models.people import Membership
from careers.guides.models import Guide
from careers.listings.lifecycle import is_sampled
from careers.listings.lint import PAID_BY_EFFORT
from careers.listings.models.archive import ArchivedListing
from careers.listings.models.details import EngagementTerms, ScreeningQuestion
from careers.listings.models.listing import Listing
from careers.taxonomy.models import Background, Country, Currency, ExchangeRate, JobCategory, Skill

_numbers = count(1)
PASSWORD = "kain lurik 1975"
TERMS = {
    "onboarding_hours": 2, "onboarding_paid": True, "test_hours": 0, "task_cap_minutes": 30, "payout_cadence": "monthly",
    "payout_method": "Bank transfer", "sensitive_content": "none", "appeal_contact": "people@kebun.example",
}  # fmt: skip
"""What hourly and per-task work has to state."""


def make_user(email: str = "", *, password: str = PASSWORD, verified: bool = True, **fields) -> User:
    """An account whose address is confirmed unless told otherwise."""
    number = next(_numbers)
    fields = {"name": f"Orang {number}", "language": "en"} | fields
    user = User.objects.create_user(email or f"orang{number}@lintas.example", password, **fields)
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=verified)
    return user


def make_profile(user: User | None = None, **fields) -> SeekerProfile:
    """A profile, empty but for what is said."""
    return SeekerProfile.objects.create(user=user or make_user(), **fields)


def make_currency(code: str = "USD", **fields) -> Currency:
    """A currency, made once."""
    fields = {"name_en": code, "name_id": code} | fields
    return Currency.objects.get_or_create(code=code, defaults=fields)[0]


def make_rate(code: str, per_euro: str, date=None) -> ExchangeRate:
    """A reference rate: units of `code` for one euro."""
    fields = {"currency": make_currency(code), "per_euro": Decimal(per_euro), "source": "test"}
    return ExchangeRate.objects.create(date=date or clock.today("UTC"), **fields)


def make_country(code: str = "ID", **fields) -> Country:
    """A country, made once."""
    fields = {"name_en": "Indonesia", "name_id": "Indonesia", "zones": ["Asia/Jakarta"]} | fields
    return Country.objects.get_or_create(code=code, defaults=fields)[0]


def make_category(slug: str = "ai-model-trainer", **fields) -> JobCategory:
    """A profession, made once."""
    fields = {"name_en": "AI Model Trainer", "name_id": "Pelatih Model AI", "hue": "kunyit"} | fields
    return JobCategory.objects.get_or_create(slug=slug, defaults=fields)[0]


def make_skill(slug: str = "fact-checking", **fields) -> Skill:
    """A skill, made once."""
    fields = {"name_en": "Fact-checking", "name_id": "Pengecekan fakta"} | fields
    return Skill.objects.get_or_create(slug=slug, defaults=fields)[0]


def make_background(slug: str = "journalism", **fields) -> Background:
    """A background, made once."""
    fields = {"name_en": "Journalism", "name_id": "Jurnalistik"} | fields
    return Background.objects.get_or_create(slug=slug, defaults=fields)[0]


def make_guide(category: JobCategory | None = None, **fields) -> Guide:
    """A guide of a profession."""
    fields = {"work_en": "You rate answers.", "work_id": "Anda menilai jawaban."} | fields
    return Guide.objects.create(category=category or make_category(), **fields)


def make_employer(*, owner: User | None = None, level: int = 0, **fields) -> Employer:
    """A public employer with an owner; `level` comes by a sample proof."""
    number = next(_numbers)
    fields = {"name": f"Kebun Kata {number} Abadi", "website": f"https://kebun{number}.example"} | fields
    # Numbered names are near each other on purpose of the counter, not of the test: no look at them is owed.
    fields = {"country": make_country(), "language": "en"} | fields
    employer = Employer.found(by=owner or make_user(), **fields)
    Employer.objects.filter(pk=employer.pk).update(state=Employer.State.ACTIVE)
    employer.state = Employer.State.ACTIVE
    if level:
        employer.add_proof("sample", detail="Test", level=level)
    return employer


def make_member(employer: Employer, role: str = "reviewer", user: User | None = None) -> Membership:
    """A member of an employer."""
    return Membership.objects.create(employer=employer, user=user or make_user(), role=role)


def make_draft(*, employer: Employer | None = None, skills=(), backgrounds=(), **fields) -> Listing:
    """A draft listing that may be submitted as it stands."""
    number = next(_numbers)
    fields = {
        "title": f"Model trainer {number}", "language": "en", "engagement": "contractor",
        "description": "You rate answers of a model and say **why**.", "eligibility_scope": "worldwide",
        "pay_min": Decimal(18), "pay_max": Decimal(24), "pay_period": "hour", "hours_min": 10, "hours_max": 20,
        "hours_guaranteed": False, "public_id": unsampled_id(),
    } | fields  # fmt: skip
    if "pay_currency" not in fields and fields["pay_period"]:
        fields["pay_currency"] = make_currency()
    if "category" not in fields:
        fields["category"] = make_category()
    listing = Listing(employer=employer or make_employer(), **fields)
    listing.is_sample = listing.employer.is_sample
    listing.write_content()
    if listing.pay_period in PAID_BY_EFFORT:
        make_terms(listing, **TERMS)
    listing.skills.set(skills)
    listing.backgrounds.set(backgrounds)
    if skills:
        listing.write_content()
    return listing


def unsampled_id(*, sampled: bool = False) -> UUID:
    """A new public id that the draw for curators passes over (or, `sampled`, picks)."""
    return next(drawn for _try in count() if is_sampled(drawn := uuid4()) is sampled)


def make_listing(*, by: User | None = None, **fields) -> Listing:
    """A live listing, through the lifecycle's own verbs."""
    listing = make_draft(**fields)
    owner = listing.employer.memberships.filter(role="owner").get().user
    listing.submit(by=owner)
    if listing.state == Listing.State.SUBMITTED:
        listing.approve(by=by or make_curator())
    return listing


def make_curator() -> User:
    """A curator, made once a database."""
    found = User.objects.filter(email="kurator@lintas.example").first()
    return found or make_user("kurator@lintas.example", is_staff=True, is_superuser=True)


def make_terms(listing: Listing, **fields) -> EngagementTerms:
    """Engagement terms of a listing: what is said here, beside what stands."""
    return EngagementTerms.objects.update_or_create(listing=listing, defaults=fields)[0]


def make_question(listing: Listing, text: str = "Why this work?", **fields) -> ScreeningQuestion:
    """A screening question, after those that stand."""
    return ScreeningQuestion.objects.create(
        listing=listing, text=text, **({"position": listing.questions.count() + 1} | fields)
    )


def make_application(*, stage: str = Stage.SUBMITTED, listing=None, seeker=None, **fields) -> Application:
    """An application brought to `stage` through the lifecycle's own verbs."""
    listing = listing or make_listing()
    application = Application.objects.start(listing, seeker or make_user())
    fields = {"name": "Dewi", "cover_letter": "I check facts for a living."} | fields
    Application.objects.filter(pk=application.pk).update(**fields)
    application = Application.objects.get(pk=application.pk)
    owner = listing.employer.memberships.filter(role="owner").first()
    for step in _way_to(stage, owner.user if owner else None):
        step(application)
    return application


def _way_to(stage: str, owner: User | None):
    way = [] if stage == Stage.DRAFT else [lambda a: a.submit()]
    if stage in (Stage.IN_REVIEW, Stage.SHORTLISTED, Stage.INTERVIEWING, Stage.OFFERED):
        way.append(lambda a: a.move(stage, by=owner))
    if stage in (Stage.HIRED, Stage.DECLINED):
        way.append(lambda a: a.move(Stage.OFFERED, by=owner))
        way.append(lambda a: a.accept() if stage == Stage.HIRED else a.decline())
    if stage == Stage.NOT_SELECTED:
        way.append(lambda a: a.not_select(by=owner, reason="filled"))
    if stage == Stage.WITHDRAWN:
        way.append(lambda a: a.withdraw())
    return way


def make_archived(**fields) -> ArchivedListing:
    """A posting in the archive."""
    number = next(_numbers)
    fields = {
        "slug": f"old-posting-{number}", "title": "Data analyst", "employer_name": "A public office", "language": "en",
        "text": "Old text.", "html": "<p>Old text.</p>", "posted_on": clock.today("UTC") - timedelta(days=900),
        "source_name": "Test", "source_url": "https://source.example/posting", "licence": "CC0-1.0",
    } | fields  # fmt: skip
    return ArchivedListing.objects.create(category=fields.pop("category", None) or make_category(), **fields)
