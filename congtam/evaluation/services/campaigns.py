"""Opening a year and preparing it."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from congtam.accounts.models import User
from congtam.audit.services import record
from congtam.documents.models import StoredFile
from congtam.evaluation.choices import CampaignState, Level
from congtam.evaluation.models import Campaign, RatingCase
from congtam.organisation.models import Unit
from congtam.organisation.selectors import managing_bodies_above, units_of_body
from congtam.personnel.choices import Category, Leadership
from congtam.personnel.models import Appointment
from congtam.personnel.selectors import people_of
from congtam.scoring.selectors import reading_of
from congtam.values.days import local_day
from congtam.values.refusal import RefusedError

USUAL_SHARE = 2000
MOST_SHARE = 2500


class CampaignAlreadyOpenError(RefusedError):
    """There is one campaign a year."""


class CampaignClosedError(RefusedError):
    """What was published does not change; a fault found later is mended by a replacement decision."""


class MissingDocumentError(RefusedError):
    """Something that changes results names no document."""


@transaction.atomic
def open_campaign(*, body: Unit, year: int, actor: User, at: datetime) -> Campaign:
    """Open the yearly rating of a body with a case for everybody it rates. Raises `CampaignAlreadyOpenError` for a second one."""
    campaign, is_new = Campaign.objects.get_or_create(
        body=body, year=year, defaults={"opened_at": at, "opened_by": actor}
    )
    if not is_new:
        raise CampaignAlreadyOpenError(f"Đợt xếp loại năm {year} của cơ quan này đã mở. Hãy mở đợt đó để làm tiếp.")
    record(actor=actor, code="evaluation.opened", subject=campaign, at=at, unit_id=body.pk, after={"year": year})
    add_cases(campaign=campaign, actor=actor, at=at)
    return campaign


@transaction.atomic
def add_cases(*, campaign: Campaign, actor: User, at: datetime) -> int:
    """Add a case for everybody of the body who has none yet, and return how many were added.

    Who came from another body is rated by this one (khoản 1 Điều 19 Nghị định 335/2025/NĐ-CP); who left the service this year from a post
    here is on the list too, so that nobody is forgotten.
    """
    lock_open(campaign)
    body, year = campaign.body_id, campaign.year
    on = min(local_day(at), date(year, 12, 31))
    known = set(campaign.cases.values_list("person_id", flat=True))
    categories = {Category.CIVIL_SERVANT.value, *reading_of(body, on).includes}
    posts = _one_each([*people_of(body, on), *_who_left(body, on, year)])
    new = [post for post in posts if post.person_id not in known and post.category in categories]
    above = managing_bodies_above([body], on).get(body)
    RatingCase.objects.bulk_create([_case(campaign, post, above) for post in new])
    if new:
        record(
            actor=actor,
            code="evaluation.cases_added",
            subject=campaign,
            at=at,
            unit_id=body,
            after={"people": [post.person_id for post in new]},
        )
    return len(new)


def _case(campaign: Campaign, post: Appointment, above: int | None) -> RatingCase:
    is_head = post.unit_id == campaign.body_id and post.leadership == Leadership.HEAD
    # Khoản 2 Điều 10: the head of the managing body rates the head of the using body, who rates everybody else.
    return RatingCase(
        campaign=campaign,
        person_id=post.person_id,
        appointment=post,
        unit_id=post.unit_id,
        deciding_unit_id=above if is_head else campaign.body_id,
        similar_group_id=post.similar_group_id,
        is_body_head=is_head,
        holds_leading_post=post.leadership != Leadership.NONE,
    )


def _who_left(body: int, on: date, year: int) -> list[Appointment]:
    """Return the last posts here of people who left this year and serve nowhere now, latest first."""
    units = units_of_body(body, on)
    ended = Appointment.objects.filter(unit_id__in=units, valid_until__gt=date(year, 1, 1), valid_until__lte=on)
    serving = Appointment.objects.on(on).values("person_id")
    return list(ended.exclude(person_id__in=serving).order_by("-valid_until", "pk"))


def _one_each(posts: Iterable[Appointment]) -> list[Appointment]:
    """Return one post of each person: the primary one if there is any."""
    chosen: dict[int, Appointment] = {}
    for post in sorted(posts, key=lambda post: not post.is_primary):
        chosen.setdefault(post.person_id, post)
    return list(chosen.values())


def lock_open(campaign: Campaign) -> Campaign:
    """Lock a campaign for the rest of the transaction and return it; raise `CampaignClosedError` once it was published.

    One lock a campaign: two decisions taken at once see each other in the quota.
    """
    locked = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if locked.state != CampaignState.OPEN:
        raise CampaignClosedError(
            "Kết quả đã công bố nên không sửa ở đây nữa. Nếu có sai sót, người đứng đầu cơ quan quản lý ra quyết định thay thế."
        )
    return locked


@transaction.atomic
def confirm_facts(*, campaign: Campaign, document: str, actor: User, at: datetime) -> None:
    """Keep that discipline and conclusions of authorities were gone through, by the paper called `document`.

    From then on a person without such a record is known to have none. Raises `MissingDocumentError` without a paper.
    """
    locked = lock_open(campaign)
    _must_name(document, "Hãy ghi văn bản rà soát, ví dụ “Báo cáo 15/BC-VP ngày 20/11/2026”.")
    _change(locked, "evaluation.facts_confirmed", actor, at, facts_document=document.strip())


@transaction.atomic
def set_body_level(*, campaign: Campaign, level: str, document: str, actor: User, at: datetime) -> None:
    """Keep the level the body itself was recognised at; its head's level does not go above it (khoản 6 Điều 20)."""
    locked = lock_open(campaign)
    _must_name(document, "Hãy ghi số, ngày của quyết định công nhận mức xếp loại cơ quan.")
    _change(
        locked,
        "evaluation.body_level_set",
        actor,
        at,
        body_level=Level(level).value,
        body_level_document=document.strip(),
    )


