"""gunicorn's worker, with the board's own page for an address that is too long: gunicorn's is bare, and English."""

import io
import re
import socket
import sys
import traceback
from urllib.parse import unquote_to_bytes, urlsplit

from gunicorn import util
from gunicorn.http.errors import LimitRequestLine
from gunicorn.http.message import Request
from gunicorn.workers.gthread import ThreadWorker

from careers.core.encoding import TOO_LONG
from jobboard import environment

LONGEST_PATH = 500  # of which the page that says so still knows where one wanted to go


class BoardWorker(ThreadWorker):
    """Threads, as gunicorn has them."""

    def handle_error(self, req: Request | None, client: socket.socket, addr: tuple, exc: Exception) -> None:
        """Let the board answer an address that is too long, as one that it has read; all else is left to gunicorn."""
        if not isinstance(exc, LimitRequestLine):
            super().handle_error(req, client, addr, exc)
            return
        self.log.info("Address too long: %s", exc)
        try:
            util.write(client, self._page_for(_begun(exc)))
        except OSError as gone:
            self.log.debug("Nobody waited for the page: %s", gone)

    def _page_for(self, begun: bytes) -> bytes:
        """The whole answer to a request that began so."""
        head: list[str] = []

        def start(status: str, headers: list[tuple[str, str]], _info: object = None) -> None:
            head.extend([f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in headers)])

        answer = self.wsgi(_environ(*_asked(begun)), start)
        try:
            body = b"".join(answer)
        finally:
            getattr(answer, "close", lambda: None)()
        length = [f"Content-Length: {len(body)}"] if body else []
        return "\r\n".join([*head, *length, "Connection: close", "", ""]).encode("latin-1") + body


def _begun(error: Exception) -> bytes:
    """What had been read of a request when gunicorn gave up; nothing when that cannot be found any more.

    Its error does not carry the bytes, so they are looked up where it was raised.
    """
    for frame, _line in traceback.walk_tb(error.__traceback__):
        read = frame.f_locals.get("buf")
        if isinstance(read, bytes | bytearray):
            return bytes(read)
    return b""


def _asked(begun: bytes) -> tuple[str, bytes]:
    """Method and path; of one that is too long by itself only the beginning, if it names a language."""
    method, _space, rest = begun.partition(b" ")
    path = rest.partition(b" ")[0].partition(b"?")[0]
    if len(path) > LONGEST_PATH:
        path = re.match(rb"(/[a-z]{2}/)?", path)[0]  # type: ignore[index]
    return "HEAD" if method == b"HEAD" else "GET", path if path.startswith(b"/") else b"/"


def _environ(method: str, path: bytes) -> dict[str, object]:
    site = urlsplit(environment.text("SITE_URL", "")).netloc
    host = site or environment.words("ALLOWED_HOSTS", "localhost")[0].lstrip(".*") or "localhost"
    return {
        TOO_LONG: True, "REQUEST_METHOD": method, "PATH_INFO": unquote_to_bytes(path).decode("latin-1"), "QUERY_STRING": "",
        "SCRIPT_NAME": "", "SERVER_NAME": host, "SERVER_PORT": "443", "HTTP_HOST": host, "REMOTE_ADDR": "",
        "SERVER_PROTOCOL": "HTTP/1.1", "wsgi.version": (1, 0), "wsgi.url_scheme": "https", "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr, "wsgi.multithread": True, "wsgi.multiprocess": True, "wsgi.run_once": False,
    }  # fmt: skip
