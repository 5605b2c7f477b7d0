"""Who may do what in a yearly rating. Deciding and preparing are different rights; nobody decides on himself."""

import rules
from django.urls import reverse

from congtam.evaluation.choices import CampaignState
from congtam.evaluation.models import Campaign, Petition, RatingCase
from congtam.personnel.rights import Action, may
from congtam.personnel.selectors import Viewer


@rules.predicate
def keeps_body(viewer: Viewer, body_id: int | None) -> bool:
    """Organisation work of the body is this person's duty; with no body named, of any."""
    return bool(viewer.officer) if body_id is None else body_id in viewer.officer


@rules.predicate
def is_open(_: Viewer, campaign: Campaign) -> bool:
    """Nothing has been published yet."""
    return campaign.state == CampaignState.OPEN


@rules.predicate
def keeps(viewer: Viewer, campaign: Campaign) -> bool:
    """Organisation work of the campaign's body is this person's duty."""
    return campaign.body_id in viewer.officer


@rules.predicate
def heads_body(viewer: Viewer, campaign: Campaign) -> bool:
    """This person heads (or acts as head of) the body itself."""
    return campaign.body_id in viewer.headed


@rules.predicate
def stands_above_body(viewer: Viewer, campaign: Campaign) -> bool:
    """This person heads the body or one above it."""
    return campaign.body_id in viewer.headed_below


@rules.predicate
def is_own(viewer: Viewer, case: RatingCase) -> bool:
    """The case is about this person."""
    return case.person_id == viewer.person_id


@rules.predicate
def is_case_open(_: Viewer, case: RatingCase) -> bool:
    """The case's campaign has not been published."""
    return case.campaign.state == CampaignState.OPEN


@rules.predicate
def is_published(_: Viewer, case: RatingCase) -> bool:
    """The person has been told."""
    return case.published_at is not None


@rules.predicate
def decides(viewer: Viewer, case: RatingCase) -> bool:
    """This person heads the unit whose head decides (khoản 2 Điều 10 Nghị định 335/2025/NĐ-CP)."""
    return case.deciding_unit_id is not None and case.deciding_unit_id in viewer.headed


@rules.predicate
def keeps_case(viewer: Viewer, case: RatingCase) -> bool:
    """Organisation work of the case's body is this person's duty."""
    return case.campaign.body_id in viewer.officer


@rules.predicate
def stands_above_case(viewer: Viewer, case: RatingCase) -> bool:
    """This person heads the case's body or one above it."""
    return case.campaign.body_id in viewer.headed_below


@rules.predicate
def heads_managing_body(viewer: Viewer, case: RatingCase) -> bool:
    """This person heads a body above the case's (khoản 3 Điều 21 Nghị định 335/2025/NĐ-CP)."""
    return stands_above_case(viewer, case) and case.campaign.body_id not in viewer.headed


@rules.predicate
def answers(viewer: Viewer, petition: Petition) -> bool:
    """This person decided, or stands above who did, and the petition is not his own."""
    case = petition.case
    return not is_own(viewer, case) and (decides(viewer, case) or heads_managing_body(viewer, case))


sees_levels = ~is_own & (decides | keeps_case | stands_above_case)

rules.add_rule("evaluation.open", keeps_body)
rules.add_rule("evaluation.prepare", keeps & is_open)
rules.add_rule("evaluation.see_workbench", keeps | stands_above_body)
rules.add_rule("evaluation.publish", heads_body & is_open)
rules.add_rule("evaluation.see_levels", sees_levels | (is_own & is_published))
rules.add_rule("evaluation.self_rate", is_own & is_case_open)
rules.add_rule("evaluation.record_opinion", keeps_case & ~is_own & is_case_open)
rules.add_rule("evaluation.decide", decides & ~is_own & is_case_open)
rules.add_rule("evaluation.replace", heads_managing_body & ~is_own & is_published)
rules.add_rule("evaluation.petition", is_own & is_published)
rules.add_rule("evaluation.answer", answers)
rules.add_rule("evaluation.print_form", sees_levels | is_own)


def campaign_actions(viewer: Viewer, campaign: Campaign) -> tuple[Action, ...]:
    """Return what the viewer may do now with a campaign, the next step first."""
    key = [campaign.pk]
    offered = (
        ("evaluation.prepare", "prepare", "Chuẩn bị, cuộc họp", "evaluation:prepare", True),
        ("evaluation.publish", "publish", "Công bố", "evaluation:publication", False),
    )
    found = [
        Action(code=code, label=label, url=reverse(name, args=key), opens_page=True, is_primary=is_primary)
        for right, code, label, name, is_primary in offered
        if may(viewer, right, campaign)
    ]
    if may(viewer, "evaluation.prepare", campaign):
        found.append(Action(code="propose", label="Tính lại đề xuất", url=reverse("evaluation:propose", args=key)))
    return tuple(found)
