"""`manage.py messages`: bring the Indonesian catalogue in step with the sources, and compile it."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from careers.core import catalogue

LANGUAGE = "id"
METADATA = {
    "Language": LANGUAGE,
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=1; plural=0;",
}


class Command(BaseCommand):
    help = "Update locale/id from the sources and compile it: new texts come in empty, texts no longer said go."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """One flag for those who only want to know."""
        parser.add_argument(
            "--missing", action="store_true", help="print the texts without a translation, change nothing"
        )

    def handle(self, *args: object, missing: bool, **options: object) -> None:
        """Write django.po and django.mo, and print how many texts there are and how many lack a translation."""
        root = Path(settings.ROOT)
        path = catalogue.catalogue_path(root, LANGUAGE)
        before = catalogue.load(path)
        before.metadata = METADATA
        after = catalogue.updated(before, catalogue.messages_of(root).values())
        untranslated = after.untranslated_entries()
        if missing:
            for entry in untranslated:
                self.stdout.write(entry.msgid)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        after.save(str(path))
        after.save_as_mofile(str(path.with_suffix(".mo")))
        self.stdout.write(f"{len(after)} texts, {len(untranslated)} without a translation.")
