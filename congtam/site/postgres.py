"""Keeps one PostgreSQL server of our own running behind a socket, whoever starts us and however we were stopped."""

import fcntl
import os
import pwd
import secrets
import shlex
import shutil
import stat
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType

import psycopg

from congtam.site import postgres_binaries
from congtam.site.postgres_binaries import Account
from congtam.site.refusal import UnableToContinueError

# Role and database. No password: only the account that owns the socket's folder (and root) can reach the socket.
NAME = "congtam"
# Names the socket's file; nothing listens on the network.
PORT = 5432
NO_SETTINGS: Mapping[str, str] = MappingProxyType({})


class UnableToStartServerError(UnableToContinueError):
    """The server cannot run; the message says why and what to do."""


@dataclass(frozen=True, kw_only=True)
class Server:
    """Where a home's server keeps its data and where it listens."""

    data: Path
    socket: Path


def place(home: Path) -> Server:
    """Return where the server of `home` lives; touches nothing, asks nobody."""
    # A socket's path may have about a hundred letters; homes may have more.
    mark = sha256(str(home).encode()).hexdigest()[:12]
    return Server(data=home / "postgres", socket=Path("/tmp") / f"congtam-{mark}")  # noqa: S108  # a folder only we may enter, checked before use


def start(home: Path, settings: Mapping[str, str] = NO_SETTINGS) -> Server:
    """Make sure the server of `home` runs and holds our database; return where it is.

    Whatever an earlier start left half done is redone. `settings` are added to the server's own (tests do without
    safety on disk). The server stays when we end. Raises `UnableToStartServerError` or `UnableToFindServerError`.
    """
    server = place(home)
    if is_running(home) and _answers(server):
        return server
    try:
        home.mkdir(parents=True, exist_ok=True)
        with _one_at_a_time(home):
            account = _account(server)
            _own_folder(server.socket, account)
            if not _is_made(server):
                _make(server, account)
            if is_running(home) and not _answers(server, "postgres"):
                # Its socket was swept away, or it hangs: what was confirmed is on disk.
                _stop(server, account)
            if not is_running(home):
                _start(server, account, settings)
            _make_database(server)
    except OSError as problem:
        raise UnableToStartServerError(
            f"Không chuẩn bị được nơi giữ dữ liệu: {problem.filename}: {problem.strerror}. "
            "Hãy xem lại quyền trên thư mục hoặc đặt CONGTAM_HOME sang nơi ghi được."
        ) from problem
    return server


def stop(home: Path) -> bool:
    """Stop the server of `home`, letting nothing confirmed be lost; return whether it was running."""
    if not is_running(home):
        return False
    server = place(home)
    with _one_at_a_time(home):
        _stop(server, _account(server))
    return True


def is_running(home: Path) -> bool:
    """Tell whether the server of `home` is alive; a number left by a dead one, now somebody else's, does not count."""
    data = place(home).data
    process = _process(data)
    try:
        return process is not None and Path(f"/proc/{process}/cwd").readlink() == data.resolve()
    except OSError:
        return False


def _process(data: Path) -> int | None:
    """Return the number the server left in its data, alive or not; None when it left none."""
    try:
        # Its other lines hold paths in whatever letters.
        return int((data / "postmaster.pid").read_bytes().split(b"\n", 1)[0])
    except (OSError, ValueError):
        return None


def _is_made(server: Server) -> bool:
    # A cluster gets its final name only when it is whole.
    return (server.data / "PG_VERSION").exists()


def _account(server: Server) -> Account:
    """Return who runs the server: us, or as root whoever owns the data, at first `nobody`."""
    if os.geteuid() != 0:
        if server.data.exists() and server.data.stat().st_uid != os.geteuid():
            raise UnableToStartServerError(
                f"Dữ liệu ở {server.data} do tài khoản khác lập. Hãy chạy bằng tài khoản đó (hoặc root), "
                "hoặc đặt CONGTAM_HOME sang thư mục khác."
            )
        return Account(user=os.geteuid(), group=os.getegid())
    if server.data.exists() and (owner := server.data.stat()).st_uid != 0:
        return Account(user=owner.st_uid, group=owner.st_gid)
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError:
        raise UnableToStartServerError(
            "PostgreSQL không chạy bằng root, máy lại không có tài khoản nobody. Hãy chạy bằng tài khoản thường."
        ) from None
    return Account(user=nobody.pw_uid, group=nobody.pw_gid)


def _make(server: Server, account: Account) -> None:
    """Make a new cluster beside its final name, then move it there: an interrupted one is thrown away."""
    programs = postgres_binaries.find(account=account)
    final = _reachable(server, account)
    for left in final.parent.glob(final.name + ".unfinished-*"):
        shutil.rmtree(left, ignore_errors=True)
    # A name of its own: an interrupted start may have left programs behind that still write in theirs.
    unfinished = final.with_name(f"{final.name}.unfinished-{secrets.token_hex(4)}")
    _own_folder(unfinished, account)
    # Code-point order and full Vietnamese case rules, the same on every machine; before 17 only the C library has them.
    provider = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if programs.version >= 17 else []
    made = postgres_binaries.run(
        [
            programs.folder / "initdb", "--pgdata", unfinished, "--username", NAME, "--auth", "trust",
            "--encoding", "UTF8", "--locale=C.UTF-8", *provider, "--data-checksums",
        ],
        account,
    )  # fmt: skip
    if made.returncode:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise UnableToStartServerError(f"Không lập được cơ sở dữ liệu ở {final}: {_last_words(made.stdout)}")
    unfinished.rename(final)


