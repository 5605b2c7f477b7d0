"""A specialist: work from the day it is given to the month that is signed."""

from datetime import date, datetime

from congtam.audit.models import Act
from congtam.documents.models import StoredFile
from congtam.scoring import services as months
from congtam.scoring.choices import SheetState
from congtam.scoring.models import ScoreSheet
from congtam.tasks.choices import TaskState
from congtam.tasks.models import HandIn, Task
from tests.journeys.conftest import Arrival
from tests.journeys.visitor import Visitor
from tests.journeys.world import OFFICE, World, account

PROOF = b"%PDF-1.4\n1 0 obj << /Type /Catalog >> endobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"
REPORT = "Báo cáo tình hình hồ chứa quý I"


def test_a_specialist_takes_work_on_and_hands_it_in_with_its_proof(arrives: Arrival, office: World) -> None:
    office.gives(REPORT, to=office.specialist, due=date(2026, 3, 20))
    office.gives(
        "Công văn trả lời cử tri xã Tân Lam", to=office.specialist, due=date(2026, 3, 6), product=office.letter
    )
    office.turns_to(4, 3)

    dat = arrives(office.specialist).goes_to("/").sees("Nhiệm vụ đang làm", REPORT)
    dat.keeps_picture("chuyen-vien-viec-cua-toi")
    dat.follows(REPORT).presses("Nhận việc").sees("Đã nhận việc.")
    dat.keeps_picture("chuyen-vien-nhiem-vu")

    dat.presses("Nộp sản phẩm").sees("ít nhất một minh chứng")
    dat.writes("Số, ký hiệu văn bản", "45/BC-STL ngày 4/3/2026").attaches("Tệp", "Báo cáo quý I.pdf", PROOF)
    dat.presses("Nộp sản phẩm").sees("Đã nộp, chờ nghiệm thu.", "45/BC-STL ngày 4/3/2026", "Báo cáo quý I.pdf")

    dat.opens("Nhiệm vụ của tôi").follows("Chờ nghiệm thu").sees(REPORT)


def test_a_specialist_writes_down_unplanned_work_gives_back_what_cannot_be_done_and_names_a_cause(
    arrives: Arrival, office: World
) -> None:
    office.gives(REPORT, to=office.specialist, due=date(2026, 3, 5))
    office.gives(
        "Công văn trả lời cử tri xã Tân Lam", to=office.specialist, due=date(2026, 3, 25), product=office.letter
    )
    office.turns_to(9, 3)

    dat = arrives(office.specialist).goes_to("/").opens("Nhiệm vụ của tôi").follows("Ghi việc đột xuất")
    dat.chooses("Sản phẩm, công việc", "Soạn công văn trả lời kiến nghị")
    dat.writes("Nội dung cụ thể", "Trả lời Thanh tra tỉnh về đê Hữu Lam").writes("Hạn", "2026-03-12")
    dat.presses("Ghi việc").sees("Đã ghi.", "Trả lời Thanh tra tỉnh về đê Hữu Lam")

    dat.opens("Nhiệm vụ của tôi").follows("Công văn trả lời cử tri xã Tân Lam").follows("Không thể hoàn thành, trả lại")
    dat.sees("không tính là hoàn thành").writes("Lý do", "Trùng thời gian tập huấn do Bộ tổ chức")
    dat.presses("Không thể hoàn thành, trả lại").sees("Đã trả lại người giao.")

    dat.opens("Nhiệm vụ của tôi").follows(REPORT).presses("Nhận việc")
    dat.writes("Số, ký hiệu văn bản", "51/BC-STL").presses("Nộp sản phẩm").sees("Chậm")
    dat.follows("Nêu nguyên nhân khách quan").sees("Điểm b, c khoản 2 Điều 14")
    dat.writes("Nguyên nhân khách quan", "Xã Tân Lam gửi số liệu chậm do mất điện, có công văn 8/UBND.")
    dat.presses("Nêu nguyên nhân khách quan").sees("Đã gửi nguyên nhân khách quan")


