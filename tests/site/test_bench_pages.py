"""The measure of the pages: whose eyes it looks with, what it prints, and what it says when it cannot."""

import json
from argparse import Namespace
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.contrib.sessions.models import Session
from pytest_django.live_server_helper import LiveServer

from congtam.personnel.models import Appointment
from congtam.planning import workbooks
from congtam.site.command import bench_pages
from congtam.site.refusal import UnableToContinueError
from tests.site.world import NOW, World, build

ROLES = ["chuyên viên", "trưởng phòng", "đứng đầu cơ quan", "tổ chức cán bộ", "đứng đầu cả tỉnh"]
COLUMNS = {"role", "page", "p50_ms", "p95_ms", "queries", "kilobytes"}


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with time_machine.travel(NOW, tick=False):
        yield build(workbooks.template())


def asked(**options: Any) -> Namespace:
    return Namespace(**{"rounds": 1, "url": "", "json": False} | options)


def lines(printed: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in printed.splitlines()]


def test_everybody_from_the_specialist_to_the_head_of_the_province_looks_at_the_pages_of_his_work(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    bench_pages.run(asked())
    printed = capsys.readouterr().out
    rows = printed.splitlines()[1:-1]
    assert list(dict.fromkeys(row[:18].rstrip() for row in rows)) == ROLES
    for page in ("trang đầu", "bảng theo dõi", "đợt xếp loại", "dấu vết", "đơn vị của mình"):
        assert page in printed
    assert "Mức: p95 dưới 150 ms, không quá 15 câu hỏi một trang." in printed.splitlines()[-1]


def test_each_page_is_told_as_a_line_of_json(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    bench_pages.run(asked(json=True))
    told = lines(capsys.readouterr().out)
    assert {frozenset(line) for line in told} == {frozenset(COLUMNS)}
    assert {line["role"] for line in told} == set(ROLES)
    assert all(0 < line["queries"] <= bench_pages.MOST_QUERIES for line in told)


def test_measuring_leaves_nobody_signed_in(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    bench_pages.run(asked())
    assert not Session.objects.exists()


def test_the_head_of_the_province_is_left_out_where_nobody_heads_it(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    Appointment.objects.filter(unit=world.province).delete()
    bench_pages.run(asked(json=True))
    assert {line["role"] for line in lines(capsys.readouterr().out)} == set(ROLES[:-1])


def test_an_empty_house_is_told_how_to_get_something_to_measure(db: None) -> None:
    with pytest.raises(UnableToContinueError, match="congtam demo --scale 60000"):
        bench_pages.run(asked())


@pytest.mark.allow_hosts(["127.0.0.1", "localhost"])
@pytest.mark.django_db(transaction=True)
def test_a_running_server_is_measured_from_outside(live_server: LiveServer, capsys: pytest.CaptureFixture[str]) -> None:
    with time_machine.travel(NOW, tick=False):
        build(workbooks.template())
        bench_pages.run(asked(url=live_server.url, json=True))
    told = lines(capsys.readouterr().out)
    assert {line["role"] for line in told} == set(ROLES)
    assert {line["queries"] for line in told} == {None}


@pytest.mark.allow_hosts(["127.0.0.1"])
def test_a_server_that_does_not_answer_is_named(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(UnableToContinueError, match="Không nối được tới"):
        bench_pages.run(asked(url="http://127.0.0.1:9"))


def test_an_address_that_is_none_of_the_web_is_refused(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(UnableToContinueError, match="không bắt đầu bằng http"):
        bench_pages.run(asked(url="file:///etc"))


def test_a_page_that_asks_for_a_sign_in_is_not_measured_for_another(
    world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ask = bench_pages._in_process
    monkeypatch.setattr(bench_pages, "_in_process", lambda _: ask("somebody-elses-cookie"))
    with pytest.raises(UnableToContinueError, match="đòi đăng nhập"):
        bench_pages.run(asked())
