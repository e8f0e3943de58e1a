"""Every page of the board with rows behind it, for the tests that walk over all of them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests import factories

ROLES = ("anonymous", "seeker", "owner", "curator")

# Addresses that answer with something else than a page, or only when something is sent to them.
NO_PAGES: set[str] = set()

# Public pages with a form that is sent: they need a token, so they are nobody's to keep.
FORM_PAGES = {"contact", "viewer_edit", "listing_apply", "invitation_detail"}

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
    "privacy/": "privacy",
    "terms/": "terms",
    "credits/": "credits",
}


@dataclass
class World:
    """A small board on which every page has something to show, and who looks at it."""

    users: dict[str, Any]
    rows: dict[str, Any] = field(default_factory=dict)

    def client(self, role: str) -> Client:
        """A browser of somebody in `role`."""
        client = Client()
        if role != "anonymous":
            client.force_login(self.users[role])
        return client

    def arguments(self, name: str, parameters: list[str]) -> dict[str, Any]:
        """Values for the parameters of an address; says so when it has none for one."""
        found = {}
        for parameter in parameters:
            # An address may have an example of its own; the others share one by the thing they are about.
            for key in (f"{name}.{parameter}", f"{name.split('_')[0]}.{parameter}", parameter):
                if key in self.rows:
                    found[parameter] = self.rows[key]
                    break
            else:
                raise LookupError(f"tests/walk.py has no example for {parameter} of {name}")
        return found


def make_world(*, seeker, owner, employer, curator) -> World:
    """A board with one of everything, made through the verbs that make them in life."""
    category = factories.make_category()
    factories.make_guide(category)
    skill = factories.make_skill()
    listing = factories.make_listing(employer=employer, category=category, skills=[skill])
    factories.make_terms(listing)
    factories.make_question(listing)
    application = factories.make_application(listing=listing, seeker=seeker, stage="in_review")
    factories.make_profile(seeker)
    archived = factories.make_archived(category=category)
    rows = {
        "slug": listing.slug,
        "listing.slug": listing.slug,
        "category.slug": category.slug,
        "employer.slug": employer.slug,
        "archive.slug": archived.slug,
        "application.pk": application.pk,
    }
    return World({"seeker": seeker, "owner": owner, "curator": curator}, rows)


def our_addresses(*, everything: bool = False) -> Iterator[tuple[str, list[str]]]:
    """Name and parameters of every page of the board and of its accounts, the admin's excepted; or of every address."""
    for name, pattern in _patterns(get_resolver()):
        module = pattern.callback.__module__
        if (everything or name not in NO_PAGES) and module.split(".")[0] in {"careers", "jobboard", "allauth"}:
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
