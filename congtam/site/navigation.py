"""What stands around every page: the pages this person may use, search, the account."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, ResolverMatch, reverse
from django.utils.functional import SimpleLazyObject

from congtam.evaluation.models import RatingCase
from congtam.personnel.choices import Duty
from congtam.personnel.models import Responsibility
from congtam.personnel.selectors import Viewer
from congtam.scoring.models import ScoreSheet
from congtam.tasks.models import Task

Question = Callable[[Viewer], bool]
# Enough names to find somebody at work.
_ASKABLE = 3
# More unread notifications than this are many, whatever their number.
_MOST_COUNTED = 99


def everyone(viewer: Viewer) -> bool:
    """Whoever is signed in with a place in the organisation."""
    return viewer.person_id is not None


def heads(viewer: Viewer) -> bool:
    """Heads and deputies."""
    return bool(viewer.led)


def leaders(viewer: Viewer) -> bool:
    """Those who propose, screen, appraise, are given or follow key tasks."""
    return bool(viewer.led or viewer.office or viewer.officer or viewer.observed)


def officers(viewer: Viewer) -> bool:
    """Organisation officers."""
    return bool(viewer.officer)


def office(viewer: Viewer) -> bool:
    """The office, heads and organisation officers: those who work with plans."""
    return bool(viewer.office or viewer.led or viewer.officer)


def planners(viewer: Viewer) -> bool:
    """The office and heads of bodies: those who merge plans and publish."""
    return bool(viewer.office or viewer.headed_below)


def keepers(viewer: Viewer) -> bool:
    """The office and the heads: those who say how work is chased."""
    return bool(viewer.office or viewer.headed_below)


def lookers(viewer: Viewer) -> bool:
    """Those who look over the work of some unit."""
    return bool(viewer.led or viewer.officer or viewer.office or viewer.observed)


def raters(viewer: Viewer) -> bool:
    """Those who run or decide the yearly rating, and those who follow it."""
    return bool(viewer.led or viewer.officer or viewer.observed)


def administrators(viewer: Viewer) -> bool:
    """Those who look after the system."""
    return viewer.is_administrator


def officers_or_administrators(viewer: Viewer) -> bool:
    """Those who open bodies and take in rosters."""
    return officers(viewer) or administrators(viewer)


def members_or_administrators(viewer: Viewer) -> bool:
    """Those with a place, and those who open the first body before anybody has one."""
    return everyone(viewer) or administrators(viewer)


@dataclass(frozen=True)
class Page:
    """A page of the navigation: its URL name, words, icon, and who uses it; `short` stands in the bar at the bottom of a phone."""

    name: str
    label: str
    icon: str
    for_whom: Question = everyone
    short: str = ""


@dataclass(frozen=True)
class Item:
    """A page as drawn."""

    url: str
    label: str
    icon: str
    short: str
    active: bool


@dataclass(frozen=True)
class Section:
    """A group of pages; the first has no title."""

    code: str
    label: str
    items: tuple[Item, ...]


# Pages of capabilities that are not there yet are left out: a name that leads nowhere is not drawn.
SECTIONS: tuple[tuple[str, str, tuple[Page, ...]], ...] = (
    ("mine", "", (Page("home", "Việc của tôi", "inbox", short="Việc của tôi"),)),
    (
        "tasks",
        "Nhiệm vụ",
        (
            Page("tasks:mine", "Nhiệm vụ của tôi", "checklist", short="Nhiệm vụ"),
            Page("tasks:week", "Tuần làm việc", "calendar-event"),
            Page("tasks:board", "Bảng theo dõi", "layout-kanban", heads),
            Page("tasks:assign", "Giao nhiệm vụ", "send", heads),
            Page("tasks:recurring", "Việc định kỳ", "repeat", heads),
            Page("tasks:extensions", "Đề nghị đổi hạn", "calendar-due", heads),
            Page("tasks:causes", "Nguyên nhân khách quan", "message-report", heads),
            Page("key_tasks:board", "Nhiệm vụ trọng tâm", "flag", leaders),
        ),
    ),
    (
        "meetings",
        "Họp, giao ban",
        (
            Page("meetings:meetings", "Cuộc họp", "users-group"),
            Page("follow_up:briefing", "Giao ban", "clipboard-list", lookers),
        ),
    ),
    (
        "scoring",
        "Chấm điểm",
        (
            Page("scoring:mine", "Điểm của tôi", "chart-line", short="Điểm"),
            Page("scoring:month", "Chấm điểm tháng", "clipboard-check", heads),
            Page("scoring:periods", "Kỳ chấm điểm", "calendar-stats", officers),
        ),
    ),
    (
        "evaluation",
        "Xếp loại",
        (
            Page("evaluation:mine", "Xếp loại của tôi", "award"),
            Page("evaluation:campaigns", "Đợt xếp loại năm", "scale", raters),
            Page("evaluation:petitions", "Kiến nghị", "message-circle", raters),
        ),
    ),
    (
        "planning",
        "Kế hoạch, danh mục",
        (
            Page("work:list", "Nhiệm vụ của cơ quan", "target"),
            Page("work:pairs", "Nội dung trùng lặp", "git-merge", planners),
            Page("work:plan", "Kế hoạch hợp nhất", "notebook"),
            Page("target:list", "Chỉ tiêu", "chart-bar"),
            Page("planning:plans", "Kế hoạch", "notebook", office),
            Page("planning:catalogues", "Danh mục sản phẩm", "list-details"),
        ),
    ),
    (
        "follow_up",
        "Theo dõi, đôn đốc",
        (
            Page("follow_up:dossiers", "Hồ sơ một cửa", "files"),
            Page("follow_up:shortcomings", "Hạn chế cần khắc phục", "tool"),
            Page("follow_up:inspections", "Kiểm tra, giám sát", "search"),
            Page("follow_up:breakthroughs", "Khâu đột phá", "bolt"),
            Page("follow_up:extensions", "Đơn vị đề nghị đổi hạn", "calendar-due", planners),
            Page("follow_up:reminders", "Cách nhắc việc", "alarm"),
        ),
    ),
    (
        "organisation",
        "Tổ chức, nhân sự",
        (
            Page("organisation:tree", "Cơ cấu tổ chức", "sitemap", members_or_administrators),
            Page("personnel:people", "Danh bạ", "users"),
            Page("personnel:reports", "Báo sai người chấm", "message-report", officers),
            Page("personnel:similar_groups", "Nhóm tương đồng", "users-group", officers),
            Page("personnel:responsibilities", "Phân công phụ trách", "id-badge-2", officers_or_administrators),
            Page("personnel:accounts", "Tài khoản cán bộ", "user-check", officers_or_administrators),
            Page("personnel:roster", "Nhập danh sách", "file-spreadsheet", officers_or_administrators),
        ),
    ),
    (
        "administration",
        "Quản trị",
        (
            Page("accounts:list", "Mọi tài khoản", "key", administrators),
            Page("audit:trail", "Nhật ký", "history", officers_or_administrators),
            Page("ui:parts", "Bộ giao diện", "layout-grid", administrators),
        ),
    ),
)


@lru_cache(maxsize=256)
def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _item(page: Page, here: str) -> Item:
    url = _address(page.name)
    return Item(url=url, label=page.label, icon=page.icon, short=page.short, active=url == here)


def _sections(viewer: Viewer, here: str) -> tuple[Section, ...]:
    drawn = []
    for code, label, pages in SECTIONS:
        items = tuple(_item(page, here) for page in pages if _address(page.name) and page.for_whom(viewer))
        if items:
            drawn.append(Section(code=code, label=label, items=items))
    return tuple(drawn)


# Pages whose address begins like another's, and the page of the navigation they belong to.
_BELONGS = {
    "tasks:listing": "tasks:board",
    "tasks:assign_many": "tasks:assign",
    "scoring:outside": "scoring:periods",
    "scoring:reading": "scoring:periods",
    "evaluation:job": "evaluation:campaigns",
}


def _nearest(request: HttpRequest, viewer: Viewer) -> str:
    """Return the address of the navigation that the open page stands under; the page's own when it stands under none."""
    match = request.resolver_match
    if match is not None:
        name = _BELONGS.get(match.view_name) or _of_somebody_else(
            match, viewer, is_own=getattr(request, "is_own", None)
        )
        if name is not None:
            return _address(name)
    known = [_address(page.name) for _, _, pages in SECTIONS for page in pages]
    here = request.path
    return max((url for url in known if url and url != "/" and here.startswith(url)), key=len, default=here)


