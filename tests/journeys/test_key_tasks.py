"""A leader is given a key task: from the proposal of the focal point to the judged result and the remarks of his month."""

from congtam.key_tasks import jobs
from congtam.key_tasks.models import KeyTask
from tests.journeys.conftest import Arrival
from tests.journeys.visitor import Visitor
from tests.journeys.world import World

CRITERION = "Thuộc chức năng, thẩm quyền của đơn vị"
WORK = "Đưa đập Khe Mây vào tích nước an toàn"


def test_a_leader_is_given_a_key_task_from_proposal_to_judgement(arrives: Arrival, office: World) -> None:
    mai = arrives(office.officer).goes_to("/trong-tam/quy-dinh/").follows("Sở Thuỷ lợi tỉnh Sông Lam")
    mai.writes("Tên quy định", "Giao nhiệm vụ trọng tâm").writes("Số, ký hiệu văn bản", "QĐ 77/QĐ-STL")
    mai.writes("Áp dụng từ ngày", "2026-01-01").writes("Số nhiệm vụ tối đa mỗi người", "2")
    for side, percent in (("khối lượng", "40"), ("chất lượng", "40"), ("tiến độ", "30")):
        mai.writes(f"Tỷ trọng {side} (%)", percent)
    mai.writes("Mức 1 từ (%)", "90").writes("Mức 2 từ (%)", "60")
    mai.writes("Tiêu chí 1", CRITERION).writes("Tiêu chí 2", "Đo được")
    mai.chooses("Cách xét tiêu chí 2", "có nêu thước đo và mức phải đạt")
    mai.writes("Khối 1", "Khối quản lý hồ đập").chooses("Đầu mối khối 1", "Phòng Kế hoạch")
    mai.presses("Đặt quy định").sees("Ba tỷ trọng cộng lại là 110 %, phải đủ 100 %.")
    mai.writes("Tỷ trọng tiến độ (%)", "20").presses("Đặt quy định").sees("QĐ 77/QĐ-STL", CRITERION)
    mai.follows("Mở kỳ").writes("Tên kỳ", "Quý I/2026")
    days = ("Từ ngày", "Đến hết ngày", "Đề xuất đến hết", "Thẩm định đến hết", "Quyết định đến hết", "Đánh giá đến hết")
    until = ("2026-01-01", "2026-03-31", "2026-03-06", "2026-03-10", "2026-03-12", "2026-04-05")
    for label, day in zip(days, until, strict=True):
        mai.writes(label, day)
    mai.presses("Mở kỳ").sees("Quý I/2026")

    khoa = arrives(office.head).goes_to("/trong-tam/").follows("Đề xuất nhiệm vụ").writes("Nội dung nhiệm vụ", WORK)
    khoa.writes("Sản phẩm", "Biên bản nghiệm thu tích nước").writes("Hạn", "2026-03-25")
    khoa.chooses("Lãnh đạo chịu trách nhiệm", "Phạm Văn Khoa").presses("Lưu bản nháp")
    khoa.presses("Gửi đề xuất").sees("Chưa gửi được.", "Chưa có thước đo và mức phải đạt")
    khoa.follows("Sửa đề xuất").writes("Thước đo", "triệu m³ nước trữ").writes("Mức phải đạt", "2,5")
    khoa.presses("Sửa đề xuất").presses("Gửi đề xuất").sees("Đã gửi đề xuất.")

    found = KeyTask.objects.get()
    two_proposals_become_one(khoa, mai, found)

    mai.goes_to(f"/trong-tam/{found.pk}/").follows("Sàng lọc theo tiêu chí").ticks("Đạt")
    mai.presses("Sàng lọc theo tiêu chí").follows("Lấy ý kiến thẩm định").ticks("Văn phòng Sở")
    mai.presses("Lấy ý kiến thẩm định").sees("Đã gửi lấy ý kiến.")

    lien = (
        arrives(office.bureau_head).goes_to("/trong-tam/").sees("Chờ đơn vị của tôi cho ý kiến").follows("Cho ý kiến")
    )
    lien.ticks("Nhất trí").presses("Gửi ý kiến").sees("Đã gửi ý kiến.")

    mai.goes_to(f"/trong-tam/{found.pk}/").follows("Kết luận thẩm định").ticks("Đủ điều kiện, trình quyết định")
    mai.writes("Kết luận thẩm định", "Đủ nguồn lực").presses("Kết luận thẩm định").follows("Ghi quyết định")
    mai.ticks("Chọn").writes("Văn bản quyết định", "TB 30/TB-STL").presses("Ghi quyết định")
    mai.follows("Giao cho lãnh đạo").presses("Giao cho lãnh đạo").sees("Đã giao.")

    office.turns_to(20, 3)
    khoa.goes_to(f"/trong-tam/{found.pk}/").presses("Nhận nhiệm vụ").follows("Báo cáo tiến độ")
    khoa.writes("Nội dung", "Đã xong khớp van").writes("Mức đã đạt", "1,5").presses("Báo cáo tiến độ")
    khoa.sees("1,5 / 2,5").follows("Nộp sản phẩm").writes("Nội dung", "Đã tích nước an toàn")
    khoa.presses("Nộp sản phẩm").sees("Chưa có minh chứng của sản phẩm.")
    khoa.writes("Số văn bản hoặc đường dẫn", "BB 21/BB-STL").presses("Nộp sản phẩm").sees("chờ đánh giá")

    mai.goes_to(f"/trong-tam/{found.pk}/").follows("Đánh giá kết quả")
    for side, percent in (("Khối lượng", "100"), ("Chất lượng", "95"), ("Tiến độ", "80")):
        mai.writes(f"{side} (%)", percent)
    mai.writes("Nhận xét về kết quả", "An toàn, đúng quy trình").presses("Đánh giá kết quả").sees("Mức 1", "94 %")
    khoa.goes_to(f"/trong-tam/{found.pk}/").unfolds("Vì sao?").sees("Mức 1: từ 90 % trở lên (QĐ 77/QĐ-STL).")
    khoa.goes_to("/trong-tam/").sees("Quý I/2026", "đã đánh giá")


def two_proposals_become_one(khoa: Visitor, mai: Visitor, found: KeyTask) -> None:
    """Let the focal point propose the same in other words, and the officer see both side by side and keep the first."""
    khoa.goes_to("/trong-tam/").follows("Đề xuất nhiệm vụ").writes("Nội dung nhiệm vụ", f"{WORK} trong quý I")
    khoa.writes("Sản phẩm", "Biên bản nghiệm thu tích nước").writes("Hạn", "2026-03-25")
    khoa.writes("Thước đo", "triệu m³ nước trữ").writes("Mức phải đạt", "2,5")
    khoa.chooses("Lãnh đạo chịu trách nhiệm", "Phạm Văn Khoa").presses("Lưu bản nháp").presses("Gửi đề xuất")
    assert khoa.takes("Phiếu đề xuất (.docx)").startswith(b"PK")
    jobs.find_overlaps(round_id=found.round_id, actor_id=found.proposed_by_id)
    mai.goes_to("/trong-tam/").follows("Đề xuất có thể trùng (1)").sees("cùng một việc").follows("Kết luận cặp")
    mai.presses("Cố ý để riêng").sees("Hãy ghi lý do để riêng.")
    mai.ticks(f"Giữ “{WORK}” (Khối quản lý hồ đập)").writes("Lý do", "Cùng một đập").presses("Là một việc")
    mai.sees("Không còn cặp nào chờ xem")
