"""A plan of thousands of rows: written by the worker, told how far it is, whole whatever happens to the worker."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from threading import Barrier
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from congtam.accounts.models import User
from congtam.audit.models import Act
from congtam.audit.selectors import verify
from congtam.organisation.models import Unit
from congtam.planning.choices import PlanKind, PlanState
from congtam.planning.models import Plan, PlanItem, PlanItemUnit
from congtam.planning.services import reading, writing
from tests import make
from tests.planning.plan_files import STYLES, excel
from tests.site.test_kills import database, killed_half_done

ROWS = 5_000
OVER_ALL = STYLES["two storeys, headings over all columns"]


def draft_of(body: Unit, office: User, rows: int) -> Plan:
    tasks = [
        {
            "task": f"Rà soát, sửa chữa công trình số {number}",
            "lead": "Phòng Tổng hợp" if number % 2 else "P. KHTC",
            "coordinating": "Văn phòng, các đơn vị liên quan",
            "deadline_text": ("trước 25/11", "Quý III", "hằng tháng", "tháng 10-11")[number % 4],
            "output": "Báo cáo",
        }
        for number in range(rows)
    ]
    uploaded = SimpleUploadedFile("ke-hoach.xlsx", BytesIO(excel(tasks, OVER_ALL)).getvalue())
    stored = reading.take_in_file(uploaded=uploaded, actor=office, at=make.NOON)
    return reading.open_draft(
        body=body,
        source=stored,
        kind=PlanKind.PLAN,
        number="12/KH-STL",
        title="Kế hoạch sửa chữa công trình",
        issuer="UBND tỉnh Sông Lam",
        issued_on=None,
        year=2026,
        actor=office,
        at=make.NOON,
    )


def body_with_units() -> Unit:
    body = make.body()
    for name in ("Văn phòng", "Phòng Tổng hợp", "Phòng Kế hoạch - Tài chính"):
        make.unit(name, under=body)
    return body


@pytest.mark.django_db
def test_five_thousand_rows_are_written_some_hundreds_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    body, office = body_with_units(), make.user()
    plan = draft_of(body, office, ROWS)
    assert writing.start_writing(plan_id=plan.pk, actor=office, at=make.NOON).state == PlanState.WAITING
    told: list[int] = []
    written: Callable[..., None] = writing._write_items

    def and_tell(*given: Any) -> None:
        told.append(PlanItem.objects.filter(plan=plan).count())
        written(*given)

    monkeypatch.setattr(writing, "_write_items", and_tell)
    with CaptureQueriesContext(connection) as asked:
        writing.write_waiting(plan_id=plan.pk, actor=office, at=make.NOON)
    assert PlanItem.objects.filter(plan=plan).count() == ROWS
    assert PlanItemUnit.objects.count() == 2 * ROWS
    assert Plan.objects.get().state == PlanState.LIVE
    # How far it is can be told all along, and no row is asked about by itself.
    assert told == list(range(0, ROWS, 250))
    assert len(asked) < ROWS // 20


@pytest.mark.usefixtures("committed")
def test_a_worker_killed_in_the_middle_leaves_the_plan_waiting_and_the_next_one_writes_it_whole() -> None:
    body, office = body_with_units(), make.user()
    plan = draft_of(body, office, 400)
    writing.start_writing(plan_id=plan.pk, actor=office, at=make.NOON)
    killed_half_done("plan", database(), str(plan.pk), str(office.pk), code="planning.plan_written")
    assert Plan.objects.get().state == PlanState.WAITING
    assert not Act.objects.filter(code="planning.plan_written").exists()
    writing.write_waiting(plan_id=plan.pk, actor=office, at=make.NOON)
    assert Plan.objects.get().state == PlanState.LIVE
    assert list(PlanItem.objects.order_by("position").values_list("position", flat=True)) == list(range(1, 401))
    assert verify().is_whole


@pytest.mark.usefixtures("committed")
def test_of_two_people_who_bring_one_document_in_at_once_one_is_told_of_the_other() -> None:
    body, people = body_with_units(), [make.user("Lê Thị Hà"), make.user("Đỗ Văn Út")]
    together = Barrier(len(people))

    def bring(who: User) -> str:
        together.wait()
        try:
            draft_of(body, who, 3)
        except reading.TwinPlanError as twin:
            return str(twin)
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(len(people)) as pool:
        answers = sorted(pool.map(bring, people))
    assert answers[0] == ""
    assert "12/KH-STL" in answers[1]
    assert Plan.objects.count() == 1
