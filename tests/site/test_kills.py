"""Whatever ends suddenly leaves nothing half done, loses nothing confirmed, and everything goes on afterwards."""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse

from congtam.audit.models import Act
from congtam.audit.selectors import verify
from congtam.documents.models import StoredFile
from congtam.organisation.models import Unit
from congtam.personnel.models import Appointment, Person, RosterImport
from congtam.personnel.services import import_roster
from congtam.site import postgres
from congtam.tasks.choices import TaskState
from congtam.tasks.models import HandIn, Task
from tests import make
from tests.personnel.test_roster import HOA, workbook
from tests.site.killed import HALF_DONE
from tests.site.test_permissions import BACKEND

ROOT = Path(__file__).parents[2]
PEOPLE = 300
ENOUGH = 25


@contextmanager
def started(*words: str, **environment: str) -> Iterator[subprocess.Popen[str]]:
    """Start the program that is to be killed; it is gone at the end in any case."""
    command = [sys.executable, "-m", "tests.site.killed", *words]
    with subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **environment}, stdout=subprocess.PIPE, text=True
    ) as program:
        try:
            yield program
        finally:
            program.kill()


def killed_half_done(*words: str, code: str) -> None:
    """Let the program write everything of an act, and kill it before the act is confirmed."""
    with started(*words, CODE=code) as program:
        assert program.stdout is not None
        assert program.stdout.readline().strip() == HALF_DONE
        program.send_signal(signal.SIGKILL)
        assert program.wait() == -signal.SIGKILL


def database() -> str:
    return str(connection.settings_dict["NAME"])


def roster_book() -> bytes:
    people = [
        HOA | {"Số định danh cá nhân": f"0001900{number:05d}", "Họ và tên": f"Nguyễn Thị Minh Hoà {number}"}
        for number in range(PEOPLE)
    ]
    return workbook(people)


@pytest.mark.usefixtures("committed")
def test_a_roster_killed_in_the_middle_leaves_nobody_and_goes_in_whole_afterwards(tmp_path: Path) -> None:
    body, officer = make.body(), make.user()
    make.unit("Phòng Tổng hợp", under=body)
    (tmp_path / "book.xlsx").write_bytes(roster_book())
    words = ("roster", database(), str(body.pk), str(officer.pk), str(tmp_path / "book.xlsx"))
    killed_half_done(*words, code="personnel.roster_applied")
    assert not Person.objects.exists()
    assert not RosterImport.objects.exists()
    assert not Act.objects.exists()
    applied = import_roster(body=body, name="danh-sach.xlsx", data=roster_book(), actor=officer, at=make.NOON)
    assert applied.state == "applied"
    assert Appointment.objects.count() == PEOPLE
    assert verify().is_whole


@pytest.mark.usefixtures("committed")
def test_a_request_killed_before_its_end_did_nothing_and_can_be_sent_again() -> None:
    unit = make.unit(under=make.body())
    holder = make.officer(unit)
    assert holder.user is not None
    today = make.LONG_AGO.replace(year=2099)
    task = make.task(holder, unit, by=make.user(), due=today)
    client = Client()
    client.force_login(holder.user, backend=BACKEND)
    signed_in = Act.objects.count()
    address = reverse("tasks:step", args=[task.pk, "nop"])
    data = {"quantity": "1", "document": "Báo cáo 5/BC"}
    session = client.cookies["sessionid"].value
    killed_half_done("post", database(), session, address, json.dumps(data), code="tasks.handed_in")
    assert Task.objects.get(pk=task.pk).state == TaskState.IN_HAND
    assert not HandIn.objects.exists()
    assert Act.objects.count() == signed_in
    assert client.post(address, data).status_code == 302
    assert Task.objects.get(pk=task.pk).state == TaskState.HANDED_IN
    assert verify().is_whole


def test_a_database_killed_at_work_keeps_every_act_that_was_confirmed() -> None:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        home = Path(folder) / "home"
        postgres.start(home)
        try:
            with started("write", CONGTAM_HOME=str(home)) as program:
                assert program.stdout is not None
                confirmed = [program.stdout.readline().strip() for _ in range(ENOUGH)]
                # The end without clearing up: what an immediate shutdown, or the power, does.
                server = int((postgres.place(home).data / "postmaster.pid").read_text("utf-8").splitlines()[0])
                os.kill(server, signal.SIGQUIT)
                confirmed += program.stdout.read().split()
                assert program.wait() != 0
            postgres.start(home)
            with started("read", CONGTAM_HOME=str(home)) as program:
                found = json.loads(program.communicate()[0])
        finally:
            postgres.stop(home)
    assert set(confirmed) <= set(found["units"])
    # An act confirmed in the very moment of the end may not have been told any more; then it is there whole.
    assert len(confirmed) <= len(found["units"]) == found["acts"] <= len(confirmed) + 1
    assert found["is_whole"]


@pytest.mark.enable_socket
def test_an_upload_cut_off_in_the_middle_leaves_nothing(live_server: Any) -> None:
    body = make.body()
    officer = make.officer(body)
    make.duty(officer, body)
    assert officer.user is not None
    client = Client()
    client.force_login(officer.user, backend=BACKEND)
    kept = files_kept()
    acts = Act.objects.count()
    cut_off(live_server.url, reverse("personnel:roster"), client, roster_book(), body)
    # The server takes the next request as if nothing had been.
    assert client.get(reverse("personnel:roster")).status_code == 200
    assert not StoredFile.objects.exists()
    assert not RosterImport.objects.exists()
    assert Act.objects.count() == acts
    assert files_kept() == kept


def cut_off(server: str, path: str, client: Client, data: bytes, body: Unit) -> None:
    """Send a form with a file up to its middle, then hang up, and wait until the server has noticed."""
    client.get(path)
    cookies = {name: client.cookies[name].value for name in ("sessionid", "csrftoken") if name in client.cookies}
    mark = "ranh-gioi"
    form = (
        (
            f'--{mark}\r\nContent-Disposition: form-data; name="co-quan"\r\n\r\n{body.pk}\r\n'
            f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="danh-sach.xlsx"\r\n'
            f"Content-Type: application/octet-stream\r\n\r\n"
        ).encode()
        + data
        + f"\r\n--{mark}--\r\n".encode()
    )
    head = (
        f"POST {path} HTTP/1.1\r\nHost: {urlsplit(server).netloc}\r\nContent-Length: {len(form)}\r\n"
        f"Content-Type: multipart/form-data; boundary={mark}\r\nX-CSRFToken: {cookies.get('csrftoken', '')}\r\n"
        f"Cookie: {'; '.join(f'{name}={value}' for name, value in cookies.items())}\r\nConnection: close\r\n\r\n"
    )
    address = urlsplit(server)
    with socket.create_connection((address.hostname, address.port)) as line:
        line.sendall(head.encode() + form[: len(form) // 2])
        line.shutdown(socket.SHUT_WR)
        while line.recv(65536):
            pass


def files_kept() -> list[Path]:
    return sorted(path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file())
