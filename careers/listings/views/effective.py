"""The calculator on the page of hourly or per-task work: what is left of the advertised rate when not all hours are paid."""

from decimal import Decimal

from django.http import QueryDict
from django.utils.translation import gettext as _

from careers.core.formats import format_number
from careers.core.money import format_range
from careers.listings.forms import EffortForm
from careers.listings.lint import PAID_BY_EFFORT
from careers.listings.models.details import EngagementTerms
from careers.listings.models.listing import Listing
from careers.listings.pay import (
    MONTHS_PER_YEAR,
    SPAN_WEEKS,
    WEEKS_PER_YEAR,
    ComparablePay,
    EffectivePay,
    Effort,
    effective,
    weekly_hours,
)
from careers.listings.views.cards import comparable_of
from careers.listings.views.names import Names

Minutes = tuple[Decimal | None, Decimal | None]


def effective_of(listing: Listing, names: Names, words: QueryDict) -> dict | None:
    """The calculator as `listings/_effective.html` wants it, filled from the terms; None where an hour is not sold.

    `words` are those of the address. A wrong one stands beside its field, and there is no result.
    """
    pay = comparable_of(listing, names)
    if listing.pay is None or listing.pay_period not in PAID_BY_EFFORT or pay is None:
        return None
    terms = getattr(listing, "terms", None)
    hours, _most, _assumed = weekly_hours(listing.pay)
    unpaid = [unpaid_hours(terms, part) for part in ("onboarding", "test")]
    paid_minutes, taken_minutes = _minutes(listing, terms)
    stated = {
        "effective_hours": hours,
        "effective_weeks": SPAN_WEEKS,
        "effective_unpaid": None if None in unpaid else sum(part or 0 for part in unpaid),
    }
    if paid_minutes is not None:
        stated["effective_minutes"] = taken_minutes
    form = EffortForm(words, stated)
    effort = _effort(form, paid_minutes) if form.is_valid() else None
    return {
        "form": form,
        "url": listing.get_absolute_url(),
        "kept": names.viewer.asked,
        "assumptions": _assumptions(listing, terms, form, paid_minutes),
        "result": _result(pay, effort, paid_minutes) if effort else None,
    }


def unpaid_hours(terms: EngagementTerms | None, part: str) -> Decimal | None:
    """How many hours of onboarding or test are not paid, as far as the employer says; None when that is not stated."""
    hours, is_paid = getattr(terms, f"{part}_hours", None), getattr(terms, f"{part}_paid", None)
    if is_paid or hours == 0:
        return Decimal(0)
    return hours if is_paid is False else None


def _minutes(listing: Listing, terms: EngagementTerms | None) -> Minutes:
    """What is paid for a task at most, and how long one takes as stated. The rate of a task rests on its stated minutes."""
    found = [listing.task_minutes, getattr(terms, "task_cap_minutes", None)]
    known = [Decimal(minutes) for minutes in found if minutes]
    if not known:
        return None, None
    return min(known), Decimal(listing.task_minutes or known[0])


def _effort(form: EffortForm, paid_minutes: Decimal | None) -> Effort | None:
    given = form.cleaned_data
    if given["effective_unpaid"] is None:
        # Not stated is not taken for paid.
        return None
    return Effort(
        hours_a_week=given["effective_hours"], weeks=given["effective_weeks"], unpaid_hours=given["effective_unpaid"],
        paid_minutes=paid_minutes, taken_minutes=given.get("effective_minutes"),
    )  # fmt: skip


