"""Writes everything an installation holds into one file, and puts it back: the tables and the uploaded files."""

import io
import json
import os
import re
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import IO, Any

from congtam.site import postgres_binaries
from congtam.site.refusal import UnableToContinueError

DUMP, LIST, UPLOADS = "database.dump", "manifest.json", "uploads"
FORMAT = 1
# What a database looks like before the first migration.
EMPTY = "DROP SCHEMA IF EXISTS public CASCADE; CREATE SCHEMA public; GRANT USAGE ON SCHEMA public TO PUBLIC;"
_PIECE = 1 << 20


class ArchiveError(UnableToContinueError):
    """The archive cannot be written or trusted, or cannot be put back; the message says what to do."""


@dataclass(frozen=True, kw_only=True)
class Contents:
    """What an archive says it holds: when it was made, and the digest of every member."""

    made_at: str
    members: Mapping[str, str]

    @property
    def uploads(self) -> list[str]:
        """Return the names of the uploaded files."""
        return [name for name in self.members if name != DUMP]


def write(target: Path, *, database: Mapping[str, Any], uploads: Path, at: datetime) -> Contents:
    """Write the whole installation to `target`, readable to this account only; an older file there is replaced at the end.

    `database` is Django's description of it. The tables are those of one moment, and every file they name was kept
    before that moment, so the copy hangs together while people work. Raises `ArchiveError`.
    """
    unfinished = target.with_name(target.name + ".unfinished")
    members: dict[str, str] = {}
    try:
        handle = os.open(unfinished, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w+b") as file, tarfile.open(fileobj=file, mode="w") as archive:
            with tempfile.TemporaryFile(dir=target.parent) as dump:
                _dump(database, dump)
                members[DUMP] = _add(archive, DUMP, dump)
            for path in sorted(path for path in uploads.rglob("*") if path.is_file()):
                with path.open("rb") as kept:
                    name = f"{UPLOADS}/{path.relative_to(uploads).as_posix()}"
                    members[name] = _add(archive, name, kept)
            contents = Contents(made_at=at.isoformat(), members=members)
            listed = json.dumps({"format": FORMAT, "made_at": contents.made_at, "members": members}, indent=1).encode()
            _add(archive, LIST, io.BytesIO(listed))
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(target)
    except OSError as problem:
        raise ArchiveError(f"Không ghi được {target}: {problem.strerror}. Hãy chọn nơi khác.") from problem
    finally:
        unfinished.unlink(missing_ok=True)
    return contents


def read(source: Path) -> Contents:
    """Return what an archive holds, after comparing every byte with its digests. Raises `ArchiveError`."""
    try:
        with tarfile.open(source) as archive:
            listed = json.loads(_member(archive, LIST).read())
            if listed.get("format") != FORMAT:
                raise ArchiveError(f"{source} do phiên bản khác của Công Tâm lập. Hãy dùng phiên bản đó để phục hồi.")
            contents = Contents(made_at=listed["made_at"], members=listed["members"])
            for name, digest in contents.members.items():
                if not _is_safe(name) or _digest(_member(archive, name)) != digest:
                    raise ArchiveError(f"Bản sao {source} đã hỏng ở {name}. Hãy dùng bản sao khác.")
    except FileNotFoundError:
        raise ArchiveError(f"Không có tệp {source}. Hãy xem lại tên tệp.") from None
    except (tarfile.TarError, KeyError, ValueError, OSError) as problem:
        raise ArchiveError(f"{source} không phải bản sao của congtam backup, hoặc đã hỏng.") from problem
    return contents


def put_back(source: Path, *, database: Mapping[str, Any], uploads: Path) -> Contents:
    """Replace the whole installation by an archive: every table at once, or none. Raises `ArchiveError`.

    Uploaded files come first and nothing is removed, so whichever tables stand find their files.
    """
    contents = read(source)
    with tarfile.open(source) as archive, tempfile.TemporaryDirectory() as folder:
        for name in contents.uploads:
            _keep(_member(archive, name), uploads / PurePosixPath(name).relative_to(UPLOADS))
        dump, script, empty = (Path(folder) / name for name in (DUMP, "all.sql", "empty.sql"))
        with dump.open("wb") as file:
            for piece in _pieces(_member(archive, DUMP)):
                file.write(piece)
        _client("pg_restore", ["--no-owner", "--no-privileges", f"--file={script}", str(dump)], database)
        empty.write_text(EMPTY, "ascii")
        _client(
            "psql",
            [
                "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", f"--file={empty}",
                f"--file={script}", "--output=/dev/null", *_address(database),
            ],
            database,
        )  # fmt: skip
    return contents


def _dump(database: Mapping[str, Any], into: IO[bytes]) -> None:
    _client("pg_dump", ["--format=custom", "--no-owner", "--no-privileges", *_address(database)], database, into)
    into.seek(0)


def _client(program: str, arguments: list[str], database: Mapping[str, Any], into: IO[bytes] | None = None) -> None:
    """Run one of PostgreSQL's client programs; raise `ArchiveError` with its own words when it fails."""
    try:
        folder = postgres_binaries.find().folder
        done = subprocess.run(  # programs of the folder we found, arguments of our own
            [folder / program, *arguments],
            env={**postgres_binaries.environment(), "PGPASSWORD": str(database.get("PASSWORD", ""))},
            stdin=subprocess.DEVNULL,
            stdout=into or subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            check=False,
        )
    except OSError as problem:
        raise ArchiveError(f"Không chạy được {program}: {problem.strerror}. Hãy đặt PG_BIN.") from problem
    if done.returncode:
        words = [
            line
            for line in done.stderr.decode(errors="replace").splitlines()
            if re.search("error|fatal", line, re.IGNORECASE)
        ]
        raise ArchiveError(f"{program} không xong: {' · '.join(words[-2:]) or 'không rõ vì sao'}")


def _address(database: Mapping[str, Any]) -> list[str]:
    """Return which database a client program talks to; the password goes by the environment."""
    fields = {"HOST": "host", "PORT": "port", "USER": "user", "NAME": "dbname"}
    parts = {name: database.get(key) for key, name in fields.items()} | dict(database.get("OPTIONS", {}))
    quoted = {name: str(value).replace("\\", "\\\\").replace("'", "\\'") for name, value in parts.items() if value}
    return ["--dbname=" + " ".join(f"{name}='{value}'" for name, value in quoted.items())]


def _add(archive: tarfile.TarFile, name: str, content: IO[bytes]) -> str:
    """Add one member; return its digest."""
    digest = _digest(content)
    described = tarfile.TarInfo(name)
    described.size, described.mode = content.tell(), 0o600
    content.seek(0)
    archive.addfile(described, content)
    return digest


def _member(archive: tarfile.TarFile, name: str) -> IO[bytes]:
    """Return the content of a plain file in the archive."""
    content = archive.extractfile(archive.getmember(name))
    if content is None:
        raise KeyError(name)
    return content


def _is_safe(name: str) -> bool:
    """Tell whether a member may be written: our own two kinds of names, never out of the folder."""
    parts = PurePosixPath(name).parts
    return name == DUMP or (len(parts) > 1 and parts[0] == UPLOADS and ".." not in parts and not name.startswith("/"))


def _keep(content: IO[bytes], path: Path) -> None:
    """Put a file in place in one step, readable to this account only."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = path.with_name(path.name + ".unfinished")
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        for piece in _pieces(content):
            file.write(piece)
    unfinished.replace(path)


def _digest(content: IO[bytes]) -> str:
    digest = sha256()
    for piece in _pieces(content):
        digest.update(piece)
    return digest.hexdigest()


def _pieces(content: IO[bytes]) -> Iterator[bytes]:
    while piece := content.read(_PIECE):
        yield piece
