"""Readable pieces of addresses."""

import secrets
from collections.abc import Callable, Iterator

from django.utils.text import slugify

TRIES = 20


def unique_slug(text: str, taken: Callable[[str], bool], *, maximum: int = 80, otherwise: str = "x") -> str:
    """The first of `slugs_of` that is not `taken`.

    Two people at once may be given the same: the unique constraint decides.
    """
    return next(slug for slug in slugs_of(text, maximum=maximum, otherwise=otherwise) if not taken(slug))


def slugs_of(text: str, *, maximum: int = 80, otherwise: str = "x") -> Iterator[str]:
    """Slugs of `text` without end: "data-editor", then "data-editor-2" …, and after TRIES of them ones with a random tail.

    At most `maximum` characters; cut between words where that leaves at least half. `otherwise` stands for a text
    without Latin letters or digits.
    """
    # The slice keeps the normalising of absurd input cheap.
    base = _cut(slugify(text[: 4 * maximum]).replace("_", "-").strip("-") or otherwise, maximum)
    yield base
    for number in range(2, TRIES + 1):
        yield _with_tail(base, str(number), maximum)
    while True:
        yield _with_tail(base, secrets.token_hex(4), maximum)


def _with_tail(base: str, tail: str, maximum: int) -> str:
    return f"{_cut(base, maximum - len(tail) - 1)}-{tail}"


def _cut(slug: str, maximum: int) -> str:
    if len(slug) <= maximum:
        return slug
    cut = slug[:maximum]
    if slug[maximum] != "-":
        at_word = cut.rpartition("-")[0]
        cut = at_word if len(at_word) * 2 >= maximum else cut
    return cut.rstrip("-")
