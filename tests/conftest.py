"""The database of the tests, for those that ask for one, how properties are tried, and what begins first."""

from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import TransactionTestCase
from hypothesis import settings
from pytest_django import DjangoDbBlocker

from congtam.site.settings import HOME
from tests import database

# What is always true is true on a slow machine as well.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

# Files of tests that take longest begin first: the run ends with short ones, and no process works on alone.
LONGEST = ("tests/site/test_query_counts.py", "tests/site/test_permissions.py", "tests/journeys/", "tests/site/")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest first, whatever order chance gave the rest."""
    items.sort(
        key=lambda item: next((place for place, name in enumerate(LONGEST) if name in item.nodeid), len(LONGEST))
    )


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: DjangoDbBlocker, worker_id: str
) -> Iterator[database.Copy]:
    """Give this process of the run a migrated database of its own; migrations run once, for this run and the next."""
    server = database.started(HOME)
    template = database.template_name()
    name = f"congtam_test_{worker_id}"
    with django_db_blocker.unblock(), database.one_at_a_time(HOME):
        if template not in database.names(server):
            database.forget(server, "congtam_migrated_")
            connection.settings_dict["NAME"] = database.copied(server, "template1", "congtam_unfinished")
            call_command("migrate", interactive=False, verbosity=0)
            connection.close()
            database.rename(server, "congtam_unfinished", template)
        connection.settings_dict["NAME"] = database.copied(server, template, name)

    copy = database.Copy(server=server, name=name, template=template)

    def begin_anew(_: TransactionTestCase) -> None:
        connection.close()
        copy.begin_anew()

    # A test that really commits cannot be flushed away: the trail of acts refuses, as it should.
    monkeypatch = pytest.MonkeyPatch()
    monkeypatch.setattr(TransactionTestCase, "_fixture_teardown", begin_anew)
    yield copy
    monkeypatch.undo()
    with django_db_blocker.unblock():
        connection.close()


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Let a test commit, so that its other threads see its rows; sweep them away afterwards, the trail with them, as no program may."""
    with django_db_blocker.unblock():
        yield
        kept = {"django_content_type", "auth_permission"}
        tables = [name for name in connection.introspection.django_table_names(only_existing=True) if name not in kept]
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
            cursor.execute(f"TRUNCATE {', '.join(tables)} CASCADE")
            cursor.execute("SET session_replication_role = DEFAULT")
