"""Closed lists of personnel."""

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
