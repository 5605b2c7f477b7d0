"""The rules of a level and its rounds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from congtam.accounts.models import User
from congtam.audit.services import record
from congtam.engine.key_results import ResultRule
from congtam.key_tasks.choices import Check, Rhythm
from congtam.key_tasks.models import Block, KeyTaskScheme, Round, SchemeCriterion
from congtam.organisation.models import Unit
from congtam.values.refusal import RefusedError, said


class UnusableSchemeError(RefusedError):
    """The rules cannot work as given."""


class UnusableCalendarError(RefusedError):
    """The days of a round are out of order, or lie in a round there is."""


@dataclass(frozen=True, kw_only=True)
class Rules:
    """The rules of a level as written in its document; weights and levels in percent."""

    name: str
    document: str
    rhythm: Rhythm
    most_per_person: int | None
    quantity_weight: int
    quality_weight: int
    time_weight: int
    level_1_from: int
    level_2_from: int
    valid_from: date


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """The days of a round: the period itself, and until when each step is done."""

    name: str
    starts_on: date
    ends_on: date
    propose_until: date
    appraise_until: date
    decide_until: date
    judge_until: date


@transaction.atomic
def set_scheme(
    *,
    body: Unit,
    rules: Rules,
    criteria: Sequence[tuple[str, Check]],
    blocks: Sequence[tuple[str, Unit]],
    actor: User,
    at: datetime,
) -> KeyTaskScheme:
    """Write the rules of a level from a day on; those before end on that day, rounds already opened keep theirs.

    Raises `UnreasonedError` without name or document, `UnusableSchemeError` for weights that do not make 100, levels out of order, no criterion,
    no block, two of one name, or a first day that is not after that of the rules in force.
    """
    _check(rules, criteria, blocks)
    Unit.objects.select_for_update().get(pk=body.pk)
    before = KeyTaskScheme.objects.filter(body=body).order_by("-valid_from").first()
    if before is not None and before.valid_from >= rules.valid_from:
        raise UnusableSchemeError(
            f"Quy định đang có áp dụng từ {before.valid_from:%d/%m/%Y}. Hãy chọn ngày áp dụng sau ngày đó."
        )
    if before is not None:
        before.valid_until = rules.valid_from
        before.save()
    values = dict(vars(rules)) | {
        "name": said(rules.name, "tên quy định"),
        "document": said(rules.document, "số văn bản"),
    }
    scheme = KeyTaskScheme.objects.create(body=body, **values)
    SchemeCriterion.objects.bulk_create(
        [
            SchemeCriterion(scheme=scheme, position=place, text=" ".join(text.split()), check_by=check)
            for place, (text, check) in enumerate(criteria, start=1)
        ]
    )
    Block.objects.bulk_create(
        [Block(scheme=scheme, name=" ".join(name.split()), focal_unit=unit) for name, unit in blocks]
    )
    after = {"name": scheme.name, "document": scheme.document, "valid_from": scheme.valid_from.isoformat()}
    record(actor=actor, code="key_tasks.scheme_set", subject=scheme, at=at, unit_id=body.pk, after=after)
    return scheme


@transaction.atomic
def open_round(*, scheme: KeyTaskScheme, calendar: Calendar, actor: User, at: datetime) -> Round:
    """Open a period in which a level gives out key tasks. Raises `UnusableCalendarError`, `UnreasonedError` without a name."""
    steps = (calendar.propose_until, calendar.appraise_until, calendar.decide_until)
    if list(steps) != sorted(steps) or calendar.ends_on < calendar.starts_on or calendar.judge_until < steps[-1]:
        raise UnusableCalendarError(
            "Các mốc phải theo thứ tự: đề xuất, thẩm định, quyết định, đánh giá; kỳ kết thúc sau ngày bắt đầu."
        )
    KeyTaskScheme.objects.select_for_update().get(pk=scheme.pk)
    same = Round.objects.filter(
        scheme__body=scheme.body_id, starts_on__lte=calendar.ends_on, ends_on__gte=calendar.starts_on
    ).first()
    if same is not None:
        raise UnusableCalendarError(
            f"Đã có “{same.name}” từ {same.starts_on:%d/%m/%Y} đến {same.ends_on:%d/%m/%Y}. Hãy chọn kỳ không chồng lên kỳ này."
        )
    made = Round.objects.create(scheme=scheme, **(vars(calendar) | {"name": said(calendar.name, "tên kỳ")}))
    after = {"name": made.name, "starts_on": made.starts_on.isoformat(), "ends_on": made.ends_on.isoformat()}
    record(actor=actor, code="key_tasks.round_opened", subject=made, at=at, unit_id=scheme.body_id, after=after)
    return made


def _check(rules: Rules, criteria: Sequence[tuple[str, Check]], blocks: Sequence[tuple[str, Unit]]) -> None:
    total = rules.quantity_weight + rules.quality_weight + rules.time_weight
    if total != ResultRule.WHOLE:
        raise UnusableSchemeError(f"Ba tỷ trọng cộng lại là {total} %, phải đủ 100 %.")
    if not 0 < rules.level_2_from < rules.level_1_from <= ResultRule.WHOLE:
        raise UnusableSchemeError("Mức 1 phải cao hơn mức 2, và cả hai trong khoảng từ 1 đến 100 %.")
    if not criteria:
        raise UnusableSchemeError("Chưa có tiêu chí nào để biết thế nào là nhiệm vụ trọng tâm. Hãy ghi ít nhất một.")
    names = [" ".join(name.split()).casefold() for name, _ in blocks]
    if not names or len(set(names)) < len(names):
        raise UnusableSchemeError("Cần ít nhất một khối, và mỗi khối một tên. Hãy ghi lại danh sách khối.")
