"""Pay, hours, terms and eligibility of generated listings, each as the columns that COPY takes, in order."""

from decimal import Decimal
from functools import cached_property
from random import Random
from typing import NamedTuple

from careers.listings.models.content import BASE_CURRENCY
from careers.listings.pay import Pay, Rate, comparable, convert
from careers.listings.rates import monthly_rates
from careers.management.loaders.generated_words import zipf
from careers.taxonomy.models import Country, Currency, Region

NULL = r"\N"
STATES_NO_PAY = 0.18


class Range(NamedTuple):
    """How some are paid: so often, from `low` to `high` in steps."""

    weight: int
    currency: str
    period: str
    low: str
    high: str
    step: str


RANGES = (
    Range(20, "IDR", "month", "4000000", "36000000", "500000"), Range(16, "IDR", "hour", "25000", "250000", "5000"),
    Range(4, "IDR", "day", "150000", "900000", "25000"), Range(5, "IDR", "task", "1000", "25000", "500"),
    Range(2, "IDR", "week", "1000000", "8000000", "250000"), Range(17, "USD", "hour", "6", "95", "1"),
    Range(8, "USD", "month", "700", "9500", "100"), Range(7, "USD", "year", "20000", "190000", "2000"),
    Range(4, "USD", "task", "0.25", "12", "0.25"), Range(4, "EUR", "month", "1800", "8000", "100"),
    Range(3, "EUR", "hour", "12", "80", "1"), Range(3, "GBP", "year", "24000", "110000", "1000"),
    Range(3, "SGD", "month", "3000", "14000", "100"), Range(2, "MYR", "month", "2500", "14000", "250"),
    Range(2, "PHP", "month", "18000", "140000", "1000"), Range(2, "INR", "month", "25000", "300000", "5000"),
    Range(1, "AUD", "hour", "25", "110", "1"), Range(1, "JPY", "month", "220000", "900000", "10000"),
)  # fmt: skip
HOURS = (
    (
        (None, None),
        (40, 40),
        (20, 30),
        (10, 20),
        (5, 15),
        (30, 40),
        (None, 20),
        (10, None),
        (1, 10),
        (15, 25),
        (35, 40),
    ),
    (14, 26, 10, 12, 8, 8, 6, 4, 3, 6, 3),
)
BY_HAND = ("hour", "day", "week", "task")
CADENCES = ("weekly", "fortnightly", "monthly", "per-task")
METHODS = ("Bank transfer", "Transfer bank", "Wise", "PayPal")
FIRST_COUNTRIES = ("ID", "US", "PH", "MY", "SG", "IN", "GB", "DE", "VN", "TH", "AU", "NL", "CA", "KE", "NG", "BR", "PK")
WINDOWS = ((420, 540), (420, 420), (-300, 60), (0, 180), (-480, -240), (330, 600), (None, 540), (0, None), (-60, 480))
OVERLAP_ZONES = (
    "Asia/Jakarta", "Asia/Singapore", "America/New_York", "Europe/London", "Europe/Berlin", "America/Los_Angeles",
    "Asia/Kolkata", "Australia/Sydney", "Asia/Tokyo", "Asia/Manila", "Asia/Makassar", "America/Sao_Paulo",
)  # fmt: skip
WORK_LANGUAGES = (
    (
        "{}",
        "{id}",
        "{en}",
        "{en,id}",
        "{id,jv}",
        "{en,vi}",
        "{en,tl}",
        "{en,th}",
        "{ms}",
        "{en,hi}",
        "{ar,en}",
        "{de,en}",
    ),
    (18, 26, 28, 14, 3, 2, 2, 1, 2, 2, 1, 1),
)


class Facts:
    """What facts point to, read once; and what was worked out of pay before, since many are paid the same."""

    def __init__(self) -> None:
        known = set(Currency.objects.values_list("code", flat=True))
        self.ranges = [each for each in RANGES if each.currency in known]
        self.range_weights = [each.weight for each in self.ranges]
        self.rates: dict[str, Rate] = monthly_rates()
        self.pays: dict[tuple, list[str]] = {}

    @cached_property
    def countries(self) -> list[str]:
        """Codes of countries, those that are named oftenest first."""
        codes = list(Country.objects.order_by("code").values_list("code", flat=True))
        first = [code for code in FIRST_COUNTRIES if code in codes]
        return [*first, *(code for code in codes if code not in first)]

    @cached_property
    def country_weights(self) -> list[float]:
        """How often each of them is named."""
        return zipf(len(self.countries), flatter=1)

    @cached_property
    def regions(self) -> list[tuple[str, str]]:
        """(region, its countries), both as arrays are written."""
        rows = Region.objects.order_by("code").prefetch_related("countries")
        return [(f"{{{row.pk}}}", _array(country.pk for country in row.countries.all())) for row in rows]


