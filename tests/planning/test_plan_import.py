"""A plan comes in: read, settled, written; whole or not at all."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from congtam.accounts.models import User
from congtam.organisation.models import Unit
from congtam.organisation.services import merge_units, rename_unit, split_unit
from congtam.personnel.choices import Duty
from congtam.planning import jobs
from congtam.planning.choices import PlanKind, PlanState, UnitPart
from congtam.planning.models import BodyName, Plan, PlanItem
from congtam.planning.reading import Answer, How, Role
from congtam.planning.selectors.drafts import Draft, draft_of
from congtam.planning.selectors.units import directory_for
from congtam.planning.services import plans, reading, writing
from congtam.values.known import given as known
from tests import make

AT = datetime(2026, 3, 10, 2, tzinfo=UTC)
ON = date(2026, 3, 10)
HEAD = ("STT", "Nhiệm vụ", "Chủ trì", "Phối hợp", "Thời hạn", "Sản phẩm")
PLAIN = (
    ("1", "Rà soát quy trình nội bộ", "Văn phòng", "P. KHTC", "trước 25/11", "Báo cáo"),
    ("2", "Tập huấn chữ ký số", "Phòng Kế hoạch - Tài chính", "Các phòng, đơn vị", "Quý III", "Danh sách"),
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def body() -> Unit:
    made = make.body("Sở Thuỷ lợi tỉnh Sông Lam")
    make.unit("Văn phòng", under=made)
    make.unit("Phòng Kế hoạch - Tài chính", under=made)
    return made


@pytest.fixture
def office() -> User:
    return make.user()


def file_of(*rows: tuple[str, ...], head: tuple[str, ...] = HEAD) -> SimpleUploadedFile:
    document, out = docx.Document(), BytesIO()
    table = document.add_table(rows=1 + len(rows), cols=len(head))
    for line, cells in zip(table.rows, (head, *rows), strict=True):
        for cell, text in zip(line.cells, cells, strict=True):
            cell.text = text
    document.save(out)
    return SimpleUploadedFile("ke-hoach.docx", out.getvalue())


def opened(body: Unit, office: User, *rows: tuple[str, ...], **said: Any) -> Plan:
    head = said.pop("head", HEAD)
    stored = reading.take_in_file(uploaded=file_of(*(rows or PLAIN), head=head), actor=office, at=AT)
    given: dict[str, Any] = {
        "kind": PlanKind.PLAN,
        "number": "12/KH-STL",
        "title": "Kế hoạch công tác năm 2026",
        "issuer": "Sở Thuỷ lợi",
        "issued_on": date(2026, 1, 5),
        "year": 2026,
    } | said
    return reading.open_draft(body=body, source=stored, actor=office, at=AT, **given)


def draft(plan: Plan) -> Draft:
    return draft_of(Plan.objects.get(pk=plan.pk), ON)


def clerk_of(body: Unit) -> Client:
    """The browser of somebody who does the office's work."""
    clerk = make.officer(Unit.objects.get(states__name="Văn phòng"))
    make.duty(clerk, body, Duty.OFFICE)
    browser = Client()
    browser.force_login(known(clerk.user))
    return browser


def unit(name: str) -> int:
    return Unit.objects.get(states__name=name).pk


def test_a_plan_is_written_with_its_words_its_days_and_its_units(body: Unit, office: User) -> None:
    plan = opened(body, office)
    writing.start_writing(plan_id=plan.pk, actor=office, at=AT)
    one, other = PlanItem.objects.filter(plan=plan).order_by("position")
    assert (one.task, one.lead, one.due_text, one.due_date) == (
        "Rà soát quy trình nội bộ",
        "Văn phòng",
        "trước 25/11",
        date(2026, 11, 25),
    )
    assert (other.start_date, other.due_date, other.address) == (
        date(2026, 7, 1),
        date(2026, 9, 30),
        "bảng 1, dòng 3, cột 2",
    )
    named = [(row.part, row.unit_id) for row in one.units.order_by("part", "unit")]
    assert named == [
        (UnitPart.COORDINATING, unit("Phòng Kế hoạch - Tài chính")),
        (UnitPart.LEAD, unit("Văn phòng")),
    ]
    # "Các phòng, đơn vị": all of them but the one that leads.
    assert [(row.part, row.unit_id) for row in other.units.order_by("part", "unit")] == [
        (UnitPart.COORDINATING, unit("Văn phòng")),
        (UnitPart.LEAD, unit("Phòng Kế hoạch - Tài chính")),
    ]
    assert Plan.objects.get().state == PlanState.LIVE
    assert ProcrastinateJob.objects.filter(task_name="planning.find_overlaps", args={"plan_id": plan.pk}).count() == 1


