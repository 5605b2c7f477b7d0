"""Closed lists of planning."""

from django.db import models


class CatalogueState(models.TextChoices):
    """Where a version of a catalogue stands."""

    DRAFT = "draft", "dự thảo"
    ISSUED = "issued", "đã ban hành"


class OverlapKind(models.TextChoices):
    """How two products of one catalogue repeat each other."""

    SAME = "same", "trùng"
    SAME_DIFFERENT_MARKS = "same_diff_marks", "trùng, khác điểm"
    RELATED = "related", "gần giống"


class OverlapVerdict(models.TextChoices):
    """What a person decided about a possible overlap."""

    OPEN = "open", "chưa xem"
    REPEAT = "repeat", "trùng, cần gộp"
    SEPARATE = "separate", "giữ riêng"


class PlanKind(models.TextChoices):
    """What sort of document gives the work."""

    PLAN = "plan", "kế hoạch"
    PROGRAMME = "programme", "chương trình"
    RESOLUTION = "resolution", "nghị quyết"
    DIRECTIVE = "directive", "chỉ thị"
    CONCLUSION = "conclusion", "thông báo kết luận"
    LETTER = "letter", "công văn, công điện"
    DECISION = "decision", "quyết định"


class PlanState(models.TextChoices):
    """Where a plan stands."""

    DRAFT = "draft", "đang đọc, chưa ghi"
    WAITING = "waiting", "đang ghi"
    LIVE = "live", "đang thực hiện"
    ENDED = "ended", "đã kết thúc"
    DISCARDED = "discarded", "đã bỏ"


class DueKind(models.TextChoices):
    """What sort of deadline was written; the same codes as `values.dues.DueKind`."""

    NONE = "none", "không ghi"
    DAY = "day", "ngày"
    MONTH = "month", "tháng"
    QUARTER = "quarter", "quý"
    HALF_YEAR = "half_year", "nửa năm"
    YEAR = "year", "năm"
    RANGE = "range", "khoảng thời gian"
    RECURRING = "recurring", "định kỳ"
    EVENT = "event", "theo sự kiện"
    START = "start", "bắt đầu từ"
    UNREAD = "unread", "chưa đọc được"


class Rhythm(models.TextChoices):
    """How often work comes again; the same codes as `values.dues.Rhythm`."""

    DAILY = "daily", "hằng ngày"
    WEEKLY = "weekly", "hằng tuần"
    MONTHLY = "monthly", "hằng tháng"
    QUARTERLY = "quarterly", "hằng quý"
    HALF_YEARLY = "half_yearly", "6 tháng một lần"
    YEARLY = "yearly", "hằng năm"
    STEADY = "steady", "thường xuyên"


class UnitPart(models.TextChoices):
    """What a unit has to do with a piece of work."""

    LEAD = "lead", "chủ trì"
    COORDINATING = "coordinating", "phối hợp"


class WorkState(models.TextChoices):
    """Where the work of a body stands."""

    OPEN = "open", "đang thực hiện"
    REPORTED = "reported", "đã báo cáo hoàn thành, chờ xác nhận"
    DONE = "done", "đã hoàn thành"
    DROPPED = "dropped", "thôi thực hiện"
    JOINED = "joined", "đã gộp vào nhiệm vụ khác"


# Where work of a body may go from where it stands; anything else is refused.
WORK_MOVES: dict[str, frozenset[str]] = {
    WorkState.OPEN: frozenset({WorkState.REPORTED, WorkState.DROPPED, WorkState.JOINED}),
    WorkState.REPORTED: frozenset({WorkState.DONE, WorkState.OPEN, WorkState.DROPPED, WorkState.JOINED}),
    WorkState.DONE: frozenset(),
    WorkState.DROPPED: frozenset(),
    WorkState.JOINED: frozenset(),
}


class Relation(models.TextChoices):
    """What two plan items have to do with each other; the same codes as `planning.finding`."""

    SAME = "same", "cùng một việc"
    SAME_OTHER_DEADLINE = "same_other_deadline", "cùng một việc, khác hạn"
    RELATED = "related", "liên quan"
    UNRELATED = "unrelated", "không liên quan"