def pay_facts(rng: Random, facts: Facts) -> tuple[list[str], list[object]]:
    """From `engagement` to `pay_sort`; and the terms, from `onboarding_hours` on, of what is paid by the hour or task."""
    hours = rng.choices(*HOURS)[0]
    if rng.random() < STATES_NO_PAY or not facts.ranges:
        engagement = rng.choice(("employee", "contractor"))
        return [engagement, *_shown(*hours), *_said(rng), *_pay(Pay(None, None, "", "hour", *hours), facts)], []
    paid = rng.choices(facts.ranges, facts.range_weights)[0]
    engagement = "contractor" if paid.period in BY_HAND or rng.random() < 0.25 else "employee"
    minutes = rng.choice((5, 10, 15, 20, 30, 45)) if paid.period == "task" and rng.random() < 0.8 else None
    least, most = _ends(paid, rng)
    pay = Pay(least, most, paid.currency, paid.period, hours[0], hours[1], minutes)
    terms = _terms(rng, paid.period) if paid.period in ("hour", "task") else []
    return [engagement, *_shown(*hours), *_said(rng), *_pay(pay, facts)], terms


def eligibility_facts(rng: Random, facts: Facts) -> list[str]:
    """From `eligibility_scope` to `work_languages`."""
    scope = rng.choices(("countries", "worldwide", "not-stated"), (45, 30, 25))[0]
    countries, regions = "{}", "{}"
    if scope == "countries":
        drawn = rng.random()
        if drawn < 0.2 and facts.regions:
            regions, countries = rng.choice(facts.regions)
        elif drawn < 0.6 and facts.countries:
            countries = _array(facts.countries[:1])
        else:
            wanted = 1 + int(11 * rng.random() ** 2)
            countries = _array(set(rng.choices(facts.countries, cum_weights=facts.country_weights, k=wanted)))
    window = rng.choice(WINDOWS) if rng.random() < 0.12 else (None, None)
    overlap = (str(rng.randint(2, 6)), rng.choice(OVERLAP_ZONES)) if rng.random() < 0.2 else (NULL, "")
    return [scope, countries, regions, *_shown(*window), *overlap, rng.choices(*WORK_LANGUAGES)[0]]


def _ends(paid: Range, rng: Random) -> tuple[Decimal | None, Decimal | None]:
    low, high, step = Decimal(paid.low), Decimal(paid.high), Decimal(paid.step)
    steps = int((high - low) / step)
    start = int(steps * rng.random() ** 2)
    least, most = low + start * step, low + min(steps, start + int(steps * rng.choice((0, 0.1, 0.2, 0.4)))) * step
    drawn = rng.random()
    return (None if drawn < 0.03 else least), (None if drawn > 0.9 else most)


def _pay(pay: Pay, facts: Facts) -> list[str]:
    """From `pay_min` to `pay_sort`, as `Listing.write_content` works them out."""
    key = (pay.minimum, pay.maximum, pay.currency, pay.period, pay.hours_min, pay.hours_max, pay.task_minutes)
    if key not in facts.pays:
        stated = pay.minimum is not None or pay.maximum is not None
        worked = comparable(pay) if stated else None
        based = convert(worked, facts.rates, BASE_CURRENCY) if worked else None
        ends = (worked.hour_min, worked.hour_max, worked.month_min, worked.month_max) if worked else (None,) * 4
        facts.pays[key] = [
            *_shown(pay.minimum, pay.maximum), pay.currency if stated else NULL, pay.period if stated else "",
            *_shown(pay.task_minutes), *_shown(*ends), "t" if worked and worked.assumed_hours else "f",
            *_shown((based.month_max or based.month_min) if based else None),
        ]  # fmt: skip
    return facts.pays[key]


def _said(rng: Random) -> list[str]:
    """Whether hours are guaranteed and training paid: yes, no or not stated."""
    return [rng.choices(("t", "f", NULL), weights)[0] for weights in ((22, 38, 40), (35, 25, 40))]


def _terms(rng: Random, period: str) -> list[object]:
    return [
        rng.choice((0, 1, 2, 4, 8)), rng.choice("tf"), rng.choice((0, 1, 2, 3)), rng.choice("tf"),
        rng.choice((10, 20, 30, 60)) if period == "task" else NULL, rng.choice(CADENCES), rng.choice(METHODS),
        rng.choices(("none", "possible", "regular"), (70, 22, 8))[0], "", "appeal@generated.example",
    ]  # fmt: skip


def _shown(*values: object) -> list[str]:
    return [NULL if value is None else str(value) for value in values]


def _array(codes) -> str:
    return "{" + ",".join(sorted(codes)) + "}"
