"""Plan items that may ask for one task: found when a plan comes in, decided by the office, split again."""

import threading
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.urls import reverse

from congtam.personnel.choices import Duty
from congtam.planning import jobs
from congtam.planning.choices import ItemVerdict, Relation, WorkState
from congtam.planning.models import ItemOverlap, PlanItem, WorkItem
from congtam.planning.services import merging, overlaps, searching
from congtam.planning.services import work as works
from congtam.planning.services.merging import Governing
from congtam.planning.services.verdicts import OverlapDecidedError
from congtam.values.refusal import UnreasonedError
from tests import make
from tests.planning.office import JUNE, MAY, NOW, Department, account, department

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def tenth_of_march() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def here() -> Department:
    return department()


def pair_of(here: Department, *, first: date | None = MAY, second: date | None = JUNE) -> ItemOverlap:
    """Two plans ask for one task, the later with another deadline; the earlier has work, the later waits."""
    one = make.item(make.plan(here.body, number="1/KH"), lead=here.division, due_date=first)
    other = make.item(make.plan(here.body, number="2/KH"), lead=here.division, due_date=second)
    make.work(one, by=here.clerk, at=NOW)
    return make.overlap(one, other)


def test_merging_keeps_both_items_as_written_and_says_which_deadline_governs(here: Department) -> None:
    pair = pair_of(here)
    texts = list(PlanItem.objects.order_by("pk").values_list("task", "due_text"))
    chosen = Governing(item_id=pair.other_id)
    with pytest.raises(UnreasonedError):
        merging.merge(overlap_id=pair.pk, governing=chosen, reason="", actor=here.clerk, at=NOW)
    work = merging.merge(overlap_id=pair.pk, governing=chosen, reason="Văn bản sau thay thế", actor=here.clerk, at=NOW)
    work.refresh_from_db()
    assert list(PlanItem.objects.order_by("pk").values_list("task", "due_text")) == texts
    assert set(work.items.all()) == {pair.one, pair.other}
    assert (work.due_date, work.governed_by, work.governing_reason) == (JUNE, pair.other, "Văn bản sau thay thế")
    assert list(work.deadlines.order_by("pk").values_list("due_date", "reason")) == [
        (MAY, ""),
        (JUNE, "Văn bản sau thay thế"),
    ]
    pair.refresh_from_db()
    assert (pair.verdict, pair.decided_by) == (ItemVerdict.MERGED, here.clerk)
    assert WorkItem.objects.count() == 1


def test_a_day_of_ones_own_may_govern_but_not_a_past_one(here: Department) -> None:
    pair = pair_of(here)
    past, own = Governing(day=date(2026, 3, 1)), Governing(day=date(2026, 4, 30))
    with pytest.raises(works.UnusableDeadlineError):
        merging.merge(overlap_id=pair.pk, governing=past, reason="Vội", actor=here.clerk, at=NOW)
    work = merging.merge(overlap_id=pair.pk, governing=own, reason="Ý kiến Giám đốc", actor=here.clerk, at=NOW)
    work.refresh_from_db()
    assert (work.due_date, work.governed_by) == (date(2026, 4, 30), None)


def test_equal_deadlines_need_neither_choice_nor_reason(here: Department) -> None:
    pair = pair_of(here, second=MAY)
    work = merging.merge(overlap_id=pair.pk, governing=Governing(), reason="", actor=here.clerk, at=NOW)
    assert (work.due_date, work.governed_by, work.deadlines.count()) == (MAY, pair.one, 1)


def test_the_younger_work_joins_the_older_with_its_tasks_and_stays_readable(here: Department) -> None:
    pair = pair_of(here)
    younger = make.work(pair.other, by=here.clerk, at=NOW + timedelta(hours=1))
    task = make.task(here.specialist.person, here.division, by=here.head, due=MAY, work_item=younger)
    older = merging.merge(
        overlap_id=pair.pk, governing=Governing(item_id=pair.one_id), reason="Hạn cũ", actor=here.clerk, at=NOW
    )
    younger.refresh_from_db()
    assert (younger.state, younger.joined) == (WorkState.JOINED, older)
    client = here.client(here.head)
    page = client.get(reverse("work:one", args=[older.pk])).content.decode()
    assert reverse("tasks:task", args=[task.pk]) in page
    assert reverse("work:one", args=[younger.pk]) in page
    assert reverse("work:one", args=[older.pk]) in client.get(reverse("tasks:task", args=[task.pk])).content.decode()
    assert client.get(reverse("work:one", args=[younger.pk])).status_code == 200
    assert [line.work for line in client.get(reverse("work:list")).context["lines"]] == [older]


