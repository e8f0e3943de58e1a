"""Readable pieces of addresses."""

import secrets
from collections.abc import Callable

from django.utils.text import slugify

TRIES = 20


def unique_slug(text: str, taken: Callable[[str], bool], *, maximum: int = 80, otherwise: str = "x") -> str:
    """A slug of `text` that is not `taken`: "data-editor", else "data-editor-2" …, else one with a random tail.

    At most `maximum` characters; cut between words where that leaves at least half. `otherwise` stands for a text
    without Latin letters or digits. Two people at once may be given the same: the unique constraint decides.
    """
    # The slice keeps the normalising of absurd input cheap.
    base = _cut(slugify(text[: 4 * maximum]).replace("_", "-").strip("-") or otherwise, maximum)
    if not taken(base):
        return base
    for number in range(2, TRIES + 1):
        candidate = _with_tail(base, str(number), maximum)
        if not taken(candidate):
            return candidate
    while taken(candidate := _with_tail(base, secrets.token_hex(4), maximum)):
        pass
    return candidate


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
