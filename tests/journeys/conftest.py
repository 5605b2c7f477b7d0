"""A real browser before a small office: who travels, and what must hold on every page."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.test import testcases
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, sync_playwright
from pytest_django.live_server_helper import LiveServer

from congtam.accounts.models import User
from congtam.personnel.models import Person
from congtam.site.wsgi import application
from tests.journeys import world
from tests.journeys.visitor import KEEPS_PICTURES, Visitor
from tests.journeys.world import World

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
WIDTHS = {"desk": (1440, 900), "phone": (390, 844)}
# A form shown again, and a race lost, are answers and not faults; a browser writes them down all the same.
ANSWERS = (409, 422)

Arrival = Callable[..., Visitor]

# The browser's driver runs a loop of its own beside us; the database is still asked from one thread at a time.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the stories of this folder, and only them, speak to this machine."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.journey)
            item.add_marker(pytest.mark.allow_hosts(["127.0.0.1", "localhost"]))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium; `CHROMIUM` names another than the one in the path."""
    program = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    assert program, "Không thấy Chromium. Hãy chạy ./test, hoặc đặt CHROMIUM."
    with sync_playwright() as playwright:
        # The sandbox of Chromium refuses to run as root; nothing but our own pages is opened.
        started = playwright.chromium.launch(
            executable_path=program,
            args=["--no-sandbox"] if os.geteuid() == 0 else [],
            chromium_sandbox=os.geteuid() != 0,
        )
        yield started
        started.close()


@pytest.fixture(scope="session")
def live_server() -> Iterator[LiveServer]:
    """The house, answered by what the web server calls and not by Django alone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(testcases, "_MediaFilesHandler", lambda _: application)
        served = LiveServer("127.0.0.1")
    yield served
    served.stop()


@pytest.fixture
def office(transactional_db: None, live_server: LiveServer, settings: Any, tmp_path: Path) -> Iterator[World]:
    """A small office, early in March; the story says when another day comes. Its files are its own."""
    kept = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "default": kept}
    with time_machine.travel(world.moment(2, 3), tick=True) as clock:
        yield world.build(clock)


@pytest.fixture(params=list(WIDTHS))
def arrives(
    request: pytest.FixtureRequest, browser: Browser, office: World, live_server: LiveServer
) -> Iterator[Arrival]:
    """Let somebody come, signed in or a stranger, at a desk and on a phone; he may go nowhere but to the house."""
    width, height = WIDTHS[request.param]
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def come(who: Person | User | None = None, *, has_script: bool = True, expects: tuple[int, ...] = ()) -> Visitor:
        def listen(message: ConsoleMessage) -> None:
            is_answer = any(f"status of {status}" in message.text for status in (*ANSWERS, *expects))
            if message.type == "error" and not is_answer:
                wrong.append(f"{message.location.get('url')}: {message.text}")

        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": height},
            device_scale_factor=5 / 6 if KEEPS_PICTURES else 1,
            locale="vi-VN",
            java_script_enabled=has_script,
        )
        contexts.append(context)
        context.set_default_timeout(20_000)
        context.on("request", lambda sent: None if _is_ours(sent.url, live_server.url) else wrong.append(sent.url))
        context.on("weberror", lambda error: wrong.append(str(error.error)))
        context.on("console", listen)
        if who is not None:
            context.add_cookies([{"name": "sessionid", "value": _let_in(who), "url": live_server.url}])
        return Visitor(context.new_page(), is_desk=request.param == "desk", has_script=has_script)

    yield come
    for context in contexts:
        context.close()
    assert wrong == []


def _is_ours(address: str, house: str) -> bool:
    return address.startswith((house, "data:", "blob:"))


def _let_in(who: Person | User) -> str:
    """Open a session as the door does, without spending the time of a story at the door."""
    user = who if isinstance(who, User) else world.account(who)
    session = SessionStore()
    session.set_expiry(366 * 24 * 3600)  # a story may tell of a whole year
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    assert session.session_key
    return session.session_key
