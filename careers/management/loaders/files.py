"""The files of `seeds/`, read as they stand."""

import csv
import json
from pathlib import Path
from typing import Any

from django.conf import settings

SEEDS: Path = settings.ROOT / "seeds"


def read_json(name: str) -> Any:
    """The contents of a JSON file under `seeds/`."""
    return json.loads((SEEDS / name).read_text(encoding="utf-8"))


def read_csv(name: str) -> list[dict[str, str]]:
    """The rows of a CSV file under `seeds/`, by the names in its first line."""
    with (SEEDS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_text(name: str) -> str:
    """The text of a file under `seeds/`, without the line end at its end."""
    return (SEEDS / name).read_text(encoding="utf-8").strip()
