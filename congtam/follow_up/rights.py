"""Who may chase what."""

import rules

from congtam.follow_up.selectors.chased import Chased
from congtam.follow_up.selectors.reminders import kept_bodies
from congtam.meetings.models import Conclusion
from congtam.personnel.rights import may
from congtam.personnel.selectors import Viewer
from congtam.planning.models import WorkItem
from congtam.tasks.models import Task


@rules.predicate
def keeps_some_body(viewer: Viewer) -> bool:
    """The viewer is the office of a body, or heads one."""
    return bool(kept_bodies(viewer))


@rules.predicate
def keeps_body(viewer: Viewer, body_id: int) -> bool:
    """The viewer is the office of this body, or heads it or a body above."""
    return body_id in kept_bodies(viewer)


@rules.predicate
def may_chase(viewer: Viewer, thing: Chased) -> bool:
    """The viewer judges the task or is the office there; is the office or head of the body, or the leader named for its work."""
    match thing.about:
        case Task() as task:
            return may(viewer, "tasks.remind", task)
        case WorkItem() as work:
            is_leader = work.leader_id is not None and work.leader_id == viewer.person_id
            return is_leader or work.body_id in kept_bodies(viewer)
        case Conclusion() as conclusion:
            return conclusion.meeting.unit_id in kept_bodies(viewer)
        case _:
            return False


rules.add_rule("follow_up.see_reminders", keeps_some_body)
rules.add_rule("follow_up.set_reminders", keeps_body)
rules.add_rule("follow_up.remind", may_chase)
