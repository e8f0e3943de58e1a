"""The list of employers is met in its order, however many there are."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("careers", "0007_bitmaps")]

    operations = [
        AddIndexConcurrently(
            model_name="employer",
            index=models.Index(
                condition=models.Q(("state", "active")), fields=["-created_at", "-id"], name="employer_newest"
            ),
        ),
    ]
