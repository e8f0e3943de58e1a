"""What a card and a decision block say of a listing: words and figures for one viewer. No query of their own."""

from datetime import date, datetime
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from careers.core import clock
from careers.core.bilingual import active_language
from careers.core.formats import format_date, format_number
from careers.core.fragments import spoken
from careers.core.money import format_range
from careers.employers.models.employer import Employer
from careers.listings.crowd import band_of, band_words
from careers.listings.models.listing import Listing
from careers.listings.models.marks import Marks
from careers.listings.pay import ASSUMED_WEEKLY_HOURS, ComparablePay, convert
from careers.listings.views.names import Names
from careers.listings.views.verdicts import verdict_of

SLUG = "0-0"  # of no listing


def marked_of(marks: Marks | None) -> dict:
    """What a card says otherwise when words were searched for: its title with marks, and an extract of the text."""
    return {"title": marks.title.html(), "extract": marks.extract.html()} if marks else {}


def address_of() -> tuple[str, str]:
    """What stands before and after the slug in the address of a listing: for pages of many, each of which it would cost."""
    before, _slug, after = reverse("listing_detail", args=[SLUG]).partition(SLUG)
    return before, after


def card_of(listing: Listing, names: Names) -> dict:
    """The card of one listing, as `components/_listing_card.html` wants it."""
    return {
        **told_of(listing),
        "age": age_words(listing),
        "url": listing.get_absolute_url() + names.words,
        **verdict_of(listing, names),
        "pay": card_pay_of(listing, names),
        "pay_is_sample": False,
    }


def told_of(listing: Listing) -> dict:
    """What its card says to everybody on every day."""
    level, crowd = listing.employer.verification_level, _band(listing)
    hours = (hours_range(listing), listing.hours_guaranteed)
    return {
        "public_id": listing.public_id,
        "hue": listing.category.hue,
        "kicker": listing.category.name,
        "title": listing.title,
        "lang": foreign(listing.language),
        "by": listing.employer.name,
        "is_sample": listing.is_sample,
        "level": level,
        "crowd": crowd,
        **_terms_told(hours, (listing.engagement, listing.training_paid), level, crowd, bool(listing.queue_full_at)),
        **answers_of(listing),
    }


@spoken
def _terms_told(
    hours: tuple[str, bool | None], terms: tuple[str, bool | None], level: int, crowd: int, is_full: bool
) -> dict[str, str]:
    return {
        "level_words": str(Employer.Level(level).label),
        "hours": _hours_words(*hours),
        "terms": _terms_words(*terms),
        "crowd_words": band_words()[crowd - 1] if crowd else "",
        "crowd_full": _("queue full") if crowd and is_full else "",
    }


def answers_of(listing: Listing) -> dict:
    """The answer record in a few words, nothing while there are too few answers; and whether it rests on samples."""
    if listing.applies_outside:
        return {"answers": _("Not known here"), "answers_is_sample": False}
    record = listing.employer.record
    return {"answers": record.short if record else "", "answers_is_sample": bool(record) and listing.employer.is_sample}


def foreign(language: str) -> str:
    """The language of a text when it is not the interface's, else nothing."""
    return language if language != active_language() else ""


def age_words(listing: Listing) -> str:
    """How long ago it first went live, in whole days of the employer's zone."""
    zone = listing.employer.zone
    return days_words(age_of(listing.published_at, zone, clock.today(zone)))


def age_of(published_at: datetime | None, zone: str, today: date) -> int | None:
    """Whole days of a zone since then; None for what was never live."""
    if published_at is None:
        return None
    return (today - published_at.astimezone(clock.zone(zone)).date()).days


def days_words(days: int | None) -> str:
    """So many days ago, in words; nothing for None."""
    if days is None:
        return ""
    if days <= 0:
        return _("today")
    if days < 14:
        return ngettext("%(count)s day ago", "%(count)s days ago", days) % {"count": days}
    weeks = days // 7
    return ngettext("%(count)s week ago", "%(count)s weeks ago", weeks) % {"count": weeks}


@spoken
def unit_words(period: str) -> str:
    """What stands behind a sum: for one hour, one month, one task."""
    return {
        "hour": _("/ hour"), "day": _("/ day"), "week": _("/ week"), "month": _("/ month"), "year": _("/ year"),
        "task": _("/ task"),
    }.get(period, "")  # fmt: skip


def pay_of(listing: Listing, names: Names) -> dict[str, str]:
    """Pay as stated, what it comes to, and on what that rests."""
    if listing.pay is None:
        return {"stated": _("Pay not stated"), "unit": "", "about": "", "how": ""}
    low, high = listing.pay_min, listing.pay_max
    stated = format_range(low, high, listing.pay_currency_id, compact=True)
    comparable = comparable_of(listing, names)
    about = ""
    if comparable is not None:
        hourly = listing.pay_period in ("month", "year", "week", "day")
        about = hour_words(comparable) if hourly else month_words(comparable)
    return {"stated": stated, "unit": unit_words(listing.pay_period), "about": about, "how": assumption_words(listing)}