def _result(pay: ComparablePay, effort: Effort, paid_minutes: Decimal | None) -> dict:
    """What is left beside what is advertised, for the same hours, and how it came about in words."""
    left = effective(pay, effort)
    advertised = effective(pay, Effort(hours_a_week=effort.hours_a_week, weeks=effort.weeks))
    share = format_number(left.share * 100, places=1)
    facts = {
        "hours": format_number(effort.hours_a_week), "weeks": effort.weeks, "given": format_number(left.given_hours),
        "unpaid": format_number(effort.unpaid_hours), "paid": format_number(left.paid_hours), "share": share,
        "cap": format_number(paid_minutes or 0), "taken": format_number(effort.taken_minutes or 0),
        "year": WEEKS_PER_YEAR, "months": MONTHS_PER_YEAR,
    }  # fmt: skip
    words = _("%(share)s per cent of your hours are paid: %(paid)s of %(given)s.") % facts
    hour, month = _sums(left)
    return {
        "rows": list(zip((_("An hour"), _("A month")), _sums(advertised), (hour, month), strict=True)),
        "share": f"{left.share * 100:f}",
        "words": words,
        "aloud": _("%(words)s That leaves %(hour)s an hour and %(month)s a month.")
        % {"words": words, "hour": hour, "month": month},
        "formula": [
            _("Hours given: %(hours)s a week × %(weeks)s weeks = %(given)s.") % facts,
            _paid_words(effort, paid_minutes) % facts,
            _("Paid share: %(paid)s ÷ %(given)s = %(share)s per cent.") % facts,
            _(
                "An hour is the advertised rate × the paid share; a month is that × %(hours)s hours a week × "
                "%(year)s weeks ÷ %(months)s months."
            )
            % facts,
        ],
    }  # fmt: skip


def _paid_words(effort: Effort, paid_minutes: Decimal | None) -> str:
    if paid_minutes is None or effort.taken_minutes is None or effort.taken_minutes <= paid_minutes:
        return _("Hours paid: %(given)s − %(unpaid)s unpaid, never below 0 = %(paid)s.")
    return _(
        "Hours paid: (%(given)s − %(unpaid)s unpaid, never below 0) × %(cap)s paid minutes ÷ %(taken)s minutes a task = %(paid)s."
    )


def _sums(pay: EffectivePay) -> tuple[str, str]:
    return (
        format_range(pay.hour_min, pay.hour_max, pay.currency),
        format_range(pay.month_min, pay.month_max, pay.currency),
    )


def _assumptions(
    listing: Listing, terms: EngagementTerms | None, form: EffortForm, paid_minutes: Decimal | None
) -> list[str]:
    """On what the figures rest: what the employer states, what is assumed, what is not known."""
    said = []
    if "effective_hours" not in form.given:
        hours = form["effective_hours"].value()
        said.append(
            _("The employer states no hours a week; %(hours)s are assumed.") % {"hours": hours}
            if listing.hours_min is None and listing.hours_max is None
            else _("Your hours a week: the fewest that the employer states.")
        )
    if not listing.hours_guaranteed:
        said.append(
            _("Whether the hours are guaranteed is not stated.")
            if listing.hours_guaranteed is None
            else _("The hours are not guaranteed: a month may bring less.")
        )
    said += [_unpaid_words(part, unpaid_hours(terms, part)) for part in ("onboarding", "test")]
    if paid_minutes is not None:
        by_task = paid_minutes == listing.task_minutes
        words = (
            _("The rate counts as %(minutes)s minutes of work, as the employer states; a slower task pays no more.")
            if by_task
            else _("At most %(minutes)s minutes a task are paid.")
        )
        said.append(words % {"minutes": format_number(paid_minutes)})
    return said


def _unpaid_words(part: str, hours: Decimal | None) -> str:
    words = {
        "onboarding": (
            _("Whether onboarding is paid is not stated."),
            _("Onboarding is paid, or there is none."),
            _("Unpaid hours of onboarding: %(hours)s."),
        ),
        "test": (
            _("Whether tests are paid is not stated."),
            _("Tests are paid, or there are none."),
            _("Unpaid hours of tests: %(hours)s."),
        ),
    }[part]
    if not hours:
        return words[0 if hours is None else 1]
    return words[2] % {"hours": format_number(hours)}
