"""Who may chase what."""

import rules

from congtam.follow_up.models import Breakthrough, Inspection, Shortcoming
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
        case Shortcoming() as fault:
            return fault.unit_id in viewer.led | viewer.office
        case _:
            return False


@rules.predicate
def leads_this_work(viewer: Viewer, work: WorkItem) -> bool:
    """The viewer leads the unit that leads the work; whoever keeps the body sets the deadline himself."""
    return work.lead_unit_id is not None and work.lead_unit_id in viewer.led


rules.add_rule("follow_up.ask_extension", leads_this_work)


@rules.predicate
def serves(viewer: Viewer) -> bool:
    """The viewer serves somewhere: he sees at least his own."""
    return viewer.person_id is not None


@rules.predicate
def names_faults_in(viewer: Viewer, unit_id: int) -> bool:
    """The viewer leads the unit, is the office or organisation officer there, or serves in it and names a fault of his own."""
    return unit_id in viewer.led | viewer.office | viewer.officer | viewer.posts


@rules.predicate
def looks_after(viewer: Viewer, fault: Shortcoming) -> bool:
    """The fault is the viewer's to mend, or he leads the unit or is the office there."""
    return fault.person_id == viewer.person_id or fault.unit_id in viewer.led | viewer.office


@rules.predicate
def closes(viewer: Viewer, fault: Shortcoming) -> bool:
    """The viewer leads the unit or is the office there; nobody says of himself that he mended it."""
    return fault.person_id != viewer.person_id and fault.unit_id in viewer.led | viewer.office


@rules.predicate
def plans_inspections(viewer: Viewer) -> bool:
    """The viewer leads, or is the office or organisation officer of, some unit."""
    return bool(viewer.led | viewer.office | viewer.officer)


@rules.predicate
def inspects(viewer: Viewer, inspection: Inspection) -> bool:
    """The viewer was named to inspect, or is the office or officer of the unit, or heads a unit above it."""
    kept = viewer.office | viewer.officer | (viewer.headed_below - viewer.headed)
    return inspection.inspector_id == viewer.person_id or inspection.unit_id in kept


@rules.predicate
def leads_breakthrough(viewer: Viewer, breakthrough: Breakthrough) -> bool:
    """The viewer leads the unit whose breakthrough it is."""
    return breakthrough.unit_id in viewer.led


rules.add_rule("follow_up.see_faults", serves)
rules.add_rule("follow_up.read_reminders", serves)
rules.add_rule("follow_up.name_fault", names_faults_in)
rules.add_rule("follow_up.mend_fault", looks_after)
rules.add_rule("follow_up.close_fault", closes)
rules.add_rule("follow_up.plan_inspections", plans_inspections)
rules.add_rule("follow_up.inspect", inspects)
rules.add_rule("follow_up.set_breakthrough", leads_breakthrough)
rules.add_rule("follow_up.see_dossiers", serves)
rules.add_rule("follow_up.bring_dossiers", keeps_body)
rules.add_rule("follow_up.see_reminders", keeps_some_body)
rules.add_rule("follow_up.set_reminders", keeps_body)
rules.add_rule("follow_up.remind", may_chase)