def test_a_pasted_table_is_read_like_a_file(body: Unit, office: User) -> None:
    text = "\n".join("\t".join(line) for line in (HEAD, *PLAIN))
    stored = reading.take_in_pasted(text=text, actor=office, at=AT)
    plan = opened(body, office)
    Plan.objects.filter(pk=plan.pk).update(source=stored)
    found = draft(plan)
    assert [one.row.task for one in found.rows] == [line[1] for line in PLAIN]
    assert found.address(found.rows[0].row.item) == "Bảng đã dán, ô B2"


def test_a_second_document_of_one_number_is_refused_with_the_first_one_named(body: Unit, office: User) -> None:
    opened(body, office)
    with pytest.raises(reading.TwinPlanError, match=r"12/KH-STL .* “Kế hoạch công tác năm 2026” .*đang đọc"):
        opened(body, office, number="12/kh-stl")
    assert Plan.objects.count() == 1


def test_what_the_plan_leaves_open_is_asked_and_holds_up_the_writing(body: Unit, office: User) -> None:
    plan = opened(
        body,
        office,
        ("1", "Việc một", "", "", "Quý I", ""),
        ("2", "Việc hai", "Văn phòng", "", "giữa năm", ""),
        ("3", "Việc ba", "Ban Điều hành X", "", "Quý I", ""),
        ("4", "Việc bốn", "Văn phòng", "", "Quý I", ""),
    )
    with pytest.raises(writing.PlanNotReadyError, match="Còn 3 dòng"):
        writing.start_writing(plan_id=plan.pk, actor=office, at=AT)
    one, two, three, _ = (row.row.item.key for row in draft(plan).rows)
    office_unit = unit("Văn phòng")
    reading.answer_rows(
        plan_id=plan.pk, answers={one: Answer(leads=(office_unit,)), two: Answer(due="30/6")}, actor=office, at=AT
    )
    reading.settle_names(plan_id=plan.pk, said={"Ban Điều hành X": ()}, actor=office, at=AT)
    reading.answer_rows(plan_id=plan.pk, answers={three: Answer(left_out="Việc của nơi khác")}, actor=office, at=AT)
    writing.start_writing(plan_id=plan.pk, actor=office, at=AT)
    items = list(PlanItem.objects.order_by("position"))
    assert [(item.task, item.lead, item.due_text, item.due_date) for item in items] == [
        ("Việc một", "", "Quý I", date(2026, 3, 31)),
        ("Việc hai", "Văn phòng", "giữa năm", date(2026, 6, 30)),
        ("Việc bốn", "Văn phòng", "Quý I", date(2026, 3, 31)),
    ]
    assert [row.unit_id for row in items[0].units.all()] == [office_unit]


def test_an_answer_that_says_as_little_is_refused_and_an_empty_one_takes_the_first_back(
    body: Unit, office: User
) -> None:
    plan = opened(body, office, ("1", "Việc", "Văn phòng", "", "giữa năm", ""))
    (key,) = (row.row.item.key for row in draft(plan).rows)
    with pytest.raises(reading.UnableToReadPlanError, match="cũng chưa đọc được"):
        reading.answer_rows(plan_id=plan.pk, answers={key: Answer(due="lúc nào đó")}, actor=office, at=AT)
    reading.answer_rows(plan_id=plan.pk, answers={key: Answer(has_no_due=True)}, actor=office, at=AT)
    assert draft(plan).is_ready
    reading.answer_rows(plan_id=plan.pk, answers={key: Answer()}, actor=office, at=AT)
    assert not draft(plan).is_ready
    with pytest.raises(reading.UnableToReadPlanError, match="Không có dòng"):
        reading.answer_rows(plan_id=plan.pk, answers={"9:9": Answer(due="30/6")}, actor=office, at=AT)


def test_columns_are_settled_once_for_an_issuer_and_taken_again(body: Unit, office: User) -> None:
    head = ("a", "b", "c", "d", "e", "f")
    plan = opened(body, office, head=head)
    assert draft(plan).read.passed_over == ("Bảng 1",)
    columns = {Role.TASK: 1, Role.LEAD: 2, Role.DUE: 4}
    reading.settle_columns(plan_id=plan.pk, table=0, columns=columns, first_row=1, actor=office, at=AT)
    assert [one.row.task for one in draft(plan).rows] == [line[1] for line in PLAIN]
    later = opened(body, office, head=head, number="13/KH-STL")
    assert draft(later).remembered == {0}
    assert [one.row.item.lead for one in draft(later).rows] == [line[2] for line in PLAIN]
    elsewhere = opened(body, office, head=head, number="14/KH", issuer="UBND tỉnh")
    assert not draft(elsewhere).rows