def card_pay_of(listing: Listing, names: Names) -> dict[str, str]:
    """Pay as a card says it: with whose rate a sum was converted, and of which day. A listing's page says it at length."""
    pay = pay_of(listing, names)
    converted = comparable_of(listing, names) if pay["about"] and names.rates else None
    if converted is None or converted.rate_date is None:
        return pay
    is_last = any(
        names.rates[code].is_last for code in (listing.pay_currency_id or "", converted.currency) if code in names.rates
    )
    words = _("last ECB rate, of %(day)s") if is_last else _("ECB rate of %(day)s")
    return pay | {"how": f"{pay['how']} · {words % {'day': format_date(converted.rate_date, short=True)}}"}


def comparable_of(listing: Listing, names: Names) -> ComparablePay | None:
    """Pay per hour and month, in the viewer's currency where there is a rate; else in the listing's own."""
    ends = (listing.pay_hour_min, listing.pay_hour_max, listing.pay_month_min, listing.pay_month_max)
    if all(end is None for end in ends):
        return None
    own = ComparablePay(*ends, currency=listing.pay_currency_id, assumed_hours=listing.pay_hours_assumed)
    wanted = names.viewer.currency
    return (convert(own, names.rates, wanted) or own) if wanted else own


def hour_words(pay: ComparablePay) -> str:
    """About so much an hour."""
    return _hourly(_rounded(pay.hour_min), _rounded(pay.hour_max), pay.currency)


def month_words(pay: ComparablePay) -> str:
    """About so much a month."""
    return _monthly(_rounded(pay.month_min), _rounded(pay.month_max), pay.currency)


@spoken
def _hourly(low: Decimal | None, high: Decimal | None, currency: str) -> str:
    return _("≈ %(sum)s / hour") % {"sum": format_range(low, high, currency, compact=True)}


@spoken
def _monthly(low: Decimal | None, high: Decimal | None, currency: str) -> str:
    return _("≈ %(sum)s / month") % {"sum": format_range(low, high, currency, compact=True)}


def assumption_words(listing: Listing) -> str:
    """Which hours a week the comparison rests on, and whether the employer said them."""
    if listing.pay_hour_min is None and listing.pay_hour_max is None and listing.pay_month_max is None:
        return _("Not comparable: how long a task takes is not stated.") if listing.pay_period == "task" else ""
    return _assumption_words(hours_range(listing), listing.pay_hours_assumed)


@spoken
def _assumption_words(hours: str, is_assumed: bool) -> str:
    if not hours:
        return _("at %(hours)s hours a week, assumed") % {"hours": ASSUMED_WEEKLY_HOURS}
    if is_assumed:
        return _("at %(hours)s hours a week, partly assumed") % {"hours": hours}
    return _("at %(hours)s hours a week, as stated") % {"hours": hours}


def hours_range(listing: Listing) -> str:
    """The stated hours a week as digits: 10–20, 40, or nothing."""
    ends = [end for end in (listing.hours_min, listing.hours_max) if end is not None]
    return "–".join(map(str, dict.fromkeys(ends)))


def hours_words(listing: Listing) -> str:
    """Hours a week, and whether they are guaranteed."""
    return _hours_words(hours_range(listing), listing.hours_guaranteed)


def _hours_words(hours: str, is_guaranteed: bool | None) -> str:
    if not hours:
        return _("Not stated")
    if is_guaranteed is None:
        return _("%(hours)s a week") % {"hours": hours}
    if is_guaranteed:
        return _("%(hours)s a week, guaranteed") % {"hours": hours}
    return _("%(hours)s a week, not guaranteed") % {"hours": hours}


def _terms_words(engagement: str, is_paid: bool | None) -> str:
    said = {"engagement": Listing.Engagement(engagement).label if engagement else ""}
    if is_paid is None:
        return str(said["engagement"])
    if is_paid:
        return _("%(engagement)s, training paid") % said
    return _("%(engagement)s, training not paid") % said


def crowd_of(listing: Listing) -> tuple[int, str]:
    """The band of how many have applied here, 1 to 5, in words too; nothing when people apply elsewhere."""
    band = _band(listing)
    return band, band_words()[band - 1] if band else ""


def _band(listing: Listing) -> int:
    return 0 if listing.applies_outside else band_of(listing.application_count)


def _rounded(amount: Decimal | None) -> Decimal | None:
    """To a tenth below ten, whole below a thousand, else to three digits or more: a figure with ≈ before it pretends nothing."""
    if amount is None:
        return None
    if amount < 10:
        return amount.quantize(Decimal("0.1"))
    if amount < 10_000:
        return amount.quantize(Decimal(1))
    return amount.quantize(Decimal("1E2")).quantize(Decimal(1))


def count_words(count: int) -> str:
    """So many listings, in words."""
    return ngettext("%(count)s listing", "%(count)s listings", count) % {"count": format_number(count)}
