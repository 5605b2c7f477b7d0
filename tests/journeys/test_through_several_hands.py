"""Stories that pass through several hands: recurring work, a signed sheet put right, a petition."""

from datetime import date, datetime
from typing import Any

from congtam.evaluation import services as years
from congtam.evaluation.models import RatingCase
from congtam.scoring import services as months
from congtam.scoring.models import ScoreSheet
from congtam.tasks.models import RecurringWork, Task
from tests.journeys.conftest import Arrival
from tests.journeys.test_head_of_body import prepared
from tests.journeys.world import OFFICE, World, account
from tests.scoring.office import sign

WEEKLY = "Báo cáo tuần về mực nước hồ chứa"


def test_work_that_comes_back_each_week_is_set_once_done_and_stopped(arrives: Arrival, office: World) -> None:
    khoa = arrives(office.head).goes_to("/nhiem-vu/dinh-ky/").sees("Chưa có việc định kỳ nào")
    khoa.chooses("Sản phẩm, công việc", "Xây dựng báo cáo chuyên đề").writes("Nội dung cụ thể", WEEKLY)
    khoa.chooses("Người thực hiện", "Trần Văn Đạt").chooses("Định kỳ", "hằng tuần").writes("Hạn vào ngày", "9")
    khoa.presses("Đặt việc định kỳ").sees("từ thứ Hai đến Chủ nhật")
    khoa.writes("Hạn vào ngày", "5").presses("Đặt việc định kỳ").sees("Đã đặt việc định kỳ.", WEEKLY, "Thứ Sáu")
    khoa.presses("Giao ngay cho 31 ngày tới").sees("Đã giao 4 việc định kỳ.")
    khoa.presses("Giao ngay cho 31 ngày tới").sees("được giao đủ")
    fridays = list(Task.objects.order_by("due_date").values_list("due_date", flat=True))
    assert fridays == [date(2026, 3, day) for day in (6, 13, 20, 27)]

    dat = arrives(office.specialist).goes_to("/").follows(WEEKLY).presses("Nhận việc")
    dat.writes("Số, ký hiệu văn bản", "12/BC-STL").presses("Nộp sản phẩm").sees("Đã nộp, chờ nghiệm thu.")
    khoa.goes_to("/nhiem-vu/bang-theo-doi/").follows("Xem và nghiệm thu").presses("Nghiệm thu").sees("Đã nghiệm thu.")

    khoa.goes_to("/nhiem-vu/dinh-ky/").presses("Dừng", within=WEEKLY).sees("Việc đã giao vẫn giữ nguyên.")
    assert RecurringWork.objects.get().valid_until == date(2026, 3, 2)
    assert Task.objects.count() == 4


def test_a_signed_sheet_is_put_right_and_the_leader_reads_what_it_does_to_his_own(
    arrives: Arrival, office: World
) -> None:
    a_third_done(office)
    own, heads = (ScoreSheet.objects.get(person=who) for who in (office.specialist, office.head))
    assert own.total_hundredths == 5333

    mai = arrives(office.officer).goes_to(f"/cham-diem/phieu/{own.pk}/").unfolds_more().follows("Lập phiên bản sửa")
    mai.writes("Lý do sửa", "Cộng nhầm tiêu chí I.1")
    mai.writes("Văn bản hoặc người cho phép sửa", "Thông báo 12/TB-STL").presses("Lập phiên bản sửa")
    mai.sees("Đã lập phiên bản 2.", "Phiên bản trước vẫn có giá trị")

    dat = arrives(office.specialist).goes_to("/").follows("Phiếu tháng 3/2026").sees("Phiên bản sửa lần 1", "12/TB-STL")
    dat.page.locator("input[name='mark_I_1']").fill("0")
    dat.presses("Ký và chuyển cấp trên").sees("Đã ký phiếu và chuyển cấp trên.")
    khoa = arrives(office.head).goes_to("/cham-diem/thang/").sees("phiên bản sửa")
    khoa.presses("Xác nhận phiếu của Trần Văn Đạt").sees("Đã xác nhận phiếu của Trần Văn Đạt.")
    dat.opens("Điểm của tôi").sees("48,33").follows("Tháng 3").unfolds("Phiên bản").sees("Phiên bản 1", "53,33 điểm")

    said = "d 100% → 50%, tổng điểm 100,00 → 94,17"
    arrives(office.director).goes_to(f"/cham-diem/phieu/{heads.pk}/").sees(said, "Trần Văn Đạt (phiên bản 2)")
    mai.goes_to(f"/cham-diem/ky/{heads.period_id}/").sees(said)
    mai.presses("Lập phiên bản sửa để tính lại d").sees("Đã lập phiên bản 2 để tính lại d.", "Thông báo 12/TB-STL")
    heads.refresh_from_db()
    assert heads.total_hundredths == 10_000


