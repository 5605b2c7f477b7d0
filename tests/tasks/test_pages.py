"""What each person finds on the pages of work, and what the server refuses."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
import python_calamine
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from congtam.organisation.models import Unit, UnitState
from congtam.personnel.choices import Duty, Leadership
from congtam.personnel.models import Person
from congtam.planning.models import Product
from congtam.tasks.choices import CauseAbout, TaskState, Verdict
from congtam.tasks.models import Evidence, HandIn, ObjectiveCause, RecurringWork, Task
from tests import make

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 10, 2, tzinfo=UTC)
SOON, PAST = date(2026, 3, 20), date(2026, 3, 2)
PDF = b"%PDF-1.7 bao cao"


@dataclass(frozen=True)
class Body:
    """A body with its director, and one division with head, two deputies and two specialists; a stranger in another division."""

    unit: Unit
    director: Person
    head: Person
    deputy: Person
    other_deputy: Person
    specialist: Person
    colleague: Person
    stranger: Person
    product: Product


@pytest.fixture(autouse=True)
def tenth_of_march() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def body() -> Body:
    whole = make.body()
    unit = make.unit(under=whole)
    deputies = [
        make.officer(unit, name, leadership=Leadership.DEPUTY, job_title="Phó Trưởng phòng")
        for name in ("Đỗ Thị Mai", "Cao Văn Lộc")
    ]
    return Body(
        unit=unit,
        director=make.head(whole, "Hoàng Minh Sơn"),
        head=make.head(unit),
        deputy=deputies[0],
        other_deputy=deputies[1],
        specialist=make.officer(unit, "Trần Văn Đạt"),
        colleague=make.officer(unit, "Vũ Thị Lan"),
        stranger=make.officer(make.unit("Phòng Kế hoạch", under=whole), "Bùi Quốc Cường"),
        product=make.product(make.catalogue(whole), code="TL.01"),
    )


def signed_in(who: Person) -> Client:
    client = Client()
    assert who.user
    client.force_login(who.user)
    return client


def task_of(who: Person, body: Body, *, due: date = SOON, **fields: object) -> Task:
    assert body.head.user
    return make.task(who, body.unit, by=body.head.user, due=due, **fields)


def waiting(task: Task) -> HandIn:
    assert task.holder.user
    return HandIn.objects.create(task=task, quantity=task.quantity, handed_in_at=NOW, handed_in_by=task.holder.user)


def step(task: Task, slug: str) -> str:
    return reverse("tasks:step", args=[task.pk, slug])


def page(task: Task) -> str:
    return reverse("tasks:task", args=[task.pk])


def test_nobody_sees_work_without_signing_in(body: Body) -> None:
    assert Client().get(page(task_of(body.specialist, body))).status_code == 302


def test_work_of_another_division_does_not_exist_for_a_stranger(body: Body) -> None:
    task = task_of(body.specialist, body)
    stranger = signed_in(body.stranger)
    assert stranger.get(page(task)).status_code == 404
    assert stranger.post(step(task, "nhan")).status_code == 404
    assert task.title not in stranger.get(reverse("tasks:mine")).content.decode()


def test_a_colleague_sees_the_outline_and_nothing_that_was_said_or_proved(body: Body) -> None:
    task = task_of(body.specialist, body, state=TaskState.HANDED_IN)
    Evidence.objects.create(hand_in=waiting(task), kind="document", text="99/BC-MẬT")
    shown = signed_in(body.colleague).get(page(task)).content.decode()
    assert task.title in shown
    assert "99/BC-MẬT" not in shown
    assert "Nghiệm thu" not in shown


@pytest.mark.parametrize("slug", ["nhan", "nop", "tra-nguoi-giao", "rut-lai"])
def test_only_the_holder_works_on_the_work(body: Body, slug: str) -> None:
    task = task_of(body.specialist, body, state=TaskState.ASSIGNED)
    for other in (body.colleague, body.head):
        assert signed_in(other).post(step(task, slug), {"reason": "x"}).status_code == 403
    task.refresh_from_db()
    assert task.state == TaskState.ASSIGNED


@pytest.mark.parametrize(
    "slug", ["nghiem-thu", "tra-vi-loi", "tra-bo-sung", "doi-han", "huy", "danh-dau", "chuyen-nguoi"]
)
def test_neither_the_holder_nor_a_colleague_judges(body: Body, slug: str) -> None:
    task = task_of(body.specialist, body, state=TaskState.HANDED_IN)
    waiting(task)
    for other in (body.specialist, body.colleague):
        assert signed_in(other).post(step(task, slug), {"reason": "x"}).status_code == 403


@pytest.mark.parametrize(
    ("holder", "judges"),
    [
        ("specialist", {"head", "deputy", "other_deputy", "director"}),
        ("deputy", {"head", "director"}),
        ("head", {"director"}),
        ("director", set()),
    ],
)
def test_work_is_judged_by_a_superior_of_its_holder_and_never_by_an_equal(
    body: Body, holder: str, judges: set[str]
) -> None:
    person = getattr(body, holder)
    task = task_of(person, body, state=TaskState.HANDED_IN)
    if holder == "director":
        Task.objects.update(unit=body.director.appointments.get().unit)
    waiting(task)
    found = {
        name
        for name in ("director", "head", "deputy", "other_deputy", "specialist", "colleague", "stranger")
        if signed_in(getattr(body, name)).get(step(task, "nghiem-thu")).status_code == 200
    }
    assert found == judges


def test_a_head_who_left_judges_nothing_any_more(body: Body) -> None:
    task = task_of(body.specialist, body, state=TaskState.HANDED_IN)
    body.head.appointments.update(valid_until=date(2026, 3, 10))
    make.post(body.head, make.body("Sở Khác"), since=date(2026, 3, 10))
    assert signed_in(body.head).get(page(task)).status_code == 404


@pytest.mark.parametrize("duty", [Duty.OFFICE, Duty.ORGANISATION_OFFICER, Duty.OBSERVER])
def test_those_who_follow_the_body_read_and_do_nothing(body: Body, duty: Duty) -> None:
    make.duty(body.stranger, body.director.appointments.get().unit, duty)
    task = task_of(body.specialist, body, state=TaskState.HANDED_IN)
    reader = signed_in(body.stranger)
    shown = reader.get(page(task)).content.decode()
    assert "Diễn biến" in shown
    assert '<form method="post" action="/nhiem-vu/' not in shown
    assert reader.post(step(task, "nghiem-thu")).status_code == 403


def test_an_administrator_reads_no_work_by_that(body: Body) -> None:
    task = task_of(body.specialist, body)
    client = Client()
    client.force_login(make.user(is_administrator=True))
    assert client.get(page(task)).status_code == 404


def test_a_specialist_and_his_head_bring_work_to_its_end_without_scripts(body: Body) -> None:
    task = task_of(body.specialist, body, state=TaskState.ASSIGNED)
    holder, head = signed_in(body.specialist), signed_in(body.head)
    assert "Nhận việc" in holder.get(page(task)).content.decode()
    holder.post(step(task, "nhan"))
    proof = SimpleUploadedFile("bao-cao.pdf", PDF, "application/pdf")
    answer = holder.post(step(task, "nop"), {"quantity": "1", "uploads": [proof], "note": "Xong"}, follow=True)
    assert "Đã nộp, chờ nghiệm thu." in answer.content.decode()
    hand_in = task.hand_ins.get()
    answer = head.post(step(task, "nghiem-thu"), {"hand_in": hand_in.pk, "quantity": "1"}, follow=True)
    assert "Đã nghiệm thu." in answer.content.decode()
    task.refresh_from_db()
    assert task.state == TaskState.DONE


def test_opening_a_step_changes_nothing(body: Body) -> None:
    task = task_of(body.specialist, body, state=TaskState.ASSIGNED)
    assert signed_in(body.specialist).get(step(task, "nhan")).status_code == 200
    task.refresh_from_db()
    assert task.state == TaskState.ASSIGNED


def test_evidence_goes_to_those_who_may_read_the_work_and_never_opens_in_the_browser(body: Body) -> None:
    task = task_of(body.specialist, body)
    signed_in(body.specialist).post(step(task, "nop"), {"quantity": "1", "uploads": [SimpleUploadedFile("a.pdf", PDF)]})
    url = reverse("tasks:evidence", args=[Evidence.objects.get().pk])
    answer = signed_in(body.head).get(url)
    assert answer.getvalue() == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert signed_in(body.colleague).get(url).status_code == 404


def test_a_hand_in_without_evidence_says_what_to_do_and_keeps_what_was_typed(body: Body) -> None:
    task = task_of(body.specialist, body)
    answer = signed_in(body.specialist).post(step(task, "nop"), {"quantity": "1", "note": "Gửi bản giấy"})
    assert answer.status_code == 422
    assert "ít nhất một minh chứng" in answer.content.decode()
    assert "Gửi bản giấy" in answer.content.decode()


def test_a_quantity_is_typed_with_a_comma(body: Body) -> None:
    task = task_of(body.specialist, body, quantity=Decimal(2))
    signed_in(body.specialist).post(step(task, "nop"), {"quantity": "1,5", "document": "12/BC"})
    assert task.hand_ins.get().quantity == Decimal("1.5")


def test_a_second_click_is_told_and_does_nothing(body: Body) -> None:
    task = task_of(body.specialist, body, state=TaskState.ASSIGNED)
    holder = signed_in(body.specialist)
    holder.post(step(task, "nhan"))
    answer = holder.post(step(task, "nhan"), follow=True)
    assert "thao tác vừa rồi không còn phù hợp" in answer.content.decode()
    assert task.moves.filter(state=TaskState.IN_HAND).count() == 1


def test_a_late_return_without_a_new_deadline_is_asked_for_one(body: Body) -> None:
    task = task_of(body.specialist, body, due=PAST, state=TaskState.HANDED_IN)
    answer = signed_in(body.head).post(step(task, "tra-vi-loi"), {"hand_in": waiting(task).pk, "reason": "Sai số liệu"})
    assert answer.status_code == 422
    assert "Hãy đặt hạn mới" in answer.content.decode()


def test_a_colleague_takes_over_what_was_handed_back(body: Body) -> None:
    task = task_of(body.specialist, body, state=TaskState.HANDED_BACK)
    post = body.colleague.appointments.get()
    client = signed_in(body.colleague)
    assert "Nhận thay việc này" in client.get(page(task)).content.decode()
    client.post(step(task, "nhan-thay"), {"post": post.pk, "due_date": "2026-03-20"})
    assert task.continued_by.get().holder == body.colleague
    assert "Nhận thay việc này" not in signed_in(body.other_deputy).get(page(task)).content.decode()


def test_a_cause_is_claimed_on_a_missed_deadline_and_answered_by_the_head(body: Body) -> None:
    task = task_of(body.specialist, body, due=PAST)
    signed_in(body.specialist).post(
        step(task, "nguyen-nhan"), {"of": f"delay:{task.deadlines.get().pk}", "text": "Mất điện do bão"}
    )
    cause = ObjectiveCause.objects.get(about=CauseAbout.DELAY)
    url = reverse("tasks:answer_cause", args=[cause.pk])
    assert signed_in(body.specialist).post(url, {"confirms": "yes"}).status_code == 403
    assert signed_in(body.stranger).post(url, {"confirms": "yes"}).status_code == 404
    head = signed_in(body.head)
    assert "Mất điện do bão" in head.get(reverse("tasks:causes")).content.decode()
    head.post(url, {"confirms": "yes"})
    cause.refresh_from_db()
    assert cause.answer == "confirmed"


def test_a_head_gives_one_product_to_several_people_by_searching_without_diacritics(body: Body) -> None:
    head = signed_in(body.head)
    found = head.get(reverse("tasks:assign"), {"q": "soan bao cao"}).content.decode()
    assert "TL.01" in found
    posts = [person.appointments.get().pk for person in (body.specialist, body.colleague)]
    head.post(
        reverse("tasks:assign"), {"product": body.product.pk, "posts": posts, "quantity": "1", "due_date": "2026-03-20"}
    )
    assert set(Task.objects.values_list("holder__full_name", flat=True)) == {"Trần Văn Đạt", "Vũ Thị Lan"}


def test_a_head_gives_one_work_after_another_without_choosing_people_and_deadline_anew(body: Body) -> None:
    head = signed_in(body.head)
    post = body.specialist.appointments.get()
    given = {
        "product": body.product.pk,
        "posts": [post.pk],
        "quantity": "2",
        "due_date": "2026-03-20",
        "title": "Quý I",
    }
    answer: Any = head.post(reverse("tasks:assign"), given, follow=True)
    first = Task.objects.get()
    assert [task.pk for task in answer.context["given"]] == [first.pk]
    assert answer.context["form"].initial == {"posts": [post.pk], "due_date": date(2026, 3, 20), "source": ""}
    assert page(first) in answer.content.decode()
    answer = head.post(f"{reverse('tasks:assign')}?vua={first.pk}", given | {"title": "Quý II"}, follow=True)
    assert [task.title for task in answer.context["given"]] == ["Quý I", "Quý II"]


def test_the_same_work_is_given_to_others_by_choosing_people_only(body: Body) -> None:
    head = signed_in(body.head)
    task = task_of(body.specialist, body, product=body.product, quantity=2, title="Quý I", source="KH 5", is_key=True)
    shown: Any = head.get(reverse("tasks:assign"), {"vua": str(task.pk), "giu": "viec"})
    begun = shown.context["form"].initial
    assert (begun["product"], begun["title"], begun["quantity"], begun["source"]) == (
        body.product.pk,
        "Quý I",
        Decimal(2),
        "KH 5",
    )
    assert begun["is_key"]
    assert "posts" not in begun


def test_what_another_head_gave_is_not_shown_as_just_given(body: Body) -> None:
    task = task_of(body.stranger, body)
    Task.objects.filter(pk=task.pk).update(unit=body.stranger.appointments.get().unit)
    shown: Any = signed_in(body.head).get(reverse("tasks:assign"), {"vua": f"{task.pk},x,{'9' * 40}"})
    assert shown.context["given"] == []


def test_a_head_gives_work_to_nobody_above_beside_or_outside_his_own(body: Body) -> None:
    head = signed_in(body.head)
    for person in (body.head, body.director, body.stranger):
        given = {
            "product": body.product.pk,
            "posts": [person.appointments.get().pk],
            "quantity": "1",
            "due_date": "2026-03-20",
        }
        assert head.post(reverse("tasks:assign"), given).status_code == 403
    assert not Task.objects.exists()
    assert signed_in(body.specialist).get(reverse("tasks:assign")).status_code == 403


GRID = "TL.01\tTran Van Dat\t2\t20/03/2026\tBáo cáo quý\nTL.01\tVũ Thị Lan\t1,5\t20/03/2026"


def test_a_table_pasted_from_excel_is_read_first_and_given_afterwards(body: Body) -> None:
    head = signed_in(body.head)
    shown = head.post(reverse("tasks:assign_many"), {"pasted": GRID, "look": "1"}).content.decode()
    assert "Giao 2 việc" in shown
    assert not Task.objects.exists()
    head.post(reverse("tasks:assign_many"), {"pasted": GRID, "give": "1"})
    assert set(Task.objects.values_list("title", "quantity")) == {("Báo cáo quý", 2), ("Soạn báo cáo", Decimal("1.5"))}


def test_one_wrong_row_stops_the_whole_table_and_says_what_to_mend(body: Body) -> None:
    wrong = f"{GRID}\nXX.09\tAi Đó\tmột\t31/02/2026"
    answer = signed_in(body.head).post(reverse("tasks:assign_many"), {"pasted": wrong, "give": "1"})
    shown = answer.content.decode()
    assert answer.status_code == 422
    for words in ("Không có mã “XX.09”", "Không có ai tên “Ai Đó”", "phải là số lớn hơn 0", "phải ghi ngày/tháng/năm"):
        assert words in shown
    assert not Task.objects.exists()


def test_a_code_in_the_grid_is_that_of_the_catalogue_of_each_persons_own_body(body: Body) -> None:
    province = make.unit("Tỉnh Sông Lam")
    UnitState.objects.filter(name="Sở Thuỷ lợi tỉnh Sông Lam").update(parent=province)
    other = make.body("Sở Giao thông tỉnh Sông Lam", under=province)
    their_product = make.product(make.catalogue(other), "Kiểm tra cầu", code="TL.01")
    make.officer(other, "Ngô Văn Hải")
    chair = signed_in(make.head(province, "Nghiêm Đình Thuận"))
    rows = "TL.01\tNgô Văn Hải\t1\t20/03/2026\nTL.01\tTrần Văn Đạt\t1\t20/03/2026"
    chair.post(reverse("tasks:assign_many"), {"pasted": rows, "give": "1"})
    given = set(Task.objects.values_list("holder__full_name", "product"))
    assert given == {("Ngô Văn Hải", their_product.pk), ("Trần Văn Đạt", body.product.pk)}


def test_a_code_of_another_bodys_catalogue_is_refused_by_name(body: Body) -> None:
    province = make.unit("Tỉnh Sông Lam")
    UnitState.objects.filter(name="Sở Thuỷ lợi tỉnh Sông Lam").update(parent=province)
    other = make.body("Sở Giao thông tỉnh Sông Lam", under=province)
    make.product(make.catalogue(other), code="GT.09")
    chair = signed_in(make.head(province, "Nghiêm Đình Thuận"))
    rows = {"pasted": "gt.09\tTrần Văn Đạt\t1\t20/03/2026\nGT.09\tAi Đó\t1\t20/03/2026", "give": "1"}
    shown = chair.post(reverse("tasks:assign_many"), rows).content.decode()
    assert "Mã “gt.09” không có trong danh mục cơ quan của Trần Văn Đạt đang áp dụng." in shown
    assert "Không có ai tên “Ai Đó”" in shown
    assert "Không có mã" not in shown
    assert not Task.objects.exists()


def test_rows_typed_in_the_grid_are_read_like_pasted_ones(body: Body) -> None:
    cells = {
        "code": ["TL.01", ""],
        "person": ["Vũ Thị Lan", ""],
        "quantity": ["1", ""],
        "due": ["20/3/2026", ""],
        "words": ["", ""],
    }
    signed_in(body.head).post(reverse("tasks:assign_many"), {**cells, "pasted": "", "give": "1"})
    assert Task.objects.get().holder == body.colleague


def test_a_specialist_writes_down_unplanned_work_as_his_own_only(body: Body) -> None:
    given = {
        "title": "Đón đoàn kiểm tra",
        "quantity": "1",
        "due_date": "2026-03-12",
        "post": body.specialist.appointments.get().pk,
    }
    signed_in(body.specialist).post(reverse("tasks:unplanned"), given)
    assert Task.objects.get().holder == body.specialist
    foreign = {**given, "post": body.colleague.appointments.get().pk}
    assert signed_in(body.specialist).post(reverse("tasks:unplanned"), foreign).status_code == 422


def test_recurring_work_is_set_given_out_and_stopped_on_one_page(body: Body) -> None:
    head = signed_in(body.head)
    rule = {
        "product": body.product.pk,
        "post": body.specialist.appointments.get().pk,
        "quantity": "1",
        "rhythm": "weekly",
        "due_day": "5",
        "valid_from": "2026-03-10",
    }
    head.post(reverse("tasks:recurring"), rule)
    head.post(reverse("tasks:issue_recurring"))
    head.post(reverse("tasks:issue_recurring"))
    assert Task.objects.count() == 5
    made = RecurringWork.objects.get()
    assert signed_in(body.stranger).post(reverse("tasks:stop_recurring", args=[made.pk])).status_code == 404
    head.post(reverse("tasks:stop_recurring", args=[made.pk]))
    assert made.title not in head.get(reverse("tasks:recurring")).content.decode().split("Đặt việc định kỳ")[0]


def test_every_number_of_the_board_leads_to_a_list_of_that_many(body: Body) -> None:
    task_of(body.specialist, body, due=PAST)
    task_of(body.colleague, body, due=PAST, title="Rà soát thủ tục")
    waiting(task_of(body.colleague, body, state=TaskState.HANDED_IN))
    head = signed_in(body.head)
    counts = head.get(reverse("tasks:board")).context["counts"]
    for kind in ("waiting", "overdue", "silent", "handed_back", "unplanned", "renewed"):
        listed = head.get(reverse("tasks:listing"), {"viec": kind}).context["page"].paginator.count
        assert listed == getattr(counts, kind), kind
    assert (counts.overdue, counts.waiting) == (2, 1)


def test_the_week_shows_each_persons_deadlines_and_what_is_owed_from_before(body: Body) -> None:
    task_of(body.specialist, body, due=date(2026, 3, 12), title="Họp giao ban")
    task_of(body.specialist, body, due=PAST, title="Báo cáo tháng hai")
    rows = (
        signed_in(body.head)
        .get(reverse("tasks:week"), {"tuan": "2026-W11", "don_vi": str(body.unit.pk)})
        .context["rows"]
    )
    row = next(row for row in rows if row.name == "Trần Văn Đạt")
    assert [entry.task.title for entry in row.days[3]] == ["Họp giao ban"]
    assert [(entry.task.title, entry.mark) for entry in row.earlier] == [("Báo cáo tháng hai", "late")]


def test_the_week_of_many_is_turned_page_by_page_and_names_everybody_once(
    body: Body, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("congtam.tasks.views.lists.PAGE", 1)
    client, names = signed_in(body.head), []
    for page in range(1, 6):
        answer = client.get(reverse("tasks:week"), {"don_vi": str(body.unit.pk), "page": str(page)})
        assert answer.context["page"].paginator.count == 5
        names += [row.name for row in answer.context["rows"]]
    assert len(set(names)) == len(names) == 5


def test_ones_own_week_is_one_row_however_many_posts_one_holds(body: Body) -> None:
    make.post(body.specialist, make.unit(under=body.unit), is_primary=False)
    rows = signed_in(body.specialist).get(reverse("tasks:week")).context["rows"]
    assert [row.name for row in rows] == ["Trần Văn Đạt"]


def test_an_empty_grid_says_what_to_write(body: Body) -> None:
    answer = signed_in(body.head).post(reverse("tasks:assign_many"), {"pasted": "", "look": "1"})
    assert answer.status_code == 422
    assert "Chưa có dòng nào để giao. Hãy ghi mã sản phẩm" in answer.content.decode()


def test_a_list_without_work_says_so_and_a_narrowed_one_offers_to_widen(body: Body) -> None:
    client = signed_in(body.head)
    assert "Chưa có việc nào" in client.get(reverse("tasks:listing")).content.decode()
    assert "bỏ bộ lọc" in client.get(reverse("tasks:listing"), {"q": "họp"}).content.decode()


def test_the_list_in_excel_has_the_columns_of_the_paper(body: Body) -> None:
    task_of(body.specialist, body, due=PAST, title="=HYPERLINK(1)")
    answer = signed_in(body.head).get(reverse("tasks:export"), {"cua": "don-vi"})
    sheet = python_calamine.CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    head = next(row for row in sheet if row and row[0] == "STT")
    row = dict(zip(head, sheet[sheet.index(head) + 1], strict=True))
    assert (row["Người thực hiện"], row["Nội dung nhiệm vụ"], row["Số lần chậm"]) == (
        "Trần Văn Đạt",
        "=HYPERLINK(1)",
        1,
    )


def test_a_list_is_found_by_words_without_diacritics_and_by_the_holders_name(body: Body) -> None:
    task_of(body.specialist, body, title="Đánh giá an toàn đập")
    head = signed_in(body.head)
    for words in ("an toan dap", "ĐÁNH GIÁ", "tran van dat"):
        assert head.get(reverse("tasks:listing"), {"q": words}).context["page"].paginator.count == 1
    assert head.get(reverse("tasks:listing"), {"q": "thuy san"}).context["page"].paginator.count == 0


def test_a_list_shows_the_columns_that_were_chosen_and_the_usual_ones_otherwise(body: Body) -> None:
    task_of(body.specialist, body, source="Kế hoạch 5/KH")
    head = signed_in(body.head)
    usual = head.get(reverse("tasks:listing")).content.decode()
    assert "Hệ số</th>" in usual
    assert "Kế hoạch 5/KH" not in usual
    chosen = head.get(reverse("tasks:listing"), {"cot": ["source", "nonsense"]}).content.decode()
    assert "Kế hoạch 5/KH" in chosen
    assert "Hệ số</th>" not in chosen


def test_nonsense_in_the_address_is_passed_over(body: Body) -> None:
    nonsense: dict[str, str] = {
        "viec": "x'",
        "thang": "2026-99",
        "don_vi": "9e9",
        "nguoi": "--",
        "page": "x",
        "sort": "id",
        "tuan": "2026-W99",
        "dau": "?",
    }
    head = signed_in(body.head)
    for name in ("mine", "listing", "week", "board"):
        assert head.get(reverse(f"tasks:{name}"), nonsense).status_code == 200


PAGES = ("mine", "listing", "week", "board", "assign", "assign_many", "unplanned", "recurring", "causes", "export")


def test_pages_ask_no_more_of_the_database_when_there_is_a_hundred_times_the_work(body: Body) -> None:
    def fill(times: int) -> None:
        for number in range(times):
            state = (TaskState.IN_HAND, TaskState.HANDED_IN, TaskState.ASSIGNED)[number % 3]
            task = task_of(body.colleague, body, due=PAST, state=state, title=f"Việc {number}")
            if state == TaskState.HANDED_IN:
                waiting(task)
            else:
                late = {"about": CauseAbout.DELAY, "deadline": task.deadlines.get()}
                ObjectiveCause.objects.create(
                    task=task, text="Bão", claimed_at=NOW, claimed_by=task.assigned_by, **late
                )

    def asked(name: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            shown = client.get(reverse(f"tasks:{name}"), {"don_vi": str(body.unit.pk), "cua": "don-vi"})
        assert shown.status_code == 200
        return len(queries)

    client = signed_in(body.head)
    fill(3)
    few = {name: asked(name) for name in PAGES}
    fill(100)
    assert {name: asked(name) for name in PAGES} == few
    assert max(few.values()) <= 15


def test_a_task_with_a_long_history_asks_no_more_of_the_database(body: Body) -> None:
    task = task_of(body.specialist, body, due=PAST, state=TaskState.HANDED_IN)
    for verdict in [Verdict.MAJOR_ERROR] * 20:
        hand_in = waiting(task)
        Evidence.objects.create(hand_in=hand_in, kind="document", text="1/BC")
        HandIn.objects.filter(pk=hand_in.pk).update(verdict=verdict, judged_at=NOW, judged_by=task.assigned_by)
    Evidence.objects.create(hand_in=waiting(task), kind="document", text="2/BC")
    head = signed_in(body.head)
    with CaptureQueriesContext(connection) as queries:
        assert "2/BC" in head.get(page(task)).content.decode()
    assert len(queries) <= 15
