"""A head of division: gives work, takes it in, answers for causes, and judges the month."""

from datetime import date, datetime
from decimal import Decimal

from congtam.scoring.choices import SheetState
from congtam.scoring.models import ScoreSheet
from congtam.tasks import services as tasks
from congtam.tasks.choices import CauseAbout, EvidenceKind
from congtam.tasks.models import Deadline, Task
from congtam.tasks.services import Proof
from tests.journeys.conftest import Arrival
from tests.journeys.world import OFFICE, World, account
from tests.scoring.office import sign

REPORT = "Báo cáo tình hình hồ chứa quý I"
PLAN = "Kế hoạch phòng chống lụt bão"


def test_a_head_gives_work_to_several_people_and_a_whole_table_at_once(arrives: Arrival, office: World) -> None:
    khoa = arrives(office.head).goes_to("/").opens("Giao nhiệm vụ")
    khoa.writes("Tìm sản phẩm, công việc", "bao cao").presses("Tìm").sees("Có 1 sản phẩm khớp.")
    khoa.chooses("Sản phẩm, công việc", "Xây dựng báo cáo chuyên đề").writes("Nội dung cụ thể", REPORT)
    khoa.ticks("Trần Văn Đạt, Chuyên viên").ticks("Lê Thị Hà, Chuyên viên").writes("Hạn", "2026-03-20").ticks(
        "Trọng tâm"
    )
    khoa.keeps_picture("truong-phong-giao-viec")
    khoa.presses("Giao việc").sees("Đã giao việc cho 2 người.")

    khoa.follows("Giao nhiều việc một lần")
    for row, (code, person) in enumerate([(office.report.code, "Vũ Thị Ngọc"), ("SAI.01", "Bùi Đức Anh")], start=1):
        khoa.writes(f"Mã sản phẩm, dòng {row}", code).writes(f"Người thực hiện, dòng {row}", person)
        khoa.writes(f"Số lượng, dòng {row}", "1").writes(f"Hạn, dòng {row}", "27/03/2026")
        khoa.writes(f"Nội dung cụ thể, dòng {row}", PLAN)
    khoa.presses("Xem trước").sees("1 trong 2 dòng cần sửa").keeps_picture("truong-phong-giao-nhieu-viec")
    assert Task.objects.count() == 2  # those given before; of the table nothing yet
    khoa.writes("Mã sản phẩm, dòng 2", office.letter.code).presses("Xem trước").sees("Các dòng đều giao được")
    khoa.presses("Giao 2 việc").sees("chờ nghiệm thu", "Việc đang mở theo người")
    assert Task.objects.count() == 4
    khoa.keeps_picture("truong-phong-bang-theo-doi")


def test_a_head_accepts_returns_moves_a_deadline_and_gives_on_what_came_back(arrives: Arrival, office: World) -> None:
    dat, ha, quan = office.staff[:3]
    for what, who in ((REPORT, dat), (PLAN, ha)):
        hands_in(office, office.gives(what, to=who, due=date(2026, 3, 20)))
    back = office.gives("Công văn trả lời cử tri", to=quan, due=date(2026, 3, 18), product=office.letter)
    tasks.hand_back(task_id=back.pk, reason="Đi học tập trung", actor=account(quan), at=datetime.now(OFFICE))

    khoa = arrives(office.head).goes_to("/").sees("chờ nghiệm thu").opens("Bảng theo dõi").sees(REPORT, PLAN)
    khoa.follows("Xem và nghiệm thu", within=REPORT).sees("12/BC-STL").keeps_picture("truong-phong-nghiem-thu")
    khoa.presses("Nghiệm thu").sees("Đã nghiệm thu.")

    khoa.opens("Bảng theo dõi").follows("Xem và nghiệm thu", within=PLAN).follows("Trả lại vì lỗi lớn về nội dung")
    khoa.sees("trừ 25% điểm chất lượng").writes("Cần sửa, bổ sung những gì", "Thiếu phương án di dân xã Tân Lam.")
    khoa.presses("Trả lại vì lỗi lớn về nội dung").sees("Đã trả lại vì lỗi lớn về nội dung.")
    khoa.unfolds_more().follows("Đổi hạn", exact=True).writes("Hạn mới", "2026-03-25").writes(
        "Lý do đổi hạn", "Bổ sung phương án"
    )
    khoa.presses("Đổi hạn").sees("Đã đặt hạn mới.", "25/03/2026")

    khoa.opens("Bảng theo dõi").follows("bị trả lại, chưa giao ai").follows("Công văn trả lời cử tri")
    khoa.follows("Giao cho người khác").chooses("Người làm tiếp", "Bùi Đức Anh").writes("Hạn", "2026-03-24")
    khoa.presses("Giao cho người khác").sees("Đã giao cho người khác.")
    assert Task.objects.get(continues=back).holder == office.staff[4]


