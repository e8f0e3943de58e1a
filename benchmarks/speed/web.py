"""Pages over HTTP, from the board's own server in its production settings, beside a bare view on the same server.

Of each page two lines: how long one waits for it, and the processor time of the server's process ("CPU").
"""

import contextlib
import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from random import Random
from urllib.parse import urlencode

from django.urls import reverse

from benchmarks.speed.board import Board
from benchmarks.speed.measure import Effort, Result, over_rounds
from benchmarks.speed.rows import Asker
from careers.listings.filters import ListingFilter
from jobboard import database, environment, stamps
from jobboard.parents import end_with_parent

SECONDS_TO_START = 60
SECONDS_TO_END = 15
SECONDS_IDLE = 3  # less than the server waits for the next request
SERVER = ("-m", "gunicorn", "-c", "python:jobboard.server", "jobboard.wsgi")
TOGETHER = 4
BARE, FORGET = "/bare", "/forget"
BARE_REQUESTS = 10  # for each page: a bare one is soon answered, and its processor time small


@dataclass(frozen=True)
class Page:
    """A page under many addresses. `is_known` asks as one who has this version already and gets 304 for it."""

    name: str
    addresses: Sequence[str]
    is_known: bool = False
    is_compressed: bool = False
    is_cold: bool = False  # before each request the process forgets the pieces of pages
    is_met_once: bool = False  # every address is asked once: nothing of it can be kept anywhere


