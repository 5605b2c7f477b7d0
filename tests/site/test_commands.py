"""The commands that run the application: they come up, and the law's own never wait for them."""

import os
import signal
import socket
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.db import connection

from congtam.site import archive, postgres
from congtam.site.command import database, main, serving, starting, whole
from congtam.site.refusal import UnableToContinueError
from tests.database import Copy, copied, forget

ROOT = Path(__file__).parents[2]
MADE_AT = datetime(2026, 11, 22, 7, 0, tzinfo=UTC)


@pytest.mark.parametrize("command", ["law list", "criteria list", "--help"])
def test_a_question_about_the_law_touches_neither_the_database_nor_django(command: str) -> None:
    script = f"""
import sys
from congtam.site.command.main import main
try:
    main({command.split()!r})
except SystemExit:
    pass
print(sorted({{"django", "psycopg", "congtam.site.settings"}} & set(sys.modules)), file=sys.stderr)
"""
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert told.stderr.strip() == "[]"


def test_a_port_in_use_is_one_line_that_says_what_to_do(socket_enabled: None) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(UnableToContinueError, match=f"Cổng {port} đang có chương trình khác dùng.*--port"):
            serving.check_port("127.0.0.1", port)


def test_a_port_that_is_no_port_is_refused() -> None:
    with pytest.raises(UnableToContinueError, match="Cổng phải từ 1 đến 65535, không phải 70000"):
        serving.check_port("127.0.0.1", 70000)


@pytest.mark.django_db
def test_tables_of_this_version_need_no_migration() -> None:
    assert starting.is_migrated()


@pytest.mark.django_db
def test_a_house_without_accounts_has_nothing_to_lose() -> None:
    assert not database.has_people()
    get_user_model().objects.create_user("an", full_name="Nguyễn Văn An")
    assert database.has_people()


def test_every_command_is_in_the_manual() -> None:
    manual = (ROOT / "docs/cli.md").read_text("utf-8")
    told = subprocess.run(
        [sys.executable, "-m", "congtam.site.command.main", "--help"], capture_output=True, text=True, check=True
    )
    commands = [
        line.split()[0]
        for line in told.stdout.split("LỆNH\n")[1].splitlines()
        if line.startswith("    ") and line[4] != " "
    ]
    assert "serve" in commands
    assert [command for command in commands if f"`congtam {command}" not in manual] == []


def test_every_variable_that_is_read_is_in_the_manual() -> None:
    manual = (ROOT / "docs/operations.md").read_text("utf-8")
    sources = [*ROOT.glob("congtam/site/**/*.py"), ROOT / "scripts/chromium"]
    names = {
        word.strip("\"'()[],:$;{}")
        for path in sources
        for word in path.read_text("utf-8").split()
        if "CONGTAM_" in word
    }
    read = {
        name for name in names if name.isupper() and name.startswith("CONGTAM_") and name.replace("_", "").isalpha()
    }
    assert read
    assert [name for name in sorted(read | {"DATABASE_URL", "PG_BIN", "CHROMIUM"}) if f"`{name}`" not in manual] == []


@pytest.fixture
def uploads(tmp_path: Path) -> Path:
    """Two uploaded files."""
    folder = tmp_path / "uploads"
    (folder / "2026").mkdir(parents=True)
    (folder / "2026" / "quyết định.pdf").write_bytes(b"%PDF-1.7 one")
    (folder / "biên bản.docx").write_bytes(b"PK two")
    return folder


@pytest.fixture
def database_apart(transactional_db: None) -> Iterator[dict[str, object]]:
    """Django's description of the tests' database, nobody connected while programs work on it."""
    connection.close()
    yield dict(connection.settings_dict)
    connection.close()


def test_a_backup_put_back_brings_everything_back(
    database_apart: dict[str, object], uploads: Path, tmp_path: Path
) -> None:
    get_user_model().objects.create_user("an", full_name="Nguyễn Văn An")
    connection.close()
    kept = tmp_path / "bản sao.tar"
    written = archive.write(kept, database=database_apart, uploads=uploads, at=MADE_AT)
    assert kept.stat().st_mode & 0o077 == 0
    get_user_model().objects.all().delete()
    get_user_model().objects.create_user("binh", full_name="Trần Thị Bình")
    connection.close()
    elsewhere = tmp_path / "nơi khác"
    assert archive.put_back(kept, database=database_apart, uploads=elsewhere) == written
    assert [user.full_name for user in get_user_model().objects.all()] == ["Nguyễn Văn An"]
    assert starting.is_migrated()
    assert {
        path.relative_to(elsewhere).as_posix(): path.read_bytes() for path in elsewhere.rglob("*") if path.is_file()
    } == {
        "2026/quyết định.pdf": b"%PDF-1.7 one",
        "biên bản.docx": b"PK two",
    }


