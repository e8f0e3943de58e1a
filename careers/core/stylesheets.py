"""The site's own style sheets and scripts, in the order in which they count, and the two files they are served as."""

import os
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

# Layers decide which rule wins, so only the first place matters: `tokens` names the layers.
STYLESHEETS = (
    "tokens", "sizes", "hues", "fonts", "base", "layout", "prose",
    "header", "menu", "count", "footer", "button", "chip", "field", "choice", "form", "saved", "notice", "badge",
    "verdict", "facts",
    "card", "panel", "decision", "table", "timeline", "steps", "tabs", "board", "pager", "empty", "rail", "lurik",
    "search", "suggestions", "crossing", "door", "loom", "swatches", "guide", "rows", "figure",
    "utilities", "print",
)  # fmt: skip

# One behaviour each, found by its data attribute; every page works without them.
SCRIPTS = (
    "menu", "summary", "count", "submit", "announce", "autosave", "reveal", "swap", "failed", "sheet", "preview", "keep",
    "find", "combobox", "suggest",
    "reading",
)  # fmt: skip

BUNDLES = {"css/site.css": ("css", STYLESHEETS), "js/site.js": ("js", SCRIPTS)}


# Named here because the class has a method called list.
Paths = list[str]
Problems = list[object]


class BundleFinder(BaseFinder):
    """Gives staticfiles `css/site.css` and `js/site.js`: our files, one after the other, unchanged.

    Forty small files cost a phone a second of waiting over HTTP/1.1. Pages link the parts themselves under DEBUG.
    """

    def __init__(self, app_names: object = None, *args: object, **kwargs: object) -> None:
        super().__init__()
        self.folder = Path(settings.STATE_DIR) / "bundles"
        self.storage = FileSystemStorage(location=self.folder)
        self.source = Path(__file__).parent.parent / "static"

    def find(self, path: str, find_all: bool = False, **kwargs: object) -> str | Paths:
        """The file of a bundle, written anew; an empty list for every other path."""
        if path not in BUNDLES:
            return []
        written = str(self._write(path))
        return [written] if find_all else written

    def list(self, ignore_patterns: object) -> Iterator[tuple[str, FileSystemStorage]]:
        """Each bundle, written anew, for collectstatic."""
        for path in BUNDLES:
            self._write(path)
            yield path, self.storage

    def check(self, **kwargs: object) -> Problems:
        """Nothing that settings could get wrong."""
        return []

    def _write(self, path: str) -> Path:
        kind, names = BUNDLES[path]
        parts = [(self.source / kind / f"{name}.{kind}").read_text(encoding="utf-8") for name in names]
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        # Two processes may write at once: each its own file, the last one stays.
        draft = target.with_name(f"{target.name}.{os.getpid()}")
        draft.write_text("\n".join(parts), encoding="utf-8")
        draft.replace(target)
        return target
