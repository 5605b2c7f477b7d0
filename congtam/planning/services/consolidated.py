"""Publishing the consolidated plan of a body."""

from datetime import date, datetime

from django.db import transaction

from congtam.accounts.models import User
from congtam.audit.services import record
from congtam.organisation.models import Unit
from congtam.planning.models import ConsolidatedPlan
from congtam.planning.selectors.consolidated import latest, plan_works, row_kept, rows_of, waiting_pairs
from congtam.values.days import local_day
from congtam.values.refusal import RefusedError


class PairsWaitError(RefusedError):
    """Items that are likely one task wait to be decided, more than the publisher was told."""


class NothingToPublishError(RefusedError):
    """The body has no work in that year, or nothing that differs from what is published."""


class UnusableDayError(RefusedError):
    """The day of publishing is not of this plan."""


@transaction.atomic
def publish(
    *, body: Unit, year: int, number: str, published_on: date, pairs_known: int, actor: User, at: datetime
) -> ConsolidatedPlan:
    """Publish the plan of a body and year as it stands, its rows kept for ever, and return the new version.

    `pairs_known` is how many undecided pairs the publisher saw and published in spite of. Raises `PairsWaitError` when there are more,
    `NothingToPublishError`, or `UnusableDayError` for a day to come.
    """
    # Locked first: two people may publish in the same minute, and each version has one number.
    Unit.objects.select_for_update().get(pk=body.pk)
    waiting = waiting_pairs(body.pk, year).count()
    if waiting > pairs_known:
        raise PairsWaitError(
            f"Còn {waiting} cặp nội dung có thể trùng chưa xem. Hãy xem trước, hoặc đánh dấu “vẫn ban hành” rồi bấm lại."
        )
    today = local_day(at)
    if published_on > today:
        raise UnusableDayError(f"Ngày ban hành {published_on:%d/%m/%Y} chưa đến. Hãy chọn từ hôm nay trở về trước.")
    rows = rows_of(plan_works(body.pk, year, today), today)
    if not rows:
        raise NothingToPublishError(f"Năm {year} chưa có nhiệm vụ nào. Hãy nhập kế hoạch trước.")
    last = latest(body.pk, year)
    if last is not None and [row_kept(kept) for kept in last.rows] == rows:
        raise NothingToPublishError(
            f"Kế hoạch không có gì khác lần {last.version} ban hành ngày {last.published_on:%d/%m/%Y}."
        )
    plan = ConsolidatedPlan.objects.create(
        body=body,
        year=year,
        version=1 + (last.version if last else 0),
        number=" ".join(number.split()),
        published_on=published_on,
        published_by=actor,
        published_at=at,
        rows=[row.kept() for row in rows],
    )
    record(
        actor=actor,
        code="planning.plan_published",
        subject=plan,
        at=at,
        unit_id=body.pk,
        after={"version": plan.version, "number": plan.number, "rows": len(rows), "pairs": waiting},
    )
    return plan
