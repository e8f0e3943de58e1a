"""The rule that grades the judged set: what a listing is, against what a query wants. README.md says it in words.

It reads columns of facts alone and no word of title, text or tags; nothing that a ranking computes enters it.
"""

from collections.abc import Mapping
from typing import Any

WHOLLY, PARTLY, BARELY, NOT = 3, 2, 1, 0
STALE_DAYS = 45
# Facets that are not called like their column: `language` is what one works in, `written` what the listing is written in.
COLUMNS = {"written": "language"}

Row = Mapping[str, Any]


def grade(query: Row, listing: Row, categories: Mapping[str, str]) -> int:
    """0 to 3: how well the listing serves who typed the query. `categories` is role → the profession it belongs to."""
    if any(_meets(need, listing, categories) >= PARTLY for need in query["without"]):
        return NOT
    first, *others = (_meets(need, listing, categories) for need in query["needs"])
    if all(others):
        found = min([first, *others])
    else:
        found = BARELY if first >= PARTLY else NOT
    return max(NOT, found - _drawbacks(query, listing))


def _meets(need: Row, listing: Row, categories: Mapping[str, str]) -> int:
    """How far one need is met: the best of its facets, each of them any of its values."""
    return max(_facet(name, values, listing, categories) for name, values in need.items())


def _facet(name: str, values: list[str], listing: Row, categories: Mapping[str, str]) -> int:
    if name == "skill":
        if any(slug in values for slug in listing["core"]):
            return WHOLLY
        return PARTLY if any(slug in values for slug in listing["also"]) else NOT
    if name == "role":
        if listing["role"] in values:
            return WHOLLY
        return BARELY if listing["category"] in {categories[role] for role in values} else NOT
    if name == "language":
        return WHOLLY if any(code in values for code in listing["work_languages"]) else NOT
    return WHOLLY if listing[COLUMNS.get(name, name)] in values else NOT


def _drawbacks(query: Row, listing: Row) -> int:
    """One grade less for what is closed to the viewer's country, one less for what has stood for long."""
    country = query.get("country")
    closed = bool(country) and listing["scope"] == "countries" and country not in listing["countries"]
    return int(closed) + int(listing["published_days_ago"] > STALE_DAYS)