def test_a_specialist_marks_his_month_signs_it_and_reads_why(arrives: Arrival, office: World) -> None:
    for what, due in ((REPORT, 20), ("Kế hoạch phòng chống lụt bão", 27), ("Báo cáo thu thuỷ lợi phí", 31)):
        task = office.gives(what, to=office.specialist, due=date(2026, 3, due))
        if due != 31:  # the last one stays undone
            office.finishes(task)
    office.opens_march()

    dat = arrives(office.specialist).goes_to("/").sees("Phiếu tháng 3/2026").follows("Phiếu tháng 3/2026")
    dat.presses("Ký và chuyển cấp trên").sees("Tiêu chí chung")
    gives_himself_full_marks(dat)
    dat.writes("Ưu điểm", "Chủ động, đúng hạn hai trên ba việc.").keeps_picture(
        "chuyen-vien-tu-cham", of="Tiêu chí chung"
    )
    dat.presses("Lưu, chấm tiếp sau").sees("Đã lưu điểm tự chấm.")
    dat.presses("Ký và chuyển cấp trên").sees("Đã ký phiếu và chuyển cấp trên.")
    dat.unfolds("(Số lượng)").sees("Điều 14").keeps_picture("chuyen-vien-vi-sao", of="Kết quả thực hiện")
    assert dat.takes("In Mẫu số 01 (.docx)")[:2] == b"PK"

    sheet = ScoreSheet.objects.get(person=office.specialist, state=SheetState.SELF_SIGNED)
    months.confirm(sheet_id=sheet.pk, comment="Nhất trí.", actor=account(office.head), at=datetime.now(OFFICE))
    dat.opens("Điểm của tôi").sees("Tháng 3")


def test_a_button_pressed_twice_acts_once(arrives: Arrival, office: World) -> None:
    task = office.gives(REPORT, to=office.specialist, due=date(2026, 3, 20))
    arrives(office.specialist).goes_to(f"/nhiem-vu/{task.pk}/").presses_twice("Nhận việc").sees("Nộp sản phẩm")
    assert Act.objects.filter(code="tasks.accepted").count() == 1


def test_a_line_cut_in_the_middle_of_an_upload_leaves_nothing(arrives: Arrival, office: World) -> None:
    task = office.gives(REPORT, to=office.specialist, due=date(2026, 3, 20))
    dat = arrives(office.specialist).goes_to(f"/nhiem-vu/{task.pk}/").presses("Nhận việc")
    dat.writes("Số, ký hiệu văn bản", "45/BC-STL").attaches("Tệp", "Báo cáo.pdf", PROOF + b"%" * 3_000_000)
    line = dat.page.context.new_cdp_session(dat.page)
    line.send("Network.enable")
    slow = {"offline": False, "latency": 20, "downloadThroughput": 100_000, "uploadThroughput": 100_000}
    line.send("Network.emulateNetworkConditions", slow)
    with dat.page.expect_request(lambda sent: sent.method == "POST"):
        dat.page.get_by_role("button", name="Nộp sản phẩm").click(no_wait_after=True)
    dat.page.wait_for_timeout(500)
    dat.page.close()

    again = arrives(office.specialist).goes_to(f"/nhiem-vu/{task.pk}/").misses("45/BC-STL", "Báo cáo.pdf")
    again.writes("Số, ký hiệu văn bản", "45/BC-STL").presses("Nộp sản phẩm").sees("Đã nộp, chờ nghiệm thu.")
    assert (HandIn.objects.count(), StoredFile.objects.count()) == (1, 0)
    assert Task.objects.get(pk=task.pk).state == TaskState.HANDED_IN


def gives_himself_full_marks(who: Visitor) -> None:
    """Press “Tối đa” at every criterion."""
    for button in who.page.get_by_role("button", name="Tối đa").all():
        button.click()