def test_what_joined_before_follows_when_its_work_joins_another(here: Department) -> None:
    first, second, third = (
        make.item(make.plan(here.body), f"Việc {number}", lead=here.division, due_date=MAY) for number in range(3)
    )
    works_made = [make.work(item, at=NOW + timedelta(hours=n)) for n, item in enumerate((first, second, third))]
    later, last = make.overlap(second, third), make.overlap(first, second)
    implied = make.overlap(first, third)
    for pair in (later, last):
        merging.merge(overlap_id=pair.pk, governing=Governing(), reason="", actor=here.clerk, at=NOW)
    assert set(WorkItem.objects.filter(joined=works_made[0])) == set(works_made[1:])
    assert works_made[0].items.count() == 3
    implied.refresh_from_db()
    assert implied.verdict == ItemVerdict.MERGED


def test_work_that_is_done_is_not_undone_by_a_later_plan(here: Department) -> None:
    pair = pair_of(here)
    work = WorkItem.objects.get()
    works.report_done(work_id=work.pk, document="Báo cáo", actor=here.head, at=NOW)
    works.confirm_done(work_id=work.pk, actor=here.clerk, at=NOW)
    kept = merging.merge(overlap_id=pair.pk, governing=Governing(), reason="", actor=here.clerk, at=NOW)
    assert (kept, kept.state, kept.due_date) == (work, WorkState.DONE, MAY)
    assert kept.items.count() == 2


def test_items_kept_apart_get_work_of_their_own_when_nothing_else_holds_them(here: Department) -> None:
    pair = pair_of(here)
    third = make.item(make.plan(here.body), lead=here.division, due_date=MAY)
    second = make.overlap(pair.other, third)
    overlaps.separate(overlap_ids=[pair.pk], reason="Khác đoạn đê", actor=here.clerk, at=NOW)
    assert PlanItem.objects.filter(work__isnull=True).count() == 2
    overlaps.separate(overlap_ids=[pair.pk, second.pk], reason="Khác đoạn đê", actor=here.clerk, at=NOW)
    assert not PlanItem.objects.filter(work__isnull=True).exists()
    assert WorkItem.objects.count() == 3
    with pytest.raises(OverlapDecidedError, match="Đỗ Thị Thuỷ"):
        overlaps.separate(overlap_ids=[pair.pk], reason="Lần nữa", actor=here.director, at=NOW)


def test_a_pair_kept_apart_may_be_looked_at_again_and_a_merged_one_is_split(here: Department) -> None:
    pair = pair_of(here)
    overlaps.separate(overlap_ids=[pair.pk], reason="Khác đoạn đê", actor=here.clerk, at=NOW)
    overlaps.reopen(overlap_id=pair.pk, reason="Xem lại bản đồ", actor=here.clerk, at=NOW)
    pair.refresh_from_db()
    assert (pair.verdict, pair.decided_by, pair.reason) == (ItemVerdict.OPEN, None, "")
    merging.merge(overlap_id=pair.pk, governing=Governing(), reason="Cùng đoạn", actor=here.clerk, at=NOW)
    with pytest.raises(OverlapDecidedError, match="Tách"):
        overlaps.reopen(overlap_id=pair.pk, reason="Nhầm", actor=here.clerk, at=NOW)


def test_splitting_gives_an_item_work_of_its_own_and_the_rest_its_own_deadline_back(here: Department) -> None:
    pair = pair_of(here)
    shared = merging.merge(
        overlap_id=pair.pk, governing=Governing(item_id=pair.other_id), reason="Bản sau", actor=here.clerk, at=NOW
    )
    task = make.task(here.specialist.person, here.division, by=here.head, due=MAY, work_item=shared)
    made = merging.split_off(item_id=pair.other_id, reason="Hoá ra khác đoạn", actor=here.clerk, at=NOW)
    shared.refresh_from_db()
    task.refresh_from_db()
    pair.refresh_from_db()
    assert (made.due_date, list(made.items.all())) == (JUNE, [pair.other])
    assert (shared.due_date, shared.governed_by, task.work_item) == (MAY, pair.one, shared)
    assert pair.verdict == ItemVerdict.SEPARATE
    with pytest.raises(merging.NothingToSplitError):
        merging.split_off(item_id=pair.one_id, reason="Nữa", actor=here.clerk, at=NOW)


