"""The tests' own PostgreSQL: a throw-away server, migrated once, a copy of it for every process of the run."""

import fcntl
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import psycopg
from psycopg import sql

from congtam.site import postgres

ROOT = Path(__file__).parents[1]
# Nothing here outlives a run: speed instead of safety on disk.
SETTINGS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "100"}


def started(home: Path) -> postgres.Server:
    """Return the running server of the tests; one that a power cut spoiled is thrown away and made anew."""
    try:
        return postgres.start(home, SETTINGS)
    except postgres.UnableToStartServerError:
        shutil.rmtree(postgres.place(home).data.resolve(), ignore_errors=True)
        return postgres.start(home, SETTINGS)


@dataclass(frozen=True, kw_only=True)
class Copy:
    """The database of one process of the run, and the migrated one it is a copy of."""

    server: postgres.Server
    name: str
    template: str

    def begin_anew(self) -> None:
        """Throw everything in it away and start from the migrated and empty one."""
        copied(self.server, self.template, self.name)


def template_name() -> str:
    """Return the name of the migrated database for the migrations and packages as they are now."""
    migrations = sorted(ROOT.glob("congtam/*/migrations/*.py"))
    digest = sha256(b"".join(path.read_bytes() for path in [*migrations, ROOT / "requirements.lock"]))
    return f"congtam_migrated_{digest.hexdigest()[:12]}"


@contextmanager
def session(server: postgres.Server) -> Iterator[psycopg.Connection]:
    """Give a connection that makes and drops databases."""
    with psycopg.connect(
        host=str(server.socket), port=postgres.PORT, user=postgres.NAME, dbname="postgres", autocommit=True
    ) as given:
        yield given


@contextmanager
def one_at_a_time(home: Path) -> Iterator[None]:
    """Let one process of the run migrate while the others wait."""
    with (home / "migrating.lock").open("w") as door:
        fcntl.flock(door, fcntl.LOCK_EX)
        yield


def names(server: postgres.Server) -> set[str]:
    """Return the names of the databases there are."""
    with session(server) as given:
        return {name for (name,) in given.execute("SELECT datname FROM pg_database")}


def copied(server: postgres.Server, source: str, name: str) -> str:
    """Make `name` anew as a copy of `source`, whoever still looks at the old one; return the name."""
    with session(server) as given:
        given.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        given.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy").format(
                sql.Identifier(name), sql.Identifier(source)
            )
        )
    return name


def rename(server: postgres.Server, name: str, new: str) -> None:
    """Give a database its final name, once it is whole."""
    with session(server) as given:
        given.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(name), sql.Identifier(new)))


def forget(server: postgres.Server, beginning: str) -> None:
    """Drop the databases that earlier runs made from other sources."""
    with session(server) as given:
        for name in names(server):
            if name.startswith(beginning):
                given.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


if __name__ == "__main__" and sys.argv[1:] == ["stop"]:
    from tests.settings import HOME

    postgres.stop(HOME)
