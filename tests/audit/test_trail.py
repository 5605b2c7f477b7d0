"""The trail: nobody changes it, and whoever gets round the database is found out."""

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from congtam.audit.models import Act
from congtam.audit.selectors import acts_about, verify
from congtam.audit.services import Entry, record, record_many
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def three_acts(django_capture_on_commit_callbacks: Any) -> None:
    who = make.user()
    for place in ("a", "b", "c"):
        record(actor=who, code="tests.done", subject=who, at=make.NOON, after={"place": place})
    seal_now()


def seal_now() -> None:
    """Let the end of a transaction come, inside the test's own."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def without_guard(statement: str) -> None:
    """Do what a database superuser could do to the trail."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement)
        cursor.execute("SET LOCAL session_replication_role = origin")


@pytest.mark.usefixtures("three_acts")
class TestTheTrail:
    def test_is_whole_when_nobody_touched_it(self) -> None:
        found = verify()
        assert found.is_whole
        assert found.act_count == 3
        assert len(found.head) == 64

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE audit_act SET reason = 'khác'",
            "DELETE FROM audit_act",
            "UPDATE audit_seal SET digest = '\\x00'",
            "DELETE FROM audit_seal",
        ],
    )
    def test_refuses_every_change_in_the_database_itself(self, statement: str) -> None:
        with (
            pytest.raises(DatabaseError, match="chỉ được ghi thêm"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)

    @pytest.mark.parametrize("table", ["audit_act", "audit_seal"])
    def test_refuses_to_be_emptied(self, table: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER {table}_no_truncate")
        with (
            pytest.raises(DatabaseError, match="chỉ được ghi thêm"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"TRUNCATE {table} CASCADE")

    @pytest.mark.parametrize(
        "statement",
        [
            'UPDATE audit_act SET after = \'{"place": "z"}\' WHERE id = (SELECT max(id) FROM audit_act)',
            "UPDATE audit_act SET actor_id = NULL WHERE id = (SELECT min(id) FROM audit_act)",
            "DELETE FROM audit_act WHERE id = (SELECT min(id) FROM audit_act)",
            "DELETE FROM audit_seal WHERE position = 2",
            "INSERT INTO audit_act (at, code, subject_kind, subject_id, reason, origin) VALUES (now(), 'x.y', 'k', '1', '', '')",
        ],
    )
    def test_shows_what_somebody_did_around_the_guard(self, statement: str) -> None:
        without_guard(statement)
        assert not verify().is_whole

    def test_shows_that_its_end_was_cut_off_when_a_digest_was_noted_down(self) -> None:
        noted = verify().head
        without_guard(
            "DELETE FROM audit_seal WHERE position = 3; DELETE FROM audit_act WHERE id = (SELECT max(id) FROM audit_act)"
        )
        assert verify().is_whole
        assert not verify(known_heads=[noted]).is_whole

    def test_is_read_by_record_latest_first(self) -> None:
        who = Act.objects.latest("pk").actor
        assert who is not None
        assert [act.after for act in acts_about(who)] == [{"place": place} for place in "cba"]


def test_many_acts_are_recorded_in_one_statement(django_assert_num_queries: Any) -> None:
    who = make.user()
    with django_assert_num_queries(1):
        record_many(actor=who, at=make.NOON, entries=[Entry(code="tests.done", subject=who) for _ in range(500)])