def test_items_of_two_bodies_never_become_one_task_but_one_may_serve_the_other(here: Department) -> None:
    province = make.unit("Uỷ ban nhân dân tỉnh Sông Lam", manages=True)
    below = make.body("Sở Công Thương tỉnh Sông Lam", under=province)
    higher = make.item(make.plan(province, kind="programme"), due_date=JUNE)
    lower = make.item(make.plan(below), due_date=MAY)
    pair = make.overlap(higher, lower)
    clerk = make.officer(below)
    make.duty(clerk, below, Duty.OFFICE)
    actor = account(clerk)
    with pytest.raises(merging.NotOneBodyError):
        merging.merge(overlap_id=pair.pk, governing=Governing(), reason="x", actor=actor, at=NOW)
    client = here.client(actor)
    page = client.get(reverse("work:pair", args=[pair.pk]))
    assert "Gộp thành một nhiệm vụ" not in page.content.decode()
    client.post(reverse("work:pair", args=[pair.pk]), {"decision": "serve"})
    lower.refresh_from_db()
    assert lower.work is not None
    assert lower.work.serves_item == higher
    assert not WorkItem.objects.filter(body=province).exists()


def test_a_reader_sees_pairs_and_only_the_office_and_the_head_decide(here: Department) -> None:
    pair = pair_of(here)
    address = reverse("work:pair", args=[pair.pk])
    for who, status in ((here.specialist, 403), (here.stranger, 404)):
        assert here.client(who).post(address, {"decision": "separate", "reason": "x"}).status_code == status
    assert "Cố ý để riêng" not in here.client(here.specialist).get(address).content.decode()
    assert here.client(here.stranger).get(address).status_code == 404
    bulk = reverse("work:separate")
    assert here.client(here.specialist).post(bulk, {"pairs": [pair.pk], "reason": "x"}).status_code == 403
    pair.refresh_from_db()
    assert pair.verdict == ItemVerdict.OPEN
    here.client(here.director).post(bulk, {"pairs": [pair.pk], "reason": "Khác đoạn đê"})
    pair.refresh_from_db()
    assert pair.verdict == ItemVerdict.SEPARATE


def test_deciding_goes_on_to_the_next_pair_and_what_is_put_off_comes_last(here: Department) -> None:
    pair = pair_of(here)
    third = make.item(make.plan(here.body), "Tu bổ kè Khe Mây", due_date=MAY)
    next_one = make.overlap(pair.one, third, chance=600)
    client = here.client(here.clerk)
    page = client.get(reverse("work:pair", args=[pair.pk]))
    assert page.context["skip_url"] == f"{reverse('work:pair', args=[next_one.pk])}?sau={pair.pk}"
    answer = client.post(page.context["skip_url"], {"decision": "separate", "reason": "Khác công trình"})
    assert answer.headers["Location"] == reverse("work:pairs")
    answer = client.post(
        reverse("work:pair", args=[pair.pk]),
        {"decision": "merge", "governing": f"item:{pair.other_id}", "reason": "Bản sau"},
    )
    assert answer.headers["Location"] == reverse("work:pairs")
    assert WorkItem.objects.get(items=pair.other).due_date == JUNE


def test_a_choice_left_out_or_a_day_missing_is_asked_for_and_nothing_changes(here: Department) -> None:
    pair = pair_of(here)
    client = here.client(here.clerk)
    address = reverse("work:pair", args=[pair.pk])
    for given, words in (
        ({"decision": "merge", "governing": f"item:{pair.one_id}"}, "Hãy ghi lý do chọn thời hạn"),
        ({"decision": "merge", "governing": "day", "reason": "x"}, "Hãy ghi ngày áp dụng"),
        ({"decision": "separate"}, "Hãy ghi lý do để riêng"),
    ):
        answer = client.post(address, given)
        assert answer.status_code == 422
        assert words in answer.content.decode()
    pair.refresh_from_db()
    assert pair.verdict == ItemVerdict.OPEN


