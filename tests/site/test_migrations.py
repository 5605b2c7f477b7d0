"""A house of an earlier version is brought up to date with what it holds, and ends like one made anew."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from pytest_django import DjangoDbBlocker

from tests import database

# The last steps of version 0.3.0; it had no other capabilities.
VERSION_0_3_0 = [
    ("accounts", "0003_saved_view"),
    ("audit", "0003_append_only"),
    ("documents", "0001_initial"),
    ("evaluation", "0002_outdated_months"),
    ("organisation", "0001_initial"),
    ("personnel", "0002_accounts_for_many"),
    ("planning", "0001_initial"),
    ("scoring", "0001_initial"),
    ("tasks", "0002_counts_from_indexes"),
]
LONG_AGO, MARCH, DUE = date(2015, 1, 1), date(2026, 3, 1), date(2026, 3, 31)
ASSIGNED = datetime(2026, 3, 2, 1, tzinfo=UTC)
# Late in the evening of the 9th in Greenwich is the 10th at the office.
NIGHT = datetime(2026, 3, 9, 18, tzinfo=UTC)
PROPOSED, PROPOSED_LAST = datetime(2026, 12, 1, 2, tzinfo=UTC), datetime(2026, 12, 4, 3, tzinfo=UTC)

_SHAPE = """
SELECT 'column ' || table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || ' ' || coalesce(column_default, '')
FROM information_schema.columns WHERE table_schema = 'public'
UNION ALL SELECT 'index ' || indexdef FROM pg_indexes WHERE schemaname = 'public'
UNION ALL SELECT 'constraint ' || conrelid::regclass || ' ' || pg_get_constraintdef(oid)
FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND conrelid <> 0
UNION ALL SELECT 'trigger ' || pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
UNION ALL SELECT 'function ' || pg_get_functiondef(oid) FROM pg_proc
WHERE pronamespace = 'public'::regnamespace AND prokind = 'f' AND probin IS NULL
"""


@pytest.fixture(scope="module")
def old_house(
    django_db_setup: database.Copy, django_db_blocker: DjangoDbBlocker
) -> Iterator[tuple[dict[str, int], set[str]]]:
    """A database of its own as 0.3.0 left it, with work and a year in it, then brought up to date: the keys of its rows, the shape of one made anew."""
    of_the_tests = django_db_setup
    name = f"{of_the_tests.name}_old_house"
    with django_db_blocker.unblock():
        shape_made_anew = _shape()
        connection.close()
        connection.settings_dict["NAME"] = database.copied(of_the_tests.server, "template1", name)
        try:
            executor = MigrationExecutor(connection)
            executor.migrate(VERSION_0_3_0)
            keys = _filled(executor.loader.project_state(VERSION_0_3_0).apps)
            call_command("migrate", interactive=False, verbosity=0)
            yield keys, shape_made_anew
        finally:
            connection.close()
            connection.settings_dict["NAME"] = of_the_tests.name
            database.forget(of_the_tests.server, name)


def test_open_work_knows_the_day_of_its_last_step_and_nothing_else_is_told_of_it(
    old_house: tuple[dict[str, int], set[str]],
) -> None:
    keys, _ = old_house
    days = dict(_rows("SELECT id, moved_date FROM tasks_task"))
    assert days == {
        keys["with steps"]: date(2026, 3, 10),
        keys["only assigned"]: None,
        keys["done"]: None,
    }
    assert _rows("SELECT count(*) FROM tasks_taskevent WHERE pgh_label = 'update'") == [(0,)]


def test_a_campaign_knows_when_its_latest_proposal_was_reckoned(old_house: tuple[dict[str, int], set[str]]) -> None:
    keys, _ = old_house
    asked = dict(_rows("SELECT id, proposed_at FROM evaluation_campaign"))
    assert asked == {keys["proposed"]: PROPOSED_LAST, keys["not proposed"]: None}
    assert _rows("SELECT count(*) FROM evaluation_campaignevent WHERE pgh_label = 'update'") == [(0,)]


def test_history_goes_on_being_kept_of_what_was_there_before(old_house: tuple[dict[str, int], set[str]]) -> None:
    keys, _ = old_house
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("UPDATE tasks_task SET title = 'Tên khác' WHERE id = %s", [keys["done"]])
            cursor.execute("UPDATE evaluation_campaign SET state = 'closed' WHERE id = %s", [keys["not proposed"]])
        of_tasks = _rows("SELECT title, work_item_id FROM tasks_taskevent WHERE pgh_label = 'update'")
        of_campaigns = _rows("SELECT state FROM evaluation_campaignevent WHERE pgh_label = 'update'")
        transaction.set_rollback(True)
    assert of_tasks == [("Tên khác", None)]
    assert of_campaigns == [("closed",)]


def test_it_has_every_table_index_constraint_and_trigger_of_a_house_made_anew(
    old_house: tuple[dict[str, int], set[str]],
) -> None:
    _, made_anew = old_house
    assert made_anew
    assert _shape() == made_anew


def _filled(apps: Any) -> dict[str, int]:
    """Put work and two years of one body into the tables of an earlier version; return the keys by what each row is for."""
    user = apps.get_model("accounts", "User").objects.create(username="ha", full_name="Lê Thị Hà")
    unit = apps.get_model("organisation", "Unit").objects.create(code="dv1", kind="state", valid_from=LONG_AGO)
    person = apps.get_model("personnel", "Person").objects.create(
        personal_id="000000000001", full_name="Trần Văn Đạt", sort_key="dat", search_name="tran van dat"
    )
    post = apps.get_model("personnel", "Appointment").objects.create(
        person=person, unit=unit, job_title="Chuyên viên", category="civil_servant", valid_from=LONG_AGO
    )
    keys = {}
    for said, state, steps in (
        ("with steps", "handed_in", [ASSIGNED, datetime(2026, 3, 5, 1, tzinfo=UTC), NIGHT]),
        ("only assigned", "assigned", [ASSIGNED]),
        ("done", "done", [ASSIGNED, NIGHT]),
    ):
        task = apps.get_model("tasks", "Task").objects.create(
            unit=unit,
            holder=person,
            title="Soạn báo cáo",
            factor=1,
            quantity=1,
            assigned_date=MARCH,
            due_date=DUE,
            month=MARCH,
            state=state,
            assigned_by=user,
        )
        for at in steps:
            apps.get_model("tasks", "TaskMove").objects.create(task=task, state=state, by=user, at=at)
        keys[said] = task.pk
    reckoned: dict[tuple[str, int], list[datetime | None]] = {
        ("proposed", 2026): [PROPOSED_LAST, PROPOSED, None],
        ("not proposed", 2027): [None],
    }
    for (said, year), moments in reckoned.items():
        campaign = apps.get_model("evaluation", "Campaign").objects.create(
            body=unit, year=year, opened_at=ASSIGNED, opened_by=user
        )
        for number, moment in enumerate(moments):
            who = person if number == 0 else _another(apps, number)
            apps.get_model("evaluation", "RatingCase").objects.create(
                campaign=campaign, person=who, appointment=post, unit=unit, deciding_unit=unit, proposed_at=moment
            )
        keys[said] = campaign.pk
    return keys


def _another(apps: Any, number: int) -> Any:
    return apps.get_model("personnel", "Person").objects.create(
        personal_id=f"00000000100{number}", full_name="Vũ Thị Lan", sort_key="lan", search_name="vu thi lan"
    )


def _rows(question: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(question)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def _shape() -> set[str]:
    """Return every column, index, constraint, trigger and function there is, each written out."""
    return {line for (line,) in _rows(_SHAPE)}
