"""Everybody meets on every page exactly what the table of permissions says, and a refusal leaves no trace."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from pytest_django import DjangoDbBlocker

from congtam.audit.models import Act as Trace
from congtam.planning import workbooks
from tests.site import permissions
from tests.site.permissions import Act, Outcome, Who
from tests.site.world import NOW, World, build

ROOT = Path(__file__).parents[2]
BACKEND = "django.contrib.auth.backends.ModelBackend"
# Records that forms name.
NAMED = (
    "body",
    "division",
    "person",
    "post",
    "colleague_post",
    "product",
    "sheet",
    "case",
    "hand_in",
    "pair",
    "target",
)
_STATUS = {403: Outcome.FORBIDDEN, 404: Outcome.HIDDEN}


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Everything is made once and undone at the end; each cell undoes its own."""
    with time_machine.travel(NOW, tick=False), django_db_blocker.unblock(), transaction.atomic():
        yield build(workbooks.template())
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def sessions(world: World) -> dict[Who, str]:
    return signed_in_sessions(world)


def signed_in_sessions(world: World) -> dict[Who, str]:
    """Return the session of each person, signed in once."""
    keys = {}
    for who, user in world.accounts.items():
        client = Client()
        client.force_login(user, backend=BACKEND)
        keys[who] = client.cookies["sessionid"].value
    return keys


def asked(act: Act, who: Who, world: World, sessions: dict[Who, str]) -> Any:
    """Return what the real page answers."""
    client = Client()
    if who in sessions:
        client.cookies["sessionid"] = sessions[who]
    names = {name: world.key(name) for name in NAMED}
    address = reverse(act.name, args=[world.key(key) for key in act.keys]) + act.query
    data = {key.format(**names): str(value).format(**names) for key, value in act.data.items()}
    answer: Any = client.get(address) if act.method == "GET" else client.post(address, data)
    if answer.streaming:
        # A file stays open until it was read.
        b"".join(answer.streaming_content)
    return answer


def met(act: Act, answer: Any) -> Outcome:
    """Return what an answer means."""
    if answer.status_code in _STATUS:
        return _STATUS[answer.status_code]
    goes_to = answer.headers.get("Location", "")
    return Outcome.SIGN_IN if goes_to.startswith(reverse("account_login")) else Outcome.ALLOWED


def name_of(act: Act) -> str:
    return f"{act.method} {act.name} {' '.join(act.keys)}"


@pytest.mark.parametrize("act", list(permissions.acts()), ids=name_of)
def test_everybody_meets_what_the_table_says(act: Act, world: World, sessions: dict[Who, str]) -> None:
    wrong = []
    for who in Who:
        expected = act.expected(who)
        with transaction.atomic():
            before = Trace.objects.count()
            answer = asked(act, who, world, sessions)
            found, left = met(act, answer), Trace.objects.count() - before
            transaction.set_rollback(True)
        if found is not expected:
            wrong.append(f"{who.value}: {expected.value} expected, {found.value} met ({answer.status_code})")
        elif expected is not Outcome.ALLOWED and left:
            wrong.append(f"{who.value}: {expected.value}, yet {left} acts were recorded")
    assert not wrong, "\n".join(wrong)


def test_every_address_of_the_application_is_in_the_table() -> None:
    there = {name for name in _names(get_resolver().url_patterns) if not name.startswith(permissions.NOT_OURS)}
    assert there == {act.name for act in permissions.acts()}


def test_the_page_of_permissions_is_written_from_the_table() -> None:
    kept = (ROOT / "docs/permissions.md").read_text("utf-8")
    assert kept == permissions.written(), "Run scripts/permissions."


def _names(patterns: list[URLPattern | URLResolver], space: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _names(pattern.url_patterns, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        else:
            yield f"{space}{pattern.name}"
