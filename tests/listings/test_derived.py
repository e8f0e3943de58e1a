"""What the database works out of every listing for the search: at once, and whoever writes."""

import random

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from careers.employers.models.employer import Employer
from careers.listings.filters import ListingFilter
from careers.listings.models.listing import Listing
from careers.listings.models.tally import PACKED, SAMPLES
from tests import factories
from tests.listings.test_words import found, make

pytestmark = pytest.mark.django_db


def derived(listing: Listing) -> dict:
    """What the row says of itself for the search."""
    names = ("skill_ids", "background_ids", "employer_track", "employer_level", "facets", "sample", "search_words")
    return Listing.objects.values(*names).get(pk=listing.pk)


def test_links_are_copied_by_every_way_of_writing_them():
    skills = [
        factories.make_skill(f"skill-{number}", name_en=f"Skill{number}", name_id=f"Skill{number}")
        for number in range(3)
    ]
    background = factories.make_background()
    listing, other = make(skills=skills[:1]), make()
    one, two, three = sorted(skill.pk for skill in skills)
    assert derived(listing)["skill_ids"] == [one] and "skill0" in derived(listing)["search_words"]
    listing.skills.add(*skills[1:])
    assert derived(listing)["skill_ids"] == [one, two, three] and "skill2" in derived(listing)["search_words"]
    listing.skills.remove(skills[0])
    assert derived(listing)["skill_ids"] == [two, three] and "skill0" not in derived(listing)["search_words"]
    listing.skills.set(skills[:1])
    assert derived(listing)["skill_ids"] == [one]
    Listing.skills.through.objects.bulk_create([Listing.skills.through(listing=other, skill=skills[2])])
    assert derived(other)["skill_ids"] == [three] and found("skill2") == [other]
    Listing.skills.through.objects.filter(listing=other).update(skill=skills[1])
    assert derived(other)["skill_ids"] == [two]
    listing.skills.clear()
    assert derived(listing)["skill_ids"] == [] and "skill" not in derived(listing)["search_words"]
    skills[1].listings.clear()
    assert derived(other)["skill_ids"] == []
    listing.backgrounds.set([background])
    assert derived(listing)["background_ids"] == [background.pk]
    background.listings.clear()
    assert derived(listing)["background_ids"] == []


def test_level_and_track_of_the_employer_are_copied_at_once():
    employer = factories.make_employer(name="Wisma")
    listing = make(employer=employer)
    assert (derived(listing)["employer_level"], derived(listing)["employer_track"]) == (0, "")
    proof = employer.add_proof("sample", detail="Test", level=2)
    assert derived(listing)["employer_level"] == 2
    employer.revoke_proof(
        employer.proofs.get(), by=factories.make_curator(), reason="A test."
    ) if proof is None else None
    assert derived(listing)["employer_level"] == 0
    Employer.objects.filter(pk=employer.pk).update(track="local-business", verification_level=1)
    assert (derived(listing)["employer_level"], derived(listing)["employer_track"]) == (1, "local-business")
    assert found("nothing", verified="1", track="local-business") == [listing]


@pytest.mark.parametrize("way", ["save", "update", "bulk_update"])
def test_changed_title_is_found_by_every_way_of_writing_it(way):
    listing = make("Violin")
    listing.title = "Cello"
    if way == "save":
        listing.save(update_fields=["title"])
    elif way == "update":
        Listing.objects.filter(pk=listing.pk).update(title="Cello")
    else:
        Listing.objects.bulk_update([listing], ["title"])
    assert (found("cello"), found("violin")) == ([listing], [])


def test_row_made_in_bulk_is_derived_as_any_other():
    model = make("Violin", employer=factories.make_employer(name="Wisma Kata", level=2, track="local-government"))
    row = Listing.objects.get(pk=model.pk)
    row.pk, row.slug, row.public_id = None, "made-in-bulk", factories.unsampled_id()
    row.facets, row.employer_level, row.employer_track, row.skill_ids, row.sample = 0, 0, "", [99], None
    row.search_words = None
    made = Listing.objects.bulk_create([row])[0]
    left, right = derived(model), derived(made)
    assert 0 <= left.pop("sample") < SAMPLES and 0 <= right.pop("sample") < SAMPLES
    assert left == right and right["employer_level"] == 2


def test_stale_instance_brings_no_stale_words_back():
    listing = make("Violin", skills=[factories.make_skill()])
    stale = Listing.objects.defer(None).get(pk=listing.pk)
    Listing.objects.filter(pk=listing.pk).update(title="Cello", technical="deep")
    listing.skills.set([])
    now = derived(listing)
    stale.search_words, stale.facets, stale.skill_ids = "'violin':1A", 0, [1, 2]
    stale.save(update_fields=["search_words", "facets", "skill_ids", "view_count"])
    assert derived(listing) == now
    assert (found("cello"), found("violin")) == ([listing], [])


