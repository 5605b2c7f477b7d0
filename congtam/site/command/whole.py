"""`congtam prepare` and `congtam up`: everything made ready, and everything running together."""

import argparse
import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

from congtam.site.command import database, demo, serving
from congtam.site.command.jsonlines import OK
from congtam.site.command.starting import open_house, own_server_runs
from congtam.site.refusal import UnableToContinueError

# How long the parts may take to start, and to end, in seconds.
STARTING, ENDING = 120, 15


def prepare_only(_: argparse.Namespace) -> int:
    """Make everything ready, and leave nothing running that was not."""
    was_running = own_server_runs()
    try:
        prepare()
    finally:
        if not was_running:
            database.stop_unused()
    return OK


def prepare() -> None:
    """Make everything ready to serve: what is there already is left alone, what was interrupted is redone."""
    _say("Cơ sở dữ liệu…")
    open_house()
    database.bring_up_to_date()
    _say("Tệp giao diện…")
    _collect_static()

    if settings.DEMO:
        demo.build_once(_say)


def up(options: argparse.Namespace) -> int:
    """Prepare, run the web server and the worker, and stop both cleanly when told to."""
    serving.check_port(options.host, options.port)
    # A polite end from outside is the same as Ctrl-C, also when a shell started us in the background.
    for polite in (signal.SIGINT, signal.SIGTERM):
        signal.signal(polite, signal.default_int_handler)
    parts: list[subprocess.Popen[bytes]] = []
    try:
        prepare()
        _say("Máy chủ web và việc nền…")
        parts.append(_part("serve", "--host", options.host, "--port", str(options.port)))
        _wait_for_page(options.host, options.port, parts)
        parts.append(_part("worker"))
        _welcome(options.host, options.port)
        _wait_for_an_end(parts)
    except KeyboardInterrupt:
        _say("\nĐang dừng…")
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        _end(parts)
        if not options.keep:
            database.stop_unused()
    return OK


def _part(*command: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # our own command
        [sys.executable, "-m", "congtam.site.command.main", *command],
        env=os.environ | {serving.PARENT: str(os.getpid())},
        stdin=subprocess.DEVNULL,
        # Ctrl-C of a terminal goes to us alone: a part told to end twice at once may hang. What a part starts is found by its session.
        start_new_session=True,
    )


def _wait_for_page(host: str, port: int, parts: list[subprocess.Popen[bytes]]) -> None:
    """Return when a page is answered; raise when a part ended or nothing came."""
    until = time.monotonic() + STARTING
    while time.monotonic() < until:
        _refuse_ended(parts)
        connection = http.client.HTTPConnection(_reachable(host), port, timeout=30)
        try:
            connection.request("GET", "/", headers={"Host": "localhost"})
            connection.getresponse().read()
        except OSError:
            time.sleep(0.1)
        else:
            return
        finally:
            connection.close()
    raise UnableToContinueError(f"Máy chủ web không trả lời sau {STARTING} giây. Hãy xem các dòng lỗi ở trên.")


def _wait_for_an_end(parts: list[subprocess.Popen[bytes]]) -> None:
    while True:
        _refuse_ended(parts)
        time.sleep(0.5)


def _refuse_ended(parts: list[subprocess.Popen[bytes]]) -> None:
    if any(part.poll() is not None for part in parts):
        raise UnableToContinueError("Máy chủ web hoặc việc nền đã tự dừng. Hãy xem các dòng lỗi ở trên rồi chạy lại.")


def _end(parts: list[subprocess.Popen[bytes]]) -> None:
    """End the parts politely, then whatever is left of them and of what they started."""
    for part in parts:
        part.terminate()
    until = time.monotonic() + ENDING
    for part in parts:
        with suppress(subprocess.TimeoutExpired):
            part.wait(max(until - time.monotonic(), 0.1))
        with suppress(ProcessLookupError):
            os.killpg(part.pid, signal.SIGKILL)
        part.wait()


def _welcome(host: str, port: int) -> None:
    """Print where to go and who to be."""
    named = "localhost" if _reachable(host) == "127.0.0.1" else host
    _say(f"\nCông Tâm đang chạy:  http://{named}:{port}/\n")

    if settings.DEMO:
        for person in demo.sample_people():
            _say(f"  {person}")
        _say("\nMở trang trên và chọn một người để đăng nhập (dữ liệu trình diễn, không cần mật khẩu).")
    _say("Bấm Ctrl-C để dừng.")


def _reachable(host: str) -> str:
    """Return the address to ask when the server listens on every one."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1", "localhost": "127.0.0.1"}.get(host, host)  # noqa: S104  # a name to replace, nothing listens here


def _collect_static() -> None:
    """Gather the files of the screens, unless they are those gathered last time."""

    stamp = Path(settings.STATIC_ROOT) / ".gathered"
    wanted = sha256("\n".join(sorted(_static_files())).encode()).hexdigest()
    if stamp.exists() and stamp.read_text("ascii") == wanted:
        return
    stamp.unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    stamp.write_text(wanted, "ascii")


def _static_files() -> Iterator[str]:
    """Yield name, size and age of each file to gather."""

    for finder in get_finders():
        for name, storage in finder.list([]):
            state = Path(storage.path(name)).stat()
            yield f"{name}|{state.st_size}|{state.st_mtime_ns}"


def _say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()
