"""What "How we work these out" says: every figure read from the constants that the code uses, every example computed.

Nothing is written a second time here: the modules are asked when the page is, so the page cannot say anything else.
"""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction

from django.db.models import Count, Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from careers.accounts import viewer
from careers.applications import lifecycle
from careers.applications.models.application import Application
from careers.core import clock
from careers.core.bilingual import active_language
from careers.core.formats import format_date, format_moment, format_number
from careers.core.money import format_range
from careers.employers import record
from careers.employers.models.employer import Employer
from careers.insights import figures, kept
from careers.listings import crowd, eligibility, pay, rates
from careers.listings import lifecycle as listing_lifecycle
from careers.listings.models import bitmaps, content, relevance, tally
from careers.listings.models.listing import Listing
from careers.saved import models as line
from careers.taxonomy import rates_file
from careers.taxonomy.models import Currency, ExchangeRate

HOME = "Asia/Jakarta"
AWAY = ("Europe/Berlin", "America/New_York")
HOME_ZONES = ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")


def constants() -> dict[str, str]:
    """Every constant that the page names, as the interface's language writes it."""
    number = format_number
    return {
        "cookie_days": number(viewer.COOKIE_LASTS // 86_400),
        "usual_currency": viewer.DEFAULT_CURRENCY,
        "day_from": _clock(eligibility.WORKING_DAY[0]),
        "day_to": _clock(eligibility.WORKING_DAY[1]),
        "weeks": number(pay.WEEKS_PER_YEAR),
        "months": number(pay.MONTHS_PER_YEAR),
        "hours": number(pay.ASSUMED_WEEKLY_HOURS),
        "workdays": number(pay.WORKDAYS_PER_WEEK),
        "minutes": number(pay.MINUTES_PER_HOUR),
        "step": number(pay.STEP, places=8),
        "too_much": number(pay.TOO_MUCH),
        "span": number(pay.SPAN_WEEKS),
        "jump": number(rates_file.MOST_JUMP * 100),
        "base": content.BASE_CURRENCY,
        "euro": pay.EURO,
        "usual_capacity": number(listing_lifecycle.USUAL_CAPACITY),
        "least_capacity": number(listing_lifecycle.LEAST_CAPACITY),
        "most_capacity": number(listing_lifecycle.MOST_CAPACITY),
        "on_the_way": number(_hours(line.ON_THE_WAY)),
        "lift": number(crowd.MOST_LIFT.days),
        "recent": number(crowd.RECENT.days),
        "crowded": number(crowd.CROWDED_AT),
        **_search_constants(),
        "promises": promise_words(),
        "usual_promise": number(listing_lifecycle.USUAL_PROMISE),
        "grace": number(lifecycle.GRACE.days),
        "reopen": number(lifecycle.REOPEN_WITHIN.days),
        "reminded_at": str(1 - Fraction(int(lifecycle.THIRD_OF_A_DAY.total_seconds()), 86_400)),
        "record_days": number(record.RECORD_DAYS),
        "least_counted": number(record.LEAST_COUNTED),
        "least_people": number(record.LEAST_PEOPLE),
        "fewest": number(figures.FEWEST),
        "unverified": number(listing_lifecycle.UNVERIFIED_LISTING_LIMIT),
        "sampled": number(listing_lifecycle.SAMPLED_ONE_IN),
    }


def _search_constants() -> dict[str, str]:
    return {
        "whole_title_points": _figure(relevance.WHOLE_TITLE),
        "title_points": _figure(relevance.TITLE),
        "employer_points": _figure(relevance.EMPLOYER),
        "skills_points": _figure(relevance.SKILLS),
        "category_points": _figure(relevance.CATEGORY),
        "text_points": _figure(relevance.TEXT),
        "half_points": _figure(relevance.HALF),
        "fresh_points": _figure(relevance.FRESH),
        "fresh_for": format_number(relevance.FRESH_FOR.days),
        "open_points": _figure(relevance.OPEN),
        "scored_newest": format_number(relevance.NEWEST),
        "scored_titled": format_number(relevance.TITLED),
        "exact_up_to": format_number(tally.CAP),
        "looked_at": format_number(tally.BUDGET),
        "drawn_up_every": format_number(bitmaps.STALE // timedelta(minutes=1)),
        "large": format_number(tally.LARGE),
        "taken_every": format_number(kept.TAKEN_EVERY // timedelta(minutes=1)),
        "few": _figure(tally.FEW * 100),
    }


def promise_words() -> str:
    """The numbers of days that may be promised: "7, 14 or 30"."""
    days = [format_number(days) for days, _words in listing_lifecycle.PROMISES]
    return _("%(several)s or %(last)s") % {"several": ", ".join(days[:-1]), "last": days[-1]}


def loaded_rates() -> dict:
    """The newest day that is loaded, how many currencies have rates, and the series that have ended. Two queries."""
    found = ExchangeRate.objects.aggregate(newest=Max("date"), count=Count("currency", distinct=True))
    ended = Currency.objects.filter(rates_ended_on__isnull=False).order_by("code")
    return {
        "newest_rates": found["newest"],
        "rated": format_number(found["count"]),
        "ended": [{"name": row.name, "code": row.code, "day": row.rates_ended_on} for row in ended],
    }


def examples() -> dict:
    """The worked examples of the page, computed by the functions that compute the board. One query."""
    known = rates.newest_rates()
    hourly = pay.Pay(Decimal(20), Decimal(35), "USD", "hour", 10, 20)
    stated = (
        hourly,
        pay.Pay(Decimal(3), Decimal(3), "USD", "task", 20, 20, task_minutes=12),
        pay.Pay(Decimal(8_000_000), None, "IDR", "month"),
    )
    return {
        "pays": [_pay_example(one) for one in stated],
        "conversion": _conversion_example(hourly, known),
        "effective": _effective_example(),
        "overlaps": _overlap_examples(),
        "zones": _zone_example(),
        "ranks": _rank_examples(),
        "scores": _score_examples(),
        "promise": _promise_example(),
    }


def _pay_example(stated: pay.Pay) -> dict[str, str]:
    """A stated pay, and what it comes to."""
    found = pay.comparable(stated)
    if found is None:
        raise ValueError("an example has to be comparable")
    return {
        "stated": format_range(stated.minimum, stated.maximum, stated.currency),
        "per": {"hour": _("an hour"), "task": _("a task"), "month": _("a month")}[stated.period],
        "hours": _hours_words(stated),
        "hour": format_range(found.hour_min, found.hour_max, found.currency),
        "month": format_range(found.month_min, found.month_max, found.currency),
    }


def _hours_words(stated: pay.Pay) -> str:
    fewest, most, assumed = pay.weekly_hours(stated)
    hours = "–".join(dict.fromkeys(format_number(end) for end in (fewest, most)))
    if stated.task_minutes:
        words = _("%(hours)s a week, %(minutes)s minutes a task")
        return words % {"hours": hours, "minutes": format_number(stated.task_minutes)}
    return (_("%(hours)s a week, assumed") if assumed else _("%(hours)s a week")) % {"hours": hours}


def _conversion_example(stated: pay.Pay, known: dict[str, pay.Rate]) -> dict[str, str] | None:
    """The month of a pay in rupiah; None while the rates for it are not loaded."""
    own = pay.comparable(stated)
    rupiah = pay.convert(own, known, viewer.DEFAULT_CURRENCY) if own else None
    if own is None or rupiah is None or rupiah.rate_date is None:
        return None
    return {
        "month": format_range(own.month_min, own.month_max, own.currency),
        "converted": format_range(rupiah.month_min, rupiah.month_max, rupiah.currency),
        "over": format_number(known[viewer.DEFAULT_CURRENCY].per_euro, places=6),
        "under": format_number(known[own.currency].per_euro, places=6),
        "day": format_date(rupiah.rate_date),
    }


def _effective_example() -> dict[str, str]:
    """What is left of a rate when training is not paid and tasks take longer than is paid for."""
    advertised = pay.comparable(pay.Pay(Decimal(20), Decimal(20), "USD", "hour", 20, 20))
    effort = pay.Effort(Decimal(20), unpaid_hours=Decimal(24), paid_minutes=Decimal(30), taken_minutes=Decimal(40))
    if advertised is None:
        raise ValueError("an example has to be comparable")
    left = pay.effective(advertised, effort)
    return {
        "advertised": format_range(advertised.hour_min, advertised.hour_max, advertised.currency),
        "weekly": format_number(effort.hours_a_week),
        "unpaid": format_number(effort.unpaid_hours),
        "cap": format_number(effort.paid_minutes or 0),
        "taken": format_number(effort.taken_minutes or 0),
        "given": format_number(left.given_hours),
        "paid": format_number(left.paid_hours),
        "share": format_number(left.share * 100),
        "hour": format_range(left.hour_min, left.hour_max, left.currency),
        "month": format_range(left.month_min, left.month_max, left.currency),
    }


def _overlap_examples() -> list[dict[str, str]]:
    """One place's working day beside those of others, in winter and in summer."""
    year = clock.today("UTC").year
    return [
        {
            "place": eligibility.zone_place(zone),
            "day": format_date(day),
            "hours": format_number(_hours(timedelta(minutes=eligibility.overlap_minutes(HOME, zone, day)))),
        }
        for zone in AWAY
        for day in (date(year, 1, 15), date(year, 7, 15))
    ]


def _zone_example() -> dict[str, str]:
    """A country with several zones, some of which fit."""
    wanted = eligibility.Eligibility("worldwide", utc_offset_min=8 * 60)
    said = eligibility.verdict(wanted, viewer.Viewer(country="ID"), HOME_ZONES, clock.today("UTC"))
    zones = said.zones if said else ()
    return {
        "window": wanted.facts({}, {}, {})[1].sentence,
        "zones": ", ".join(eligibility.zone_place(zone) for zone in zones),
    }


def _rank_examples() -> list[dict[str, str]]:
    """Listings that went live at one moment, and where the usual order puts them."""
    live = datetime(clock.today("UTC").year, 1, 5, 9, tzinfo=clock.zone(HOME))
    return [
        {
            "recent": format_number(recent),
            "openings": format_number(openings),
            "lift": _hour_words(crowd.lift(recent, openings)),
            "stands": format_moment(crowd.rank_of(live, recent, openings), HOME),
        }
        for recent, openings in ((0, 1), (5, 1), (10, 1), (10, 2))
    ]


def _score_examples() -> list[dict[str, str]]:
    """Listings that fit the same words, and what the order by relevance makes of them."""
    now = datetime(clock.today("UTC").year, 1, 5, 9, tzinfo=clock.zone(HOME))
    said = {True: _("yes"), False: _("no"), None: _("not known")}
    # Shares in title, employer, skills and profession; how often each word stands in the text; days; open to the viewer.
    listings = (
        (1, 0, 1, 1, 2, 0, True), (0.5, 0, 0.5, 0, 2, 28, None), (0, 0, 0, 0, 6, 0, True), (0, 0.5, 0, 0, 1, 28, False),
    )  # fmt: skip
    hits = [
        (
            relevance.Hit(0, now - timedelta(days), title, employer, skills, category, relevance.told(often), is_open),
            often,
        )
        for title, employer, skills, category, often, days, is_open in listings
    ]
    return [
        {
            "title": _figure(hit.title), "employer": _figure(hit.employer), "skills": _figure(hit.skills),
            "category": _figure(hit.category), "text": format_number(often), "days": format_number((now - hit.rank_at).days),
            "open": said[hit.open_to_viewer], "score": _figure(relevance.score(hit, now)),
        }
        for hit, often in hits
    ]  # fmt: skip


def _promise_example() -> dict[str, str]:
    """An application of one morning: until when it is to be answered, and from when it counts as unanswered."""
    employer = Employer(zone=HOME)
    listing = Listing(employer=employer, promise_days=listing_lifecycle.USUAL_PROMISE)
    sent = datetime(clock.today("UTC").year, 3, 5, 10, tzinfo=clock.zone(HOME))
    due = Application(listing=listing).promise_end(sent)
    return {
        "sent": format_moment(sent, HOME),
        "due": format_moment(due - timedelta(minutes=1), HOME),
        "unanswered": format_moment(due + lifecycle.GRACE, HOME),
    }


def _clock(at: time) -> str:
    return f"{at:%H.%M}" if active_language() == "id" else f"{at:%H:%M}"


def _figure(weight: float) -> str:
    return format_number(Decimal(str(weight)), places=3)


def _hours(span: timedelta) -> Decimal:
    return Decimal(int(span.total_seconds())) / 3600


def _hour_words(span: timedelta) -> str:
    hours = _hours(span)
    return ngettext("%(count)s hour", "%(count)s hours", int(hours)) % {"count": format_number(hours)}