def test_a_petition_is_answered_in_time_and_only_after_the_decision_was_replaced(
    arrives: Arrival, office: World
) -> None:
    published(office)
    office.turns_to(15, 12)
    dat = arrives(office.specialist).goes_to("/").opens("Xếp loại của tôi").sees("trong 7 ngày làm việc")
    dat.writes("Nội dung kiến nghị", "Tháng 9 tôi làm hai việc khó nhưng chưa được đánh dấu.")
    dat.presses("Gửi kiến nghị").sees("Đã gửi kiến nghị.", "24/12/2026").misses("Nội dung kiến nghị")

    office.turns_to(16, 12)
    giang = arrives(office.director).goes_to("/").opens("Kiến nghị").sees("Trần Văn Đạt", "hai việc khó", "24/12/2026")
    giang.unfolds("Trả lời").ticks("Thay đổi kết quả").writes("Nội dung trả lời", "Kiến nghị đúng.")
    giang.presses("Gửi trả lời").sees("Hãy ra quyết định thay thế trước")

    case = RatingCase.objects.get(person=office.specialist)
    chairman = arrives(office.chairman).goes_to(f"/xep-loai/ho-so/{case.pk}/")
    chairman.ticks("Hoàn thành xuất sắc nhiệm vụ").writes("Lý do", "Bổ sung hai việc khó tháng 9.")
    chairman.writes("Số, ngày của quyết định thay thế", "Số 15/QĐ-UBND ngày 16/12/2026").presses("Thay quyết định")
    chairman.sees("Đã thay quyết định; quyết định cũ vẫn được giữ.", "Lần 2", "Lần 1")

    giang.unfolds("Trả lời").ticks("Thay đổi kết quả").writes("Nội dung trả lời", "Đã ra Quyết định 15/QĐ-UBND.")
    giang.presses("Gửi trả lời").sees("Đã trả lời kiến nghị.")
    dat.opens("Xếp loại của tôi").sees("Đã ra Quyết định 15/QĐ-UBND.", "Hoàn thành xuất sắc nhiệm vụ")


def a_third_done(office: World) -> None:
    """March confirmed for the division: everybody did his work but the specialist, who did a third of his; the head's d is full."""
    for number, who in enumerate((*office.staff, office.specialist, office.specialist)):
        task = office.gives(f"Báo cáo tình hình hồ chứa {number}", to=who, due=date(2026, 3, 20))
        if number < len(office.staff):
            office.finishes(task)
    own = office.gives_to_head("Kế hoạch phòng chống lụt bão", due=date(2026, 3, 25))
    office.finishes(own, by=office.director)
    office.opens_march()
    now = datetime.now(OFFICE)
    for who in (*office.staff, office.head):
        sign(who, at=now)
    for who in office.staff:
        sheet = ScoreSheet.objects.get(person=who)
        months.confirm(sheet_id=sheet.pk, comment="", actor=account(office.head), at=now)
    said = {"organising": "full", "organising_reason": "Đúng hạn.", "unity": "full", "unity_reason": "Đoàn kết."}
    months.confirm(
        sheet_id=ScoreSheet.objects.get(person=office.head).pk,
        comment="",
        conclusions=months.Conclusions(**said),
        actor=account(office.director),
        at=now,
    )


def published(office: World) -> None:
    """The year decided as proposed, everybody good, and published on 1 December."""
    office.turns_to(1, 12)
    office.months(dict.fromkeys((office.director, office.head, office.bureau_head, office.officer, *office.staff), 80))
    campaign = prepared(office)
    now: Any = {"at": datetime.now(OFFICE)}
    for case in campaign.cases.select_related("campaign"):
        years.decide(
            case=case,
            outcome="rated",
            level=case.proposed_level,
            reason="",
            handling="",
            revision=case.revision,
            actor=account(office.director),
            **now,
        )
    years.publish(campaign=campaign, document="Số 120/TB-STL ngày 1/12/2026", actor=account(office.director), **now)
