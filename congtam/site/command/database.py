"""`congtam database …` and `congtam migrate`: our own PostgreSQL server, and the tables in it."""

import argparse
import sys

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection

from congtam.site import postgres
from congtam.site.command.jsonlines import OK, REFUSED
from congtam.site.command.starting import has_own_server, is_migrated, open_house, own_server_runs
from congtam.site.refusal import UnableToContinueError
from congtam.site.settings import HOME


def start(_: argparse.Namespace) -> int:
    """Start our own server."""
    _own()
    server = postgres.start(HOME)
    sys.stdout.write(f"PostgreSQL đang chạy: dữ liệu {server.data}, ổ cắm {server.socket}\n")
    return OK


def stop(_: argparse.Namespace) -> int:
    """Stop our own server."""
    _own()
    stopped = postgres.stop(HOME)
    sys.stdout.write("Đã dừng PostgreSQL.\n" if stopped else "PostgreSQL không chạy.\n")
    return OK


def status(_: argparse.Namespace) -> int:
    """Say whether our own server runs."""
    _own()
    if own_server_runs():
        return start(_)
    sys.stdout.write("PostgreSQL không chạy.\n")
    return REFUSED


def migrate(_: argparse.Namespace) -> int:
    """Bring the tables to this version; each step happens wholly or not at all."""
    open_house()
    bring_up_to_date()
    sys.stdout.write("Các bảng đã đúng phiên bản.\n")
    return OK


def bring_up_to_date() -> None:
    """Run the migrations that are missing; the house is open."""

    if not is_migrated():
        call_command("migrate", interactive=False, verbosity=0)


def stop_unused() -> None:
    """Stop our own server, unless another command still works with it."""
    if not own_server_runs():
        return
    connection.close()  # whatever was cut off in it
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        (others,) = cursor.fetchone() or (0,)
    connection.close()
    if not others:
        postgres.stop(HOME)


def has_people() -> bool:
    """Tell whether somebody has an account here, which is when there is something to lose; the house is open."""

    people = get_user_model()
    return people._meta.db_table in connection.introspection.table_names() and people.objects.exists()


def _own() -> None:
    if not has_own_server():
        raise UnableToContinueError("DATABASE_URL đang chỉ tới một máy chủ khác; congtam không khởi động hay dừng nó.")
