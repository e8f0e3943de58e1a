"""Every page of the board with rows behind it, for the tests that walk over all of them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import product
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from careers.core.clock import now
from careers.employers.models.people import Invitation
from careers.hiring.views import posting
from careers.hiring.views.deeds import DEEDS
from careers.saved.models import QueueNotice
from careers.trust.models import ContactMessage, RecordDispute
from tests import factories

ROLES = ("anonymous", "seeker", "owner", "curator")

# Addresses that answer with something else than a page. What stands under /dev/ is for those who build the board.
NO_PAGES = {"listing_card", "listing_suggest", "category_card", "site_card", "site_manifest", "favicon"}

# Pages outside me/ and office/ with a form that is sent, or a step after it: they need a token, so nobody may keep them.
FORM_PAGES = {
    "contact",
    "viewer_edit",
    "listing_apply",
    "application_preview",
    "invitation_detail",
    "invitation_accept",
    "queue_notice",
}

ADDRESSES_THAT_STAY = {
    "": "home",
    "listings/": "listing_list",
    "listings/<listing.slug>/": "listing_detail",
    "listings/<listing.slug>/apply/": "listing_apply",
    "categories/": "category_list",
    "categories/<category.slug>/": "category_detail",
    "employers/": "employer_list",
    "employers/<employer.slug>/": "employer_detail",
    "learn/": "learn",
    "insight/": "insight",
    "archive/": "archive_list",
    "archive/<archive.slug>/": "archive_detail",
    "viewer/": "viewer_edit",
    "about/": "about",
    "how-it-works/": "how_it_works",
    "for-employers/": "for_employers",
    "help/": "help",
    "contact/": "contact",
    "accessibility/": "accessibility",
    "privacy/": "privacy",
    "terms/": "terms",
    "credits/": "credits",
}


@dataclass
class World:
    """A small board on which every page has something to show, and who looks at it."""

    users: dict[str, Any]
    rows: dict[str, list[Any]] = field(default_factory=dict)

    def client(self, role: str) -> Client:
        """A browser of somebody in `role`."""
        client = Client()
        if role != "anonymous":
            client.force_login(self.users[role])
        return client

    def paths(self, name: str, parameters: list[str]) -> list[str]:
        """An address in the active language, once for each example; says so when a parameter has none."""
        choices = []
        for parameter in parameters:
            # An address may have examples of its own; the others share those of the first thing they name.
            keys = [f"{word}.{parameter}" for word in (name, *name.split("_"))]
            examples = [self.rows[key] for key in (*keys, parameter) if key in self.rows]
            if not examples:
                raise LookupError(f"tests/walk.py has no example for {parameter} of {name}")
            choices.append(examples[0])
        return [reverse(name, kwargs=dict(zip(parameters, values, strict=True))) for values in product(*choices)]


def make_world(*, seeker, owner, employer, curator) -> World:
    """A board with one of everything, made through the verbs that make them in life."""
    category = factories.make_category(summary_en="You teach a model.", summary_id="Anda mengajari sebuah model.")
    factories.make_guide(category)
    skill, background = factories.make_skill(), factories.make_background()
    factories.make_rate("USD", "1.16")
    factories.make_rate("IDR", "19320")
    factories.make_profile(seeker, background=background)

    def live(**fields):
        return factories.make_listing(employer=employer, category=category, **fields)

    listing = live(skills=[skill], backgrounds=[background])
    factories.make_terms(listing)
    factories.make_question(listing)
    outside = live(
        apply_at="outside", apply_url="https://work.example/apply", pay_period="", pay_min=None, pay_max=None
    )
    rupiah = {
        "pay_currency": factories.make_currency("IDR"),
        "pay_period": "month",
        "pay_min": Decimal(8_000_000),
        "pay_max": None,
    }
    monthly = live(language="id", engagement="employee", **rupiah)
    paused, filled, suspended, draft = (
        live(),
        live(),
        live(),
        factories.make_draft(employer=employer, category=category),
    )
    paused.pause(by=owner)
    filled.fill(by=owner)
    suspended.suspend(by=curator, reason="It asks applicants for money.")
    applications = [factories.make_application(listing=listing, seeker=seeker, stage="in_review")]
    for stage in ("draft", "submitted", "offered", "hired", "not_selected", "withdrawn", "declined"):
        applications.append(factories.make_application(listing=live(), seeker=seeker, stage=stage))

    reviewer = factories.make_member(employer, "reviewer")
    token = Invitation.new_token()
    invitation = Invitation.objects.create(
        employer=employer, email=seeker.email, role="reviewer", token_digest=Invitation.digest(token), invited_by=owner
    )
    RecordDispute.objects.create(
        employer=employer, text="It was a test of ours.", by=owner, decided_at=now(), is_upheld=False
    ).applications.set(applications[:1])
    ContactMessage.objects.create(
        email="sari@lintas.example", topic="question", text="How does this work?", language="en"
    )
    full = live(review_capacity=5)
    for _seat in range(5):
        factories.make_application(listing=full)
    full.refresh_from_db()
    QueueNotice.ask(full, seeker)
    rows = {
        "listing.slug": [row.slug for row in (listing, outside, monthly, paused, filled, suspended, full)],
        "listing.public_id": [row.public_id for row in (listing, draft, filled)],
        "revision.public_id": [listing.public_id],
        "application.public_id": [row.public_id for row in applications],
        "office_application_list.public_id": [listing.public_id],
        "application_preview.slug": [listing.slug],
        "queue_notice.slug": [full.slug, monthly.slug],
        "version": ["0"],
        "step": list(posting.STEPS),
        "deed": list(DEEDS),
        "category.slug": [category.slug],
        "employer.slug": [employer.slug],
        "employer": [employer.slug],
        "archive.slug": [factories.make_archived(category=category).slug],
        "member.pk": [reviewer.pk],
        "invitation.pk": [invitation.pk],
        "token": [token],
        # Of keys that were mailed only the outside is known: the page that refuses them is the one to be seen.
        "key": ["no-such-key"],
        "uidb36": ["1"],
    }
    return World({"seeker": seeker, "owner": owner, "curator": curator}, rows)


def our_addresses(*, everything: bool = False) -> Iterator[tuple[str, list[str]]]:
    """Name and parameters of every page of the board and of its accounts, the admin's excepted; or of every address."""
    for name, pattern in _patterns(get_resolver()):
        module = pattern.callback.__module__
        is_page = name not in NO_PAGES and not name.startswith("dev_")
        if (everything or is_page) and module.split(".")[0] in {"careers", "jobboard", "allauth"}:
            yield name, list(_parameters(pattern))