@transaction.atomic
def set_share(*, campaign: Campaign, share_hundredths: int, document: str, actor: User, at: datetime) -> None:
    """Keep the greatest share of the excellent, in hundredths of a percent (2000 = 20 %, at most 2500).

    Above 20 % a decision is needed (khoản 5 Điều 20 Nghị định 335/2025/NĐ-CP). Raises `MissingDocumentError` without one.
    """
    locked = lock_open(campaign)
    if not 0 < share_hundredths <= MOST_SHARE:
        raise MissingDocumentError("Tỷ lệ xuất sắc tối đa là 25% (khoản 5 Điều 20). Hãy ghi từ 1% đến 25%.")
    if share_hundredths > USUAL_SHARE:
        _must_name(document, "Tỷ lệ trên 20% cần có quyết định của cấp có thẩm quyền. Hãy ghi số, ngày của quyết định.")
    _change(
        locked, "evaluation.share_set", actor, at, share_hundredths=share_hundredths, share_document=document.strip()
    )


@transaction.atomic
def record_meeting(*, campaign: Campaign, on: date, minutes: StoredFile | None, actor: User, at: datetime) -> None:
    """Keep the day of the meeting and its minutes (khoản 1, 2 Điều 21 Nghị định 335/2025/NĐ-CP); without new minutes the old ones stay."""
    locked = lock_open(campaign)
    if on > local_day(at):
        raise MissingDocumentError("Cuộc họp chưa diễn ra. Hãy ghi sau khi họp, kèm biên bản.")
    if minutes is None and locked.minutes_id is None:
        raise MissingDocumentError("Hãy nộp biên bản cuộc họp (.pdf hoặc .docx).")
    locked.minutes = minutes or locked.minutes
    _change(locked, "evaluation.meeting_recorded", actor, at, meeting_date=on)


def _must_name(document: str, otherwise: str) -> None:
    if not document.strip():
        raise MissingDocumentError(otherwise)


def _change(locked: Campaign, code: str, actor: User, at: datetime, **values: str | int | date) -> None:
    before = {name: _plain(getattr(locked, name)) for name in values}
    for name, value in values.items():
        setattr(locked, name, value)
    locked.save()
    after = {name: _plain(value) for name, value in values.items()}
    record(actor=actor, code=code, subject=locked, at=at, unit_id=locked.body_id, before=before, after=after)


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
