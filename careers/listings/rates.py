"""The exchange rates that comparable pay rests on, read from the vocabulary."""

from datetime import date

from careers.core import clock
from careers.core.held import held
from careers.listings.pay import Rate
from careers.taxonomy.models import ExchangeRate


@held()
def newest_rates() -> dict[str, Rate]:
    """Currency code → its newest reference rate with its date (the euro needs none); empty when none is loaded."""
    return _rates(None)


def monthly_rates() -> dict[str, Rate]:
    """As of the first day of this month: what sorting rests on, so that an order holds for a month."""
    return _rates(clock.today("UTC").replace(day=1)) or _rates(None)


def _rates(until: date | None) -> dict[str, Rate]:
    rows = ExchangeRate.objects.filter(date__lte=until) if until else ExchangeRate.objects.all()
    # Asked for with nearly every page: plain values spare the making of two instances a currency.
    newest = rows.latest_per_currency().values_list("currency", "per_euro", "date", "currency__rates_ended_on")
    return {code: Rate(per_euro, on, ended is not None) for code, per_euro, on, ended in newest}
