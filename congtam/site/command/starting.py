"""What every command of the application does first: the database runs, Django knows it. `law …` never comes here."""

import os

import django
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from congtam.site import postgres
from congtam.site.refusal import UnableToContinueError
from congtam.site.settings import HOME


def has_own_server() -> bool:
    """Tell whether the database is ours to start and stop."""
    return not os.environ.get("DATABASE_URL")


def own_server_runs() -> bool:
    """Tell whether our own server is there to be stopped."""
    return has_own_server() and postgres.is_running(HOME)


def open_house() -> None:
    """Make the application ready for a command: the database runs and Django is set up.

    A database named by DATABASE_URL is somebody else's to run. Raises `UnableToContinueError`.
    """
    if has_own_server():
        postgres.start(HOME)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "congtam.site.settings")
    django.setup()
    try:
        connection.ensure_connection()
    except OperationalError as problem:
        raise UnableToContinueError(
            f"Không nối được cơ sở dữ liệu: {' '.join(str(problem).split())}. Hãy xem lại DATABASE_URL."
        ) from problem


def open_migrated_house() -> None:
    """As `open_house`, and refuse tables of another version."""
    open_house()
    if not is_migrated():
        raise UnableToContinueError("Cơ sở dữ liệu chưa đúng phiên bản. Hãy chạy: congtam migrate")


def is_migrated() -> bool:
    """Tell whether the tables are those of this version; the house is open."""
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())
