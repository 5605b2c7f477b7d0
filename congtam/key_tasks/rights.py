"""Who may do what to a key task, and which of it now."""

from dataclasses import dataclass

import rules
from django.urls import reverse

from congtam.key_tasks.choices import KeyTaskState, Opinion
from congtam.key_tasks.models import Appraisal, Block, KeyTask
from congtam.personnel.rights import Action, may
from congtam.personnel.selectors import Viewer


@rules.predicate
def runs_level(viewer: Viewer, body_id: int) -> bool:
    """Organisation work of the level is the viewer's duty, or he heads it."""
    return body_id in viewer.officer or body_id in viewer.headed_below


@rules.predicate
def runs(viewer: Viewer, key_task: KeyTask) -> bool:
    """The viewer runs the level that gives this key task out."""
    return may(viewer, "key_tasks.run_level", key_task.round.scheme.body_id)


@rules.predicate
def speaks_for(viewer: Viewer, block: Block) -> bool:
    """The viewer leads the focal point of a block, or works for it."""
    return block.focal_unit_id in viewer.led | viewer.office


@rules.predicate
def gathers(viewer: Viewer, block: Block) -> bool:
    """The viewer speaks for a block, or runs or follows the level that gathers the proposals of all blocks."""
    return may(viewer, "key_tasks.speak_for", block) or block.scheme.body_id in (
        viewer.officer | viewer.headed_below | viewer.observed
    )


@rules.predicate
def proposes(viewer: Viewer, key_task: KeyTask) -> bool:
    """The viewer speaks for the block this was proposed by."""
    return may(viewer, "key_tasks.speak_for", key_task.block)


@rules.predicate
def is_leader(viewer: Viewer, key_task: KeyTask) -> bool:
    """The key task is the viewer's own."""
    return viewer.person_id is not None and key_task.leader_id == viewer.person_id


@rules.predicate
def answers(viewer: Viewer, appraisal: Appraisal) -> bool:
    """The viewer leads the body that was asked, or works for it."""
    return appraisal.unit_id in viewer.led | viewer.office


@dataclass(frozen=True, kw_only=True)
class Step:
    """One act on a key task: its code (which is also its right), address, words, and in which states it may be done."""

    code: str
    slug: str
    label: str
    states: tuple[KeyTaskState, ...]
    is_form: bool = True


_S = KeyTaskState
_DECIDED = (_S.APPROVED, _S.ASSIGNED, _S.IN_HAND)
STEPS: tuple[Step, ...] = (
    Step(code="propose", slug="gui", label="Gửi đề xuất", states=(_S.DRAFT, _S.RETURNED), is_form=False),
    Step(code="correct", slug="sua", label="Sửa đề xuất", states=(_S.DRAFT, _S.RETURNED)),
    Step(code="withdraw", slug="bo", label="Bỏ đề xuất", states=(_S.DRAFT, _S.RETURNED)),
    Step(code="screen", slug="sang-loc", label="Sàng lọc theo tiêu chí", states=(_S.PROPOSED,)),
    Step(code="ask_opinions", slug="lay-y-kien", label="Lấy ý kiến thẩm định", states=(_S.SCREENED, _S.APPRAISING)),
    Step(code="appraise", slug="tham-dinh", label="Kết luận thẩm định", states=(_S.APPRAISING,)),
    Step(code="decide", slug="quyet-dinh", label="Ghi quyết định", states=(_S.APPRAISED,)),
    Step(code="assign", slug="giao", label="Giao cho lãnh đạo", states=(_S.APPROVED,)),
    Step(code="accept", slug="nhan", label="Nhận nhiệm vụ", states=(_S.ASSIGNED,), is_form=False),
    Step(code="file", slug="nop", label="Nộp sản phẩm", states=(_S.IN_HAND,)),
    Step(code="report", slug="tien-do", label="Báo cáo tiến độ", states=(_S.IN_HAND,)),
    Step(code="judge", slug="danh-gia", label="Đánh giá kết quả", states=(_S.FILED,)),
    Step(code="judge_again", slug="danh-gia-lai", label="Đánh giá lại", states=(_S.JUDGED,)),
    Step(code="send_back", slug="tra-lai", label="Trả lại để bổ sung", states=(_S.FILED,)),
    Step(code="merge", slug="gop", label="Gộp vào đề xuất khác", states=(_S.PROPOSED, _S.SCREENED)),
    Step(code="unmerge", slug="tach", label="Tách ra", states=(_S.MERGED,)),
    Step(code="change", slug="dieu-chinh", label="Điều chỉnh", states=(*_DECIDED, _S.FILED)),
    Step(code="stop", slug="thoi-giao", label="Thôi giao", states=_DECIDED),
)
_FORWARD = frozenset({"propose", "screen", "ask_opinions", "appraise", "decide", "assign", "accept", "file", "judge"})

for _code in ("propose", "correct", "withdraw"):
    rules.add_rule(f"key_tasks.{_code}", proposes)
for _code in ("accept", "report", "file"):
    rules.add_rule(f"key_tasks.{_code}", is_leader)
for _code in ("screen", "ask_opinions", "appraise", "decide", "assign", "merge", "unmerge"):
    rules.add_rule(f"key_tasks.{_code}", runs)
# Nobody judges, eases or ends what he has to do himself.
for _code in ("judge", "judge_again", "send_back", "change", "stop"):
    rules.add_rule(f"key_tasks.{_code}", runs & ~is_leader)
rules.add_rule("key_tasks.run_level", runs_level)
rules.add_rule("key_tasks.speak_for", speaks_for)
rules.add_rule("key_tasks.gather", gathers)
rules.add_rule("key_tasks.answer", answers)


def actions_for(viewer: Viewer, key_task: KeyTask) -> tuple[Action, ...]:
    """Return what the viewer may do to this key task now, his next step first and primary; nothing more is asked of the database."""
    found = [
        step for step in STEPS if key_task.state in step.states and may(viewer, f"key_tasks.{step.code}", key_task)
    ]
    return tuple(
        Action(
            code=step.code,
            label=step.label,
            url=reverse("key_tasks:step", args=[key_task.pk, step.slug]),
            is_primary=place == 0 and step.code in _FORWARD,
            opens_page=step.is_form,
        )
        for place, step in enumerate(found)
    )


def may_answer(viewer: Viewer, appraisal: Appraisal) -> bool:
    """Tell whether the viewer may answer for the body that was asked, and the answer still waits."""
    return appraisal.opinion == Opinion.WAITING and may(viewer, "key_tasks.answer", appraisal)
