"""`make run`: prepare the board, start it, print its address when it answers, and end all of it together.

Its children are the web server and the worker; the embedded database lives on a lease (see `jobboard.database`).
"""

import contextlib
import http.client
import os
import select
import signal
import socket
import subprocess
import sys
import time
from typing import IO

import psycopg

from jobboard import database, environment, stamps
from jobboard.environment import WrongEnvironment
from jobboard.parents import end_with_parent

SECONDS_TO_ANSWER = 60
SECONDS_TO_END = 20
# The database is no child of ours, and its end gives no signal.
SECONDS_BETWEEN_LOOKS = 2


class Ended(Exception):
    """Somebody asked us to end: Ctrl-C or SIGTERM."""


class Trouble(Exception):
    """The board cannot start or go on; the message says why."""


class Events:
    """Signals, heard only where we listen: an exception out of a handler could get lost anywhere."""

    def __init__(self) -> None:
        self._ending = False
        self._ear, self._mouth = socket.socketpair()
        self._ear.setblocking(False)
        self._mouth.setblocking(False)
        signal.set_wakeup_fd(self._mouth.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            # nohup has told us to survive the terminal.
            if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:
                signal.signal(number, self._ask_to_end)

    def wait(self, seconds: float | None = None) -> None:
        """Sleep until a child has ended, or for this long at most; raise Ended when somebody has asked for it."""
        if not self._ending and select.select([self._ear], [], [], seconds)[0]:
            self._ear.recv(4096)
        if self._ending:
            raise Ended

    def _ask_to_end(self, *_: object) -> None:
        self._ending = True


class Children:
    """The processes of this board. Each leads a group of its own, so that nothing it starts outlives it."""

    def __init__(self, events: Events) -> None:
        self._events = events
        self._running: dict[str, subprocess.Popen] = {}

    def start(self, name: str, *command: str, log: IO[bytes] | None = None) -> subprocess.Popen:
        """Start a process that the board cannot do without; what it prints goes to `log`, or to where we print."""
        self._running[name] = child = subprocess.Popen(
            command,
            cwd=environment.ROOT,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            preexec_fn=end_with_parent,
        )
        return child

    def run_all(self, commands: dict[str, list[str]]) -> list[int]:
        """Run processes side by side to their ends; return their statuses."""
        started = {name: self.start(name, *command) for name, command in commands.items()}
        while any(child.poll() is None for child in started.values()):
            self._events.wait()
        return [self._running.pop(name).returncode for name in started]

    def check(self) -> None:
        """Raise Trouble when one of them has ended."""
        for name, child in self._running.items():
            if child.poll() is not None:
                raise Trouble(
                    f"The {name} has ended by itself ({_how(child.returncode)}), so the board ends as well. "
                    f"What it had to say may stand in {environment.state_dir() / 'logs'}."
                )

    def end(self, patience: float) -> None:
        """Ask all of them to end, wait for so many seconds, and kill what has not."""
        for child in self._running.values():
            with contextlib.suppress(ProcessLookupError):
                child.terminate()
        deadline = time.monotonic() + patience
        for child in self._running.values():
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(max(0.0, deadline - time.monotonic()))
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(child.pid, signal.SIGKILL)
            child.wait()
        self._running.clear()


def main() -> int:
    """Run the board until it is asked to end (0) or cannot go on (1)."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jobboard.settings")
    if "MAKELEVEL" in os.environ:
        # make was killed: nobody is left who would end us.
        end_with_parent()
    events = Events()
    children = Children(events)
    try:
        try:
            port = _check()
            database.hold()
            _prepare(children)
            _serve(children, events, port)
            while True:
                children.check()
                if not database.is_alive():
                    raise Trouble("The embedded database has ended by itself, so the board ends as well.")
                events.wait(SECONDS_BETWEEN_LOOKS)
        finally:
            # Without its database the worker would wait for ever.
            children.end(SECONDS_TO_END if database.is_alive() else 1)
            # A process that was killed just now may be seen to hold its lease a moment longer.
            database.release(patience=2)
    except Ended:
        print("\nThe board has ended.", flush=True)
        return 0
    except (Trouble, WrongEnvironment, database.DatabaseUnavailable) as trouble:
        print(trouble, file=sys.stderr, flush=True)
        return 1


def _check() -> int:
    """Return the port, once it is clear that everything is said that a start needs."""
    environment.kind()
    environment.secret_key()
    database.embedded()
    port = environment.number("PORT", 8000)
    if not 0 < port < 65536:
        raise Trouble(f"PORT must lie between 1 and 65535, not {port}.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((environment.text("BIND", "127.0.0.1"), port))
        except PermissionError:
            raise Trouble(f"Port {port} needs more rights than you have. Choose another: make run PORT=8000") from None
        except OSError as refused:
            raise Trouble(
                f"Port {port} is not free: {refused.strerror}. Does the board, or another program, run already? "
                f"Choose another port: make run PORT={port + 1 if port < 65535 else 8000}"
            ) from None
    return port


def _prepare(children: Children) -> None:
    try:
        fresh = stamps.database_is_fresh(database.url())
    except psycopg.OperationalError as refused:
        raise Trouble(f"The database of DATABASE_URL does not answer.\n{refused}") from None
    owed = [] if fresh else ["database"]
    if not stamps.static_files_are_fresh(environment.state_dir() / "static"):
        owed.append("static")
    # Side by side: the one waits for the server most of the time, the other computes.
    if any(children.run_all({f"set-up of {part}": [sys.executable, "-m", "jobboard.prepare", part] for part in owed})):
        raise Trouble("The set-up stopped; what it said stands above.")


def _serve(children: Children, events: Events, port: int) -> None:
    start = time.monotonic()
    children.start("web server", sys.executable, "-m", "gunicorn", "-c", "python:jobboard.server", "jobboard.wsgi")
    while not _answers(port):
        children.check()
        if time.monotonic() - start > SECONDS_TO_ANSWER:
            raise Trouble(f"The web server runs, but has not answered within {SECONDS_TO_ANSWER} s.")
        events.wait(0.1)
    # Only now: on a small machine the two would keep each other waiting, and people wait for the first.
    worker = (sys.executable, "manage.py", "procrastinate", "worker", "--delete-jobs", "successful")
    with (environment.state_dir() / "logs" / "worker.log").open("ab") as log:
        children.start("worker", *worker, "--concurrency", "2", "--shutdown-graceful-timeout", "10", log=log)
    name = environment.text("SITE_NAME", "Lintas")
    print(f"\n{name} answers at http://localhost:{port}/  (Ctrl-C ends it)\n", flush=True)
    if environment.kind() == "development":
        _print_trial_users(children)
        # A board that slept for weeks: samples whose time is over begin anew.
        children.run_all({"look at the samples": [sys.executable, "manage.py", "load_seeds", "--refresh"]})


def _answers(port: int) -> bool:
    # The site answers to its own names only.
    host = environment.words("ALLOWED_HOSTS", "localhost")[0].lstrip(".*") or "localhost"
    asked = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        asked.request("GET", "/health", headers={"Host": host})
        return asked.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        asked.close()


def _print_trial_users(children: Children) -> None:
    if (environment.ROOT / "careers" / "management" / "commands" / "trial_users.py").exists():
        children.run_all({"list of trial users": [sys.executable, "manage.py", "trial_users"]})


def _how(status: int) -> str:
    return f"signal {-status}" if status < 0 else f"status {status}"


if __name__ == "__main__":
    sys.exit(main())
