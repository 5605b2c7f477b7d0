"""What the organisation officer does to months: opens, fills up, closes; and what the body's papers say."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import IntegrityError, transaction

from congtam.accounts.models import User
from congtam.audit.services import record
from congtam.engine.facts import InputError
from congtam.engine.rulebook import NoRuleSetError, law_book
from congtam.engine.rulesets import read_policies
from congtam.organisation.models import Unit
from congtam.personnel.choices import Category, Leadership
from congtam.personnel.models import Person
from congtam.scoring.choices import FINISHED, PeriodState, SheetState
from congtam.scoring.facts import criteria_of, rules_of
from congtam.scoring.models import BodyReading, OutsideMonth, ScoreSheet, ScoringPeriod, SheetMove
from congtam.scoring.selectors import Placement, month_end, placements_of, reading_of
from congtam.scoring.services.refusals import ClosedPeriodError, UnfinishedPeriodError, WrongEntryError
from congtam.values.days import local_day
from congtam.values.text import listed

_SHOWN = 10
_MOST = 10_000


@transaction.atomic
def open_period(*, body: Unit, month: date, cut_off_date: date, actor: User, at: datetime) -> ScoringPeriod:
    """Open a month of a body and make a sheet for everybody scored in it.

    `month` is its first day. Raises `WrongEntryError` for a month that has not begun, is open already, has no rule-set, or a cut-off before
    its last day (a deadline of the month must be able to count).
    """
    if month.day != 1:
        raise WrongEntryError("Tháng phải ghi bằng ngày đầu tháng.")
    if month > local_day(at):
        raise WrongEntryError(f"Tháng {month:%m/%Y} chưa tới. Hãy mở kỳ khi tháng bắt đầu.")
    if cut_off_date < month_end(month):
        raise WrongEntryError(
            f"Ngày chốt số liệu không trước ngày {month_end(month):%d/%m/%Y}, để mọi hạn trong tháng đều được tính."
        )
    try:
        criteria_of(month)
    except NoRuleSetError as missing:
        raise WrongEntryError(f"{missing} Hãy chọn tháng khác.") from None
    except InputError as unscored:
        raise WrongEntryError(f"Tháng {month:%m/%Y}: {unscored.message} Hãy chọn tháng khác.") from None
    # Locked first: a second click, or a second officer, waits and is told.
    Unit.objects.select_for_update().get(pk=body.pk)
    if ScoringPeriod.objects.filter(body=body, month=month).exists():
        raise WrongEntryError(f"Kỳ tháng {month:%m/%Y} của cơ quan này đã mở.")
    period = ScoringPeriod.objects.create(body=body, month=month, cut_off_date=cut_off_date)
    made = _make_sheets(period, actor, at)
    after = {"month": f"{month:%Y-%m}", "cut_off_date": cut_off_date.isoformat(), "sheets": made}
    record(actor=actor, code="scoring.period_opened", subject=period, at=at, unit_id=body.pk, after=after)
    return period


@transaction.atomic
def add_missing_sheets(*, period_id: int, actor: User, at: datetime) -> int:
    """Make sheets for people who came since the month was opened, bring unsigned sheets to their owners' present places, and
    return how many sheets were made.

    Raises `ClosedPeriodError` in a closed month.
    """
    period = _locked(period_id)
    made = _make_sheets(period, actor, at)
    after = {"sheets": made}
    record(actor=actor, code="scoring.sheets_added", subject=period, at=at, unit_id=period.body_id, after=after)
    return made


@transaction.atomic
def close_period(*, period_id: int, actor: User, at: datetime) -> ScoringPeriod:
    """Close a month: no sheet in it moves any more. Raises `UnfinishedPeriodError` listing what is not finished."""
    period = _locked(period_id)
    unfinished = ScoreSheet.objects.filter(period=period, is_current=True).exclude(state__in=FINISHED)
    names = [
        f"{name} ({SheetState(state).label})"
        for name, state in unfinished.order_by("person__sort_key").values_list("person__full_name", "state")
    ]
    if names:
        more = [f"{len(names) - _SHOWN} người khác"] if len(names) > _SHOWN else []
        raise UnfinishedPeriodError(
            f"Còn {len(names)} phiếu chưa xong: {listed(names[:_SHOWN] + more, joined_by='và')}."
        )
    period.state, period.closed_at, period.closed_by = PeriodState.CLOSED, at, actor
    period.save()
    record(actor=actor, code="scoring.period_closed", subject=period, at=at, unit_id=period.body_id)
    return period


@transaction.atomic
def record_outside_month(
    *, person: Person, month: date, total_hundredths: int, body_name: str, document: str, actor: User, at: datetime
) -> OutsideMonth:
    """Keep a month that another body scored before a transfer (khoản 1 Điều 19 Nghị định 335/2025/NĐ-CP).

    `total_hundredths` from 0 to 10 000. Raises `WrongEntryError` when it is outside, when the paper is not named, or when the month is
    already there.
    """
    if not 0 <= total_hundredths <= _MOST:
        raise WrongEntryError("Tổng điểm tháng từ 0 đến 100.")
    if not document.strip() or not body_name.strip():
        raise WrongEntryError("Hãy ghi cơ quan đã chấm và văn bản gửi kết quả.")
    if ScoreSheet.objects.filter(person=person, period__month=month).exists():
        raise WrongEntryError(f"Tháng {month:%m/%Y} của {person} đã có phiếu ở đây, không nhập điểm nơi khác.")
    try:
        with transaction.atomic():
            kept = OutsideMonth.objects.create(
                person=person,
                month=month.replace(day=1),
                total_hundredths=total_hundredths,
                body_name=body_name.strip(),
                document=document.strip(),
                recorded_by=actor,
            )
    except IntegrityError:
        raise WrongEntryError(f"Đã có điểm tháng {month:%m/%Y} của {person} do cơ quan khác gửi.") from None
    after = {"month": f"{month:%Y-%m}", "total_hundredths": total_hundredths, "document": document.strip()}
    record(actor=actor, code="scoring.outside_month_recorded", subject=kept, at=at, after=after)
    return kept


@transaction.atomic
def set_reading(
    *,
    body: Unit,
    policies: Mapping[str, str],
    adopts: list[str],
    includes: list[str],
    document: str,
    valid_from: date,
    actor: User,
    at: datetime,
) -> BodyReading:
    """Keep how the body's by-law reads the law from a day on; the reading before it ends that day.

    `policies` maps names of the rule-set's policies to one of their choices; `adopts` holds ids of registered instruments; `includes`
    categories scored besides civil servants. Raises `WrongEntryError` for anything the rule-set does not know, for a missing by-law, or
    for a day not after the reading in force.
    """
    if not document.strip():
        raise WrongEntryError("Hãy ghi quy chế hoặc văn bản của cơ quan quy định cách hiểu này.")
    try:
        read_policies(rules_of(valid_from), dict(policies))
    except (InputError, NoRuleSetError) as wrong:
        raise WrongEntryError(str(wrong)) from None
    strangers = [one for one in adopts if one not in law_book().register]
    strangers += [one for one in includes if one not in Category.values]
    if strangers:
        raise WrongEntryError(f"Không có {listed(strangers, joined_by='và')} trong danh mục. Hãy chọn lại.")
    current = BodyReading.objects.select_for_update().filter(body=body, valid_until__isnull=True).first()
    if current is not None:
        if current.valid_from >= valid_from:
            raise WrongEntryError(f"Cách hiểu đang dùng có từ {current.valid_from:%d/%m/%Y}. Hãy chọn ngày sau đó.")
        current.valid_until = valid_from
        current.save(update_fields=["valid_until"])
    kept = BodyReading.objects.create(
        body=body,
        policies=dict(policies),
        adopts=adopts,
        includes=includes,
        document=document.strip(),
        valid_from=valid_from,
    )
    after = {"policies": dict(policies), "adopts": adopts, "includes": includes, "document": document.strip()}
    record(actor=actor, code="scoring.reading_set", subject=kept, at=at, unit_id=body.pk, after=after)
    return kept


def _locked(period_id: int) -> ScoringPeriod:
    period = ScoringPeriod.objects.select_for_update().get(pk=period_id)
    if period.state == PeriodState.CLOSED:
        raise ClosedPeriodError(f"Kỳ tháng {period.month:%m/%Y} đã đóng.")
    return period


def _make_sheets(period: ScoringPeriod, actor: User, at: datetime) -> int:
    """Make the sheets that are missing and bring unsigned ones up to date; return how many were made."""
    includes = reading_of(period.body_id, period.month).includes
    placements = [one for one in placements_of(period.body_id, period.month, includes=includes) if not one.absence]
    here = {one.appointment.person_id: one for one in placements}
    held = ScoreSheet.objects.filter(person_id__in=here, period__month=period.month, is_current=True)
    unsigned = []
    taken = set()
    for sheet in held.select_for_update():
        taken.add(sheet.person_id)
        if sheet.period_id == period.pk and sheet.state in (SheetState.DRAFT, SheetState.SENT_BACK):
            _place(sheet, here[sheet.person_id])
            unsigned.append(sheet)
    ScoreSheet.objects.bulk_update(
        unsigned, ["appointment", "unit", "judging_unit", "holds_leading_post"], batch_size=500
    )
    sheets = []
    for one in placements:
        if one.appointment.person_id not in taken:
            sheet = ScoreSheet(period=period, person_id=one.appointment.person_id)
            _place(sheet, one)
            sheets.append(sheet)
    ScoreSheet.objects.bulk_create(sheets, batch_size=1000)
    SheetMove.objects.bulk_create(
        [SheetMove(sheet=sheet, state=SheetState.DRAFT, by=actor, at=at) for sheet in sheets], batch_size=1000
    )
    return len(sheets)


def _place(sheet: ScoreSheet, placement: Placement) -> None:
    post = placement.appointment
    sheet.appointment = post
    sheet.unit_id = post.unit_id
    sheet.judging_unit_id = placement.judging_unit_id
    sheet.holds_leading_post = post.leadership != Leadership.NONE
