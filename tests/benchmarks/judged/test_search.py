"""The judged listings on a board of a test."""

import json

from benchmarks.judged.make_listings import LISTINGS, read
from benchmarks.judged.search import answers, publish
from careers.listings.models.listing import Listing
from tests.factories import make_category, make_country, make_currency, make_skill

ROWS = [json.loads(line) for line in LISTINGS.read_text(encoding="utf-8").splitlines()]


def test_published_rows_are_live_samples_as_old_as_they_say_and_are_found(db):
    rows = [next(row for row in ROWS if row["role"] == role) for role in ("translator", "pentester")]
    for row in rows:
        make_category(row["category"])
        for slug in row["tagged"]:
            make_skill(slug, name_en=slug, name_id=slug)
    for employer in read("parts.json")["employers"]:
        make_country(employer["country"])
    for code in ("IDR", "USD", "GBP", "EUR"):
        make_currency(code)
    keys = publish(rows)
    listings = list(Listing.objects.live().order_by("pk"))
    assert [keys[listing.pk] for listing in listings] == [row["key"] for row in rows]
    assert all(listing.is_sample for listing in listings)
    assert [set(listing.skills.values_list("slug", flat=True)) for listing in listings] == [
        set(row["tagged"]) for row in rows
    ]
    assert listings[1].title == rows[1]["title"]
    assert answers({"q": f'"{rows[1]["title"]}"'}, 10) == ([listings[1].pk], 1)
