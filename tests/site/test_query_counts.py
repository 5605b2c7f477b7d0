"""What a page asks of the database does not grow with the body, and stays small."""

from collections.abc import Iterator

import pytest
import time_machine
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoDbBlocker

from congtam.evaluation.views import papers
from congtam.planning import workbooks
from tests.site import permissions
from tests.site.crowd import fill
from tests.site.permissions import Act, Outcome, Who
from tests.site.test_permissions import asked, name_of, signed_in_sessions
from tests.site.world import NOW, World, build

FEW, MANY, MOST = 4, 400, 15
# Those whose pages hold most, each in his own way.
LOOKING = (Who.OWNER, Who.HEAD, Who.DIRECTOR, Who.OFFICER, Who.ADMINISTRATOR)
PAGES = [act for act in permissions.acts() if act.method == "GET" and act.may]
_TRANSACTIONS = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")

Counts = dict[tuple[str, Who], list[str]]


@pytest.fixture(scope="module")
def measured(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[Counts, Counts]]:
    """What each page asked with few people in the body, and with a hundred times as many."""
    with (
        pytest.MonkeyPatch.context() as patched,
        time_machine.travel(NOW, tick=False),
        django_db_blocker.unblock(),
        transaction.atomic(),
    ):
        # Setting hundreds of forms in type takes its time and asks nothing.
        patched.setattr(papers, "to_pdf", lambda *_: b"%PDF")
        world = build(workbooks.template())
        sessions = signed_in_sessions(world)
        fill(world, first=0, last=FEW)
        few = _counts(world, sessions)
        fill(world, first=FEW, last=MANY)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        yield few, _counts(world, sessions)
        transaction.set_rollback(True)


def _counts(world: World, sessions: dict[Who, str]) -> Counts:
    found = {}
    for act in PAGES:
        for who in LOOKING:
            if act.expected(who) is Outcome.ALLOWED:
                # Thousands of questions are asked before the last page; only so many are kept.
                connection.queries_log.clear()
                with CaptureQueriesContext(connection) as captured:
                    asked(act, who, world, sessions)
                questions = [query["sql"] for query in captured.captured_queries]
                found[name_of(act), who] = [sql for sql in questions if not sql.startswith(_TRANSACTIONS)]
    return found


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_a_page_asks_as_little_of_a_large_body_as_of_a_small_one(page: Act, measured: tuple[Counts, Counts]) -> None:
    few, many = measured
    wrong = []
    for who in LOOKING:
        small, large = len(few.get((name_of(page), who), [])), len(many.get((name_of(page), who), []))
        if large > small or large > MOST:
            wrong.append(f"{who.value}: {small} questions with {FEW} people, {large} with {MANY}; at most {MOST}")
    assert not wrong, "\n".join(wrong)
