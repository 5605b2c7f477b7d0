"""Who may prepare and issue a catalogue, work with plans, keep a body's work, report it done, and which of it now."""

from dataclasses import dataclass

import rules
from django.urls import reverse

from congtam.personnel.rights import Action, may
from congtam.personnel.selectors import Viewer
from congtam.planning.choices import PlanState, WorkState
from congtam.planning.models import Catalogue, Plan, Target, WorkItem


@rules.predicate
def does_organisation_work(viewer: Viewer, body_id: int) -> bool:
    """Organisation work of the body is this person's duty: prepares and standardises (khoản 2 Điều 13 Nghị định 335/2025/NĐ-CP)."""
    return body_id in viewer.officer


@rules.predicate
def does_organisation_work_of(viewer: Viewer, catalogue: Catalogue) -> bool:
    """The same, asked of a catalogue."""
    return catalogue.body_id in viewer.officer


@rules.predicate
def works_with_plans(viewer: Viewer, body_id: int) -> bool:
    """The viewer is the office of the body, or heads it."""
    return body_id in viewer.office or body_id in viewer.headed_below


@rules.predicate
def works_with_plan(viewer: Viewer, plan: Plan) -> bool:
    """The same, asked of a plan."""
    return plan.body_id in viewer.office or plan.body_id in viewer.headed_below


rules.add_rule("planning.import_catalogue", does_organisation_work)
rules.add_rule("planning.change_catalogue", does_organisation_work_of)
rules.add_rule("planning.take_in_plan", works_with_plans)
rules.add_rule("planning.change_plan", works_with_plan)


@rules.predicate
def keeps_work(viewer: Viewer, body_id: int) -> bool:
    """The viewer is the office of the body, or its head: merges, publishes, confirms."""
    return body_id in viewer.office or body_id in viewer.headed_below


@rules.predicate
def keeps_this_work(viewer: Viewer, work: WorkItem) -> bool:
    """The same, asked of work of the body."""
    return work.body_id in viewer.office or work.body_id in viewer.headed_below


@rules.predicate
def leads_this_work(viewer: Viewer, work: WorkItem) -> bool:
    """The viewer leads the unit that leads the work; work that no unit leads, or one outside the body, is reported by whoever keeps it."""
    if work.lead_unit_id in viewer.led:
        return True
    kept = viewer.office | viewer.headed_below
    return work.body_id in kept and work.lead_unit_id not in kept


@rules.predicate
def reports_target(viewer: Viewer, target: Target) -> bool:
    """The viewer leads the unit a target is given to, or keeps the body's work."""
    keeps = target.body_id in viewer.office or target.body_id in viewer.headed_below
    return keeps or (target.lead_unit_id is not None and target.lead_unit_id in viewer.led)


@dataclass(frozen=True, kw_only=True)
class WorkStep:
    """One act on a body's work: its code (which is also its right), address, words, and in which states it may be done."""

    code: str
    slug: str
    label: str
    states: tuple[WorkState, ...]


_GOING_ON = (WorkState.OPEN, WorkState.REPORTED)
WORK_STEPS: tuple[WorkStep, ...] = (
    WorkStep(code="report_work", slug="bao-cao", label="Báo cáo hoàn thành", states=(WorkState.OPEN,)),
    WorkStep(code="confirm_work", slug="xac-nhan", label="Xác nhận hoàn thành", states=(WorkState.REPORTED,)),
    WorkStep(code="return_work", slug="tra-lai", label="Trả lại báo cáo", states=(WorkState.REPORTED,)),
    WorkStep(code="set_work_deadline", slug="doi-han", label="Đổi hạn", states=_GOING_ON),
    WorkStep(code="set_work_lead", slug="doi-chu-tri", label="Đổi đơn vị chủ trì", states=_GOING_ON),
    WorkStep(code="serve", slug="phuc-vu", label="Gắn mục tiêu cấp trên", states=_GOING_ON),
    WorkStep(code="drop_work", slug="thoi", label="Thôi thực hiện", states=_GOING_ON),
)

rules.add_rule("planning.keep_work", keeps_work)
rules.add_rule("planning.report_work", leads_this_work)
for _code in ("confirm_work", "return_work", "set_work_deadline", "set_work_lead", "serve", "drop_work", "split_work"):
    rules.add_rule(f"planning.{_code}", keeps_this_work)
rules.add_rule("planning.report_target", reports_target)


def work_actions(viewer: Viewer, work: WorkItem) -> tuple[Action, ...]:
    """Return what the viewer may do to this work now, his next step first and primary; no query."""
    found = [step for step in WORK_STEPS if work.state in step.states and may(viewer, f"planning.{step.code}", work)]
    return tuple(
        Action(
            code=step.code,
            label=step.label,
            url=reverse("work:step", args=[work.pk, step.slug]),
            is_primary=number == 0 and step.code in ("report_work", "confirm_work"),
            opens_page=True,
        )
        for number, step in enumerate(found)
    )


def plan_actions(viewer: Viewer, plan: Plan) -> tuple[Action, ...]:
    """Return what the viewer may do to a plan now."""
    if not may(viewer, "planning.change_plan", plan):
        return ()
    read_on = Action(
        code="read",
        label="Đọc tiếp",
        url=reverse("planning:read_rows", args=[plan.pk]),
        is_primary=True,
        opens_page=True,
    )
    again = Action(code="again", label="Ghi lại từ đầu", url=reverse("planning:write_plan_again", args=[plan.pk]))
    end = Action(
        code="end", label="Kết thúc kế hoạch", url=reverse("planning:end_plan", args=[plan.pk]), needs_reason=True
    )
    discard = Action(
        code="discard", label="Bỏ kế hoạch", url=reverse("planning:discard_plan", args=[plan.pk]), needs_reason=True
    )
    match plan.state:
        case PlanState.DRAFT:
            return (read_on, discard)
        case PlanState.WAITING:
            return (again, discard)
        case PlanState.LIVE:
            return (end, discard)
        case _:
            return ()
