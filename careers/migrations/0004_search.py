"""What search reads: columns that the database fills itself, and the terms people may mean. No row is rewritten here."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations, models

from careers.migrations import _search as search


class Migration(migrations.Migration):
    dependencies = [("careers", "0003_truth")]

    operations = [
        migrations.CreateModel(
            name="SearchTerm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("title", "Title"),
                            ("skill", "Skill"),
                            ("category", "Profession"),
                            ("employer", "Employer"),
                            ("word", "Word"),
                        ],
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("text", models.CharField(editable=False, max_length=120)),
                ("folded", models.CharField(editable=False, max_length=120)),
                ("slug", models.CharField(default="", editable=False, max_length=120)),
                ("listing_count", models.PositiveIntegerField(default=0, editable=False)),
            ],
            options={
                "verbose_name": "search term",
                "verbose_name_plural": "search terms",
                "ordering": ("-listing_count", "text", "pk"),
            },
        ),
        migrations.RemoveIndex(
            model_name="listing",
            name="listing_words",
        ),
        migrations.RemoveField(
            model_name="listing",
            name="search_vector",
        ),
        migrations.RemoveField(
            model_name="listing",
            name="search_body",
        ),
        migrations.RemoveField(
            model_name="listing",
            name="search_category",
        ),
        migrations.RemoveField(
            model_name="listing",
            name="search_employer",
        ),
        migrations.RemoveField(
            model_name="listing",
            name="search_skills",
        ),
        migrations.RemoveField(
            model_name="listing",
            name="search_title",
        ),
        migrations.AddField(
            model_name="employer",
            name="searched_as",
            field=models.TextField(default="", editable=False),
        ),
        migrations.AddField(
            model_name="jobcategory",
            name="searched_as",
            field=models.TextField(default="", editable=False),
        ),
        migrations.AddField(
            model_name="listing",
            name="background_ids",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(), default=list, editable=False, size=None
            ),
        ),
        migrations.AddField(
            model_name="listing",
            name="employer_level",
            field=models.SmallIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name="listing",
            name="employer_track",
            field=models.CharField(default="", editable=False, max_length=20),
        ),
        migrations.AddField(
            model_name="listing",
            name="facets",
            field=models.IntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name="listing",
            name="sample",
            field=models.SmallIntegerField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="listing",
            name="search_words",
            field=django.contrib.postgres.search.SearchVectorField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="listing",
            name="skill_ids",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(), default=list, editable=False, size=None
            ),
        ),
        migrations.AddField(
            model_name="skill",
            name="searched_as",
            field=models.TextField(default="", editable=False),
        ),
        migrations.AddIndex(
            model_name="searchterm",
            index=models.Index(
                django.contrib.postgres.indexes.OpClass(models.F("folded"), "varchar_pattern_ops"),
                models.OrderBy(models.F("listing_count"), descending=True),
                name="search_term_prefix",
            ),
        ),
        migrations.AddIndex(
            model_name="searchterm",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass(models.F("folded"), "gin_trgm_ops"), name="search_term_near"
            ),
        ),
        migrations.AddConstraint(
            model_name="searchterm",
            constraint=models.UniqueConstraint(fields=("kind", "folded", "slug"), name="search_term_once"),
        ),
        *search.TRIGGERS,
    ]