def admin_addresses() -> Iterator[str]:
    """Paths of the admin: its index, and list, form, history and deletion of each of our models that has a row."""
    yield reverse("admin:index")
    yield reverse("admin:password_change")
    yield reverse("admin:app_list", args=["careers"])
    for model in apps.get_app_config("careers").get_models():
        if not admin.site.is_registered(model):
            continue
        name = f"admin:careers_{model._meta.model_name}"
        yield reverse(f"{name}_changelist")
        yield reverse(f"{name}_add")
        row = model._default_manager.first()
        for page in ("change", "history", "delete") if row else ():
            yield reverse(f"{name}_{page}", args=[row.pk])


def texts_of_rows() -> set[str]:
    """What stands in the columns of all our rows, and how the rows call themselves."""
    found = set()
    for model in apps.get_app_config("careers").get_models():
        for row in model._default_manager.all():
            values = [str(row), *(value for name, value in vars(row).items() if not name.startswith("_"))]
            found |= {value.strip() for value in values if isinstance(value, str) and value.strip()}
    return found


def _patterns(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            if entry.namespace != "admin":
                yield from _patterns(entry, f"{before}{entry.namespace}:" if entry.namespace else before)
        elif entry.name:
            yield f"{before}{entry.name}", entry


def _parameters(pattern: URLPattern) -> Iterator[str]:
    yield from pattern.pattern.converters or pattern.pattern.regex.groupindex
