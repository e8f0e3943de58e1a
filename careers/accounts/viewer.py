"""Viewer: for whom a page is computed. From the address, else the profile, else a choice kept in a cookie, else nobody."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qs, urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from careers.core import clock
from careers.core.caching import VIEWER_COOKIE
from careers.taxonomy.models import Country

COOKIE_LASTS = 180 * 24 * 60 * 60
# In which money a figure about many listings is given when nothing is known of the viewer.
DEFAULT_CURRENCY = "IDR"


@dataclass(frozen=True)
class Viewer:
    """Where somebody is and what they count in; every part may be unknown, and what is unknown is not judged.

    Country (ISO 3166) and currency (ISO 4217) in capitals, zone by its IANA name, languages by ISO 639 code.
    """

    country: str = ""
    zone: str = ""
    work_languages: tuple[str, ...] = ()
    currency: str = ""
    # The words of the address that said so: what leads on from there carries them along.
    asked: tuple[tuple[str, str], ...] = field(default=(), compare=False)
    # Whether their profile says where they are; a choice in a cookie does not count then.
    is_profile: bool = field(default=False, compare=False)

    @property
    def is_known(self) -> bool:
        """Whether anything is."""
        return self != NOBODY

    def asking(
        self, *, country: str = "", zone: str = "", work_languages: tuple[str, ...] = (), currency: str = ""
    ) -> "Viewer":
        """This viewer with what an address says instead. Whoever asks for another country leaves zone and currency behind."""
        moved = bool(country) and country != self.country
        return Viewer(
            country=country or self.country,
            zone=zone or ("" if moved else self.zone),
            work_languages=work_languages or self.work_languages,
            currency=currency or ("" if moved else self.currency),
            asked=tuple(_words(country, zone, work_languages, currency)),
        )

    @property
    def counts_in(self) -> str:
        """The currency for figures that rest on several listings."""
        return self.currency or DEFAULT_CURRENCY


NOBODY = Viewer()


def viewer_of(request: HttpRequest) -> Viewer:
    """Who asks, by profile or cookie; the country's currency unless another is chosen.

    Without our cookies nothing of the request is touched and nothing asked of the database.
    """
    viewer = NOBODY
    if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
        viewer = _of_profile(request.user)
    if not viewer.country and VIEWER_COOKIE in request.COOKIES:
        chosen = _completed(read_choice(request.COOKIES[VIEWER_COOKIE]))
        viewer = chosen if chosen.country or not viewer.is_known else viewer
    return viewer


def viewer_asking(request: HttpRequest, usual: Viewer | None = None) -> Viewer:
    """The viewer of a page whose address may say where somebody is; else `usual`, who asks by profile or cookie."""
    usual = viewer_of(request) if usual is None else usual
    said = _sensible(dict(request.GET.lists()))
    if not said.is_known:
        return usual
    known = _completed(said)
    viewer = usual.asking(
        country=known.country, zone=said.zone, work_languages=said.work_languages, currency=said.currency
    )
    return viewer if viewer.currency else replace(viewer, currency=known.currency)


def read_choice(text: str) -> Viewer:
    """What a cookie says; a part that makes no sense is left out."""
    return _sensible(parse_qs(text[:400]))


def _sensible(values: Mapping[str, list]) -> Viewer:
    def one(name: str, pattern: str) -> str:
        value = values.get(name, [""])[-1].upper()
        return value if re.fullmatch(pattern, value) else ""

    zone = values.get("zone", [""])[-1]
    languages = [code for code in values.get("work_language", [])[:10] if re.fullmatch("[a-z]{2,3}", code)]
    return Viewer(
        country=one("country", "[A-Z]{2}"),
        zone=zone if zone and zone in clock.zone_names() else "",
        work_languages=tuple(languages),
        currency=one("currency", "[A-Z]{3}"),
    )


def _completed(viewer: Viewer) -> Viewer:
    """A country that the board doesn't know is left out; one that it knows brings its currency, unless one is given."""
    if not viewer.country:
        return viewer
    found = Country.objects.filter(pk=viewer.country).values_list("currency").first()
    if found is None:
        return replace(viewer, country="")
    return viewer if viewer.currency else replace(viewer, currency=found[0] or "")


def _words(country: str, zone: str, work_languages: tuple[str, ...], currency: str) -> list[tuple[str, str]]:
    """A viewer as the words of an address."""
    words = [("country", country), ("zone", zone), ("currency", currency)]
    words += [("work_language", code) for code in work_languages]
    return [(name, value) for name, value in words if value]


def keep_choice(response: HttpResponse, viewer: Viewer) -> None:
    """Keep a choice in a cookie of this browser for half a year; nothing chosen takes the cookie away."""
    if not viewer.is_known:
        response.delete_cookie(VIEWER_COOKIE, samesite="Lax")
        return
    words = _words(viewer.country, viewer.zone, viewer.work_languages, viewer.currency)
    response.set_cookie(
        VIEWER_COOKIE, urlencode(words), max_age=COOKIE_LASTS, samesite="Lax", secure=not settings.IS_DEVELOPMENT, httponly=True,
    )  # fmt: skip


def _of_profile(user) -> Viewer:
    profile = user._meta.model.objects.filter(pk=user.pk).values_list(
        "profile__country", "profile__zone", "zone", "profile__work_languages", "profile__pay_floor_currency",
        "profile__country__currency",
    ).first()  # fmt: skip
    if profile is None:
        return NOBODY
    country, zone, account_zone, languages, chosen, of_country = profile
    return Viewer(
        country=country or "",
        zone=zone or account_zone or "",
        work_languages=tuple(languages or ()),
        currency=chosen or of_country or "",
        is_profile=bool(country),
    )
