import pytest
from django.utils import translation

from careers.listings.eligibility import Eligibility, zone_place

COUNTRIES = {"ID": "Indonesia", "MY": "Malaysia", "SG": "Singapore", "TH": "Thailand"}
REGIONS = {"asean": "ASEAN"}
LANGUAGES = {"id": "Indonesian", "en": "English"}


def sentences(eligibility: Eligibility, **options) -> list[str]:
    with translation.override("en"):
        return [fact.sentence for fact in eligibility.facts(COUNTRIES, REGIONS, LANGUAGES, **options)]


def test_worldwide_is_said():
    assert sentences(Eligibility("worldwide")) == ["Open worldwide"]


@pytest.mark.parametrize("scope", ["not-stated", ""])
def test_what_is_not_stated_is_never_taken_as_open(scope):
    assert sentences(Eligibility(scope)) == ["Employer has not said"]
    assert not Eligibility(scope).is_stated


def test_countries_are_named_in_their_order():
    eligibility = Eligibility("countries", countries=("MY", "ID", "ZZ"))
    assert sentences(eligibility) == ["Open to: Indonesia, Malaysia, ZZ"]
    assert eligibility.is_stated


def test_regions_stand_for_their_countries():
    eligibility = Eligibility("countries", countries=("ID", "MY", "TH", "SG"), regions=("asean",))
    assert sentences(eligibility, members={"asean": {"ID", "MY", "SG"}}) == ["Open to: ASEAN, Thailand"]


@pytest.mark.parametrize(
    ("shown", "sentence"),
    [(0, "Open to: Indonesia, Malaysia, Singapore"), (3, "Open to: Indonesia, Malaysia, Singapore"),
     (2, "Open to: Indonesia, Malaysia and 1 more"), (1, "Open to: Indonesia and 2 more")],
)  # fmt: skip
def test_long_rows_of_countries_are_cut(shown, sentence):
    assert sentences(Eligibility("countries", countries=("ID", "MY", "SG")), shown=shown) == [sentence]


@pytest.mark.parametrize(
    ("low", "high", "sentence"),
    [(300, 570, "Time zones from UTC+5 to UTC+9:30"), (-180, None, "Time zones from UTC−3 eastwards"),
     (None, 0, "Time zones up to UTC")],
)  # fmt: skip
def test_offsets_are_said(low, high, sentence):
    facts = sentences(Eligibility("worldwide", utc_offset_min=low, utc_offset_max=high))
    assert facts == ["Open worldwide", sentence]


def test_overlap_and_languages_are_said():
    eligibility = Eligibility(
        "worldwide", overlap_hours=4, overlap_zone="America/New_York", work_languages=("en", "id", "xx")
    )
    assert sentences(eligibility)[1:] == [
        "At least 4 hours of overlap with the working day in New York",
        "Work languages: English, Indonesian, xx",
    ]
    assert [fact.kind for fact in eligibility.facts({}, {}, {})] == ["scope", "overlap", "languages"]


def test_zone_is_named_after_its_place():
    assert zone_place("America/Argentina/Buenos_Aires") == "Buenos Aires"
    assert zone_place("UTC") == "UTC"