def _reachable(server: Server, account: Account) -> Path:
    """Return where the data go: inside home, or where `account` can get to, with a link from home."""
    if server.data.is_symlink():
        return server.data.readlink()
    if server.data.exists():
        server.data.rmdir()  # refuses, loudly, if somebody keeps something there
    trial = server.data.with_name("postgres.trial")
    _own_folder(trial, account)
    reached = postgres_binaries.run(["/bin/sh", "-c", 'cd -- "$1" && touch .', "sh", trial], account)
    shutil.rmtree(trial)
    if reached.returncode == 0:
        return server.data
    postgres_binaries.SHARED.mkdir(parents=True, exist_ok=True)
    postgres_binaries.SHARED.chmod(0o755)
    elsewhere = postgres_binaries.SHARED / f"data-{secrets.token_hex(6)}"
    server.data.symlink_to(elsewhere)
    return elsewhere


def _start(server: Server, account: Account, settings: Mapping[str, str]) -> None:
    """Start the server of a whole cluster and wait until it answers."""
    data = server.data.resolve()
    programs = postgres_binaries.find(account=account, version=int((data / "PG_VERSION").read_text("ascii")))
    if _process(data) is not None:
        # Left by a server killed with the machine: by now the number may be another process of the same account,
        # which PostgreSQL would take for a server. Its own look at shared memory still guards against a live one.
        (data / "postmaster.pid").unlink()
    options = shlex.join(f"--{name}={value}" for name, value in {**_settings(server), **settings}.items())
    command: list[str | Path] = [
        programs.folder / "pg_ctl", "start", "--pgdata", data, "--wait", "--timeout=300", "--silent",
        "--log", data / "start.log", "--options", options,
    ]  # fmt: skip
    for last in (False, False, True):
        (data / "start.log").unlink(missing_ok=True)
        if postgres_binaries.run(command, account).returncode == 0:
            return
        if last:
            raise UnableToStartServerError(f"PostgreSQL không khởi động được: {_last_lines(data)}")
        time.sleep(1)  # children of a killed server hold its memory until they notice


def _stop(server: Server, account: Account) -> None:
    data = server.data.resolve()
    programs = postgres_binaries.find(account=account, version=int((data / "PG_VERSION").read_text("ascii")))
    stopped = postgres_binaries.run(
        [programs.folder / "pg_ctl", "stop", "--pgdata", data, "--mode=fast", "--wait", "--timeout=120"], account
    )
    if stopped.returncode and is_running(server.data.parent):
        raise UnableToStartServerError(f"Không dừng được PostgreSQL: {_last_words(stopped.stdout)}")


def _settings(server: Server) -> dict[str, str]:
    """Return what our server differs in from PostgreSQL's own defaults, sized for this machine."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
    return {
        "listen_addresses": "",
        "unix_socket_directories": str(server.socket),
        "unix_socket_permissions": "0700",
        "port": str(PORT),
        "max_connections": "60",
        "shared_buffers": f"{min(max(memory // 8, 128), 2048)}MB",
        "effective_cache_size": f"{max(memory // 2, 256)}MB",
        "work_mem": "32MB",
        "maintenance_work_mem": "256MB",
        "max_wal_size": "2GB",
        "random_page_cost": "1.1",
        # Pages ask many small questions: compiling or sharing them among workers costs more than it saves.
        "jit": "off",
        "max_parallel_workers_per_gather": "0",
        # Nothing confirmed may be lost.
        "fsync": "on",
        "synchronous_commit": "on",
        "timezone": "UTC",
        "log_timezone": "UTC",
        # One file a weekday, begun anew each week.
        "logging_collector": "on",
        "log_directory": "log",
        "log_filename": "%a.log",
        "log_rotation_age": "1d",
        "log_rotation_size": "0",
        "log_truncate_on_rotation": "on",
    }


def _make_database(server: Server) -> None:
    with psycopg.connect(host=str(server.socket), port=PORT, user=NAME, dbname="postgres", autocommit=True) as session:
        if not session.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone():
            session.execute(f"CREATE DATABASE {NAME}")


def _answers(server: Server, database: str = NAME) -> bool:
    try:
        psycopg.connect(host=str(server.socket), port=PORT, user=NAME, dbname=database, connect_timeout=5).close()
    except psycopg.OperationalError:
        return False
    return True


def _own_folder(path: Path, account: Account) -> None:
    """Make a folder that `account` alone can enter; refuse one that somebody else prepared."""
    path.mkdir(mode=0o700, exist_ok=True)
    found = path.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in (account.user, os.geteuid()):
        raise UnableToStartServerError(f"{path} thuộc tài khoản khác. Hãy xoá nó rồi chạy lại.")
    path.chmod(0o700)
    if account.options():
        os.chown(path, account.user, account.group)


@contextmanager
def _one_at_a_time(home: Path) -> Iterator[None]:
    """Hold the door while we start or stop: two of us may come at once."""
    with (home / "postgres.lock").open("w") as door:
        fcntl.flock(door, fcntl.LOCK_EX)
        yield


def _last_lines(data: Path) -> str:
    """Return the last thing the server wrote, wherever it wrote it."""
    logs = sorted(
        [data / "start.log", *data.glob("log/*.log")], key=lambda path: path.stat().st_mtime if path.exists() else 0
    )
    words = (_last_words(path.read_text("utf-8", "replace")) for path in reversed(logs) if path.exists())
    return next(filter(None, words), "không có lời nhắn nào") + f" (nhật ký: {data}/log)"


def _last_words(text: str) -> str:
    """Return the lines that say what went wrong, on one line."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    telling = [line for line in lines if any(mark in line.lower() for mark in ("fatal", "error", "panic", "could not"))]
    return " · ".join((telling or lines)[-3:])
