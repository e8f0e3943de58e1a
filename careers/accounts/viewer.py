"""Viewer: for whom a page is computed. From the address, else the profile, else a choice kept in a cookie, else nobody."""

import re
from dataclasses import dataclass, replace
from urllib.parse import parse_qs, urlencode
from zoneinfo import available_timezones

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from careers.core.caching import VIEWER_COOKIE

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
        )

    @property
    def counts_in(self) -> str:
        """The currency for figures that rest on several listings."""
        return self.currency or DEFAULT_CURRENCY


NOBODY = Viewer()


def viewer_of(request: HttpRequest, *, currency: str = "") -> Viewer:
    """The viewer of a page; `currency` is what its address says. Without our cookies nothing of the request is touched."""
    viewer = NOBODY
    if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
        viewer = _of_profile(request.user)
    if not viewer.is_known and VIEWER_COOKIE in request.COOKIES:
        viewer = read_choice(request.COOKIES[VIEWER_COOKIE])
    return replace(viewer, currency=currency) if currency else viewer


def read_choice(text: str) -> Viewer:
    """What a cookie says; a part that makes no sense is left out."""
    values = parse_qs(text[:400])

    def one(name: str, pattern: str) -> str:
        value = values.get(name, [""])[0]
        return value if re.fullmatch(pattern, value) else ""

    zone = values.get("zone", [""])[0]
    languages = [code for code in values.get("work_language", [])[:10] if re.fullmatch("[a-z]{2,3}", code)]
    return Viewer(
        country=one("country", "[A-Z]{2}"),
        zone=zone if zone in available_timezones() else "",
        work_languages=tuple(languages),
        currency=one("currency", "[A-Z]{3}"),
    )


def keep_choice(response: HttpResponse, viewer: Viewer) -> None:
    """Keep a choice in a cookie of this browser for half a year; nothing chosen takes the cookie away."""
    if not viewer.is_known:
        response.delete_cookie(VIEWER_COOKIE, samesite="Lax")
        return
    words = [("country", viewer.country), ("zone", viewer.zone), ("currency", viewer.currency)]
    words += [("work_language", code) for code in viewer.work_languages]
    response.set_cookie(
        VIEWER_COOKIE, urlencode([(name, value) for name, value in words if value]), max_age=COOKIE_LASTS,
        samesite="Lax", secure=not settings.IS_DEVELOPMENT, httponly=True,
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
    )
