"""Closed lists of personnel."""

from typing import Final

from django.db import models


class Category(models.TextChoices):
    """Under which law somebody serves."""

    ELECTED_OFFICIAL = "elected_official", "cán bộ"
    CIVIL_SERVANT = "civil_servant", "công chức"
    PUBLIC_EMPLOYEE = "public_employee", "viên chức"
    CONTRACT_WORKER = "contract_worker", "người lao động"


class Leadership(models.TextChoices):
    """Whether a post leads its unit."""

    HEAD = "head", "người đứng đầu"
    DEPUTY = "deputy", "cấp phó của người đứng đầu"
    NONE = "none", "không giữ chức vụ lãnh đạo, quản lý"


class Gender(models.TextChoices):
    """As in the personal file."""

    FEMALE = "female", "nữ"
    MALE = "male", "nam"


class PartyStanding(models.TextChoices):
    """The standing of a Party member."""

    OFFICIAL = "official", "đảng viên chính thức"
    PROBATIONARY = "probationary", "đảng viên dự bị"
    EXEMPT = "exempt", "được miễn công tác và sinh hoạt đảng"
    SUSPENDED = "suspended", "đình chỉ sinh hoạt đảng"


class AbsenceKind(models.TextChoices):
    """Absences that the rating law names, and study."""

    UNPAID = "unpaid", "nghỉ không hưởng lương"
    SICK = "sick", "nghỉ ốm"
    MATERNITY = "maternity", "nghỉ thai sản"
    STUDY = "study", "đi học tập trung"


class DisciplineSide(models.TextChoices):
    """Who disciplined."""

    STATE = "state", "kỷ luật hành chính"
    PARTY = "party", "kỷ luật đảng"


class Duty(models.TextChoices):
    """What somebody was given to look after in a body, besides the post."""

    ORGANISATION_OFFICER = "organisation_officer", "công chức tổ chức cán bộ"
    EMULATION_OFFICER = "emulation_officer", "công chức thi đua - khen thưởng"
    OFFICE = "office", "văn phòng"
    OBSERVER = "observer", "theo dõi, tổng hợp"


class ImportState(models.TextChoices):
    """Where a roster that was brought stands."""

    PREVIEWED = "previewed", "đã xem trước, chưa ghi"
    WAITING = "waiting", "đang ghi"
    APPLIED = "applied", "đã ghi"
    REFUSED = "refused", "không ghi"


class UsernameRule(models.TextChoices):
    """How user names are made when accounts are opened for many."""

    NAME = "name", "theo họ tên"
    STAFF_CODE = "staff_code", "theo mã cán bộ"
    EMAIL = "email", "theo thư điện tử công vụ"


class AccountState(models.TextChoices):
    """Where somebody stands with signing in."""

    NONE = "none", "chưa có tài khoản"
    UNUSED = "unused", "chưa đăng nhập lần nào"
    TEMPORARY = "temporary", "còn mật khẩu tạm"
    ACTIVE = "active", "đang dùng"
    LOCKED = "locked", "đã khoá"
    LEFT = "left", "đã thôi vị trí, đóng"


ACTS: Final[dict[str, str]] = {
    "personnel.person_added": "Thêm người",
    "personnel.person_corrected": "Sửa thông tin cá nhân",
    "personnel.account_opened": "Mở tài khoản",
    "personnel.appointed": "Bố trí vị trí công tác",
    "personnel.post_ended": "Kết thúc vị trí công tác",
    "personnel.post_changed": "Thay đổi vị trí công tác",
    "personnel.transferred": "Điều động, chuyển đơn vị",
    "personnel.seconded": "Biệt phái",
    "personnel.similar_group_set": "Xếp vào nhóm nhiệm vụ tương đồng",
    "personnel.absence_recorded": "Ghi thời gian nghỉ",
    "personnel.absence_ended": "Sửa ngày hết nghỉ",
    "personnel.discipline_recorded": "Ghi quyết định kỷ luật",
    "personnel.discipline_classified": "Phân loại kỷ luật",
    "personnel.placed_in_cell": "Xếp vào chi bộ",
    "personnel.responsibility_given": "Giao phần việc",
    "personnel.responsibility_ended": "Thôi giao phần việc",
    "personnel.evaluator_reported": "Báo sai người chấm",
    "personnel.evaluator_answered": "Trả lời báo sai người chấm",
    "personnel.exported": "Xuất danh sách",
    "personnel.roster_previewed": "Xem trước danh sách nhập",
    "personnel.roster_applied": "Ghi danh sách nhập",
    "personnel.roster_sent_back": "Trả danh sách nhập về xem trước",
    "personnel.roster_refused": "Không ghi danh sách nhập",
}