def _of_somebody_else(match: ResolverMatch, viewer: Viewer, *, is_own: bool | None) -> str | None:
    """Return where another person's task, sheet or case is found; None for one's own, and for any other page.

    `is_own` is what the page found out already, None when it did not say.
    """
    mine, keys = viewer.person_id or 0, match.kwargs
    if match.app_name == "tasks" and "task_id" in keys:
        if is_own is None:
            is_own = Task.objects.filter(pk=keys["task_id"], holder=mine).exists()
        return None if is_own else "tasks:board"
    if match.app_name == "scoring" and "sheet_id" in keys:
        if is_own is None:
            is_own = ScoreSheet.objects.filter(pk=keys["sheet_id"], person=mine).exists()
        return None if is_own else "scoring:month" if heads(viewer) else "scoring:periods"
    if match.view_name in _CASE_PAGES:
        if is_own is None:
            is_own = RatingCase.objects.filter(pk=keys["pk"], person=mine).exists()
        return None if is_own else "evaluation:campaigns"
    return None


_CASE_PAGES = {
    f"evaluation:{name}" for name in ("case", "self_rate", "opinions", "decide", "replace", "petition", "form")
}


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return what the page's frame shows: `sections`, `quick` (for phones), search, account, theme, whether this is the demo."""
    frame: dict[str, Any] = {"demo": settings.DEMO, "theme_url": _address("ui:theme")}
    user, viewer = getattr(request, "user", None), getattr(request, "viewer", None)
    if user is not None and user.is_authenticated and viewer is not None:
        sections = _sections(viewer, _nearest(request, viewer))
        frame |= {
            "sections": sections,
            "quick": [item for section in sections for item in section.items if item.short],
            "search_url": _address("search"),
            "search": request.GET.get("q", "") if request.path == _address("search") else "",
            "account": [
                {"url": _address(name), "label": label, "icon": icon}
                for name, label, icon in _ACCOUNT
                if _address(name)
            ],
            "sign_out_url": _address("account_logout"),
            "notices_url": _address("notifications:mine"),
            "unread": unread_words(viewer),
        }
        return {"shell": frame, "whom_to_ask": SimpleLazyObject(lambda: whom_to_ask(viewer))}
    return {"shell": frame, "sample_people": SimpleLazyObject(_sample_people)}


def unread_words(viewer: Viewer) -> str:
    """Return what stands beside the bell: how many notifications wait unread, nothing for none."""
    number = viewer.unread_count
    return "" if not number else f"{_MOST_COUNTED}+" if number > _MOST_COUNTED else str(number)


def whom_to_ask(viewer: Viewer) -> list[Responsibility]:
    """Return the organisation officers of the bodies where this person serves: who can say why a right is missing."""
    officers = Responsibility.objects.on(viewer.on).filter(
        duty=Duty.ORGANISATION_OFFICER, unit__among=viewer.colleagues
    )
    return list(officers.select_related("person").order_by("person__full_name")[:_ASKABLE])


def _sample_people() -> list[Any]:
    if not settings.DEMO:
        return []
    # The demonstration is read only when somebody stands at its door.
    from congtam.site.demo.build import sample_people

    return list(sample_people())


_ACCOUNT = (("personnel:me", "Hồ sơ của tôi", "id-badge-2"), ("account_change_password", "Đổi mật khẩu", "lock"))