def test_lists_of_pairs_are_narrowed_by_relation_plan_item_and_verdict(here: Department) -> None:
    pair = pair_of(here)
    related = make.overlap(
        pair.one, make.item(make.plan(here.body), "Tập huấn hộ đê"), relation=Relation.RELATED, chance=300
    )
    client = here.client(here.clerk)

    def found(**asked: str | int) -> list[ItemOverlap]:
        return [side.overlap for side in client.get(reverse("work:pairs"), asked).context["pairs"]]

    assert found() == [pair, related]
    assert found(quan_he="related") == [related]
    assert found(ke_hoach=related.other.plan_id) == [related]
    assert found(dong=pair.other_id) == [pair]
    assert found(xem="merged") == []
    client.post(reverse("work:separate"), {"pairs": [pair.pk, related.pk], "reason": "Khác việc"})
    assert set(found(xem="separate")) == {pair, related}


def test_a_plan_that_comes_in_is_held_against_what_is_there_and_new_work_begins_at_once(here: Department) -> None:
    text = "Kiểm tra, đánh giá an toàn hồ chứa nước Khe Mây trước mùa mưa lũ năm 2026"
    early, later = make.plan(here.body), make.plan(here.body, by=here.clerk)
    known = make.item(early, text, lead=here.division, due_date=MAY)
    for task in (
        "Trình phê duyệt quy hoạch chi tiết trạm bơm Bến Vân",
        "Cắm mốc hành lang bảo vệ sông Lam Khê",
        "Sơ kết công tác thu thuỷ lợi phí sáu tháng đầu năm",
        "Lập hồ sơ thanh lý xe ô tô công vụ",
    ):
        make.item(early, task, lead=here.division, due_date=JUNE)
    PlanItem.objects.update(lead="Phòng Quản lý công trình")
    work = make.work(known, at=NOW)
    again = make.item(later, text, due_date=JUNE)
    new = make.item(later, "Tổ chức hội thi cán bộ trẻ giỏi ngoại ngữ", due_date=date(2026, 11, 30))
    PlanItem.objects.filter(pk=again.pk).update(lead="Phòng Quản lý công trình")
    PlanItem.objects.filter(pk=new.pk).update(lead="Công đoàn cơ sở")
    for _ in range(2):  # done twice, nothing more happens
        jobs.find_overlaps(later.pk)
        again.refresh_from_db()
        new.refresh_from_db()
        assert again.work is None
        assert new.work is not None
    pair = ItemOverlap.objects.get(one=known, other=again)
    assert pair.relation == Relation.SAME_OTHER_DEADLINE
    assert pair.reasons
    assert WorkItem.objects.count() == 2
    assert work.items.count() == 1


def test_a_search_that_broke_off_begins_where_it_was(here: Department, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = make.plan(here.body, by=here.clerk)
    items = [make.item(plan, f"Nạo vét kênh mương thôn {number}") for number in range(4)]
    monkeypatch.setattr(searching, "_AT_ONCE", 2)
    encoded: list[int] = []

    def breaking(given: list[object], **_: object) -> list[bytes]:
        if encoded:
            raise InterruptedError
        encoded.append(len(given))
        return [b"\0" * 8 for _ in given]

    monkeypatch.setattr(searching, "encode", breaking)
    with pytest.raises(InterruptedError):
        jobs.find_overlaps(plan.pk)
    assert sum(bool(item.vector) for item in PlanItem.objects.filter(plan=plan)) == 2
    assert not WorkItem.objects.exists()
    assert len(items) == 4


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("committed")
def test_two_people_deciding_one_pair_at_once_one_wins_and_the_other_is_told(here: Department) -> None:
    pair = pair_of(here)
    said: list[str] = []
    ready = threading.Barrier(2)

    def decide(how: str) -> None:
        ready.wait()
        try:
            if how == "merge":
                chosen = Governing(item_id=pair.other_id)
                merging.merge(overlap_id=pair.pk, governing=chosen, reason="Bản sau", actor=here.clerk, at=NOW)
            else:
                overlaps.separate(overlap_ids=[pair.pk], reason="Khác", actor=here.director, at=NOW)
            said.append("done")
        except OverlapDecidedError as refusal:
            said.append(str(refusal))
        finally:
            connection.close()

    threads = [threading.Thread(target=decide, args=(how,)) for how in ("merge", "separate")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert said.count("done") == 1
    assert sum("đã kết luận" in words or "Không còn cặp" in words for words in said) == 1
