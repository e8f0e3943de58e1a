"""The page of facts."""

from django.http import HttpRequest, HttpResponse

from careers.accounts.viewer import viewer_of
from careers.core.caching import public_page
from careers.core.formats import format_number
from careers.core.money import format_range
from careers.core.rendering import render_page
from careers.insights.charts import pay_chart
from careers.insights.figures import FEWEST, board_pay, rate_day
from careers.insights.models import MarketFact
from careers.listings.rates import newest_rates
from careers.taxonomy.models import JobCategory

UNBROKEN_DASH = "\u2060–\u2060"  # between word joiners: a range stays on one line


@public_page
def insight(request: HttpRequest) -> HttpResponse:
    """What the board itself shows of pay, and figures from elsewhere, each with period, definition and source."""
    currency = viewer_of(request).counts_in
    pay = board_pay(currency)
    rows = [(category, pay[category.pk]) for category in JobCategory.objects.active() if category.pk in pay]
    drawn = [(category.name, category.hue, figure) for category, figure in rows]
    context = {
        "facts": [fact_of(fact) for fact in MarketFact.objects.all()],
        "pay_rows": [_pay_row(*row) for row in rows],
        "most": _pay_row(*max(rows, key=lambda row: row[1].count)) if rows else None,
        "charts": [(pay_chart(drawn), False), (pay_chart(drawn, is_narrow=True), True)] if rows else [],
        "rests_on_samples": any(figure.rests_on_samples for figure in pay.values()),
        "currency": currency,
        "rate_on": rate_day(newest_rates(), currency),
        "fewest": FEWEST,
    }
    return render_page(request, "insights/insight.html", context)


def fact_of(fact: MarketFact) -> dict:
    """One fact, with its figure as the interface's language writes it, and `rest`: what to read after that figure."""
    unit = fact.unit.strip()
    value = format_number(fact.value) if fact.value is not None else ""
    begins = bool(value) and unit != "%" and fact.statement.startswith(f"{value} ")
    return {
        "slug": fact.slug,
        "figure": f"{value}%" if unit == "%" else value,
        "unit": "" if unit == "%" or begins else unit,
        "statement": fact.statement,
        "rest": fact.statement.removeprefix(f"{value} ") if begins else fact.statement,
        "period": fact.period_words,
        "definition": fact.definition,
        "source": fact.source_name,
        "source_url": fact.source_url,
        "cited_on": fact.cited_on,
    }


def _pay_row(category: JobCategory, figure) -> dict:
    return {
        "category": category,
        "median": format_range(figure.median, figure.median, figure.currency, compact=True),
        "range": format_range(figure.low, figure.high, figure.currency, compact=True).replace("–", UNBROKEN_DASH),
        "count": figure.count,
    }
