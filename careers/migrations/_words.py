"""Trusted extensions only, and one text search configuration a language: accents are folded before the stemmer."""

from django.contrib.postgres.operations import BtreeGinExtension, TrigramExtension, UnaccentExtension
from django.db import migrations

CREATE = """
CREATE TEXT SEARCH CONFIGURATION {name} (COPY = {language});
ALTER TEXT SEARCH CONFIGURATION {name} ALTER MAPPING FOR hword, hword_part, word WITH unaccent, {stemmer};
"""


def _configuration(name: str, language: str) -> migrations.RunSQL:
    sql = CREATE.format(name=name, language=language, stemmer=f"{language}_stem")
    return migrations.RunSQL(sql, f"DROP TEXT SEARCH CONFIGURATION {name}")


OPERATIONS = [
    UnaccentExtension(),
    TrigramExtension(),
    BtreeGinExtension(),
    _configuration("lintas_id", "indonesian"),
    _configuration("lintas_en", "english"),
]
