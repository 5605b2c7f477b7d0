"""Closed lists of key tasks."""

from typing import Final

from django.db import models


class KeyTaskState(models.TextChoices):
    """Where a key task stands."""

    DRAFT = "draft", "đang soạn đề xuất"
    PROPOSED = "proposed", "đã đề xuất, chờ sàng lọc"
    RETURNED = "returned", "trả lại để sửa"
    SCREENED = "screened", "đạt tiêu chí, chờ thẩm định"
    MERGED = "merged", "đã gộp vào nhiệm vụ khác"
    APPRAISING = "appraising", "đang thẩm định"
    APPRAISED = "appraised", "đã thẩm định, chờ quyết định"
    APPROVED = "approved", "đã quyết định, chờ giao"
    REFUSED = "refused", "không được chọn"
    ASSIGNED = "assigned", "đã giao, chờ nhận"
    IN_HAND = "in_hand", "đang thực hiện"
    FILED = "filed", "đã nộp sản phẩm, chờ đánh giá"
    JUDGED = "judged", "đã đánh giá"
    STOPPED = "stopped", "thôi giao"


# The moves a key task may take; anything else is refused.
MOVES: Final[dict[str, frozenset[str]]] = {
    KeyTaskState.DRAFT: frozenset({KeyTaskState.PROPOSED, KeyTaskState.STOPPED}),
    KeyTaskState.PROPOSED: frozenset({KeyTaskState.SCREENED, KeyTaskState.RETURNED, KeyTaskState.MERGED}),
    KeyTaskState.RETURNED: frozenset({KeyTaskState.PROPOSED, KeyTaskState.STOPPED}),
    KeyTaskState.SCREENED: frozenset({KeyTaskState.APPRAISING, KeyTaskState.RETURNED, KeyTaskState.MERGED}),
    KeyTaskState.MERGED: frozenset({KeyTaskState.SCREENED, KeyTaskState.PROPOSED}),
    KeyTaskState.APPRAISING: frozenset({KeyTaskState.APPRAISED, KeyTaskState.RETURNED}),
    KeyTaskState.APPRAISED: frozenset({KeyTaskState.APPROVED, KeyTaskState.REFUSED, KeyTaskState.RETURNED}),
    KeyTaskState.APPROVED: frozenset({KeyTaskState.ASSIGNED, KeyTaskState.STOPPED}),
    KeyTaskState.REFUSED: frozenset(),
    KeyTaskState.ASSIGNED: frozenset({KeyTaskState.IN_HAND, KeyTaskState.STOPPED}),
    KeyTaskState.IN_HAND: frozenset({KeyTaskState.FILED, KeyTaskState.STOPPED}),
    KeyTaskState.FILED: frozenset({KeyTaskState.JUDGED, KeyTaskState.IN_HAND}),
    KeyTaskState.JUDGED: frozenset(),
    KeyTaskState.STOPPED: frozenset(),
}

# Proposals that can still be mended by who proposed them.
MENDABLE = (KeyTaskState.DRAFT, KeyTaskState.RETURNED)
# Proposals that are held against one another: sent in, and not appraised yet.
COMPARED = (KeyTaskState.PROPOSED, KeyTaskState.SCREENED)
# Not among the proposals any more, or not yet.
GONE = (
    KeyTaskState.DRAFT,
    KeyTaskState.RETURNED,
    KeyTaskState.MERGED,
    KeyTaskState.REFUSED,
    KeyTaskState.STOPPED,
)
# Approved, and not judged or stopped yet.
RUNNING = (KeyTaskState.APPROVED, KeyTaskState.ASSIGNED, KeyTaskState.IN_HAND, KeyTaskState.FILED)


class Rhythm(models.TextChoices):
    """How often a level gives out key tasks."""

    QUARTER = "quarter", "quý"
    YEAR = "year", "năm"


class Check(models.TextChoices):
    """How a criterion of a key task is held against a proposal."""

    ASKED = "asked", "người sàng lọc trả lời"
    PRODUCT = "product", "có nêu sản phẩm"
    MEASURE = "measure", "có nêu thước đo và mức phải đạt"
    EVIDENCE = "evidence", "có nêu nguồn minh chứng"
    STANDARD = "standard", "có nêu tiêu chuẩn chất lượng"
    DEADLINE = "deadline", "có hạn nằm trong kỳ"
    LEADER = "leader", "có một lãnh đạo chịu trách nhiệm"
    GOAL = "goal", "có nêu nhiệm vụ, chỉ tiêu cấp trên mà việc này phục vụ"


class Opinion(models.TextChoices):
    """What a body that was asked says of a proposal."""

    WAITING = "waiting", "chưa trả lời"
    AGREES = "agrees", "nhất trí"
    AGREES_IF = "agrees_if", "nhất trí nếu sửa"
    DISAGREES = "disagrees", "không nhất trí"


ACTS: dict[str, str] = {
    "key_tasks.scheme_set": "Đặt quy định giao nhiệm vụ trọng tâm",
    "key_tasks.round_opened": "Mở kỳ giao nhiệm vụ trọng tâm",
    "key_tasks.drafted": "Soạn đề xuất nhiệm vụ trọng tâm",
    "key_tasks.corrected": "Sửa đề xuất nhiệm vụ trọng tâm",
    "key_tasks.proposed": "Đề xuất nhiệm vụ trọng tâm",
    "key_tasks.withdrawn": "Bỏ đề xuất nhiệm vụ trọng tâm",
    "key_tasks.screened": "Sàng lọc: đạt tiêu chí",
    "key_tasks.returned": "Trả lại đề xuất để sửa",
    "key_tasks.merged": "Gộp đề xuất nhiệm vụ trọng tâm",
    "key_tasks.unmerged": "Tách đề xuất đã gộp",
    "key_tasks.overlaps_found": "Tìm đề xuất nhiệm vụ trọng tâm trùng nhau",
    "key_tasks.planned_already": "Gắn đề xuất với nhiệm vụ đã có trong kế hoạch",
    "key_tasks.overlap_separated": "Kết luận đề xuất để riêng",
    "key_tasks.overlap_serves": "Gắn đề xuất với nhiệm vụ cấp trên",
    "key_tasks.overlap_reopened": "Xem lại kết luận về đề xuất trùng",
    "key_tasks.opinions_asked": "Lấy ý kiến thẩm định",
    "key_tasks.opinion_given": "Cho ý kiến thẩm định",
    "key_tasks.appraised": "Kết luận thẩm định",
    "key_tasks.approved": "Quyết định nhiệm vụ trọng tâm",
    "key_tasks.refused": "Không chọn đề xuất",
    "key_tasks.assigned": "Giao nhiệm vụ trọng tâm",
    "key_tasks.accepted": "Nhận nhiệm vụ trọng tâm",
    "key_tasks.progress_reported": "Báo cáo tiến độ nhiệm vụ trọng tâm",
    "key_tasks.filed": "Nộp sản phẩm nhiệm vụ trọng tâm",
    "key_tasks.sent_back": "Trả lại sản phẩm để bổ sung",
    "key_tasks.judged": "Đánh giá kết quả nhiệm vụ trọng tâm",
    "key_tasks.judged_again": "Đánh giá lại kết quả nhiệm vụ trọng tâm",
    "key_tasks.changed": "Điều chỉnh nhiệm vụ trọng tâm đã giao",
    "key_tasks.stopped": "Thôi giao nhiệm vụ trọng tâm",
}
