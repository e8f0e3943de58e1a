"""What searches choose from: the vocabulary under its slugs and codes, held in the process for a moment.

It is some hundred rows that nearly every search asks for. Who holds them shares them: nobody may change one.
"""

from collections.abc import Mapping

from django.db.models import Exists, OuterRef

from careers.core.held import held
from careers.taxonomy.models import Background, CategoryAlias, Country, Currency, ExchangeRate, JobCategory, Skill


@held()
def categories() -> Mapping[str, JobCategory]:
    """Slug → the profession it leads to now: merged ones and old slugs lead to another for ever."""
    rows = {row.pk: row for row in JobCategory.objects.order_by()}
    aliases = CategoryAlias.objects.order_by().values_list("slug", "category_id")
    found = {slug: rows[category] for slug, category in aliases if category in rows}
    return found | {row.slug: rows.get(row.merged_into_id, row) for row in rows.values()}


@held()
def skills() -> Mapping[str, Skill]:
    """Slug → skill."""
    return {row.slug: row for row in Skill.objects.order_by()}


@held()
def backgrounds() -> Mapping[str, Background]:
    """Slug → background."""
    return {row.slug: row for row in Background.objects.order_by()}


@held()
def countries() -> Mapping[str, Country]:
    """ISO 3166 code → country."""
    return {row.pk: row for row in Country.objects.order_by()}


@held()
def currencies() -> frozenset[str]:
    """The ISO 4217 codes of the currencies that the board knows."""
    return frozenset(Currency.objects.order_by().values_list("pk", flat=True))


@held()
def rated_currencies() -> frozenset[str]:
    """Those of which a rate is known; of each one row is looked for, not all its days."""
    rates = ExchangeRate.objects.filter(currency=OuterRef("pk"))
    return frozenset(Currency.objects.filter(Exists(rates)).order_by().values_list("pk", flat=True))