def test_sample_stays_and_is_drawn_for_every_row():
    listing = make()
    drawn = derived(listing)["sample"]
    Listing.objects.filter(pk=listing.pk).update(title="Another", search_words=None)
    assert derived(listing)["sample"] == drawn
    rows = [Listing.objects.get(pk=listing.pk) for _one in range(40)]
    assert all(row.sample == drawn for row in rows)
    for number, row in enumerate(rows):
        row.pk, row.slug, row.public_id = None, f"row-{number}", factories.unsampled_id()
        row.sample, row.search_words = None, None
    Listing.objects.bulk_create(rows)
    assert len(set(Listing.objects.values_list("sample", flat=True))) > 20


# --- the packed options ---

rows_of_options = st.fixed_dictionaries(
    {
        "engagement": st.sampled_from(Listing.Engagement.values),
        "technical": st.sampled_from(Listing.Technical.values),
        "pay_period": st.sampled_from(["", *Listing.PayPeriod.values]),
        "hours_guaranteed": st.sampled_from([None, False, True]),
        "training_paid": st.sampled_from([None, False, True]),
        "application_count": st.sampled_from([0, 9, 10, 49, 50, 1000]),
        "apply_at": st.sampled_from(Listing.ApplyAt.values),
    }
)
employers_of_options = st.tuples(st.sampled_from(Employer.Track.values), st.sampled_from([0, 1, 2, 3]))


def packed(listing: Listing) -> dict[str, str]:
    """Of each facet the option that is packed for this row."""
    number = derived(listing)["facets"]
    return {name: options[(number >> at) & (2**bits - 1)] for name, (at, bits, options) in PACKED.items()}


def stated(row: dict, track: str, level: int) -> dict[str, str]:
    """The same, said plainly."""
    count = row["application_count"]
    crowd = "under-10" if count < 10 else "under-50" if count < 50 else "more"
    return {
        "engagement": row["engagement"], "technical": row["technical"], "period": row["pay_period"], "track": track,
        "guaranteed": "1" if row["hours_guaranteed"] else "", "paid_training": "1" if row["training_paid"] else "",
        "verified": "1" if level >= 1 else "", "crowd": "elsewhere" if row["apply_at"] == "outside" else crowd,
    }  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(rows_of_options, employers_of_options)
def test_packed_options_say_what_the_row_says(db, row, of_employer):
    track, level = of_employer
    listing = Listing.objects.first() or make()
    paid = {"pay_min": 1, "pay_max": 2, "pay_currency": factories.make_currency()} if row["pay_period"] else {}
    unpaid = {"pay_min": None, "pay_max": None}
    address = {"apply_url": "https://a.example/apply" if row["apply_at"] == "outside" else ""}
    Employer.objects.filter(pk=listing.employer_id).update(track=track, verification_level=level)
    Listing.objects.filter(pk=listing.pk).update(**(unpaid | row | paid | address))
    assert packed(listing) == stated(row, track, level)


def test_options_fit_their_bits():
    ends = [0]
    for at, bits, options in PACKED.values():
        assert at == ends[-1] and len(options) <= 2**bits
        ends.append(at + bits)
    assert ends[-1] <= 31
    for name, values in (
        ("engagement", Listing.Engagement),
        ("technical", Listing.Technical),
        ("period", Listing.PayPeriod),
    ):
        assert set(PACKED[name][2]) - {""} == set(values.values)


def test_each_option_counts_what_choosing_it_finds():
    chance = random.Random(5)
    employers = [factories.make_employer(name=f"Penerbit {number}", level=1) for number in range(3)]
    for number in range(24):
        outside = chance.random() < 0.3
        period = chance.choice(["", *Listing.PayPeriod.values])
        make(f"Row {number}", employer=chance.choice(employers), pay_period="month")
        Listing.objects.filter(title=f"Row {number}").update(
            engagement=chance.choice(Listing.Engagement.values), technical=chance.choice(Listing.Technical.values),
            pay_period=period, hours_guaranteed=chance.choice([None, True, False]),
            training_paid=chance.choice([None, True, False]), application_count=chance.choice([0, 9, 10, 49, 50]),
            apply_at="outside" if outside else "here", apply_url="https://a.example/x" if outside else "",
            **({} if period else {"pay_min": None, "pay_max": None}),
        )  # fmt: skip
    Employer.objects.filter(pk=employers[0].pk).update(track="local-business", verification_level=0)
    Employer.objects.filter(pk=employers[1].pk).update(track="local-government")
    everything = ListingFilter(QueryDict("")).tally
    assert everything.total == 24
    for facet, (_at, _bits, options) in PACKED.items():
        for option in options:
            choice = ListingFilter(QueryDict(f"{facet}={option}"))
            if option and choice.is_valid():
                assert everything.count(facet, option) == choice.qs.count() == choice.tally.total, (facet, option)
