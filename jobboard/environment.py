"""What the process is told by its environment: read in one place, and loudly refused when it makes no sense."""

import os
import secrets
from pathlib import Path
from urllib.parse import unquote, urlsplit

ROOT = Path(__file__).resolve().parent.parent
YES = {"1", "true", "yes", "on"}
NO = {"", "0", "false", "no", "off"}


class WrongEnvironment(Exception):
    """A variable is missing or cannot be understood; the message names it and says what is expected."""


def text(name: str, default: str | None = None) -> str:
    """Return the variable `name`, else `default`; raise WrongEnvironment when neither is there."""
    value = os.environ.get(name, "").strip()
    if value:
        return value
    if default is None:
        raise WrongEnvironment(f"{name} is not set, and there is no safe default for it.")
    return default


def flag(name: str, default: bool = False) -> bool:
    """Return a yes or no; raise WrongEnvironment when the variable is neither."""
    value = os.environ.get(name, "").strip().lower()
    if name not in os.environ:
        return default
    if value in YES:
        return True
    if value in NO:
        return False
    raise WrongEnvironment(f"{name} must be 1 or 0, not {value!r}.")


def number(name: str, default: int) -> int:
    """Return a whole number of zero or more; raise WrongEnvironment when the variable is anything else."""
    value = os.environ.get(name, "").strip()
    if not value:
        return default
    if not (value.isascii() and value.isdigit()):
        raise WrongEnvironment(f"{name} must be a whole number, not {value!r}.")
    return int(value)


def words(name: str, default: str = "") -> list[str]:
    """Return the values of a list separated by commas or spaces, without empty ones."""
    return os.environ.get(name, default).replace(",", " ").split()


def kind() -> str:
    """Return `production` (unless said otherwise) or `development`; raise WrongEnvironment for any other word."""
    value = text("ENVIRONMENT", "production")
    if value not in ("production", "development"):
        raise WrongEnvironment(f"ENVIRONMENT must be production or development, not {value!r}.")
    return value


def state_dir() -> Path:
    """Return the folder that holds everything the board writes outside an outside database."""
    return Path(os.path.abspath(ROOT / os.path.expanduser(text("STATE_DIR", "var"))))


def secret_key() -> str:
    """Return SECRET_KEY; in development one is drawn once and kept in the state folder."""
    if os.environ.get("SECRET_KEY", "").strip() or kind() == "production":
        return text("SECRET_KEY")
    folder = state_dir()
    folder.mkdir(parents=True, exist_ok=True)
    kept = folder / "secret_key"
    try:
        # Two processes of a first start may come here at once: a link never replaces what the other one has put there.
        fresh = folder / f".secret_key.{os.getpid()}.{secrets.token_hex(4)}"
        if not kept.exists():
            fresh.touch(mode=0o600)
            fresh.write_text(secrets.token_urlsafe(50))
            os.link(fresh, kept)
    except FileExistsError:
        pass
    finally:
        fresh.unlink(missing_ok=True)
    return kept.read_text().strip()


def mail_server() -> dict[str, str | int | bool]:
    """Return Django's EMAIL_… settings for MAIL_URL, as `smtp://user:password@host:587` (STARTTLS), `smtps://…:465` or
    `smtp+plain://localhost:25` (no TLS); raise WrongEnvironment when it is missing or is none of these."""
    given = urlsplit(text("MAIL_URL", "smtp+plain://localhost:25"))
    ports = {"smtp": 587, "smtps": 465, "smtp+plain": 25}
    if given.scheme not in ports or not given.hostname:
        raise WrongEnvironment(
            "MAIL_URL must look like smtp://user:password@host:587, smtps://… or smtp+plain://localhost:25."
        )
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": given.hostname,
        "EMAIL_PORT": given.port or ports[given.scheme],
        "EMAIL_HOST_USER": unquote(given.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(given.password or ""),
        "EMAIL_USE_TLS": given.scheme == "smtp",
        "EMAIL_USE_SSL": given.scheme == "smtps",
    }
