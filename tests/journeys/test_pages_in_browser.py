"""Every kind of page on a small phone: nothing runs out of the window, nothing complains, the admin included."""

import re
from collections.abc import Iterator
from itertools import cycle, product

import pytest
from django.urls import reverse
from django.utils.translation import override
from playwright.sync_api import expect

from careers.applications.models.application import Application
from careers.employers.models.employer import Employer
from careers.listings.models.listing import Listing
from careers.taxonomy.models import JobCategory
from tests.journeys import steps
from tests.walk import World, admin_addresses, make_world, our_addresses

pytestmark = pytest.mark.django_db(transaction=True)

PHONE = {"width": 360, "height": 740}
LOOKS = list(product(("light", "dark"), ("id", "en")))
EXAMPLES = 4  # of one kind of page
# What is a file or takes only a form.
NO_PAGES = re.compile(
    r"/(cv|download|health|accept/\d+|move|reopen|hire|role|logout|submit|revision/withdraw|invitations/\d+/withdraw)/?$|\.(xml|txt)$"
)
ODD = (
    "listings/?colour=red",
    "listings/?pay_from=much&category=no-such",
    "listings/?q=zzzzzz",
    "listings/?hours_max=20&period=hour",
    "no-such-page/",
)
# Nobody can break such words, and people do paste them.
UNBROKEN = "Pemeriksa_jawaban_model_bahasa_yang_teliti_dan_sabar_sekali_di_mana_pun_berada"


@pytest.fixture
def world(dewi, rani, kebun, ayu) -> World:
    """A board with one of everything, some of it in words that cannot be broken."""
    world = make_world(seeker=dewi, owner=rani, employer=kebun, curator=ayu)
    Listing.objects.filter(pk__in=Listing.objects.order_by("pk").values("pk")[:2]).update(title=UNBROKEN)
    Employer.objects.update(name=UNBROKEN, website=f"https://{UNBROKEN[:60].replace('_', '-')}.example")
    Application.objects.update(name=UNBROKEN, cover_letter=UNBROKEN * 3)
    JobCategory.objects.update(summary_id="Ringkas dan jelas.", summary_en="Short and clear.")
    return world


def pages_of(world: World, role: str) -> Iterator[tuple[str, str]]:
    """Pages that somebody in `role` opens, each once, in light and dark and both languages by turns."""
    looks = cycle(LOOKS)
    for name, parameters in our_addresses():
        with override("id"):
            paths = world.paths(name, parameters)
        for path in paths[:: max(1, len(paths) // EXAMPLES)]:
            if not NO_PAGES.search(path) and role_for(path) == role:
                scheme, language = next(looks)
                yield scheme, path.replace("/id/", f"/{language}/", 1)
    if role == "anonymous":
        for query in ODD:
            scheme, language = next(looks)
            yield scheme, f"/{language}/{query}"


def role_for(path: str) -> str:
    """Whose room a page stands in."""
    room = path.split("/")[2] if path.count("/") > 2 else ""
    if path.endswith(("/apply/", "/preview/")) and room == "listings":
        return "seeker"
    return {"me": "seeker", "accounts": "seeker", "office": "owner"}.get(room, "anonymous")


def look_at(page, visits) -> list[str]:
    """Open each page; give what is wider than the phone."""
    wide, seen = [], set()
    for scheme, path in visits:
        page.emulate_media(color_scheme=scheme)
        page.goto(path)
        if page.url in seen:
            continue
        seen.add(page.url)
        wide += [f"{path}: {found}" for found in steps.sideways(page)]
    assert len(seen) > 20, seen
    return wide


@pytest.mark.parametrize("role", ["anonymous", "seeker", "owner"])
def test_pages_in_browser_fit_a_phone_and_complain_of_nothing(world, new_visitor, role):
    page = new_visitor(viewport=PHONE)
    if role != "anonymous":
        steps.sign_in(page, world.users[role], steps.in_words_of("en"), language="en")
    wide = look_at(page, pages_of(world, role))
    assert not wide, "\n".join(wide)


def test_doors_in_browser_fit_a_phone_and_complain_of_nothing(world, new_visitor):
    page = new_visitor(viewport=PHONE)
    wide = []
    for name, (scheme, language) in zip(
        ("account_login", "account_signup", "account_reset_password", "account_request_login_code"), LOOKS, strict=True
    ):
        page.emulate_media(color_scheme=scheme)
        with override(language):
            page.goto(reverse(name))
        page.locator("main button[type=submit]").first.click()
        expect(page.locator("main [data-summary]")).to_be_visible()
        wide += steps.sideways(page)
    assert not wide, "\n".join(wide)


def test_admin_in_browser_fits_a_phone_and_complains_of_nothing(world, new_visitor, ayu):
    page = new_visitor(viewport=PHONE)
    steps.sign_in(page, ayu, steps.in_words_of("en"), language="en")
    whole = ("/add/", "/history/", "/delete/")
    paths = [path for path in admin_addresses() if "jobcategory" in path or not path.endswith(whole)]
    waiting, employer = Listing.objects.order_by("pk").first(), Employer.objects.order_by("pk").first()
    paths += [
        reverse("admin:reviewedlisting_decide", args=[waiting.pk]),
        reverse("admin:moderatedlisting_decide", args=[waiting.pk]),
        reverse("admin:moderatedemployer_decide", args=[employer.pk]),
        reverse("admin:category_merge", args=[JobCategory.objects.first().pk]),
    ]
    wide = look_at(page, zip(cycle(["light", "dark"]), paths, strict=False))
    assert not wide, "\n".join(wide)