def test_a_head_answers_for_causes_and_judges_the_month_from_one_table(arrives: Arrival, office: World) -> None:
    for who in office.staff:
        late = who == office.staff[1]
        task = office.gives(REPORT, to=who, due=date(2026, 3, 4 if late else 20))
        if late:
            office.turns_to(9, 3)
            hands_in(office, task)
            tasks.claim_cause(
                task_id=task.pk,
                about=CauseAbout.DELAY,
                of=Deadline.objects.get(task=task).pk,
                text="Mưa lũ chia cắt đường, có công điện 3/CĐ-UBND.",
                actor=account(who),
                at=datetime.now(OFFICE),
            )
            accepts(office, task)
        else:
            office.finishes(task)
    khoa = arrives(office.head).goes_to("/").follows("nguyên nhân chờ xác nhận").sees("Mưa lũ chia cắt đường")
    khoa.presses("Xác nhận").sees("Không có nguyên nhân nào chờ trả lời")

    office.opens_march()
    for who in office.staff[:-1]:
        sign(who, at=datetime.now(OFFICE))
    khoa.goes_to("/").sees("Xác nhận phiếu tháng 3/2026").follows("Xác nhận phiếu tháng 3/2026").sees(
        "chờ tôi xác nhận", "Bùi Đức Anh"
    )
    khoa.keeps_picture("truong-phong-cham-thang")
    khoa.follows("Trần Văn Đạt").sees("Kết quả thực hiện nhiệm vụ").unfolds("(Tiến độ)").sees("Điều 14")
    khoa.unfolds("Trả lại").writes("Lý do", "Bổ sung ưu điểm.").confirms("Trả lại")
    khoa.sees("Đã trả lại phiếu cho Trần Văn Đạt.")

    khoa.opens("Chấm điểm tháng").unfolds("không có gì khác thường").presses("Xác nhận cả")
    khoa.sees("Đã xác nhận phiếu của")
    states = dict(ScoreSheet.objects.values_list("person__full_name", "state"))
    assert states["Nguyễn Minh Quân"] == SheetState.CONFIRMED
    assert states["Trần Văn Đạt"] == SheetState.SENT_BACK


def hands_in(office: World, task: Task) -> None:
    """Let the holder take the work and hand it in with the number of a document."""
    mine, now = account(task.holder), datetime.now(OFFICE)
    tasks.accept(task_id=task.pk, actor=mine, at=now)
    proof = Proof(kind=EvidenceKind.DOCUMENT, text="12/BC-STL")
    tasks.hand_in(task_id=task.pk, quantity=Decimal(1), proofs=[proof], actor=mine, at=now)


def accepts(office: World, task: Task) -> None:
    """Let the head accept what lies with him."""
    tasks.accept_result(
        task_id=task.pk,
        hand_in_id=task.hand_ins.get().pk,
        quantity=Decimal(1),
        actor=account(office.head),
        at=datetime.now(OFFICE),
    )
