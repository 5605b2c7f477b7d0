"""A briefing: the office brings the pack, the meeting concludes, a head of division gives the work on, and the next one begins with what is open."""

from datetime import date

from congtam.personnel.choices import Duty
from congtam.tasks.models import Task
from tests import make
from tests.journeys.conftest import Arrival
from tests.journeys.world import World

TITLE = "Giao ban tuần 11"
CONCLUDED = "Rà soát 14 cống dưới đê, lập danh sách cống phải sửa"


def test_a_briefing_from_its_pack_to_conclusions_to_tasks(arrives: Arrival, office: World) -> None:
    make.duty(office.bureau_head, office.body, Duty.OFFICE)
    office.gives("Báo cáo tình hình hồ chứa", to=office.specialist, due=date(2026, 3, 4))
    office.turns_to(9, 3, 8)
    lien = arrives(office.bureau_head).goes_to("/").opens("Giao ban")
    lien.sees("Báo cáo tình hình hồ chứa", "Quá hạn 5 ngày", "Tuần từ 09/03/2026").keeps_picture("van-phong-giao-ban")
    assert lien.takes("Tài liệu giao ban (.docx)").startswith(b"PK")

    lien.opens("Cuộc họp").follows("Triệu tập cuộc họp").writes("Tên cuộc họp", TITLE)
    lien.writes("Bắt đầu", "2026-03-09T08:00").chooses("Chủ trì", "Lý Văn Giang").chooses("Thư ký", "Hoàng Thị Liên")
    lien.writes("Chương trình", "Việc quá hạn\nNhiệm vụ tuần tới").presses("Triệu tập")
    lien.sees(TITLE, "Việc quá hạn").keeps_picture("van-phong-cuoc-hop")
    lien.presses("Khai mạc").presses("Những người chưa điểm danh: có mặt").sees("Đủ điều kiện biểu quyết")

    lien.follows("Đưa ra biểu quyết").writes("Nội dung đưa ra biểu quyết", "Khen thưởng đột xuất").ticks("Bỏ phiếu kín")
    lien.presses("Đưa ra biểu quyết").writes("Số phiếu phát ra", "3").writes("Số phiếu thu về", "3")
    lien.writes("Tán thành", "3").writes("Không tán thành", "1").presses("Ghi kết quả kiểm phiếu")
    lien.sees("cộng lại là 4, nhưng có 3 phiếu hợp lệ").writes("Tán thành", "2").presses("Ghi kết quả kiểm phiếu")
    lien.sees("2/3 thành viên tán thành, quá 1/2 là 2: thông qua")

    lien.follows("Ghi kết luận").writes("Kết luận", CONCLUDED).chooses("Đơn vị chủ trì", "Phòng Kế hoạch")
    lien.writes("Thời hạn", "2026-03-13").writes("Sản phẩm", "Danh sách kèm ảnh").presses("Thêm kết luận")
    lien.sees("Đã thêm kết luận.", CONCLUDED).keeps_picture("van-phong-ket-luan").follows("Xong, về cuộc họp")
    lien.unfolds_more().follows("Kết thúc cuộc họp").writes("Kết thúc lúc", "2026-03-09T10:00")
    lien.presses("Kết thúc cuộc họp").follows("Ký biên bản").presses("Ký biên bản")
    lien.sees("Biên bản đã có chữ ký đầu tiên", "Hoàng Thị Liên").misses("Ghi diễn biến")
    giang = arrives(office.director).goes_to("/cuoc-hop/").follows(TITLE)
    giang.follows("Ký biên bản").presses("Ký biên bản").sees("Biên bản đã ký")
    lien.goes_to("/cuoc-hop/").follows(TITLE)
    assert lien.takes("Biên bản đã ký (.docx)").startswith(b"PK")
    lien.presses("Giao việc").sees("Đã giao 1 việc theo kết luận.", "đang thực hiện")

    khoa = arrives(office.head).goes_to("/").opens("Cuộc họp").follows(TITLE).misses("Đính chính")
    khoa.follows("Nhiệm vụ số").sees(CONCLUDED).follows("Giao việc cho người thực hiện")
    khoa.chooses("Sản phẩm, công việc", "Xây dựng báo cáo chuyên đề").ticks("Trần Văn Đạt, Chuyên viên")
    khoa.writes("Hạn", "2026-03-12").presses("Giao việc").sees("Đã giao việc")
    task = Task.objects.get(due_date=date(2026, 3, 12))
    assert task.work_item is not None
    assert task.work_item.title == CONCLUDED

    office.turns_to(16, 3, 8)
    lien.goes_to("/cuoc-hop/").follows("Triệu tập cuộc họp")
    lien.sees("Kết luận từ trước chưa xong sẽ mở đầu cuộc họp", CONCLUDED).presses("Triệu tập")
    lien.sees("Kết luận từ trước chưa xong khi vào họp", "quá hạn 3 ngày")