def test_columns_without_a_task_are_refused_and_a_table_can_be_passed_over(body: Unit, office: User) -> None:
    plan = opened(body, office)
    with pytest.raises(reading.UnableToReadPlanError, match="hãy chọn cột ghi nội dung"):
        reading.settle_columns(plan_id=plan.pk, table=0, columns={Role.LEAD: 1}, first_row=1, actor=office, at=AT)
    reading.settle_columns(plan_id=plan.pk, table=0, columns=None, first_row=0, actor=office, at=AT)
    with pytest.raises(writing.PlanNotReadyError, match="Chưa đọc được nhiệm vụ nào"):
        writing.start_writing(plan_id=plan.pk, actor=office, at=AT)


def test_a_name_is_asked_once_and_known_in_the_next_plan(body: Unit, office: User) -> None:
    rows = (("1", "Việc một", "Các phòng", "", "Quý I", ""), ("2", "Việc hai", "các phòng", "", "Quý I", ""))
    plan = opened(body, office, *rows)
    (asked,) = draft(plan).names
    assert (asked.name, asked.lead_count) == ("Các phòng", 2)
    both = (unit("Văn phòng"), unit("Phòng Kế hoạch - Tài chính"))
    reading.settle_names(plan_id=plan.pk, said={"Các phòng": both}, actor=office, at=AT)
    later = draft(opened(body, office, *rows, number="13/KH-STL"))
    assert later.is_ready
    assert later.told == {How.REMEMBERED: 2}
    assert {key for one in later.rows for key in one.lead_ids} == set(both)
    assert BodyName.objects.count() == 1


def test_who_helps_is_asked_as_well_and_all_that_only_help_are_left_as_words_at_once(body: Unit, office: User) -> None:
    rows = (
        ("1", "Việc một", "Văn phòng", "Ban Điều hành X; Hội Thuỷ lợi", "Quý I", ""),
        ("2", "Việc hai", "Tổ 5", "Ban Điều hành X", "Quý I", ""),
    )
    plan, browser = opened(body, office, *rows), clerk_of(body)
    with pytest.raises(writing.PlanNotReadyError, match="Còn 2 dòng"):
        writing.start_writing(plan_id=plan.pk, actor=office, at=AT)
    names = f"/ke-hoach/{plan.pk}/doc/don-vi/"
    assert "Để nguyên chữ 2 tên phối hợp" in browser.get(names).content.decode()
    browser.post(f"{names}de-nguyen/")
    # The name that leads is still asked by itself.
    assert [one.name for one in draft(plan).names] == ["Tổ 5"]
    reading.settle_names(plan_id=plan.pk, said={"Tổ 5": (unit("Văn phòng"),)}, actor=office, at=AT)
    writing.start_writing(plan_id=plan.pk, actor=office, at=AT)
    one, _ = PlanItem.objects.order_by("position")
    assert one.coordinating == "Ban Điều hành X; Hội Thuỷ lợi"
    assert [row.part for row in one.units.all()] == [UnitPart.LEAD]
    # Remembered: the next plan does not ask.
    assert draft(opened(body, office, *rows, number="13/KH-STL")).is_ready


def test_a_name_left_as_words_by_mistake_is_asked_again(body: Unit, office: User) -> None:
    plan = opened(body, office, ("1", "Việc một", "Văn phòng", "Ban Điều hành X", "Quý I", ""))
    reading.settle_names(plan_id=plan.pk, said={"Ban Điều hành X": ()}, actor=office, at=AT)
    (kept,) = draft(plan).remembered_names
    assert (kept.name, kept.units) == ("Ban Điều hành X", ())
    browser, names = clerk_of(body), f"/ke-hoach/{plan.pk}/doc/don-vi/"
    assert "để nguyên chữ" in browser.get(names).content.decode()
    browser.post(f"{names}hoi-lai/", {"ten": "Ban Điều hành X"})
    assert [one.name for one in draft(plan).names] == ["Ban Điều hành X"]
    with pytest.raises(reading.UnableToReadPlanError, match="chưa được nhớ"):
        reading.ask_again(plan_id=plan.pk, name="Ban Điều hành X", actor=office, at=AT)


def test_a_unit_is_known_by_the_name_it_had_before_and_by_that_of_one_it_took_over(body: Unit, office: User) -> None:
    renamed, taken, kept = (
        make.unit("Phòng Quản lý đê", under=body),
        make.unit("Phòng Hồ đập", under=body),
        unit("Văn phòng"),
    )
    rename_unit(unit=renamed, name="Phòng Phòng chống thiên tai", on=date(2026, 1, 1), actor=office, at=AT)
    merge_units(units=[taken], into=Unit.objects.get(pk=kept), on=date(2026, 1, 1), actor=office, at=AT)
    found = directory_for(body.pk, ON)
    assert (found.match("Phòng Quản lý đê").how, found.match("Phòng Quản lý đê").keys) == (How.FORMER, (renamed.pk,))
    assert (found.match("Phòng Hồ đập").how, found.match("Phòng Hồ đập").keys) == (How.FORMER, (kept,))


