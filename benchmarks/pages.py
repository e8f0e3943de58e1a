"""What pages cost the process that makes them, beside a bare view: in this process, in turns, without a server around.

    STATE_DIR=… python -m benchmarks.pages [--memory 100000]

Prints for each page the processor time of a request and the share that a bare view (a constant, through the board's own
middleware) has of it; and, when asked, how much memory the process holds while many different pages are asked for.
`warm`: what was kept is there. `cold`: no piece of a page is kept. `new`: nothing of the answer is, whatever it is.
"""

import argparse
import io
import os
import sys
import time
from collections.abc import Callable, Iterator
from itertools import cycle, islice
from random import Random
from statistics import median

ROUNDS = 40
POPULAR = 20  # lists, and as many listings
BARE, LIST = "/bare", "/id/listings/"


class Process:
    """The board as a WSGI application in this process."""

    def __init__(self) -> None:
        # The application can be imported only when the settings are known.
        from jobboard.wsgi import application

        self._application = application

    def ask(self, address: str, **headers: str) -> tuple[str, dict[str, str]]:
        """Status and headers of the answer; what is said with it is read and dropped."""
        path, _sep, query = address.partition("?")
        said: dict = {}
        environ = {
            "REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": query, "SERVER_NAME": "localhost", "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1", "HTTP_HOST": "localhost", "REMOTE_ADDR": "127.0.0.1", "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(), "wsgi.errors": sys.stderr, "wsgi.multithread": False,
            "wsgi.multiprocess": True, "wsgi.run_once": False, "HTTP_USER_AGENT": "Mozilla/5.0 Firefox/140.0",
        } | headers  # fmt: skip
        body = self._application(
            environ, lambda status, given, _info=None: said.update(status=status, headers=dict(given))
        )
        for _part in body:
            pass
        body.close()  # type: ignore[attr-defined]
        return said["status"][:3], said["headers"]

    def cost(
        self, addresses: Iterator[str], count: int, before: Callable[[], None] | None = None, **headers: str
    ) -> float:
        """Processor time of one request in ms, over `count` of them; what is done `before` each does not count."""
        used = 0.0
        for address in islice(addresses, count):
            if before:
                before()
            start = time.process_time()
            self.ask(address, **headers)
            used += time.process_time() - start
        return used * 1000 / count


def shares(
    process: Process, addresses: list[str], *, before: Callable[[], None] | None = None, known: bool = False
) -> str:
    """The line of one kind of page: its cost, the bare one's, and the median share over rounds in turns."""
    turn, bare = cycle(addresses), cycle([BARE])
    for address in addresses[:3]:
        process.ask(address)
    costs, pairs = [], []
    for _round in range(ROUNDS):
        headers = {"HTTP_IF_NONE_MATCH": process.ask(addresses[0])[1]["ETag"]} if known else {}
        ours, theirs = process.cost(turn, 8, before, **headers), process.cost(bare, 20)
        costs.append((ours, theirs))
        pairs.append(theirs / ours)
    ours, theirs = (min(cost[place] for cost in costs) for place in (0, 1))
    return f"{ours:8.3f} ms  bare {theirs:6.3f} ms  share {median(pairs):.3f} (of the fastest {theirs / ours:.3f})"


def resident() -> int:
    """Memory of this process in KiB."""
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") // 1024


def main(arguments: list[str]) -> None:
    """Measure and print."""
    reader = argparse.ArgumentParser(prog="benchmarks.pages")
    reader.add_argument("--memory", type=int, default=0, metavar="REQUESTS")
    given = reader.parse_args(arguments)
    process, lists, listings = _board()
    from careers.core import fragments

    if given.memory:
        _memory(process, _as_readers_ask(lists, listings), given.memory)
        return
    for name, line in (
        ("list, warm", lambda: shares(process, [LIST])),
        ("list, cold", lambda: shares(process, [LIST], before=fragments.fragments.clear)),
        ("list, new", lambda: shares(process, [LIST], before=fragments.forget)),
        ("list, 304", lambda: shares(process, [LIST], known=True)),
        ("20 lists in turns", lambda: shares(process, lists[:POPULAR])),
        ("listing, warm", lambda: shares(process, listings[:1])),
        ("20 listings in turns", lambda: shares(process, listings[:POPULAR])),
        ("listing, new", lambda: shares(process, listings[:1], before=fragments.forget)),
        ("listing, 304", lambda: shares(process, listings[:1], known=True)),
    ):
        print(f"{name:22}{line()}", flush=True)


def _as_readers_ask(lists: list[str], listings: list[str]) -> Iterator[str]:
    """Addresses without end: one of ten is a list; one of ten is any of all, the others are some that many ask for."""
    rng = Random("readers")
    while True:
        some = lists if rng.random() < 0.1 else listings
        yield rng.choice(some if rng.random() < 0.1 else some[:POPULAR])


def _memory(process: Process, addresses: Iterator[str], requests: int) -> None:
    print(f"{'at the start':22}{resident():9} KiB", flush=True)
    for tenth in range(1, 11):
        for address in islice(addresses, requests // 10):
            process.ask(address)
        print(f"{f'after {tenth * requests // 10} requests':22}{resident():9} KiB", flush=True)


def _board() -> tuple[Process, list[str], list[str]]:
    """The process, and the addresses of lists and of listings on this board."""
    os.environ |= {"ENVIRONMENT": "development", "DJANGO_SETTINGS_MODULE": "benchmarks.speed.settings"}
    process = Process()
    from careers.listings.models.listing import Listing
    from careers.taxonomy.models import JobCategory

    slugs = Listing.objects.live().order_by("-rank_at", "-pk").values_list("slug", flat=True)[:5000]
    categories = JobCategory.objects.active().values_list("slug", flat=True)
    words = ["", "sort=newest", "sort=pay", "country=ID", "q=model", "posted=7", "hours_max=20", "technical=none"]
    lists = [f"{LIST}?{'&'.join(filter(None, (word, f'category={slug}')))}" for word in words for slug in categories]
    return process, [LIST, *lists], [f"{LIST}{slug}/" for slug in slugs]


if __name__ == "__main__":
    main(sys.argv[1:])
