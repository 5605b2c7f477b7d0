"""Closed lists of evaluation."""

from django.db import models


class CampaignState(models.TextChoices):
    """Where a body's year stands."""

    OPEN = "open", "đang xếp loại"
    PUBLISHED = "published", "đã công bố"


class Level(models.TextChoices):
    """The four levels, in the law's words."""

    EXCELLENT = "excellent", "hoàn thành xuất sắc nhiệm vụ"
    GOOD = "good", "hoàn thành tốt nhiệm vụ"
    COMPLETED = "completed", "hoàn thành nhiệm vụ"
    NOT_COMPLETED = "not_completed", "không hoàn thành nhiệm vụ"


class Outcome(models.TextChoices):
    """What the engine proposes, or the authority decides."""

    RATED = "rated", "xếp loại"
    NOT_RATED = "not_rated", "không xếp loại"
    NEEDS_REVIEW = "needs_review", "cần xem xét"


class PetitionAnswer(models.TextChoices):
    """How a petition was answered."""

    WAITING = "waiting", "đang giải quyết"
    UPHELD = "upheld", "giữ nguyên kết quả"
    CHANGED = "changed", "thay đổi kết quả"


class JobKind(models.TextChoices):
    """Long work on a whole campaign."""

    PROPOSE = "propose", "tính đề xuất"
    FORMS = "forms", "đóng gói phiếu Mẫu số 02"


class JobState(models.TextChoices):
    """Where long work stands."""

    WAITING = "waiting", "đang chờ"
    RUNNING = "running", "đang làm"
    DONE = "done", "xong"
    FAILED = "failed", "không xong"


ACTS: dict[str, str] = {
    "evaluation.opened": "Mở đợt xếp loại",
    "evaluation.cases_added": "Bổ sung hồ sơ vào đợt",
    "evaluation.proposed": "Tính đề xuất xếp loại",
    "evaluation.self_rated": "Tự xếp loại",
    "evaluation.meeting_recorded": "Ghi cuộc họp xếp loại",
    "evaluation.opinion_recorded": "Ghi ý kiến tại cuộc họp",
    "evaluation.party_opinion_recorded": "Ghi ý kiến cấp uỷ",
    "evaluation.conclusions_recorded": "Ghi kết luận của cấp có thẩm quyền",
    "evaluation.facts_confirmed": "Xác nhận đã rà soát kỷ luật, kết luận",
    "evaluation.body_level_set": "Ghi mức xếp loại của cơ quan",
    "evaluation.share_set": "Ghi tỷ lệ xuất sắc",
    "evaluation.decided": "Quyết định mức xếp loại",
    "evaluation.published": "Công bố kết quả xếp loại",
    "evaluation.replaced": "Thay quyết định xếp loại",
    "evaluation.petitioned": "Kiến nghị về kết quả xếp loại",
    "evaluation.petition_answered": "Trả lời kiến nghị",
    "evaluation.forms_packed": "Đóng gói phiếu Mẫu số 02",
}
