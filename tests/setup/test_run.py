"""`make run`: real processes, from the first line to the last one gone."""

import os
import select
import shutil
import signal
import socket
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from jobboard.embedded import EmbeddedServer
from tests.setup import board as boards
from tests.setup.board import Board


@pytest.fixture(scope="module")
def prepared() -> Iterator[Path]:
    """A state folder on which a start has nothing to set up; short, and open to whom the server runs as."""
    state_dir = Path(tempfile.mkdtemp(prefix="lintas-run-"))
    state_dir.chmod(0o755)
    boards.prepare(state_dir)
    yield state_dir
    shutil.rmtree(state_dir)


@pytest.fixture
def board(prepared) -> Iterator[Board]:
    """A board that has not been started yet."""
    board = Board(prepared)
    yield board
    board.clear()


def kept(state_dir: Path) -> str:
    server = EmbeddedServer(state_dir)
    server.hold()
    try:
        with psycopg.connect(server.url()) as connection:
            return connection.execute("SELECT word FROM kept").fetchone()[0]
    finally:
        server.release()


def test_run_answers_and_sigterm_ends_all_of_it(board):
    board.start()
    assert board.health() == (200, "ok\n")
    processes = board.processes()
    assert {name for name in ("gunicorn", "procrastinate") if any(name in line for line in processes.values())} == {
        "gunicorn",
        "procrastinate",
    }
    assert EmbeddedServer(board.state_dir).runs()
    assert board.end() == 0
    assert [pid for pid in processes if Path(f"/proc/{pid}").exists()] == []
    assert not EmbeddedServer(board.state_dir).runs()


LONG = b"a" * 10_000
ASKED = {
    b"GET /en/listings/?q=" + LONG: "en", b"GET /id/listings/?q=" + LONG: "id", b"GET /en/" + LONG: "en",
    b"GET /" + LONG: "id", b"GET /en/listings/?q=" + LONG * 10: "en", b"GET " + LONG: "id",
}  # fmt: skip


def test_run_answers_an_address_that_is_too_long_with_a_page_in_its_language(board):
    board.start()
    for line, language in ASKED.items():
        head, _break, page = board.ask(line).partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 414 ") and b"Content-Security-Policy: " in head
        assert f'<html lang="{language}">' in page.decode() and page.rstrip().endswith(b"</html>")
        assert f"Content-Length: {len(page)}".encode() in head
    assert board.ask(b"HEAD /en/?q=" + LONG).startswith(b"HTTP/1.1 414 ")
    assert board.ask(b"GET /health?q=" + LONG[:8000]).startswith(b"HTTP/1.1 200 ")
    assert board.ask(b"G\0T /en/").startswith(b"HTTP/1.1 400 ")
    assert board.health() == (200, "ok\n")


def test_run_ends_as_a_whole_when_the_web_server_dies(board):
    board.start()
    web = next(pid for pid, line in board.processes().items() if "gunicorn" in line)
    os.kill(web, signal.SIGKILL)
    assert board.wait() == 1
    assert "The web server has ended by itself (signal 9)" in board.said
    assert not EmbeddedServer(board.state_dir).runs()


def test_run_ends_as_a_whole_when_the_database_dies(board):
    board.start()
    server = EmbeddedServer(board.state_dir)
    deadline = time.monotonic() + boards.PATIENCE
    while board.process.poll() is None and time.monotonic() < deadline:
        # Again and again: what prints the users after a start finds no server, and starts it anew.
        if pid := server.runs():
            os.kill(pid, signal.SIGKILL)
        select.select([], [], [], 0.1)
    assert board.wait() == 1
    # Whoever misses it first says so: the supervisor, or a worker that was just starting.
    assert "so the board ends as well" in board.said
    assert kept(board.state_dir) == "still here"


def test_run_comes_back_after_everything_was_killed(board):
    board.start()
    server = EmbeddedServer(board.state_dir)
    doomed = [*board.processes(), server.runs()]
    for pid in doomed:
        os.kill(pid, signal.SIGKILL)
    board.wait()
    again = Board(board.state_dir).start()
    assert again.health() == (200, "ok\n")
    assert again.end(signal.SIGINT) == 0
    assert kept(board.state_dir) == "still here"


def test_run_names_a_busy_port(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        process = boards.launch(STATE_DIR=str(tmp_path), PORT=str(port))
        said, _nothing = process.communicate(timeout=boards.PATIENCE)
    assert process.returncode == 1
    assert said.decode().startswith(f"Port {port} is not free")


@pytest.mark.parametrize(
    ("environment", "message"),
    [
        ({"ENVIRONMENT": "production"}, "SECRET_KEY is not set"),
        ({"ENVIRONMENT": "production", "SECRET_KEY": "long enough"}, "DATABASE_URL is not set"),
        ({"ENVIRONMENT": "staging"}, "ENVIRONMENT must be production or development"),
        ({"PORT": "eighty"}, "PORT must be a whole number"),
        ({"PORT": "70000"}, "PORT must lie between 1 and 65535"),
        ({"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}, "The database of DATABASE_URL does not answer"),
    ],
)
def test_run_refuses_what_makes_no_sense(tmp_path, environment, message):
    process = boards.launch(**{"STATE_DIR": str(tmp_path), **environment})
    said, _nothing = process.communicate(timeout=boards.PATIENCE)
    assert process.returncode == 1
    assert said.decode().startswith(message)
