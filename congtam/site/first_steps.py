"""The way from an empty system to the first month: what is done, what comes next and why, read from the records themselves."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Count
from django.urls import reverse

from congtam.organisation.models import UnitState
from congtam.organisation.selectors import with_descendants
from congtam.personnel.choices import Category, Duty, Leadership
from congtam.personnel.models import Appointment, Responsibility
from congtam.personnel.selectors import Viewer, people_of
from congtam.personnel.selectors.tree import bodies_kept
from congtam.planning.selectors import catalogue_on
from congtam.scoring.models import BodyReading, ScoringPeriod

# A body that has begun its second month needs no guide any more.
_MONTHS_GUIDED = 1


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step: what to do, why, the page that does it (empty when somebody else does), how far it is."""

    title: str
    why: str
    url: str
    is_done: bool
    note: str = ""
    is_next: bool = False


@dataclass(frozen=True, kw_only=True)
class Guide:
    """The steps of one body; `body_name` is empty before the first body."""

    body_name: str
    steps: tuple[Step, ...]

    @property
    def done_count(self) -> int:
        """How many steps are done."""
        return sum(step.is_done for step in self.steps)


def guide_for(viewer: Viewer) -> Guide | None:
    """Return the steps of the newest body of the viewer's that is not ready; None when there is nothing left for him to do.

    For organisation officers until a body's second month, for administrators until somebody can do its organisation work. Eight short
    queries at most.
    """
    if not (viewer.is_administrator or viewer.officer):
        return None
    bodies = bodies_kept(viewer, viewer.on)
    if not bodies and viewer.is_administrator:
        return Guide(body_name="", steps=_in_order(_without_a_body()))
    begun = dict(
        ScoringPeriod.objects.filter(body__in=[state.unit_id for state in bodies])
        .values_list("body")
        .annotate(Count("pk"))
        .order_by()
    )
    young = [state for state in bodies if begun.get(state.unit_id, 0) <= _MONTHS_GUIDED]
    own = [state for state in young if state.unit_id in _own_bodies(viewer)]
    alone, given = _without_officer(young, viewer.on) if viewer.is_administrator and not own else ([], set[int]())
    state = min((*own, *alone), key=lambda one: (begun.get(one.unit_id, 0), -one.unit_id), default=None)
    if state is None:
        return None
    has_officer = bool(own) or state.unit_id in given
    steps = _of_body(state, viewer, has_begun=state.unit_id in begun, has_officer=has_officer)
    return Guide(body_name=state.name, steps=_in_order(steps)) if any(_is_open(step) for step in steps) else None


def _own_bodies(viewer: Viewer) -> set[int]:
    """Return the bodies given to the viewer himself: those below them have officers of their own to prepare them."""
    duties = Responsibility.objects.on(viewer.on).filter(person=viewer.person_id, duty=Duty.ORGANISATION_OFFICER)
    return set(duties.values_list("unit_id", flat=True)) if viewer.officer else set()


def _without_officer(bodies: Sequence[UnitState], on: date) -> tuple[list[UnitState], set[int]]:
    """Return the bodies whose organisation work no officer who can sign in does, there or above, and the units where it is given."""
    duties = (
        Responsibility.objects.on(on)
        .filter(duty=Duty.ORGANISATION_OFFICER)
        .values_list("unit_id", "person__user__is_active")
    )
    below = with_descendants({unit for unit, signs_in in duties if signs_in}, on)
    kept = frozenset[int]().union(*below.values())
    return [state for state in bodies if state.unit_id not in kept], {unit for unit, _ in duties}


def _without_a_body() -> list[Step]:
    return [
        Step(
            title="Lập cơ quan",
            why="Mọi đơn vị, con người, danh mục, kỳ chấm điểm đều thuộc một cơ quan sử dụng công chức.",
            url=reverse("organisation:open_body"),
            is_done=False,
        ),
        *(
            Step(title=title, why=why, url="", is_done=False)
            for title, why in (
                ("Nhập danh sách đơn vị và cán bộ", _WHY_ROSTER),
                ("Giao người làm công tác tổ chức cán bộ", _WHY_OFFICER),
                ("Mở tài khoản cho mọi người", _WHY_ACCOUNTS),
            )
        ),
    ]


_WHY_ROSTER = "Điền tệp Excel mẫu: đơn vị, con người, chức vụ. Xem trước từng ô rồi mới ghi."
_WHY_OFFICER = "Người này làm tiếp các bước sau: nhóm tương đồng, danh mục, kỳ tháng, xếp loại năm."
_WHY_ACCOUNTS = "Mỗi người một tài khoản và một phiếu giao mật khẩu tạm; mở tất cả cùng một lúc."