def test_the_name_of_a_unit_that_was_split_means_nobody_until_somebody_says(body: Unit, office: User) -> None:
    old = make.unit("Phòng Tổng hợp", under=body)
    parts = [make.unit(name, under=body) for name in ("Phòng Một", "Phòng Hai")]
    split_unit(unit=old, into=parts, on=date(2026, 1, 1), actor=office, at=AT)
    assert directory_for(body.pk, ON).match("Phòng Tổng hợp").how is None


def test_a_long_plan_is_written_by_the_worker_and_seen_only_when_it_is_whole(
    body: Unit, office: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "MOST_ROWS_AT_ONCE", 1)
    monkeypatch.setattr(writing, "_STEP", 1)
    plan = opened(body, office)
    assert writing.start_writing(plan_id=plan.pk, actor=office, at=AT).state == PlanState.WAITING
    assert not PlanItem.objects.exists()
    job = ProcrastinateJob.objects.get(task_name="planning.write_plan", args__plan_id=plan.pk)
    jobs.write_plan(**job.args)
    assert (Plan.objects.get().state, PlanItem.objects.count()) == (PlanState.LIVE, 2)
    # The same job once more changes nothing.
    jobs.write_plan(**job.args)
    assert PlanItem.objects.count() == 2


def test_a_writing_that_ended_before_its_time_begins_anew(
    body: Unit, office: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "MOST_ROWS_AT_ONCE", 1)
    plan = opened(body, office)
    writing.start_writing(plan_id=plan.pk, actor=office, at=AT)
    PlanItem.objects.create(plan=plan, position=1, task="dở dang", search_text="do dang")
    writing.write_again(plan_id=plan.pk, actor=office, at=AT)
    writing.write_waiting(plan_id=plan.pk, actor=office, at=AT)
    assert [item.task for item in PlanItem.objects.order_by("position")] == [line[1] for line in PLAIN]


def test_a_plan_that_cannot_be_written_any_more_goes_back_with_the_reason(
    body: Unit, office: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "MOST_ROWS_AT_ONCE", 1)
    plan = opened(body, office)
    writing.start_writing(plan_id=plan.pk, actor=office, at=AT)
    # Meanwhile a second unit has come to bear the same name.
    make.unit("Văn phòng", under=body)
    jobs.write_plan(plan_id=plan.pk, actor_id=office.pk, at=AT.isoformat())
    sent_back = Plan.objects.get()
    assert (sent_back.state, PlanItem.objects.count()) == (PlanState.DRAFT, 0)
    assert "Còn 1 dòng" in sent_back.settled["problem"]


def test_a_plan_is_discarded_only_while_none_of_it_is_in_hand(body: Unit, office: User) -> None:
    plan = opened(body, office)
    writing.start_writing(plan_id=plan.pk, actor=office, at=AT)
    with pytest.raises(plans.ReasonMissingError):
        plans.discard_plan(plan_id=plan.pk, reason=" ", actor=office, at=AT)
    plans.discard_plan(plan_id=plan.pk, reason="Nhập nhầm", actor=office, at=AT)
    assert Plan.objects.get().state == PlanState.DISCARDED
    # The number is free again.
    opened(body, office)
    with pytest.raises(reading.PlanMovedOnError, match="đã bỏ"):
        plans.end_plan(plan_id=plan.pk, reason="Hết năm", actor=office, at=AT + timedelta(days=1))


def test_the_unit_of_an_item_is_corrected_for_a_reason_and_its_words_stay(body: Unit, office: User) -> None:
    plan = opened(body, office)
    writing.start_writing(plan_id=plan.pk, actor=office, at=AT)
    item = PlanItem.objects.order_by("position")[0]
    finance = unit("Phòng Kế hoạch - Tài chính")
    said: dict[str, Any] = {"item_id": item.pk, "actor": office, "at": AT}
    with pytest.raises(plans.ReasonMissingError):
        plans.correct_units(leads=[finance], coordinating=[], reason="", **said)
    with pytest.raises(plans.UnableToCorrectUnitsError, match="vừa chủ trì vừa phối hợp"):
        plans.correct_units(leads=[finance], coordinating=[finance], reason="Phân công lại", **said)
    plans.correct_units(leads=[finance], coordinating=[], reason="Phân công lại", **said)
    item.refresh_from_db()
    assert [(row.part, row.unit_id) for row in item.units.all()] == [(UnitPart.LEAD, finance)]
    assert item.lead == "Văn phòng"
