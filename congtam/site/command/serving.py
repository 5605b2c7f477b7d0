"""`congtam serve` and `congtam worker`: the web server and the worker of background jobs."""

import argparse
import ctypes
import os
import signal
import socket
import sys
from contextlib import closing

from django.conf import settings

from congtam.site.command.jsonlines import OK
from congtam.site.command.starting import open_migrated_house
from congtam.site.refusal import UnableToContinueError
from congtam.values.known import of_kind

# Set by `congtam up`: a child that lost its parent ends too, even when the parent was killed.
PARENT = "CONGTAM_PARENT"
# A process that answers pages and was told to end is killed after so many seconds: it may hang, and its server waits for it.
KILLED_AFTER = 5
_PR_SET_PDEATHSIG = 1


def serve(options: argparse.Namespace) -> int:
    """Become the web server; return only if it cannot start."""
    # Whoever started us as a part has prepared everything.
    if not _end_with_parent():
        check_port(options.host, options.port)
        open_migrated_house()
        if not (settings.STATIC_ROOT / "staticfiles.json").exists():
            raise UnableToContinueError("Chưa có tệp giao diện. Hãy chạy: congtam prepare")
    # One thread a worker: a page is short, a second thread only waits for the same interpreter.
    os.execv(  # noqa: S606  # our own interpreter, arguments checked above
        sys.executable,
        [
            sys.executable, "-m", "granian", "congtam.site.wsgi:application", "--interface", "wsgi", "--no-ws",
            "--host", options.host, "--port", str(options.port), "--workers", str(max(options.workers, 1)),
            "--blocking-threads", "1", "--respawn-failed-workers", "--workers-kill-timeout", str(KILLED_AFTER),
            "--log-level", "warning",
        ],
    )  # fmt: skip


def work(_: argparse.Namespace) -> int:
    """Do background jobs until told to stop; the job in hand is finished first."""
    _end_with_parent()
    open_migrated_house()

    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.django_connector import DjangoConnector

    connector = of_kind(app.connector, DjangoConnector).get_worker_connector()
    app.with_connector(connector).run_worker(shutdown_graceful_timeout=10)
    return OK


def check_port(host: str, port: int) -> None:
    """Refuse a port that cannot be had, before anything is started."""
    if not 0 < port < 65536:
        raise UnableToContinueError(f"Cổng phải từ 1 đến 65535, không phải {port}.")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with closing(socket.socket(family, socket.SOCK_STREAM)) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except PermissionError:
            raise UnableToContinueError(f"Tài khoản này không được dùng cổng {port}. Hãy chọn cổng từ 1024.") from None
        except OSError:
            raise UnableToContinueError(
                f"Cổng {port} đang có chương trình khác dùng (có thể Công Tâm đã chạy). Hãy chọn cổng khác: --port {port % 65535 + 1}"
            ) from None


def _end_with_parent() -> bool:
    """Ask the kernel to end us when `congtam up` that started us ends, however it ends; return whether one did."""
    parent = os.environ.get(PARENT)
    if parent and sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != int(parent):
            raise SystemExit(OK)
    return bool(parent)
