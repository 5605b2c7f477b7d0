"""Who may do what to months and sheets. Scoring right and rating right are different rights: nothing here rates anybody."""

import rules
from django.urls import reverse

from congtam.organisation.models import Unit
from congtam.personnel.rights import Action, is_officer_somewhere, may
from congtam.personnel.selectors import Viewer
from congtam.scoring.choices import MOVES, PeriodState, SheetState
from congtam.scoring.models import ScoreSheet, ScoringPeriod


@rules.predicate
def is_own(viewer: Viewer, sheet: ScoreSheet) -> bool:
    """Whether the sheet is about the viewer."""
    return viewer.person_id is not None and sheet.person_id == viewer.person_id


@rules.predicate
def heads_judging_unit(viewer: Viewer, sheet: ScoreSheet) -> bool:
    """Whether the viewer heads (or acts as head of) the unit whose head scores this person (khoản 1 Điều 10 Nghị định 335/2025/NĐ-CP)."""
    return sheet.judging_unit_id in viewer.headed


@rules.predicate
def is_officer_of_sheet(viewer: Viewer, sheet: ScoreSheet) -> bool:
    """Whether organisation work of the unit or the body of the sheet is the viewer's duty."""
    return sheet.unit_id in viewer.officer or sheet.period.body_id in viewer.officer


@rules.predicate
def is_officer_of_period(viewer: Viewer, period: ScoringPeriod) -> bool:
    """Whether organisation work of the body is the viewer's duty."""
    return period.body_id in viewer.officer


@rules.predicate
def oversees_period(viewer: Viewer, period: ScoringPeriod) -> bool:
    """Whether the viewer leads the body or keeps its organisation work."""
    return period.body_id in viewer.overseen


@rules.predicate
def is_officer_of_body(viewer: Viewer, body: Unit) -> bool:
    """Whether organisation work of the body is the viewer's duty."""
    return body.pk in viewer.officer


rules.add_rule("scoring.mark", is_own)
rules.add_rule("scoring.confirm", heads_judging_unit & ~is_own)
rules.add_rule("scoring.correct", is_officer_of_sheet & ~is_own)
rules.add_rule("scoring.set_aside", is_officer_of_sheet & ~is_own)
rules.add_rule("scoring.run_period", is_officer_of_period)
rules.add_rule("scoring.read_period", oversees_period)
rules.add_rule("scoring.open_period", is_officer_of_body)
rules.add_rule("scoring.set_reading", is_officer_of_body)
rules.add_rule("scoring.run_periods", is_officer_somewhere)
rules.add_rule("scoring.record_outside_month", is_officer_somewhere)


def moves(sheet: ScoreSheet, to: str) -> bool:
    """Tell whether the sheet's own state lets it move to the state `to` (a closed month holds all but corrections)."""
    is_open = sheet.period.state == PeriodState.OPEN or sheet.version > 1
    return sheet.is_current and is_open and to in MOVES[sheet.state]


def may_mark(viewer: Viewer, sheet: ScoreSheet) -> bool:
    """Tell whether the viewer may mark and sign this sheet now."""
    return may(viewer, "scoring.mark", sheet) and moves(sheet, SheetState.SELF_SIGNED)


def may_confirm(viewer: Viewer, sheet: ScoreSheet) -> bool:
    """Tell whether the sheet waits for this viewer's word."""
    return may(viewer, "scoring.confirm", sheet) and moves(sheet, SheetState.CONFIRMED)


def may_correct(viewer: Viewer, sheet: ScoreSheet) -> bool:
    """Tell whether the viewer may make the next version of this sheet now."""
    return may(viewer, "scoring.correct", sheet) and sheet.is_current and sheet.state == SheetState.CONFIRMED


def actions_for(viewer: Viewer, sheet: ScoreSheet) -> tuple[Action, ...]:
    """Return what the viewer may do now to a sheet besides the forms on its page (marking, confirming)."""
    found = []
    if may_mark(viewer, sheet):
        found.append(Action(code="copy", label="Lấy từ kỳ trước", url=_to("copy", sheet)))
    if may_confirm(viewer, sheet):
        found.append(Action(code="send_back", label="Trả lại", url=_to("send_back", sheet), needs_reason=True))
    if may(viewer, "scoring.set_aside", sheet):
        if moves(sheet, SheetState.SET_ASIDE):
            found.append(
                Action(code="set_aside", label="Không chấm tháng này", url=_to("set_aside", sheet), needs_reason=True)
            )
        if moves(sheet, SheetState.DRAFT):
            found.append(
                Action(code="take_up", label="Chấm lại tháng này", url=_to("take_up", sheet), needs_reason=True)
            )
    if may_correct(viewer, sheet):
        found.append(Action(code="correct", label="Lập phiên bản sửa", url=_to("correct", sheet), opens_page=True))
    return tuple(found)


def period_actions_for(viewer: Viewer, period: ScoringPeriod) -> tuple[Action, ...]:
    """Return what the viewer may do now to a month."""
    if period.state == PeriodState.CLOSED or not may(viewer, "scoring.run_period", period):
        return ()
    return (
        Action(code="close", label="Đóng kỳ", url=reverse("scoring:close", args=[period.pk]), is_primary=True),
        Action(code="add", label="Bổ sung phiếu", url=reverse("scoring:add_missing", args=[period.pk])),
    )


def _to(name: str, sheet: ScoreSheet) -> str:
    return reverse(f"scoring:{name}", args=[sheet.pk])