class Server:
    """The board's server with one worker, until the block ends."""

    def __init__(self, folder: Path):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self._environment = os.environ | {
            "ENVIRONMENT": "production", "DATABASE_URL": database.url(), "DJANGO_SETTINGS_MODULE": "benchmarks.speed.settings",
            "SECRET_KEY": environment.secret_key(), "ALLOWED_HOSTS": "127.0.0.1", "STATE_DIR": str(folder),
            "PORT": str(self.port), "BIND": "127.0.0.1", "WEB_WORKERS": "1", "SECURE_SSL_REDIRECT": "0",
        }  # fmt: skip
        self._folder, self._asked_at = folder, 0.0
        self._connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def __enter__(self) -> "Server":
        if not stamps.static_files_are_fresh(self._folder / "static"):
            subprocess.run([sys.executable, "-m", "jobboard.prepare", "static"], env=self._environment, check=True)
        self._master = subprocess.Popen(
            [sys.executable, *SERVER], cwd=environment.ROOT, env=self._environment, stdin=subprocess.DEVNULL,
            preexec_fn=end_with_parent,
        )  # fmt: skip
        deadline = time.monotonic() + SECONDS_TO_START
        while not self._answers():
            if self._master.poll() is not None or time.monotonic() > deadline:
                self.__exit__()
                raise RuntimeError("the server of the benchmark did not start; its words stand above")
            time.sleep(0.1)
        children = Path(f"/proc/{self._master.pid}/task/{self._master.pid}/children").read_text().split()
        self._worker = Path(f"/proc/{children[0]}")
        return self

    def __exit__(self, *_raised: object) -> None:
        # A server that ends waits for those who are still there.
        self._connection.close()
        self._master.terminate()
        try:
            self._master.wait(SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            self._master.kill()
            self._master.wait()

    def get(self, address: str, headers: dict[str, str], status: int = 200) -> tuple[float, dict[str, str]]:
        """Ask for an address; the time in ms and the headers of the answer. Raises RuntimeError for another status."""
        if time.monotonic() - self._asked_at > SECONDS_IDLE:
            # The server closes what was idle; opening it again is no part of the time.
            self._connection.close()
            self._connection.connect()
        start = time.perf_counter()
        self._connection.request("GET", address, headers=headers)
        response = self._connection.getresponse()
        response.read()
        ms = (time.perf_counter() - start) * 1000
        self._asked_at = time.monotonic()
        if response.status != status:
            raise RuntimeError(f"{address} answered {response.status}, not {status}")
        return ms, dict(response.getheaders())

    def cpu_ms(self) -> float:
        """The processor time that the worker has used so far, all its threads together."""
        tasks = (self._worker / "task").iterdir()
        return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e6

    def _answers(self) -> bool:
        asked = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        with contextlib.closing(asked):
            try:
                asked.request("GET", BARE)
                return asked.getresponse().status == 200
            except (OSError, http.client.HTTPException):
                return False


def results(board: Board, effort: Effort) -> Iterator[Result]:
    """The lines of every page."""
    with Server(board.state_dir) as server:
        for page in _pages(board, effort):
            yield from measure_page(server, page, board.n, effort)


def measure_page(server: Server, page: Page, n: int, effort: Effort) -> Iterator[Result]:
    """Its two lines, asked in turns with the bare view; none when a 304 is wanted of a page that names no version."""
    addresses = cycle(page.addresses)
    known: dict[str, str] = {}
    for address in [] if page.is_met_once else page.addresses:
        for _turn in range(2):
            known[address] = server.get(address, {})[1].get("ETag", "")
    if page.is_known and not all(known.values()):
        return
    waits, bare_waits, costs, bare_costs = kept = [list[list[float]]() for _kind in range(4)]
    for _round in range(effort.rounds):
        rounds: list[list[float]] = [[], [], [], []]
        for _call in range(max(1, effort.calls // TOGETHER)):
            # Some at a time: the processor's time is read between them.
            some = [next(addresses) for _number in range(TOGETHER)]
            used = 0.0
            for asked in [[address] for address in some] if page.is_cold else [some]:
                if page.is_cold:
                    server.get(FORGET, {})
                before = server.cpu_ms()
                rounds[0] += [_ask(server, page, address, known) for address in asked]
                used += server.cpu_ms() - before
            rounds[2].append(used / len(some))
            before = server.cpu_ms()
            rounds[1] += [server.get(BARE, {})[0] for _number in range(BARE_REQUESTS)]
            rounds[3].append((server.cpu_ms() - before) / BARE_REQUESTS)
        for each, times in zip(kept, rounds, strict=True):
            each.append(times)
    for name, ours, theirs in ((page.name, waits, bare_waits), (f"{page.name}, CPU", costs, bare_costs)):
        yield Result(
            name=name, kind="page", n=n, p50_ms=over_rounds(ours, 0.5), p95_ms=over_rounds(ours, 0.95), anchor="bare",
            anchor_p50_ms=over_rounds(theirs, 0.5), anchor_p95_ms=over_rounds(theirs, 0.95),
        )  # fmt: skip


def _ask(server: Server, page: Page, address: str, known: dict[str, str]) -> float:
    headers = {"Accept-Encoding": "gzip"} if page.is_compressed else {}
    if page.is_known:
        return server.get(address, headers | {"If-None-Match": known[address]}, status=304)[0]
    return server.get(address, headers)[0]


def _pages(board: Board, effort: Effort) -> list[Page]:
    rng, ask, path = Random("pages"), Asker(board), reverse("listing_list")
    three = ask.all_of(ask.engagement, ask.technical, ask.category)

    def some(draw, count: int = 8) -> list[str]:
        return [f"{path}?{urlencode(draw(rng).words)}" for _number in range(count)]

    slugs = [
        slug for (slug,) in board.ask("SELECT slug FROM careers_listing WHERE state = 'live' ORDER BY id DESC LIMIT 20")
    ]
    listings = [reverse("listing_detail", args=[slug]) for slug in slugs]
    return [
        Page("list", [path]),
        Page("list, fragments cold", [path], is_cold=True),
        Page("list, compressed", [path], is_compressed=True),
        Page(
            "list, cards never shown before", _unseen(path, effort.rounds * (effort.calls + TOGETHER)), is_met_once=True
        ),
        Page("list, medium word", some(ask.text("medium"))),
        Page("list, common word", some(ask.text("common"))),
        Page("list, 3 filters", some(three)),
        Page("list, 304", [path], is_known=True),
        Page("listing", listings),
        Page("listing, 304", listings, is_known=True),
    ]


def _unseen(path: str, count: int) -> list[str]:
    """The addresses of one page after another, from the second on."""
    found: list[str] = []
    cursor = ""
    while len(found) < count:
        words = {"sort": "newest", "cursor": cursor} if cursor else {"sort": "newest"}
        cursor = ListingFilter(words).page().older
        if not cursor:
            break
        found.append(f"{path}?{urlencode({'sort': 'newest', 'cursor': cursor})}")
    return found
