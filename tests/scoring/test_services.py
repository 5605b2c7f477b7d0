"""A month from its opening to its closing."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from congtam.audit.models import Act
from congtam.personnel.models import Absence, Appointment
from congtam.scoring import services
from congtam.scoring.choices import Judged, SheetState
from congtam.scoring.models import ScoreSheet, SheetLine
from congtam.scoring.selectors import months_of, placements_of, unit_results_of
from congtam.tasks.models import HandIn
from tests import make
from tests.scoring.office import (
    CONFIRMED,
    LATER,
    MARCH,
    OPENED,
    SIGNED,
    Office,
    account,
    all_signed,
    confirm,
    corrected_downwards,
    judged,
    mark,
    marks,
    office,
    opened,
    sheet_of,
    sign,
    work,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> Office:
    return office()


def test_opening_a_month_makes_a_sheet_for_every_civil_servant_of_the_body(house: Office) -> None:
    make.officer(house.division, "Phan Văn Sơn", category="public_employee")
    period = opened(house)
    people = set(ScoreSheet.objects.filter(period=period).values_list("person_id", flat=True))
    assert people == {
        one.pk for one in (house.director, house.deputy, house.head, house.staff, house.colleague, house.officer)
    }
    assert Act.objects.get(code="scoring.period_opened").after == {
        "month": "2026-03",
        "cut_off_date": "2026-04-03",
        "sheets": 6,
    }


def test_each_sheet_goes_to_the_head_the_decree_names(house: Office) -> None:
    opened(house)
    judges = {sheet.person_id: sheet.judging_unit_id for sheet in ScoreSheet.objects.all()}
    assert judges[house.staff.pk] == house.division.pk
    assert judges[house.head.pk] == judges[house.deputy.pk] == house.body.pk
    assert judges[house.director.pk] == house.province.pk


def test_whoever_is_away_the_whole_month_has_no_sheet_and_the_reason_is_known(house: Office) -> None:
    Absence.objects.create(
        person=house.staff, kind="maternity", valid_from=date(2026, 2, 1), valid_until=date(2026, 8, 1)
    )
    Absence.objects.create(
        person=house.colleague, kind="sick", valid_from=date(2026, 3, 2), valid_until=date(2026, 4, 1)
    )
    opened(house)
    assert not ScoreSheet.objects.filter(person=house.staff).exists()
    assert ScoreSheet.objects.filter(person=house.colleague).exists()
    placed = {one.appointment.person_id: one.absence for one in placements_of(house.body.pk, MARCH)}
    assert placed[house.staff.pk] == "nghỉ thai sản"


def test_whoever_moves_during_the_month_is_scored_once_where_he_is_at_its_end(house: Office) -> None:
    other = make.body("Sở Giống cây trồng tỉnh Sông Lam", under=house.province)
    Appointment.objects.filter(person=house.staff).update(valid_until=date(2026, 3, 16))
    make.post(house.staff, other, since=date(2026, 3, 16))
    opened(house)
    assert not ScoreSheet.objects.filter(person=house.staff).exists()


def test_whoever_came_after_the_opening_is_added(house: Office) -> None:
    period = opened(house)
    newcomer = make.officer(house.division, "Hồ Văn Tân", since=date(2026, 3, 9))
    made = services.add_missing_sheets(period_id=period.pk, actor=account(house.officer), at=SIGNED)
    assert made == 1
    assert sheet_of(newcomer).judging_unit_id == house.division.pk


def test_contract_workers_are_scored_where_the_by_law_includes_them(house: Office) -> None:
    worker = make.officer(house.division, "Cao Văn Lực", category="contract_worker")
    services.set_reading(
        body=house.body,
        policies={"cap": "ratio"},
        adopts=[],
        includes=["contract_worker"],
        document="Quy chế 05/QC",
        valid_from=date(2026, 1, 1),
        actor=account(house.officer),
        at=OPENED,
    )
    opened(house)
    assert sheet_of(worker).state == SheetState.DRAFT


@pytest.mark.parametrize(
    ("month", "cut_off", "said"),
    [
        (date(2026, 4, 1), date(2026, 5, 3), "chưa tới"),
        (date(2026, 3, 1), date(2026, 3, 30), "31/03/2026"),
        (date(2026, 3, 2), date(2026, 4, 3), "ngày đầu tháng"),
        (date(2025, 12, 1), date(2026, 1, 3), "không chấm điểm"),
    ],
)
def test_a_month_is_not_opened_wrongly(house: Office, month: date, cut_off: date, said: str) -> None:
    with pytest.raises(services.WrongEntryError, match=said):
        opened(house, month, cut_off)


def test_marks_may_be_kept_in_part_but_not_signed(house: Office) -> None:
    work(house.staff, house.division)
    opened(house)
    mark(house.staff, {"I.1": "4.5"})
    assert sheet_of(house.staff).general == {"I.1": "4.5"}
    with pytest.raises(services.IncompleteSheetError, match="Còn 9 tiêu chí"):
        services.self_sign(sheet_id=sheet_of(house.staff).pk, actor=account(house.staff), at=SIGNED)


@pytest.mark.parametrize("wrong", ["5.5", "-1", "4.555", "bốn", "1e1"])
def test_marks_outside_a_criterion_are_refused(house: Office, wrong: str) -> None:
    opened(house)
    with pytest.raises(services.WrongEntryError, match=r"I\.1"):
        mark(house.staff, {"I.1": wrong})
    assert sheet_of(house.staff).general == {}


def test_a_signed_sheet_keeps_its_lines_whatever_happens_to_the_work(house: Office) -> None:
    work(house.staff, house.division)
    task = work(house.staff, house.division, late=True)
    opened(house)
    sheet = sign(house.staff)
    # a = 1, b = 1, c = (1 + 0.75) / 2: R = 2.875 / 3, of 70 marks 67.08; 30 general marks.
    assert (sheet.general_hundredths, sheet.task_hundredths, sheet.total_hundredths) == (3000, 6708, 9708)
    HandIn.objects.filter(task=task).delete()
    assert SheetLine.objects.get(sheet=sheet, task=task).done == 1
    assert confirm(house.staff, house.head).total_hundredths == 9708


def test_nobody_without_work_can_sign(house: Office) -> None:
    opened(house)
    with pytest.raises(services.IncompleteSheetError, match="chưa có sản phẩm nào được giao"):
        sign(house.staff)
    assert sheet_of(house.staff).state == SheetState.DRAFT


def test_a_sheet_sent_back_is_mended_and_signed_again(house: Office) -> None:
    work(house.staff, house.division)
    opened(house)
    sheet = sign(house.staff)
    with pytest.raises(services.WrongEntryError):
        services.send_back(sheet_id=sheet.pk, reason=" ", actor=account(house.head), at=CONFIRMED)
    services.send_back(sheet_id=sheet.pk, reason="Xem lại tiêu chí I.2.", actor=account(house.head), at=CONFIRMED)
    mark(house.staff, {"I.2": "3"})
    again = services.self_sign(sheet_id=sheet.pk, actor=account(house.staff), at=CONFIRMED)
    assert (again.state, again.general_hundredths) == (SheetState.SELF_SIGNED, 2800)
    assert [move.state for move in again.moves.order_by("pk")] == ["draft", "self_signed", "sent_back", "self_signed"]


def test_two_heads_at_once_end_in_one_confirmation(house: Office) -> None:
    work(house.staff, house.division)
    opened(house)
    sign(house.staff)
    confirm(house.staff, house.head)
    with pytest.raises(services.SheetMovedError, match="Phạm Văn Khoa thực hiện lúc 10:00 ngày 02/04/2026"):
        confirm(house.staff, house.director)


def test_nobody_confirms_his_own_sheet(house: Office) -> None:
    work(house.head, house.division)
    opened(house)
    sign(house.head)
    with pytest.raises(services.OwnSheetError):
        confirm(house.head, house.head)


def test_a_leader_waits_for_the_people_he_manages(house: Office) -> None:
    opened(house)
    all_signed((house.staff, house.colleague, house.head), house.division)
    confirm(house.staff, house.head)
    judged(house.head, house.director)
    with pytest.raises(services.IncompleteSheetError, match="Lê Thị Hà"):
        confirm(house.head, house.director)
    confirm(house.colleague, house.head)
    sheet = confirm(house.head, house.director)
    assert (sheet.unit_results, sheet.total_hundredths) == (Judged.FULL, 10_000)


def test_one_person_below_fifty_halves_d(house: Office) -> None:
    opened(house)
    work(house.staff, house.division, done=0)
    mark(house.staff, dict.fromkeys(marks(), "0"))
    services.self_sign(sheet_id=sheet_of(house.staff).pk, actor=account(house.staff), at=SIGNED)
    all_signed((house.head,), house.division)
    confirm(house.staff, house.head)
    judged(house.head, house.director)
    # Somebody below the mark settles it although the colleague's sheet still waits.
    sheet = confirm(house.head, house.director)
    assert sheet.unit_results == Judged.HALF
    assert "Trần Văn Đạt" in sheet.unit_results_reason


def test_a_leader_is_not_confirmed_without_conclusions(house: Office) -> None:
    opened(house)
    all_signed((house.staff, house.colleague, house.head), house.division)
    for who in (house.staff, house.colleague):
        confirm(who, house.head)
    with pytest.raises(services.IncompleteSheetError, match="kết luận đ và e"):
        confirm(house.head, house.director)
    with pytest.raises(services.WrongEntryError, match="100% hoặc 50%"):
        judged(house.head, house.director, organising="most")


def test_a_deputy_is_judged_by_the_people_below_and_the_sheet_says_so(house: Office) -> None:
    opened(house)
    found = unit_results_of([sheet_of(house.deputy)])[sheet_of(house.deputy).pk]
    assert house.director.full_name not in found.waiting
    assert {house.head.full_name, house.staff.full_name, house.officer.full_name} <= set(found.waiting)
    assert "lĩnh vực được phân công" in found.sentence


def test_where_a_leader_manages_nobody_scored_the_authority_concludes_d(house: Office) -> None:
    lonely = make.unit("Phòng Công nghệ", under=house.body)
    head = make.head(lonely, "Tô Văn Hùng")
    work(head, lonely)
    opened(house)
    sign(head)
    judged(head, house.director)
    with pytest.raises(services.IncompleteSheetError, match="chưa có d"):
        confirm(head, house.director)
    services.judge(
        sheet_id=sheet_of(head).pk,
        conclusions=services.Conclusions(
            organising="full",
            organising_reason="Có sáng kiến.",
            unity="full",
            unity_reason="Đoàn kết.",
            unit_results="full",
            unit_results_reason="Phòng chỉ có một người, việc của phòng đều xong.",
        ),
        actor=account(house.director),
        at=CONFIRMED,
    )
    assert confirm(head, house.director).total_hundredths == 10_000


def test_clean_sheets_are_confirmed_together_each_as_an_act_of_its_own(house: Office) -> None:
    opened(house)
    all_signed((house.staff, house.colleague), house.division)
    ids = [sheet_of(who).pk for who in (house.staff, house.colleague)]
    services.confirm_clean(sheet_ids=ids, comments={ids[0]: "Tốt."}, actor=account(house.head), at=CONFIRMED)
    assert sheet_of(house.staff).comment == "Tốt."
    assert Act.objects.filter(code="scoring.confirmed").count() == 2


def test_a_sheet_with_a_delay_is_not_confirmed_among_the_clean(house: Office) -> None:
    work(house.colleague, house.division, late=True)
    opened(house)
    all_signed((house.staff, house.colleague), house.division)
    ids = [sheet_of(who).pk for who in (house.staff, house.colleague)]
    with pytest.raises(services.SheetMovedError, match="Lê Thị Hà"):
        services.confirm_clean(sheet_ids=ids, comments={}, actor=account(house.head), at=CONFIRMED)
    assert sheet_of(house.staff).state == SheetState.SELF_SIGNED


def test_a_month_closes_only_when_every_sheet_is_finished(house: Office) -> None:
    period = opened(house)
    with pytest.raises(services.UnfinishedPeriodError, match="Còn 6 phiếu chưa xong"):
        services.close_period(period_id=period.pk, actor=account(house.officer), at=CONFIRMED)
    for sheet in ScoreSheet.objects.exclude(person=house.officer):
        services.set_aside(sheet_id=sheet.pk, reason="Đi học.", actor=account(house.officer), at=CONFIRMED)
    own = sheet_of(house.officer)
    services.set_aside(sheet_id=own.pk, reason="Đi học.", actor=make.user(), at=CONFIRMED)
    services.close_period(period_id=period.pk, actor=account(house.officer), at=CONFIRMED)
    with pytest.raises(services.ClosedPeriodError):
        services.take_up(sheet_id=own.pk, reason="Nhầm.", actor=make.user(), at=CONFIRMED)


def test_a_correction_is_a_new_version_and_the_old_one_stays(house: Office) -> None:
    work(house.staff, house.division)
    period = opened(house)
    sign(house.staff)
    old = confirm(house.staff, house.head)
    ScoreSheet.objects.exclude(pk=old.pk).update(state=SheetState.SET_ASIDE)
    services.close_period(period_id=period.pk, actor=account(house.officer), at=CONFIRMED)
    with pytest.raises(services.WrongEntryError):
        services.correct(sheet_id=old.pk, reason="Cộng nhầm", authority="", actor=account(house.officer), at=CONFIRMED)
    new = services.correct(
        sheet_id=old.pk,
        reason="Cộng nhầm tiêu chí I.2",
        authority="Thông báo 12/TB",
        actor=account(house.officer),
        at=CONFIRMED,
    )
    later = datetime(2026, 5, 4, 2, tzinfo=UTC)
    mark(house.staff, {"I.2": "4"}, at=later)
    services.self_sign(sheet_id=new.pk, actor=account(house.staff), at=later)
    assert months_of(person_ids=[house.staff.pk], year=2026)[house.staff.pk]["2026-03"].total_hundredths == 10_000
    confirm(house.staff, house.head, at=later)
    assert months_of(person_ids=[house.staff.pk], year=2026)[house.staff.pk]["2026-03"].total_hundredths == 9900
    old.refresh_from_db()
    assert (old.total_hundredths, old.is_current, old.lines.count()) == (10_000, False, 1)


def test_a_correction_below_moves_no_signed_d_but_says_what_it_would_be(house: Office) -> None:
    opened(house)
    sheet = corrected_downwards(house)
    (found,) = services.outdated_results(ScoreSheet.objects.all())
    assert (found.sheet, found.now) == (sheet, Judged.HALF)
    # R = (1 + 1 + 1 + 1/2 + 1 + 1) / 6 = 11/12, of 70 marks 64.17.
    assert found.change == "d 100% → 50%, tổng điểm 100,00 → 94,17"
    assert "Trần Văn Đạt (phiên bản 2)" in found.sentence
    sheet.refresh_from_db()
    assert (sheet.unit_results, sheet.total_hundredths) == (Judged.FULL, 10_000)


def test_a_leaders_sheet_is_corrected_for_what_was_corrected_below_with_its_reason_and_authority(house: Office) -> None:
    opened(house)
    sheet = corrected_downwards(house)
    made = services.correct_results(sheet_id=sheet.pk, actor=account(house.officer), at=LATER)
    assert "d 100% → 50%" in made.correction_reason
    assert made.correction_authority == "Điểm a khoản 3 Điều 15 Nghị định 335/2025/NĐ-CP; Thông báo 12/TB-STL"
    services.self_sign(sheet_id=made.pk, actor=account(house.head), at=LATER)
    assert confirm(house.head, house.director, at=LATER).total_hundredths == 9417
    assert services.outdated_results(ScoreSheet.objects.all()) == []


def test_a_d_that_agrees_with_the_sheets_below_is_not_corrected(house: Office) -> None:
    opened(house)
    all_signed((house.staff, house.colleague, house.head), house.division)
    for who in (house.staff, house.colleague):
        confirm(who, house.head)
    judged(house.head, house.director)
    sheet = confirm(house.head, house.director)
    with pytest.raises(services.SheetMovedError, match="khớp với điểm hiện nay"):
        services.correct_results(sheet_id=sheet.pk, actor=account(house.officer), at=LATER)


def test_months_without_corrections_cost_one_query(house: Office, django_assert_num_queries: Any) -> None:
    opened(house)
    with django_assert_num_queries(1):
        assert services.outdated_results(ScoreSheet.objects.all()) == []


def test_last_months_marks_fill_only_what_is_empty(house: Office) -> None:
    work(house.staff, house.division)
    opened(house)
    sign(house.staff)
    april = services.open_period(
        body=house.body,
        month=date(2026, 4, 1),
        cut_off_date=date(2026, 5, 4),
        actor=account(house.officer),
        at=datetime(2026, 4, 2, tzinfo=UTC),
    )
    sheet = ScoreSheet.objects.get(period=april, person=house.staff)
    at = datetime(2026, 4, 29, tzinfo=UTC)
    services.save_marks(
        sheet_id=sheet.pk, entered=services.Entered(marks={"I.1": "3"}), actor=account(house.staff), at=at
    )
    sheet = services.copy_last_month(sheet_id=sheet.pk, actor=account(house.staff), at=at)
    assert (sheet.general["I.1"], sheet.general["I.2"], sheet.strengths) == ("3", "5", "Chủ động, đúng hạn.")
    with pytest.raises(services.IncompleteSheetError, match="Chưa có phiếu kỳ trước"):
        services.copy_last_month(sheet_id=sheet_of_month(house).pk, actor=account(house.colleague), at=at)


def sheet_of_month(house: Office) -> ScoreSheet:
    return ScoreSheet.objects.get(person=house.colleague, period__month=MARCH)


def test_a_month_from_elsewhere_is_kept_once_with_its_paper(house: Office) -> None:
    said: dict[str, Any] = {
        "person": house.staff,
        "month": date(2026, 2, 1),
        "total_hundredths": 9125,
        "body_name": "UBND xã Bãi Ngang",
        "actor": account(house.officer),
        "at": CONFIRMED,
    }
    services.record_outside_month(**said, document="Công văn 8/CV")
    assert months_of(person_ids=[house.staff.pk], year=2026)[house.staff.pk]["2026-02"].sheet_id is None
    with pytest.raises(services.WrongEntryError, match="Đã có điểm"):
        services.record_outside_month(**said, document="Công văn 8/CV")
    with pytest.raises(services.WrongEntryError, match="từ 0 đến 100"):
        services.record_outside_month(**(said | {"total_hundredths": 10_001}), document="Công văn 8/CV")


def test_a_reading_is_one_the_rule_set_knows_and_ends_the_one_before(house: Office) -> None:
    said: dict[str, Any] = {
        "body": house.body,
        "adopts": [],
        "includes": [],
        "actor": account(house.officer),
        "at": OPENED,
    }
    with pytest.raises(services.WrongEntryError, match="cap"):
        services.set_reading(**said, policies={"cap": "none"}, document="Quy chế 1", valid_from=date(2026, 1, 1))
    first = services.set_reading(**said, policies={}, document="Quy chế 1", valid_from=date(2026, 1, 1))
    services.set_reading(**said, policies={"cap": "ratio"}, document="Quy chế 2", valid_from=date(2026, 7, 1))
    first.refresh_from_db()
    assert first.valid_until == date(2026, 7, 1)


def test_a_thousand_people_are_opened_in_as_many_queries_as_ten(
    django_assert_max_num_queries: Any, house: Office
) -> None:
    for _ in range(60):
        make.officer(house.division)
    with django_assert_max_num_queries(30):
        opened(house)
