"""The catalogue of the interface's words: read from the sources, kept as a .po file, without gettext's own tools.

Only the `messages` command and the tests import this: polib stands in requirements-dev.
"""

import ast
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polib  # type: ignore[import-untyped]
from babel.messages.extract import extract
from django.utils.translation import templatize

FORMS = {"gettext": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3)}
KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext_noop": None,
    **FORMS,
    **{f"{name}_lazy": places for name, places in FORMS.items()},
}
WIDTH = 110
TEMPLATE_KINDS = {".html", ".txt", ".xml"}
PLACEHOLDER = re.compile(r"%\((\w+)\)[a-zA-Z]|%[sd]|\{(\w*)\}")


@dataclass
class Message:
    """One text of the interface: its source form, the plural if it counts something, and the files that say it."""

    context: str | None
    singular: str
    plural: str = ""
    files: set[str] = field(default_factory=set)

    @property
    def key(self) -> tuple[str | None, str]:
        """What a catalogue finds it by."""
        return self.context, self.singular


def messages_in(text: str, *, is_template: bool) -> Iterator[Message]:
    """The translatable texts of one Python source or one template."""
    keywords = {**KEYWORDS, **({} if is_template else _aliases(text))}
    if is_template:
        # Every message stands in one line of what templatize makes; what surrounds it is no Python, so no indent may be.
        text = "\n".join(line.strip() for line in templatize(text).splitlines())
    for _line, found, _comments, context in extract("python", io.BytesIO(text.encode()), keywords=keywords):
        singular, plural = found if isinstance(found, tuple) else (found, "")
        yield Message(context, singular, plural)


def messages_of(root: Path) -> dict[tuple[str | None, str], Message]:
    """Every text of the application, the project and the templates, and those borrowed from packages, by key."""
    known: dict[tuple[str | None, str], Message] = {}
    for path in _sources(root):
        try:
            found = list(messages_in(path.read_text(encoding="utf-8"), is_template=path.suffix != ".py"))
        except SyntaxError as error:
            raise SyntaxError(f"{path}: {error}") from error
        for message in found:
            kept = known.setdefault(message.key, message)
            kept.plural = kept.plural or message.plural
            kept.files.add(path.relative_to(root).as_posix())
    for entry in borrowed(root):
        known.setdefault((entry.msgctxt, entry.msgid), Message(entry.msgctxt, entry.msgid, entry.msgid_plural))
    return known


def borrowed(root: Path) -> polib.POFile:
    """Texts of the packages we stand on that our pages show and the packages' own catalogues leave untranslated."""
    return polib.pofile(str(root / "locale" / "borrowed.pot"))


def load(path: Path) -> polib.POFile:
    """The catalogue that stands at `path`, or an empty one."""
    return polib.pofile(str(path), wrapwidth=WIDTH) if path.exists() else polib.POFile(wrapwidth=WIDTH)


def catalogue_path(root: Path, language: str) -> Path:
    """Where the catalogue of a language stands; the compiled one stands beside it."""
    return root / "locale" / language / "LC_MESSAGES" / "django.po"


def updated(catalogue: polib.POFile, messages: Iterable[Message]) -> polib.POFile:
    """The catalogue with exactly `messages`, sorted; translations are kept, new texts have an empty one."""
    before = {(entry.msgctxt, entry.msgid): entry for entry in catalogue}
    after = polib.POFile(wrapwidth=WIDTH)
    after.metadata = dict(catalogue.metadata)
    for message in sorted(messages, key=lambda each: (each.singular, each.context or "")):
        old = before.get(message.key)
        entry = polib.POEntry(msgctxt=message.context, msgid=message.singular)
        if message.plural:
            entry.msgid_plural = message.plural
            was = (old.msgstr_plural.get(0) or old.msgstr) if old else ""
            entry.msgstr_plural = {0: was}
        elif old:
            entry.msgstr = old.msgstr or old.msgstr_plural.get(0, "")
        entry.occurrences = [(file, "") for file in sorted(message.files)]
        if re.search(r"%\(\w+\)|%[sd]", message.singular + message.plural):
            entry.flags = ["python-format"]
        after.append(entry)
    return after


def placeholders(text: str) -> list[str]:
    """The names that a text leaves open, in a fixed order: a translation must leave open the same."""
    return sorted(match[0] for match in PLACEHOLDER.finditer(text.replace("%%", "")))


def _aliases(source: str) -> dict[str, Any]:
    """The names under which a Python source imports Django's translating functions."""
    found: dict[str, Any] = {}
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
            found |= {
                alias.asname: KEYWORDS[alias.name] for alias in node.names if alias.asname and alias.name in KEYWORDS
            }
    return found


def _sources(root: Path) -> list[Path]:
    python = [path for top in ("careers", "jobboard") for path in (root / top).rglob("*.py")]
    templates = [path for path in (root / "templates").rglob("*") if path.suffix in TEMPLATE_KINDS]
    return sorted(python) + sorted(templates)