# A new item waits for a person while one of these is open: it may be work that is there already.
LIKELY_SAME = (Relation.SAME, Relation.SAME_OTHER_DEADLINE)


class ItemVerdict(models.TextChoices):
    """What a person decided about two plan items."""

    OPEN = "open", "chưa xem"
    MERGED = "merged", "gộp một việc"
    SEPARATE = "separate", "cố ý để riêng"
    SERVES = "serves", "thực hiện nhiệm vụ cấp trên"


class ExtensionAnswer(models.TextChoices):
    """What came of a request for another deadline."""

    WAITING = "waiting", "chờ trả lời"
    GRANTED = "granted", "đồng ý"
    REFUSED = "refused", "không đồng ý"


class Direction(models.TextChoices):
    """When a target is met."""

    AT_LEAST = "at_least", "từ mức này trở lên"
    AT_MOST = "at_most", "không quá mức này"


ACTS: dict[str, str] = {
    "planning.catalogue_imported": "Nhập danh mục sản phẩm từ Excel",
    "planning.catalogue_issued": "Ban hành danh mục sản phẩm",
    "planning.catalogue_discarded": "Bỏ bản dự thảo danh mục",
    "planning.extension_asked": "Đề nghị đổi hạn nhiệm vụ của cơ quan",
    "planning.extension_answered": "Trả lời đề nghị đổi hạn nhiệm vụ của cơ quan",
    "planning.overlap_decided": "Kết luận về sản phẩm trùng lặp",
    "planning.plan_opened": "Nhập tệp kế hoạch để đọc",
    "planning.plan_head_corrected": "Sửa số, tên, nơi ban hành của kế hoạch đang đọc",
    "planning.plan_columns_settled": "Chọn ý nghĩa các cột của bảng kế hoạch",
    "planning.plan_rows_answered": "Trả lời về các dòng của kế hoạch đang đọc",
    "planning.plan_names_settled": "Chọn đơn vị cho tên gọi trong kế hoạch",
    "planning.plan_name_forgotten": "Hỏi lại tên gọi trong kế hoạch",
    "planning.plan_writing_started": "Giao ghi kế hoạch ở nền",
    "planning.plan_written": "Ghi các dòng của kế hoạch",
    "planning.plan_sent_back": "Đưa kế hoạch chưa ghi được về bước đọc",
    "planning.plan_ended": "Kết thúc kế hoạch",
    "planning.plan_discarded": "Bỏ kế hoạch",
    "planning.plan_units_corrected": "Sửa đơn vị của dòng kế hoạch",
    "planning.work_opened": "Lập nhiệm vụ của cơ quan",
    "planning.work_reported": "Báo cáo hoàn thành nhiệm vụ của cơ quan",
    "planning.work_confirmed": "Xác nhận nhiệm vụ của cơ quan đã hoàn thành",
    "planning.work_returned": "Trả lại báo cáo hoàn thành",
    "planning.work_dropped": "Thôi thực hiện nhiệm vụ của cơ quan",
    "planning.work_deadline_set": "Đổi hạn nhiệm vụ của cơ quan",
    "planning.work_lead_set": "Đổi đơn vị chủ trì nhiệm vụ",
    "planning.work_serves": "Gắn nhiệm vụ với mục tiêu cấp trên",
    "planning.work_joined": "Gộp nhiệm vụ trùng nhau",
    "planning.item_split_off": "Tách dòng kế hoạch thành nhiệm vụ riêng",
    "planning.items_separated": "Kết luận các dòng kế hoạch để riêng",
    "planning.overlap_reopened": "Xem lại kết luận về dòng kế hoạch",
    "planning.overlaps_found": "Tìm nội dung trùng giữa các kế hoạch",
    "planning.plan_published": "Ban hành kế hoạch hợp nhất",
    "planning.target_set": "Lập chỉ tiêu",
    "planning.target_changed": "Sửa chỉ tiêu",
    "planning.target_reported": "Báo cáo chỉ tiêu",
    "planning.target_dropped": "Thôi theo dõi chỉ tiêu",
}
