"""The indexes of search, made beside the running board, after every row was derived once in batches."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models.functions import Coalesce

from careers.migrations import _search as search


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("careers", "0004_search")]

    operations = [
        search.FILL,
        AddIndexConcurrently(
            model_name="listing",
            index=models.Index(
                condition=models.Q(("state", "live")), fields=["pay_currency", "pay_hour_max"], name="listing_pay_hour"
            ),
        ),
        AddIndexConcurrently(
            model_name="listing",
            index=models.Index(
                condition=models.Q(("state", "live")),
                fields=["pay_currency", "pay_month_max"],
                name="listing_pay_month",
            ),
        ),
        AddIndexConcurrently(
            model_name="listing",
            index=models.Index(
                Coalesce("hours_min", "hours_max"), condition=models.Q(("state", "live")), name="listing_fewest_hours"
            ),
        ),
        AddIndexConcurrently(
            model_name="listing",
            index=django.contrib.postgres.indexes.GinIndex(
                condition=models.Q(("state", "live")), fields=["search_words"], name="listing_search_words"
            ),
        ),
        AddIndexConcurrently(
            model_name="listing",
            index=django.contrib.postgres.indexes.GinIndex(
                models.Func(
                    "search_words",
                    output_field=django.contrib.postgres.search.SearchVectorField(),
                    template="ts_filter(%(expressions)s, '{a}')",
                ),
                condition=models.Q(("state", "live")),
                name="listing_title_words",
            ),
        ),
        AddIndexConcurrently(
            model_name="listing",
            index=django.contrib.postgres.indexes.GinIndex(
                condition=models.Q(("state", "live")),
                fields=[
                    "category",
                    "engagement",
                    "technical",
                    "pay_period",
                    "employer",
                    "employer_track",
                    "skill_ids",
                    "background_ids",
                ],
                name="listing_choices",
            ),
        ),
        AddIndexConcurrently(
            model_name="listing",
            index=models.Index(
                condition=models.Q(("state", "live")),
                fields=["sample"],
                include=("category", "facets", "background_ids", "hidden_at", "closes_at"),
                name="listing_sample",
            ),
        ),
        AddIndexConcurrently(model_name="listing", index=models.Index(fields=["sample"], name="listing_part")),
        search.ANALYZE,
    ]
