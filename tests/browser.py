"""Where the tests find a Chromium, and how they get one: `python -m tests.browser` makes sure that there is one.

In this order: $CHROMIUM; one on PATH; Debian's package, as root; the npm package @sparticuz/chromium, which needs no root.
"""

import io
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
UNPACKED = ROOT / "var" / "browser"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
MISSING = (
    "There is no Chromium for the browser tests, and none could be fetched. Install one (apt-get install chromium), "
    "or set CHROMIUM=/path/to/chromium. NO_BROWSER=1 skips these tests on purpose."
)


class NoBrowser(Exception):
    """No Chromium here; the message says how to get one."""


def find() -> Path:
    """Return the Chromium to use; raise NoBrowser when there is none yet."""
    given = os.environ.get("CHROMIUM", "").strip()
    if given:
        if not os.access(given, os.X_OK):
            raise NoBrowser(f"CHROMIUM={given} is not a program.")
        return Path(given)
    for name in NAMES:
        found = shutil.which(name)
        if found:
            return Path(found)
    if (UNPACKED / "run").exists():
        return UNPACKED / "run"
    raise NoBrowser(MISSING)


def ensure() -> Path:
    """Return the Chromium to use, fetched first if need be; raise NoBrowser when that fails."""
    try:
        return find()
    except NoBrowser:
        if os.environ.get("CHROMIUM", "").strip():
            raise
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("set-up: installing Debian's chromium for the browser tests", flush=True)
        _from_debian()
    if not any(map(shutil.which, NAMES)) and shutil.which("npm"):
        print("set-up: fetching a chromium from npm for the browser tests", flush=True)
        _from_npm()
    return find()


def _from_debian() -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-y", "-q", "--no-install-recommends", "chromium"]
    for command in (install, ["apt-get", "update", "-q"], install):
        done = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, capture_output=True)
        if command is install and done.returncode == 0:
            return


def _from_npm() -> None:
    # Brotli comes with whitenoise; it is asked for only here, so that finding a browser needs nothing but Python.
    import brotli  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as scratch:
        pack = ["npm", "pack", "--silent", "@sparticuz/chromium"]
        if subprocess.run(pack, cwd=scratch, stdin=subprocess.DEVNULL).returncode:
            return
        part = UNPACKED.with_name("browser.part")
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        archive = next(Path(scratch).glob("*.tgz"))
        with tarfile.open(archive) as package:
            for member in package.getmembers():
                name = Path(member.name).name
                content = package.extractfile(member) if name.endswith(".br") else None
                if content is None:
                    continue
                plain = brotli.decompress(content.read())
                if name.endswith(".tar.br"):
                    with tarfile.open(fileobj=io.BytesIO(plain)) as inner:
                        inner.extractall(part / name.removesuffix(".tar.br"), filter="data")
                else:
                    (part / name.removesuffix(".br")).write_bytes(plain)
    program = part / "chromium"
    if not program.exists():
        return
    program.chmod(0o755)
    # The build is for a bare machine: what it needs of libraries lies beside it.
    start = part / "run"
    start.write_text(
        '#!/bin/sh\nhere=$(dirname "$0")\n'
        'export LD_LIBRARY_PATH="$here/al2023/lib:$here/swiftshader${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"\n'
        'exec "$here/chromium" "$@"\n'
    )
    start.chmod(0o755)
    shutil.rmtree(UNPACKED, ignore_errors=True)
    part.rename(UNPACKED)


if __name__ == "__main__":
    try:
        ensure()
    except NoBrowser as missing:
        sys.exit(str(missing))
