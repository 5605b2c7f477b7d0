"""The database of the tests, for those that ask for one."""

from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import connection
from pytest_django import DjangoDbBlocker

from congtam.site.settings import HOME
from tests import database


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: DjangoDbBlocker, worker_id: str
) -> Iterator[None]:
    """Give this process of the run a migrated database of its own; migrations run once, for this run and the next."""
    server = database.started(HOME)
    template = database.template_name()
    name = f"congtam_test_{worker_id}"
    with django_db_blocker.unblock(), database.one_at_a_time(HOME):
        if template not in database.names(server):
            database.forget_old_templates(server)
            connection.settings_dict["NAME"] = database.copied(server, "template1", "congtam_unfinished")
            call_command("migrate", interactive=False, verbosity=0)
            connection.close()
            database.rename(server, "congtam_unfinished", template)
        connection.settings_dict["NAME"] = database.copied(server, template, name)
    yield
    with django_db_blocker.unblock():
        connection.close()
