"""The decision block of a listing's page: open to whom, what it pays, which terms, who answers and when."""

from datetime import datetime, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from careers.core import clock
from careers.core.formats import format_date, format_moment, format_number
from careers.core.money import rate_sums
from careers.listings.crowd import band_signs
from careers.listings.models.details import EngagementTerms
from careers.listings.models.listing import Listing
from careers.listings.pay import (
    ASSUMED_WEEKLY_HOURS,
    EURO,
    MINUTES_PER_HOUR,
    MONTHS_PER_YEAR,
    WEEKS_PER_YEAR,
    WORKDAYS_PER_WEEK,
)
from careers.listings.views import cards
from careers.listings.views.names import Names
from careers.listings.views.verdicts import fitting_zones, verdict_of


def decision_of(listing: Listing, names: Names) -> dict:
    """Everything that an applicant must know, in words and in the order in which it is asked."""
    zone = names.viewer.zone or listing.employer.zone
    facts = listing.eligibility.facts(names.countries, names.regions, names.languages, members=names.region_countries)
    said = verdict_of(listing, names)
    # From where one may work stands among the facts unless the gate says it in full.
    heard = {said["verdict"], *([facts[0].sentence] if listing.eligibility_scope == "worldwide" else [])}
    crowd, crowd_words = cards.crowd_of(listing)
    # It closes at a midnight: people are told the last minute of the last day. A draft may have no date yet.
    last_minute = listing.closes_at - timedelta(seconds=1) if listing.closes_at else None
    ended_on = _day(listing.ended_at or last_minute, zone) if listing.is_ended else ""
    return {
        **said,
        "facts": [fact.sentence for fact in facts if fact.sentence not in heard] + fitting_zones(listing, names),
        "pay": cards.pay_of(listing, names),
        "pay_sums": _sums(listing, names),
        "pay_formula": _formula(listing),
        "pay_rate": _rate_words(listing, names),
        "terms": _terms(listing),
        "crowd_scale": [(words, band <= crowd) for band, words in enumerate(band_signs(), start=1)],
        "crowd_words": crowd_words,
        "is_full": listing.is_live and listing.queue_full_at is not None,
        "promise": "" if listing.applies_outside else _promise(listing.promise_days),
        "posted_on": _day(listing.published_at, zone),
        "closes_on": _day(last_minute, zone),
        "closes_at": format_moment(last_minute, zone) if last_minute else "",
        "ended_on": ended_on,
        "ended_how": _ended_how(listing, ended_on),
        "lang": cards.foreign(listing.language),
        "language": names.languages.get(listing.language, listing.language),
        "level_words": listing.employer.get_verification_level_display(),
    }


def _day(moment: datetime | None, zone: str) -> str:
    return format_date(moment.astimezone(clock.zone(zone)).date()) if moment else ""


def _ended_how(listing: Listing, day: str) -> str:
    """By whom or what a listing ended, and when; nothing for one that has not."""
    said = {
        Listing.State.FILLED: _("Somebody was found for this work on %(end)s."),
        Listing.State.CLOSED: _("The employer ended it on %(end)s."),
    }.get(Listing.State(listing.state), _("Its time was over on %(end)s."))
    return said % {"end": day} if day else ""


def _promise(days: int) -> str:
    return ngettext("A first answer within %(count)s day", "A first answer within %(count)s days", days) % {
        "count": days
    }


def _sums(listing: Listing, names: Names) -> list[str]:
    """What it comes to for an hour and for a month, leaving out the one that the employer states."""
    pay = cards.comparable_of(listing, names)
    if pay is None:
        return []
    own = pay.currency == listing.pay_currency_id
    sums = [
        ("hour", pay.hour_min or pay.hour_max, cards.hour_words),
        ("month", pay.month_min or pay.month_max, cards.month_words),
    ]
    return [words(pay) for period, known, words in sums if known and not (own and period == listing.pay_period)]


