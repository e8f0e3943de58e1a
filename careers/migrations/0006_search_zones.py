"""The zones that live listings want overlap with are looked up one after the other."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("careers", "0005_search_indexes")]

    operations = [
        AddIndexConcurrently(
            model_name="listing",
            index=models.Index(
                condition=models.Q(("state", "live"), ("overlap_zone__gt", "")),
                fields=["overlap_zone"],
                name="listing_zones",
            ),
        ),
    ]
