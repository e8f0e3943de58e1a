"""Which PostgreSQL the board uses: DATABASE_URL, or in development an embedded server that lives as long as somebody uses it."""

import atexit
import functools
import os

from jobboard import environment
from jobboard.embedded import DatabaseUnavailable, EmbeddedServer

__all__ = ["DatabaseUnavailable", "embedded", "hold", "release", "url"]


def embedded() -> EmbeddedServer | None:
    """Return the embedded server of this state folder, else None when DATABASE_URL says where the database is.

    Raise WrongEnvironment in production without DATABASE_URL.
    """
    if os.environ.get("DATABASE_URL", "").strip():
        return None
    if environment.kind() == "production":
        raise environment.WrongEnvironment(
            "DATABASE_URL is not set. In production the board needs a PostgreSQL server of its own: "
            "DATABASE_URL=postgresql://user:password@host/database. (ENVIRONMENT=development brings an embedded one.)"
        )
    return _server(environment.state_dir(), environment.flag("DATABASE_DURABLE", default=True))


def url() -> str:
    """Return the address of the database; an embedded server need not run yet."""
    server = embedded()
    return server.url() if server else environment.text("DATABASE_URL")


def hold() -> None:
    """Keep the embedded server running until this process ends; does nothing when DATABASE_URL is set."""
    server = embedded()
    if server and server not in _held:
        server.hold()
        _held.append(server)
        atexit.register(server.release)


def release(*, patience: float = 0) -> None:
    """Give up what `hold` took, before the process ends; wait so many seconds for others that are just ending."""
    while _held:
        _held.pop().release(patience=patience)


def is_alive() -> bool:
    """Whether the embedded server that `hold` took still stands; True when DATABASE_URL is set."""
    return all(server.is_alive() for server in _held)


_held: list[EmbeddedServer] = []
_server = functools.cache(lambda state_dir, durable: EmbeddedServer(state_dir, durable=durable))
