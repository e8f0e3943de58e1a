"""A whole board as `make run` starts it, in a state folder of its own, for as long as a test needs it."""

import contextlib
import http.client
import os
import selectors
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import psycopg
from procrastinate.schema import SchemaManager

from jobboard import stamps
from jobboard.embedded import EmbeddedServer
from jobboard.environment import ROOT

PATIENCE = 60


class Board:
    """The supervisor and all that it starts. What it prints is in `said`."""

    def __init__(self, state_dir: Path) -> None:
        self.state_dir = state_dir
        self.port = free_port()
        self.said = ""
        self.process: subprocess.Popen | None = None

    def start(self, patience: float = PATIENCE) -> "Board":
        """Start it, and return when it has printed its address."""
        self.process = launch(STATE_DIR=str(self.state_dir), PORT=str(self.port))
        with selectors.DefaultSelector() as selector:
            selector.register(self.process.stdout, selectors.EVENT_READ)
            deadline = time.monotonic() + patience
            while "answers at" not in self.said:
                assert selector.select(deadline - time.monotonic()), f"no answer in time:\n{self.said}"
                part = os.read(self.process.stdout.fileno(), 65536).decode()
                assert part, f"it ended:\n{self.said}"
                self.said += part
        return self

    def health(self) -> tuple[int, str]:
        """What it answers at /health."""
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)) as asked:
            asked.request("GET", "/health")
            answer = asked.getresponse()
            return answer.status, answer.read().decode()

    def ask(self, line: bytes) -> bytes:
        """All that it answers to a request line as it stands."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=10) as asked:
            asked.sendall(line + b" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            return b"".join(iter(lambda: asked.recv(65536), b""))

    def processes(self) -> dict[int, str]:
        """Every process that descends from it, with its command: parents before their children."""
        children: dict[int, list[int]] = {}
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                parent = int(stat.read_text().rpartition(")")[2].split()[1])
            except (FileNotFoundError, ProcessLookupError):
                continue
            children.setdefault(parent, []).append(int(stat.parent.name))
        found = [self.process.pid]
        for pid in found:
            found += children.get(pid, [])
        return {pid: _command(pid) for pid in found}

    def end(self, number: int = signal.SIGTERM) -> int:
        """Send it a signal; return its status when it has ended."""
        self.process.send_signal(number)
        return self.wait()

    def wait(self) -> int:
        """Return its status when it has ended."""
        rest, _nothing = self.process.communicate(timeout=PATIENCE)
        self.said += rest.decode()
        return self.process.returncode

    def clear(self) -> None:
        """End what is left of it after a test that failed."""
        if self.process and self.process.poll() is None:
            self.end()


def launch(**environment: str) -> subprocess.Popen:
    """Start the supervisor with just these settings, as development unless said otherwise."""
    usual = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), "ENVIRONMENT": "development"}
    return subprocess.Popen(
        [sys.executable, "-m", "jobboard.run"],
        cwd=ROOT,
        env={**usual, **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


def prepare(state_dir: Path) -> None:
    """Make a state folder look prepared, with just what the processes need to run: the set-up itself takes too long here."""
    server = EmbeddedServer(state_dir, durable=False)
    server.hold()
    with psycopg.connect(server.url()) as connection:
        connection.execute(SchemaManager.get_schema())
        connection.execute("CREATE TABLE django_migrations (id int)")
        connection.execute("CREATE TABLE kept (word text)")
        connection.execute("INSERT INTO kept VALUES ('still here')")
        connection.execute(f"COMMENT ON TABLE django_migrations IS '{stamps.of_database('development')} 0'")
    server.release()
    static = state_dir / "static"
    static.mkdir()
    (static / "staticfiles.json").write_text('{"paths": {}, "version": "1.1", "hash": ""}')
    (state_dir / "static.mark").write_text(stamps.of_static_files())


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except (FileNotFoundError, ProcessLookupError):
        return ""
