"""The month of an office whose browsers run no script: plain forms carry every act that counts."""

from datetime import date

from congtam.scoring.choices import SheetState
from congtam.scoring.facts import criteria_of
from congtam.scoring.models import ScoreSheet
from congtam.tasks.choices import TaskState
from congtam.tasks.models import Task
from congtam.values.numbers import vietnamese
from tests.journeys.conftest import Arrival
from tests.journeys.world import World

PLAN = "Kế hoạch phòng chống lụt bão"
PROOF = b"%PDF-1.4\n%%EOF\n"


def test_work_and_month_go_their_way_without_any_script(arrives: Arrival, office: World) -> None:
    khoa = arrives(office.head, has_script=False).goes_to("/nhiem-vu/giao/")
    khoa.chooses("Sản phẩm, công việc", "Xây dựng báo cáo chuyên đề").writes("Nội dung cụ thể", PLAN)
    khoa.ticks("Trần Văn Đạt, Chuyên viên").writes("Hạn", "2026-03-20").presses("Giao việc").sees(
        "Đã giao việc cho 1 người."
    )

    dat = arrives(office.specialist, has_script=False).goes_to("/").follows(PLAN).presses("Nhận việc")
    dat.writes("Số, ký hiệu văn bản", "9/KH-STL").attaches("Tệp", "Kế hoạch.pdf", PROOF).presses("Nộp sản phẩm")
    dat.sees("Đã nộp, chờ nghiệm thu.", "Kế hoạch.pdf")
    khoa.goes_to("/nhiem-vu/bang-theo-doi/").follows("Xem và nghiệm thu").presses("Nghiệm thu").sees("Đã nghiệm thu.")
    assert Task.objects.get().state == TaskState.DONE

    office.opens_march()
    dat.goes_to("/").follows("Phiếu tháng 3/2026")
    for one in criteria_of(date(2026, 3, 1)):
        dat.writes(one.label, vietnamese(one.max))
    dat.presses("Ký và chuyển cấp trên").sees("Đã ký phiếu và chuyển cấp trên.").unfolds("(Số lượng)").sees("Điều 14")

    khoa.goes_to("/cham-diem/thang/").writes("Ý kiến về Trần Văn Đạt", "Nhất trí.")
    khoa.presses("Xác nhận phiếu của Trần Văn Đạt").sees("Đã xác nhận phiếu của Trần Văn Đạt.")
    sheet = ScoreSheet.objects.get(person=office.specialist)
    assert (sheet.state, sheet.comment) == (SheetState.CONFIRMED, "Nhất trí.")