def _formula(listing: Listing) -> str:
    """How the comparison was made, in words."""
    if listing.pay is None:
        return ""
    words = {
        "hour": _("A month is the hourly rate × %(hours)s hours a week × %(weeks)s weeks ÷ %(months)s months."),
        "task": _(
            "An hour is the rate × %(an_hour)s ÷ %(minutes)s minutes a task; "
            "a month is that × %(hours)s hours a week × %(weeks)s ÷ %(months)s."
        ),
        "day": _(
            "A week has %(workdays)s days. A month is the daily rate × %(workdays)s × %(weeks)s weeks ÷ %(months)s; "
            "an hour rests on %(hours)s hours a week."
        ),
        "week": _("A month is the weekly rate × %(weeks)s weeks ÷ %(months)s months; an hour rests on %(hours)s hours a week."),
        "month": _("An hour is the monthly pay × %(months)s months ÷ %(weeks)s weeks ÷ %(hours)s hours a week."),
        "year": _("A month is the yearly pay ÷ %(months)s months; an hour is the yearly pay ÷ %(weeks)s weeks ÷ %(hours)s hours a week."),
    }[listing.pay_period]  # fmt: skip
    if listing.pay_period == "task" and not listing.task_minutes:
        return ""
    said = words % {
        "hours": cards.hours_range(listing) or ASSUMED_WEEKLY_HOURS, "minutes": listing.task_minutes,
        "weeks": WEEKS_PER_YEAR, "months": MONTHS_PER_YEAR, "workdays": WORKDAYS_PER_WEEK,
        "an_hour": MINUTES_PER_HOUR,
    }  # fmt: skip
    if not cards.hours_range(listing):
        assumed = _("%(formula)s The employer states no hours a week; %(hours)s are assumed.")
        return assumed % {"formula": said, "hours": ASSUMED_WEEKLY_HOURS}
    if listing.pay_hours_assumed:
        return _("%(formula)s The employer states one end of the hours only; it stands for the other too.") % {
            "formula": said
        }
    return said


def _rate_words(listing: Listing, names: Names) -> str:
    """Which exchange rate was used, and of which day."""
    pay, stated = cards.comparable_of(listing, names), listing.pay_currency_id
    if pay is None or pay.rate_date is None or not stated:
        return ""
    per_euro = {EURO: Decimal(1)} | {code: rate.per_euro for code, rate in names.rates.items()}
    used = [names.rates[code] for code in (stated, pay.currency) if code != EURO]
    words = (
        _("Last rate of %(day)s, for the bank gives none since: %(one)s = %(sum)s, from the European Central Bank's reference rates.")
        if any(rate.is_last for rate in used)
        else _("Rate of %(day)s: %(one)s = %(sum)s, from the European Central Bank's reference rates.")
    )  # fmt: skip
    one, other = rate_sums(stated, pay.currency, per_euro[pay.currency] / per_euro[stated])
    return words % {"day": format_date(pay.rate_date), "one": one, "sum": other}


def _terms(listing: Listing) -> list[tuple[str, str]]:
    """The terms as pairs; what the employer has not said is said to be missing."""
    unsaid = _("Not stated")
    terms = getattr(listing, "terms", None)
    found = [
        (_("Status"), listing.get_engagement_display()),
        (_("Hours"), cards.hours_words(listing)),
        (_("People sought"), format_number(listing.openings)),
        (_("Technical background"), listing.get_technical_display()),
        (_("Training and tests"), _paid(listing.training_paid)),
    ]
    if terms is not None:
        found += _details(terms, unsaid)
    return found


def _details(terms: EngagementTerms, unsaid: str) -> list[tuple[str, str]]:
    cap = ngettext("%(count)s paid minute a task", "%(count)s paid minutes a task", terms.task_cap_minutes or 0)
    return [
        (_("Onboarding"), _time_and_pay(terms.onboarding_hours, terms.onboarding_paid, unsaid)),
        (_("Tests"), _time_and_pay(terms.test_hours, terms.test_paid, unsaid)),
        (_("Time cap"), cap % {"count": terms.task_cap_minutes} if terms.task_cap_minutes else unsaid),
        (_("Paid out"), terms.get_payout_cadence_display() or unsaid),
        (_("Paid by"), terms.payout_method or unsaid),
        (_("Sensitive content"), terms.get_sensitive_content_display() or unsaid),
        *([(_("About it"), terms.sensitive_note)] if terms.sensitive_note else []),
        (_("Appeal to"), terms.appeal_contact or unsaid),
    ]


def _paid(is_paid: bool | None) -> str:
    return {None: _("Not stated"), True: _("Paid"), False: _("Not paid")}[is_paid]


def _time_and_pay(hours, is_paid: bool | None, unsaid: str) -> str:
    if hours is None and is_paid is None:
        return unsaid
    if hours is None:
        return _paid(is_paid)
    length = _("%(hours)s hours") % {"hours": format_number(hours)}
    if is_paid is None:
        return length
    if is_paid:
        return _("%(length)s, paid") % {"length": length}
    return _("%(length)s, not paid") % {"length": length}
