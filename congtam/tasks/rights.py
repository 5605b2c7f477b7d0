"""Who may do what to work, and which of it now."""

from dataclasses import dataclass

import rules
from django.urls import reverse

from congtam.personnel.models import Appointment
from congtam.personnel.rights import Action, may
from congtam.personnel.selectors import Viewer
from congtam.tasks.choices import OPEN_STATES, TaskState
from congtam.tasks.models import RecurringWork, Task, followed_by
from congtam.tasks.selectors import IN_HAND, assignable_posts


@rules.predicate
def is_holder(viewer: Viewer, task: Task) -> bool:
    """The work is the viewer's own."""
    return task.holder_id == viewer.person_id


@rules.predicate
def is_judge(viewer: Viewer, task: Task) -> bool:
    """The viewer leads where the work is done, and it is not his own nor that of his equal or superior."""
    return Task.objects.judged_by(viewer).filter(pk=task.pk).exists()


@rules.predicate
def is_office(viewer: Viewer, task: Task) -> bool:
    """The viewer keeps an eye on the deadlines of the body where the work is done, and it is not his own."""
    return task.unit_id in viewer.office and task.holder_id != viewer.person_id


@rules.predicate
def is_reader(viewer: Viewer, task: Task) -> bool:
    """The viewer may read evidence, causes and history."""
    return task.holder_id == viewer.person_id or task.unit_id in followed_by(viewer)


@rules.predicate
def is_colleague(viewer: Viewer, task: Task) -> bool:
    """The viewer serves in the same unit, and the work is somebody else's."""
    return task.unit_id in viewer.posts and task.holder_id != viewer.person_id


@rules.predicate
def may_be_assigned(viewer: Viewer, post: Appointment) -> bool:
    """The viewer may give work to the holder of this post."""
    return assignable_posts(viewer).filter(pk=post.pk).exists()


@rules.predicate
def leads(viewer: Viewer) -> bool:
    """The viewer heads or deputises some unit."""
    return bool(viewer.led)


@rules.predicate
def looks_over(viewer: Viewer) -> bool:
    """The viewer reads the work of some unit."""
    return bool(followed_by(viewer))


@rules.predicate
def serves(viewer: Viewer) -> bool:
    """The viewer holds some post."""
    return bool(viewer.posts)


@rules.predicate
def leads_rule(viewer: Viewer, rule: RecurringWork) -> bool:
    """The viewer leads the unit of this recurring work, and it is not his own."""
    return rule.unit_id in viewer.led and rule.holder_id != viewer.person_id


@dataclass(frozen=True, kw_only=True)
class Step:
    """One act on a task: its code (which is also its right), address, words, and in which states it may be done."""

    code: str
    slug: str
    label: str
    states: tuple[TaskState, ...]
    is_form: bool = True


STEPS: tuple[Step, ...] = (
    Step(code="accept", slug="nhan", label="Nhận việc", states=(TaskState.ASSIGNED,), is_form=False),
    Step(code="hand_in", slug="nop", label="Nộp sản phẩm", states=IN_HAND),
    Step(code="accept_result", slug="nghiem-thu", label="Nghiệm thu", states=(TaskState.HANDED_IN,)),
    Step(code="return_error", slug="tra-vi-loi", label="Trả lại vì lỗi lớn về nội dung", states=(TaskState.HANDED_IN,)),
    Step(code="return_completion", slug="tra-bo-sung", label="Trả lại để bổ sung", states=(TaskState.HANDED_IN,)),
    Step(code="withdraw", slug="rut-lai", label="Rút lại", states=(TaskState.HANDED_IN,), is_form=False),
    Step(code="hand_back", slug="tra-nguoi-giao", label="Không thể hoàn thành, trả lại", states=IN_HAND),
    Step(code="take_over", slug="nhan-thay", label="Nhận thay việc này", states=(TaskState.HANDED_BACK,)),
    Step(code="reassign", slug="chuyen-nguoi", label="Giao cho người khác", states=(*IN_HAND, TaskState.HANDED_BACK)),
    Step(code="ask_extension", slug="xin-doi-han", label="Đề nghị đổi hạn", states=IN_HAND),
    Step(code="set_deadline", slug="doi-han", label="Đổi hạn", states=IN_HAND),
    Step(code="remind", slug="don-doc", label="Đôn đốc", states=IN_HAND),
    Step(code="mark", slug="danh-dau", label="Đánh dấu trọng tâm, mới, khó", states=OPEN_STATES),
    Step(code="cancel", slug="huy", label="Huỷ nhiệm vụ", states=IN_HAND),
)
# Offered apart: it hangs on a delay or an error, not on where the task stands.
CLAIM = Step(code="claim_cause", slug="nguyen-nhan", label="Nêu nguyên nhân khách quan", states=tuple(TaskState))

for _code in ("accept", "hand_in", "withdraw", "hand_back", "claim_cause", "ask_extension"):
    rules.add_rule(f"tasks.{_code}", is_holder)
for _code in ("accept_result", "return_error", "return_completion", "reassign", "set_deadline", "mark", "cancel"):
    rules.add_rule(f"tasks.{_code}", is_judge)
rules.add_rule("tasks.remind", is_judge | is_office)
rules.add_rule("tasks.answer_cause", is_judge)
rules.add_rule("tasks.answer_extension", is_judge)
rules.add_rule("tasks.take_over", is_colleague)
rules.add_rule("tasks.read", is_reader)
rules.add_rule("tasks.assign", leads)
rules.add_rule("tasks.assign_to", may_be_assigned)
rules.add_rule("tasks.record_unplanned", serves)
rules.add_rule("tasks.look_over", looks_over)
rules.add_rule("tasks.stop_recurring", leads_rule)


def actions_for(viewer: Viewer, task: Task) -> tuple[Action, ...]:
    """Return what the viewer may do to this task now, his next step first and primary.

    The task must come from `told(viewer)`, so that nothing more is asked of the database.
    """
    is_own = task.holder_id == viewer.person_id
    allowed = {
        "accept": is_own,
        "hand_in": is_own,
        "withdraw": is_own,
        "hand_back": is_own,
        "ask_extension": is_own,
        "remind": task.is_judged or may(viewer, "tasks.remind", task),
        "take_over": may(viewer, "tasks.take_over", task) and not task.is_continued,
    }
    found = []
    for step in STEPS:
        judges = step.code not in allowed and task.is_judged and not (step.code == "reassign" and task.is_continued)
        if task.state in step.states and (judges or allowed.get(step.code, False)):
            found.append(step)
    return tuple(
        _action(step, task, is_primary=number == 0 and _leads_on(step, task)) for number, step in enumerate(found)
    )


def _leads_on(step: Step, task: Task) -> bool:
    """Whether a step brings the work forward; giving it to another does only when somebody handed it back."""
    waits = task.state == TaskState.HANDED_BACK and step.code in ("take_over", "reassign")
    return waits or step.code in ("accept", "hand_in", "accept_result")


def _action(step: Step, task: Task, *, is_primary: bool) -> Action:
    url = reverse("tasks:step", args=[task.pk, step.slug])
    return Action(code=step.code, label=step.label, url=url, is_primary=is_primary, opens_page=step.is_form)
