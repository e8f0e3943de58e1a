"""What a start may leave out, because nothing has changed since the last one. Needs no Django, so that asking is quick."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

import psycopg

from jobboard.environment import ROOT, kind


def of_database(environment: str | None = None) -> str:
    """Return the mark of all that decides about tables and seeds in `environment`, the present one unless said."""
    folders = (ROOT / "careers" / "migrations", ROOT / "careers" / "management", ROOT / "seeds")
    return _mark([ROOT / "requirements.txt", *_files(folders)], environment or kind())


def of_static_files() -> str:
    """Return the mark of all that decides about the collected static files."""
    return _mark([ROOT / "requirements.txt", *_files([ROOT / "careers" / "static"])])


def database_is_fresh(url: str) -> bool:
    """Whether this database was prepared from just these migrations and seeds; raise psycopg.OperationalError without one."""
    # The mark stands in the database itself, as a comment: a restored or emptied one tells its own story.
    with psycopg.connect(url, connect_timeout=10) as connection:
        mark = connection.execute("SELECT obj_description(to_regclass('django_migrations'), 'pg_class')").fetchone()
        if mark is None or mark[0] is None:
            return False
        count = connection.execute("SELECT count(*) FROM django_migrations").fetchone()
    return count is not None and mark[0] == f"{of_database()} {count[0]}"


def static_files_are_fresh(static_root: Path) -> bool:
    """Whether the collected files stand there and come from just these sources."""
    mark = static_root.with_name("static.mark")
    return (static_root / "staticfiles.json").exists() and mark.exists() and mark.read_text() == of_static_files()


def _files(folders: Iterable[Path]) -> list[Path]:
    return sorted(path for folder in folders for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc")


def _mark(files: Iterable[Path], *words: str) -> str:
    digest = hashlib.sha256("\0".join(words).encode())
    for path in files:
        digest.update(f"\0{path.relative_to(ROOT)}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:32]
