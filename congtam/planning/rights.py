"""Who may prepare and issue a catalogue, and who works with plans."""

import rules
from django.urls import reverse

from congtam.personnel.rights import Action, may
from congtam.personnel.selectors import Viewer
from congtam.planning.choices import PlanState
from congtam.planning.models import Catalogue, Plan


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
