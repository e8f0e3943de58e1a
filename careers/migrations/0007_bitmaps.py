"""Bitmaps of what is often chosen, so that large results are counted without visiting their rows."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("careers", "0006_search_zones")]

    operations = [
        migrations.CreateModel(
            name="FilterBitmap",
            fields=[
                ("search", models.CharField(max_length=400, primary_key=True, serialize=False)),
                ("members", models.BinaryField(null=True)),
                ("taken_at", models.DateTimeField(null=True)),
                ("asked_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("members", None), ("taken_at", None)),
                            models.Q(("members__isnull", False), ("taken_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="filter_bitmap_dated_once_taken",
                    )
                ],
            },
        ),
        # They are compressed already.
        migrations.RunSQL(
            "ALTER TABLE careers_filterbitmap ALTER COLUMN members SET STORAGE EXTERNAL;", migrations.RunSQL.noop
        ),
    ]