def _of_body(state: UnitState, viewer: Viewer, *, has_begun: bool, has_officer: bool) -> list[Step]:
    body, on = state.unit_id, viewer.on
    posts = list({post.person_id: post for post in people_of(body, on).order_by("is_primary")}.values())
    headless = _headless(posts)
    is_officer = body in viewer.officer
    here = f"?co-quan={body}"

    def address(name: str, *, for_officers: bool = False, arguments: Sequence[int] = (), query: str = "") -> str:
        return reverse(name, args=arguments) + query if is_officer or not for_officers else ""

    return [
        Step(title="Lập cơ quan", why=state.name, url=reverse("organisation:unit", args=[body]), is_done=True),
        Step(
            title="Nhập danh sách đơn vị và cán bộ",
            why=_WHY_ROSTER,
            url=address("personnel:roster", query=here),
            is_done=bool(posts),
            note=f"{len(posts)} người" if posts else "",
        ),
        Step(
            title="Giao người làm công tác tổ chức cán bộ",
            why=_WHY_OFFICER,
            url=address("personnel:responsibilities", query=here),
            is_done=has_officer,
        ),
        _counted(
            "Mở tài khoản cho mọi người",
            _WHY_ACCOUNTS,
            address("personnel:open_accounts", query=here),
            [post for post in posts if post.person.user_id is None],
            "người chưa có tài khoản",
            posts,
        ),
        Step(
            title="Ghi người đứng đầu từng đơn vị",
            why="Người đứng đầu giao việc, nghiệm thu và chấm điểm người của mình (khoản 1 Điều 10 Nghị định 335/2025/NĐ-CP).",
            url=address("organisation:unit", for_officers=True, arguments=[body]),
            is_done=bool(posts) and not headless,
            note=f"{len(headless)} đơn vị có người mà chưa có người đứng đầu" if headless else "",
        ),
        _counted(
            "Xếp nhóm nhiệm vụ tương đồng",
            "Tỷ lệ hoàn thành xuất sắc tính trong từng nhóm (khoản 5 Điều 20 Nghị định 335/2025/NĐ-CP).",
            address("personnel:similar_groups", for_officers=True, query=here),
            [post for post in posts if post.category == Category.CIVIL_SERVANT and post.similar_group_id is None],
            "công chức chưa có nhóm",
            posts,
        ),
        Step(
            title="Ban hành danh mục sản phẩm, công việc",
            why="Việc giao cho công chức lấy sản phẩm, điểm và hệ số quy đổi từ danh mục của cơ quan.",
            url=address("planning:catalogues", for_officers=True),
            is_done=catalogue_on(body, on) is not None,
        ),
        *_reading(body, posts, address("scoring:reading", for_officers=True, arguments=[body])),
        Step(
            title="Mở kỳ chấm điểm tháng đầu tiên",
            why="Mở kỳ thì mỗi người được chấm có phiếu tháng; việc đã giao tự vào phiếu.",
            url=address("scoring:periods", for_officers=True),
            is_done=has_begun,
        ),
    ]


def _reading(body: int, posts: Sequence[Appointment], url: str) -> list[Step]:
    """Return the step that says who else is scored, when there is anybody else."""
    others = [post for post in posts if post.category != Category.CIVIL_SERVANT]
    if not others:
        return []
    return [
        Step(
            title="Chọn đối tượng được chấm ngoài công chức",
            why="Nghị định nói về công chức; cán bộ, viên chức, người lao động chỉ có phiếu tháng khi quy chế của cơ quan tính họ.",
            url=url,
            is_done=BodyReading.objects.filter(body=body).exists(),
            note=f"{len(others)} người không phải công chức",
        )
    ]


def _counted(
    title: str, why: str, url: str, left: Sequence[Appointment], words: str, posts: Sequence[Appointment]
) -> Step:
    """Return a step that is done when nobody is left and somebody is there."""
    return Step(
        title=title,
        why=why,
        url=url,
        is_done=bool(posts) and not left,
        note=f"{len(left)} {words}" if left else "",
    )


def _is_open(step: Step) -> bool:
    return bool(step.url) and not step.is_done


def _headless(posts: Sequence[Appointment]) -> set[int]:
    """Return the units in which somebody serves and nobody heads."""
    return {post.unit_id for post in posts} - {post.unit_id for post in posts if post.leadership == Leadership.HEAD}


def _in_order(steps: Sequence[Step]) -> tuple[Step, ...]:
    """Return the steps with the first one the viewer can do marked as next."""
    following = next(filter(_is_open, steps), None)
    return tuple(replace(step, is_next=step is following) for step in steps)
