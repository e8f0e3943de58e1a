"""The picture that a link carries when people share it: drawn when it is first asked for, kept as a file, given to anybody."""

import os
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

from careers.core.limits import client_ip, hit
from careers.core.social_drawing import HEIGHT, WIDTH, Picture, draw

KEPT_FOR = 30 * 24 * 60 * 60
DRAWN_A_MINUTE = 60


@dataclass(frozen=True)
class SocialImage:
    """Where a page's picture is, and what it shows in words."""

    url: str
    alt: str
    width: int = WIDTH
    height: int = HEIGHT


def social_response(request: HttpRequest, picture: Picture, version: str) -> HttpResponse:
    """The picture as PNG, drawn when it is not kept yet; under its own version a cache may keep it long, under another none may."""
    tag = f'"{picture.version}"'
    response = get_conditional_response(request, etag=tag) or HttpResponse(
        _kept(request, picture), content_type="image/png"
    )
    current = version == picture.version
    response["Cache-Control"] = f"public, max-age={KEPT_FOR}, immutable" if current else "public, no-cache"
    response["ETag"] = tag
    # Others show it beside a link: that is what it is for.
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _kept(request: HttpRequest, picture: Picture) -> bytes:
    """The file of a picture, drawn when it is missing: so often a minute for one address, so many files in all."""
    folder = Path(settings.STATE_DIR) / "cards"
    place = folder / f"{picture.version}.png"
    if place.exists():
        return place.read_bytes()
    hit("social_card", client_ip(request), limit=DRAWN_A_MINUTE, per=60)
    png = draw(picture)
    folder.mkdir(parents=True, exist_ok=True)
    draft = place.with_name(f"{place.name}.{os.getpid()}")
    draft.write_bytes(png)
    draft.replace(place)
    _forget_oldest(folder)
    return png


def _forget_oldest(folder: Path) -> None:
    """No more than SOCIAL_CARDS_KEPT files stay."""
    files = [(entry.stat().st_mtime_ns, entry.path) for entry in os.scandir(folder)]
    for _moment, path in sorted(files)[: max(0, len(files) - settings.SOCIAL_CARDS_KEPT)]:
        Path(path).unlink(missing_ok=True)
