"""The embedded server: what happens to it on a machine that is not kind."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from jobboard.embedded import DatabaseUnavailable, EmbeddedServer
from jobboard.environment import ROOT


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that whoever the server runs as may enter; pytest's own are closed to others."""
    made = Path(tempfile.mkdtemp(prefix="lintas-db-"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made)


@pytest.fixture
def server(folder) -> Iterator[EmbeddedServer]:
    """A server that nobody has started yet."""
    server = EmbeddedServer(folder / "state", durable=False)
    yield server
    server.hold()
    server.release()
    for outside in (server.outside, server.socket_dir):
        shutil.rmtree(outside, ignore_errors=True)


def ask(server: EmbeddedServer, question: str) -> object:
    with psycopg.connect(server.url()) as connection:
        return connection.execute(question).fetchone()[0]


def test_server_stops_with_its_last_holder(server):
    second = EmbeddedServer(server.state_dir, durable=False)
    server.hold()
    second.hold()
    server.release()
    assert ask(second, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") is False
    assert ask(second, "SELECT datcollate FROM pg_database WHERE datname = current_database()") == "C"
    second.release()
    assert not server.runs()


def test_server_keeps_committed_rows_when_it_is_killed(server):
    server.durable = True
    server.hold()
    with psycopg.connect(server.url()) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 'still here' AS word")
    os.kill(server.runs(), signal.SIGKILL)
    # By now the number may belong to any program, such as this one.
    stale = server.data / "postmaster.pid"
    stale.write_text(stale.read_text().replace(stale.read_text().split()[0], str(os.getpid()), 1))
    after = EmbeddedServer(server.state_dir)
    after.hold()
    assert ask(after, "SELECT word FROM kept") == "still here"
    after.release()


def test_server_is_made_again_when_it_was_half_made(server):
    server.data.mkdir(parents=True)
    (server.data / "PG_VERSION").write_text("18\n")
    if os.geteuid() == 0:
        os.chown(server.data, server.user.pw_uid, server.user.pw_gid)
    server.hold()
    assert ask(server, "SELECT 1") == 1


def test_server_is_started_once_by_many_at_once(server):
    script = (
        "from pathlib import Path; import psycopg, sys; from jobboard.embedded import EmbeddedServer;"
        "server = EmbeddedServer(Path(sys.argv[1]), durable=False); server.hold();"
        "print(psycopg.connect(server.url()).execute('SELECT pg_postmaster_start_time()').fetchone()[0].timestamp());"
        "sys.stdout.flush(); sys.stdin.read(); server.release()"
    )
    many = [
        subprocess.Popen(
            [sys.executable, "-c", script, server.state_dir],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _each in range(4)
    ]
    started = {process.stdout.readline() for process in many}
    for process in many:
        process.communicate(timeout=60)
    assert len(started) == 1
    assert "" not in started
    assert not server.runs()


def test_server_finds_a_short_way_to_a_deep_folder(folder):
    deep = EmbeddedServer(folder / ("a" * 60) / ("b" * 60), durable=False)
    deep.hold()
    try:
        assert ask(deep, "SELECT 1") == 1
        assert deep.socket_dir.stat().st_mode & 0o777 == 0o700
    finally:
        deep.release()
        shutil.rmtree(deep.socket_dir)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root's folders are closed to the server")
def test_server_of_root_goes_outside_a_closed_folder(folder):
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    server = EmbeddedServer(closed / "state", durable=False)
    server.hold()
    try:
        assert ask(server, "SELECT 1") == 1
        assert closed.stat().st_mode & 0o777 == 0o700
        assert server.data.stat().st_uid != 0
    finally:
        server.release()
        shutil.rmtree(server.outside)


def test_server_refuses_the_rows_of_another_version(server):
    server.hold()
    server.release()
    version = server.data / "PG_VERSION"
    true = version.read_text()
    version.write_text("17\n")
    with pytest.raises(DatabaseUnavailable, match="was made by PostgreSQL 17"):
        server.hold()
    version.write_text(true)
