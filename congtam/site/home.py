"""Việc của tôi: what waits for me, by deadline, each with one next step; for heads, what needs attention."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from congtam.evaluation.choices import CampaignState
from congtam.evaluation.models import RatingCase
from congtam.personnel.asking import Asked
from congtam.personnel.selectors import Viewer
from congtam.planning.selectors.work import to_decide
from congtam.scoring.choices import SheetState
from congtam.scoring.selectors import sheets_for
from congtam.site.first_steps import guide_for
from congtam.tasks import selectors as tasks
from congtam.tasks.choices import TaskState
from congtam.ui import wording

SHOWN = 15
_NEXT_STEPS = {TaskState.ASSIGNED: "Nhận việc", TaskState.IN_HAND: "Nộp sản phẩm", TaskState.RETURNED: "Nộp lại"}


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """One thing that waits for the viewer: what, where, until when, and the one next step."""

    what: str
    note: str
    url: str
    step: str
    due: date | None = None


@dataclass(frozen=True, kw_only=True)
class Attention:
    """A number for somebody who leads, which is the way to its list."""

    count: int
    label: str
    url: str
    tone: str


def mine(request: Asked) -> HttpResponse:
    """Show what waits for this person."""
    viewer = request.viewer
    counts = tasks.own_counts(viewer)
    context = {
        "signing": [*own_sheets(viewer), *own_ratings(viewer)],
        "deciding": list(waiting_for_my_word(viewer)),
        "work": own_work(viewer),
        "more": max(0, counts.doing - SHOWN),
        "counts": counts,
        "attention": list(attention(viewer)) if viewer.led else [],
        "has_place": viewer.person_id is not None,
        "guide": guide_for(viewer),
    }
    return render(request, "site/home.html", context)


def own_work(viewer: Viewer) -> list[Waiting]:
    """Return the first of the viewer's work in hand, the earliest deadline first."""
    found = tasks.own(viewer).filter(state__in=tasks.IN_HAND).order_by("due_date", "pk")
    return [
        Waiting(
            what=task.title,
            note=task.output,
            url=reverse("tasks:task", args=[task.pk]),
            step=_NEXT_STEPS[TaskState(task.state)],
            due=task.due_date,
        )
        for task in found[:SHOWN]
    ]


def own_sheets(viewer: Viewer) -> list[Waiting]:
    """Return the viewer's months that wait for his own marks."""
    waiting = sheets_for(viewer).filter(
        person=viewer.person_id, is_current=True, state__in=(SheetState.DRAFT, SheetState.SENT_BACK)
    )
    return [
        Waiting(
            what=f"Phiếu tháng {sheet.period.month.month}/{sheet.period.month.year}",
            note="bị trả lại, cần xem lại" if sheet.state == SheetState.SENT_BACK else "chờ bạn tự chấm và ký",
            url=reverse("scoring:sheet", args=[sheet.pk]),
            step="Tự chấm",
            due=sheet.period.cut_off_date,
        )
        for sheet in waiting.order_by("period__month")[:SHOWN]
    ]


def own_ratings(viewer: Viewer) -> list[Waiting]:
    """Return the viewer's yearly forms that wait for his own level."""
    waiting = RatingCase.objects.filter(
        person=viewer.person_id, self_signed_at__isnull=True, campaign__state=CampaignState.OPEN
    ).select_related("campaign")
    return [
        Waiting(
            what=f"Phiếu xếp loại chất lượng năm {case.campaign.year}",
            note="chờ bạn tự xếp loại và ký",
            url=reverse("evaluation:case", args=[case.pk]),
            step="Tự xếp loại",
        )
        for case in waiting
    ]


def waiting_for_my_word(viewer: Viewer) -> Iterator[Waiting]:
    """Yield months and yearly cases that wait for the viewer as the authority, gathered by month and campaign."""
    yield from _work_of_bodies(viewer)
    if not viewer.headed:
        return
    sheets = (
        sheets_for(viewer)
        .filter(judging_unit__among=viewer.headed, is_current=True, state=SheetState.SELF_SIGNED)
        .exclude(person=viewer.person_id)
    )
    for month in sheets.order_by("period__month").values_list("period__month", flat=True).distinct():
        yield Waiting(
            what=f"Xác nhận phiếu tháng {month.month}/{month.year}",
            note="người trong đơn vị đã tự chấm",
            url=f"{reverse('scoring:month')}?period={month:%Y-%m}",
            step="Xác nhận",
        )
    cases = RatingCase.objects.filter(
        deciding_unit__among=viewer.headed, campaign__state=CampaignState.OPEN, decisions__isnull=True
    ).exclude(person=viewer.person_id)
    campaigns = list(cases.values_list("campaign", "campaign__year").distinct().order_by("-campaign__year", "campaign"))
    if len(campaigns) > SHOWN:
        # Whoever decides on the heads of a thousand bodies goes through the list of their campaigns.
        for year in dict.fromkeys(year for _, year in campaigns):
            yield Waiting(
                what=f"Quyết định xếp loại năm {year}",
                note=f"hồ sơ chờ bạn quyết định ở {wording.number(sum(one == year for _, one in campaigns))} cơ quan",
                url=reverse("evaluation:campaigns"),
                step="Xem xét",
            )
        return
    for campaign, year in campaigns:
        yield Waiting(
            what=f"Quyết định xếp loại năm {year}",
            note="hồ sơ chờ bạn quyết định từng người",
            url=reverse("evaluation:workbench", args=[campaign]),
            step="Xem xét",
        )


def _work_of_bodies(viewer: Viewer) -> Iterator[Waiting]:
    """Yield what the office and the head of a body look at: reports of completion, requests for another deadline, items likely one task."""
    found = to_decide(viewer)
    if found.reported:
        yield Waiting(
            what="Xác nhận nhiệm vụ của cơ quan",
            note=f"{found.reported} nhiệm vụ đã báo cáo hoàn thành",
            url=f"{reverse('work:list')}?viec=reported",
            step="Xem và xác nhận",
        )
    if found.extensions:
        yield Waiting(
            what="Đề nghị đổi hạn nhiệm vụ của cơ quan",
            note=f"{found.extensions} đề nghị của đơn vị xin lùi hạn, chờ quyết định",
            url=reverse("follow_up:extensions"),
            step="Xem và trả lời",
        )
    if found.pairs:
        yield Waiting(
            what="Nội dung có thể trùng giữa các kế hoạch",
            note=f"{found.pairs} cặp chờ kết luận",
            url=reverse("work:pairs"),
            step="Xem từng cặp",
        )


def attention(viewer: Viewer) -> Iterator[Attention]:
    """Yield the numbers a head looks at first."""
    found = tasks.attention(viewer)
    for count, label, kind, tone in (
        (found.overdue, "quá hạn", "overdue", "red"),
        (found.waiting, "chờ nghiệm thu", "waiting", "amber"),
        (found.handed_back, "trả lại, chưa giao ai", "handed_back", "amber"),
        (found.silent, "im lặng 30 ngày", "silent", "amber"),
        (found.renewed, "đổi hạn trong tháng", "renewed", ""),
        (found.unplanned, "phát sinh trong tháng", "unplanned", ""),
    ):
        yield Attention(count=count, label=label, url=f"{reverse('tasks:listing')}?viec={kind}", tone=tone)
    yield Attention(
        count=found.extensions, label="đề nghị đổi hạn chờ trả lời", url=reverse("tasks:extensions"), tone="amber"
    )
    yield Attention(count=found.causes, label="nguyên nhân chờ xác nhận", url=reverse("tasks:causes"), tone="amber")
