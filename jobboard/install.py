"""Make .venv and put into it what the requirements files name. Runs on a bare Python: standard library only, and nothing of ours.

python3 jobboard/install.py run|dev|bench

`dev` holds all of `run`; `bench` comes beside either.
"""

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LEAST = (3, 11)


def main(kind: str) -> None:
    """Bring .venv up to date for `run`, `dev` or `bench`; leave with a message when that cannot be done."""
    # make hands SIGTERM on: subprocess then ends what runs below us, too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    _check_python()
    if _fresh(kind) or (kind == "run" and _fresh("dev")):
        return
    start = time.monotonic()
    try:
        if not _usable():
            _say("making .venv")
            shutil.rmtree(VENV, ignore_errors=True)
            _call(sys.executable, "-m", "venv", VENV)
            (VENV / ".place").write_text(_place())
        requirements = _requirements(kind)
        _say(f"installing what {requirements.name} names")
        if not _install_with_uv(requirements):
            _call(
                PYTHON,
                "-m",
                "pip",
                "install",
                "--quiet",
                "--disable-pip-version-check",
                "--require-hashes",
                "-r",
                requirements,
            )
    except subprocess.CalledProcessError as failed:
        sys.exit(
            f"Set-up stopped: {' '.join(map(str, failed.cmd))} ended with status {failed.returncode}. Its own words stand above."
        )
    for other in {"run", "dev"} if kind != "bench" else ():
        _stamp(other).unlink(missing_ok=True)
    _stamp(kind).write_text(_mark(kind))
    _say(f"installed in {time.monotonic() - start:.0f} s")


def _check_python() -> None:
    version = ".".join(map(str, sys.version_info[:2]))
    if sys.version_info[:2] < LEAST:
        sys.exit(
            f"This is Python {version}; the board needs Python 3.11. Install it, or name it: make run PYTHON=/path/to/python3.11"
        )
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        sys.exit(
            f"Python {version} is here, but its venv module is not. On Debian and Ubuntu it is in a package of its own:\n"
            f"    apt-get install python{version}-venv"
        )


def _install_with_uv(requirements: Path) -> bool:
    """Install by uv, ten times as fast as pip; False when it is not to be had or does not get through."""
    uv = shutil.which("uv")
    if uv is None:
        own = VENV / "bin" / "uv"
        if not own.exists():
            pip: list[str | Path] = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "uv"]
            if subprocess.run(pip, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode:
                return False
        uv = str(own)
    environment = {"UV_HTTP_TIMEOUT": "30", "UV_LINK_MODE": "copy", "UV_NO_CONFIG": "1", **os.environ}
    command: list[str | Path] = [
        uv,
        "pip",
        "install",
        "--quiet",
        "--python",
        PYTHON,
        "--require-hashes",
        "-r",
        requirements,
    ]
    # A machine whose pip is set up for another index than uv's: pip then does it.
    return subprocess.run(command, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment).returncode == 0


def _usable() -> bool:
    """Whether .venv is a whole one of this place and this Python: one that was copied or moved along is not."""
    place = VENV / ".place"
    if not PYTHON.exists() or not place.exists() or place.read_text() != _place():
        return False
    return (
        subprocess.run([PYTHON, "-c", "import pip"], stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode
        == 0
    )


def _place() -> str:
    return f"{VENV} {sys.version_info[:2]}"


def _requirements(kind: str) -> Path:
    return ROOT / ("requirements.txt" if kind == "run" else f"requirements-{kind}.txt")


def _stamp(kind: str) -> Path:
    return VENV / f".installed-{kind}"


def _mark(kind: str) -> str:
    return f"{_place()} {hashlib.sha256(_requirements(kind).read_bytes()).hexdigest()}"


def _fresh(kind: str) -> bool:
    return PYTHON.exists() and _stamp(kind).exists() and _stamp(kind).read_text() == _mark(kind)


def _call(*command: str | Path) -> None:
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)


def _say(text: str) -> None:
    print(f"set-up: {text}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "run")