def test_a_backup_with_one_byte_changed_is_refused_and_nothing_is_touched(
    database_apart: dict[str, object], uploads: Path, tmp_path: Path
) -> None:
    kept = tmp_path / "backup.tar"
    archive.write(kept, database=database_apart, uploads=uploads, at=MADE_AT)
    content = bytearray(kept.read_bytes())
    content[content.index(b"PK two")] ^= 1
    kept.write_bytes(content)
    with pytest.raises(archive.ArchiveError, match=r"đã hỏng ở uploads/biên bản\.docx"):
        archive.put_back(kept, database=database_apart, uploads=tmp_path / "elsewhere")
    assert not (tmp_path / "elsewhere").exists()


def test_a_file_that_is_no_backup_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thư.tar").write_text("Kính gửi")
    with pytest.raises(archive.ArchiveError, match="không phải bản sao của congtam backup"):
        archive.read(tmp_path / "thư.tar")
    with pytest.raises(archive.ArchiveError, match="Không có tệp"):
        archive.read(tmp_path / "none.tar")


def test_a_backup_that_would_write_outside_the_uploads_is_refused(tmp_path: Path) -> None:
    evil = tmp_path / "evil.tar"
    with tarfile.open(evil, "w") as made:
        for name, text in (
            ("manifest.json", b'{"format": 1, "made_at": "", "members": {"uploads/../../etc/x": ""}}'),
            ("uploads/../../etc/x", b""),
        ):
            (tmp_path / "part").write_bytes(text)
            made.add(tmp_path / "part", name)
    with pytest.raises(archive.ArchiveError, match="đã hỏng"):
        archive.read(evil)


def test_a_backup_nowhere_leaves_nothing_half_written(
    database_apart: dict[str, object], uploads: Path, tmp_path: Path
) -> None:
    with pytest.raises(archive.ArchiveError, match="Không ghi được"):
        archive.write(tmp_path / "none" / "b.tar", database=database_apart, uploads=uploads, at=MADE_AT)
    broken = database_apart | {"NAME": "no_such_database"}
    with pytest.raises(archive.ArchiveError, match="pg_dump không xong"):
        archive.write(tmp_path / "b.tar", database=broken, uploads=uploads, at=MADE_AT)
    assert list(tmp_path.glob("*.tar*")) == []


def test_a_command_that_cannot_go_on_says_one_line_and_exits_2(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@localhost/none")
    assert main.main(["database", "stop"]) == 2
    assert capsys.readouterr().err.splitlines() == [
        "DATABASE_URL đang chỉ tới một máy chủ khác; congtam không khởi động hay dừng nó."
    ]


def test_run_and_test_are_in_plain_shell_that_parses() -> None:
    scripts = [ROOT / name for name in ("run", "test", ".ci/run", "scripts/setup", "scripts/check", "scripts/chromium")]
    for script in scripts:
        subprocess.run(["bash", "-n", script], check=True)
        assert script.stat().st_mode & 0o111 == 0o111
        assert "set -euo pipefail" in script.read_text("utf-8")


def test_run_tells_what_it_takes_and_refuses_the_rest() -> None:
    helped = subprocess.run([ROOT / "run", "--help"], capture_output=True, text=True, check=True)
    assert {"--setup", "--port", "--keep"} <= set(helped.stdout.split())
    refused = subprocess.run([ROOT / "run", "--nothing"], capture_output=True, text=True, check=False)
    assert (refused.returncode, refused.stderr) == (2, "Không rõ --nothing. Xem: ./run --help\n")


def test_what_a_part_started_ends_with_it_though_it_refuses_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whole, "ENDING", 0)
    stubborn = subprocess.Popen(
        ["bash", "-c", "trap '' TERM; (sleep 20; echo outlived) & echo started; wait"],
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    assert stubborn.stdout is not None
    with stubborn.stdout as told:
        assert told.readline() == b"started\n"
        whole._end([stubborn])
        # The end of the file comes when the last of them is gone.
        assert told.read() == b""
    assert stubborn.returncode == -signal.SIGKILL


def test_ctrl_c_in_a_terminal_ends_every_process_of_the_house(
    django_db_setup: Copy, tmp_path: Path, socket_enabled: None
) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = django_db_setup.server
    tables = copied(server, django_db_setup.template, f"{django_db_setup.name}_running")
    house = {
        "CONGTAM_MODE": "production",
        "CONGTAM_HOME": str(tmp_path),
        "CONGTAM_HOSTS": "localhost",
        "DATABASE_URL": f"postgresql://{postgres.NAME}@:{postgres.PORT}/{tables}?host={server.socket}",
    }
    with subprocess.Popen(
        [sys.executable, "-m", "congtam.site.command.main", "up", "--port", str(port)],
        env=os.environ | house,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as up:
        assert up.stdout is not None
        told: list[str] = []
        while not told or (told[-1] and "Bấm Ctrl-C" not in told[-1]):
            told.append(up.stdout.readline())
        assert f"http://localhost:{port}/" in "".join(told)
        # As a terminal does: everybody in the foreground is told at once. The file ends when the last who holds it is gone.
        os.killpg(up.pid, signal.SIGINT)
        assert up.stdout.read().split() == ["Đang", "dừng…"]
    assert up.returncode == 0
    forget(server, tables)
