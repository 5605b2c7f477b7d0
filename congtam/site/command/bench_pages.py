"""`congtam bench pages`: what the main pages cost with the data that is there, for people of every kind."""

import argparse
import statistics
import sys
import time
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from importlib import import_module
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.db import connection
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from congtam.accounts.models import User
from congtam.evaluation.models import Campaign, RatingCase
from congtam.organisation.selectors import with_descendants
from congtam.personnel.choices import Duty, Leadership
from congtam.personnel.models import Appointment, Person, Responsibility
from congtam.planning.models import Catalogue
from congtam.scoring.models import ScoreSheet, ScoringPeriod
from congtam.site.command.jsonlines import OK, written
from congtam.site.refusal import UnableToContinueError
from congtam.tasks.models import Task
from congtam.values.known import given

# DESIGN: every page within these, whatever the size of the house.
MOST_MILLISECONDS, MOST_QUERIES = 150, 15
_BACKEND = "django.contrib.auth.backends.ModelBackend"
_PERCENT = 100
_HOPELESS = 5_000.0


@dataclass(frozen=True, kw_only=True)
class Somebody:
    """Whose eyes a page is looked at with, and the addresses he is led to."""

    role: str
    user: User
    addresses: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Measured:
    """One page for one kind of person: milliseconds at the middle and at the 95th percentile, questions asked, size of the answer.

    A web server asked from outside does not say how many questions it put: `queries` is None.
    """

    role: str
    page: str
    median: float
    p95: float
    queries: int | None
    kilobytes: int


def run(options: argparse.Namespace) -> int:
    """Ask for every page so many times and print what it took; the house is open."""
    if not options.json:
        sys.stdout.write(f"{_wide('người', 18)}{_wide('trang', 22)}{'p50':>7}{'p95':>7}{'câu hỏi':>9}{'KiB':>6}\n")
    for somebody in people():
        with signed_in(somebody.user) as cookie:
            ask = _over_http(options.url, cookie) if options.url else _in_process(cookie)
            for page, address in somebody.addresses.items():
                one = _measured(somebody.role, page, address, ask, options.rounds)
                if options.url:
                    one = replace(one, queries=None)
                sys.stdout.write(written(_told(one)) if options.json else _row(one))
                sys.stdout.flush()
    if not options.json:
        sys.stdout.write(
            f"Mức: p95 dưới {MOST_MILLISECONDS} ms, không quá {MOST_QUERIES} câu hỏi một trang. Thời gian: mili giây.\n"
        )
    return OK


def people() -> Iterator[Somebody]:
    """Yield one person of each kind, from the body whose campaign was opened last. Raises `UnableToContinueError` in an empty house."""
    on = timezone.localdate()
    campaign = Campaign.objects.order_by("-year", "-pk").first()
    if campaign is None:
        raise UnableToContinueError("Chưa có dữ liệu để đo. Hãy chạy: congtam demo --scale 60000")
    body = campaign.body_id
    inside = with_descendants([body], on)[body] - {body}
    posts = Appointment.objects.on(on).filter(person__user__isnull=False).order_by("pk")
    head = _first(posts.filter(unit__in=inside, leadership=Leadership.HEAD), "trưởng phòng")
    specialist = _first(posts.filter(unit=head.unit_id, leadership=Leadership.NONE), "chuyên viên")
    director = _first(posts.filter(unit=body, leadership=Leadership.HEAD), "người đứng đầu cơ quan")
    duties = Responsibility.objects.on(on).filter(person__user__isnull=False).order_by("pk")
    officer = _first(duties.filter(unit=body, duty=Duty.ORGANISATION_OFFICER), "tổ chức cán bộ")

    task = _first(Task.objects.filter(holder=specialist.person_id).order_by("-pk"), "nhiệm vụ")
    sheet = _first(
        ScoreSheet.objects.filter(person=specialist.person_id, is_current=True).order_by("-period__month"), "phiếu"
    )
    period = _first(ScoringPeriod.objects.filter(body=body).order_by("-month"), "kỳ chấm điểm")
    case = _first(RatingCase.objects.filter(campaign=campaign, person=specialist.person_id), "hồ sơ xếp loại")
    catalogue = _first(Catalogue.objects.filter(body=body, state="issued").order_by("-version"), "danh mục")

    everybody = {
        "trang đầu": reverse("home"),
        "tìm kiếm": reverse("search") + "?q=bao+cao",
        "việc của tôi": reverse("tasks:mine"),
        "tuần": reverse("tasks:week"),
        "một nhiệm vụ": reverse("tasks:task", args=[task.pk]),
        "năm chấm điểm": reverse("scoring:mine"),
        "năm xếp loại": reverse("evaluation:mine"),
        "danh bạ": reverse("personnel:people"),
        "một người": reverse("personnel:person", args=[specialist.person_id]),
        "cơ cấu": reverse("organisation:tree"),
        "danh mục": reverse("planning:catalogue", args=[catalogue.pk]),
        "phiếu tháng": reverse("scoring:sheet", args=[sheet.pk]),
    }
    leading = {
        "bảng theo dõi": reverse("tasks:board"),
        "việc của đơn vị": reverse("tasks:listing"),
        "giao việc": reverse("tasks:assign"),
        "tháng của lãnh đạo": reverse("scoring:month"),
    }
    running = {
        "kỳ tháng": reverse("scoring:period", args=[period.pk]),
        "phân bố tháng": reverse("scoring:overview", args=[period.pk]),
        "đợt xếp loại": reverse("evaluation:workbench", args=[campaign.pk]),
        "một hồ sơ": reverse("evaluation:case", args=[case.pk]),
        "so sánh": reverse("evaluation:compare", args=[campaign.pk]),
        "phân bố năm": reverse("evaluation:distribution", args=[campaign.pk]),
        "kiến nghị": reverse("evaluation:petitions"),
    }
    keeping = {
        "các kỳ": reverse("scoring:periods"),
        "dấu vết": reverse("audit:trail"),
        "một đơn vị": reverse("organisation:unit", args=[head.unit_id]),
    }
    yield Somebody(role="chuyên viên", user=_user(specialist.person), addresses=everybody)
    yield Somebody(role="trưởng phòng", user=_user(head.person), addresses=everybody | leading)
    yield Somebody(role="đứng đầu cơ quan", user=_user(director.person), addresses=everybody | leading | running)
    yield Somebody(role="tổ chức cán bộ", user=_user(officer.person), addresses=everybody | running | keeping)
    above = _above(body, posts)
    if above is not None:
        # Whose list of campaigns and whose own unit hold a whole province.
        wide = {
            "các đợt": reverse("evaluation:campaigns"),
            "đơn vị của mình": reverse("organisation:unit", args=[above.unit_id]),
        }
        yield Somebody(
            role="đứng đầu cả tỉnh", user=_user(above.person), addresses=everybody | leading | running | wide
        )


def _above(body: int, posts: QuerySet[Appointment]) -> Appointment | None:
    """Return the head of the highest unit above a body: whose pages cover most."""
    on = timezone.localdate()
    heads = posts.filter(
        leadership=Leadership.HEAD, unit__states__parent__isnull=True, unit__states__valid_until__isnull=True
    )
    tops = list(heads.exclude(unit=body).select_related("person__user")[:_PERCENT])
    covered = with_descendants([post.unit_id for post in tops], on)
    return next((post for post in tops if body in covered[post.unit_id]), None)


def _first(rows: QuerySet[Any], what: str) -> Any:
    found = rows.first()
    if found is None:
        raise UnableToContinueError(f"Dữ liệu hiện có không có {what} để đo. Hãy chạy: congtam demo --scale 60000")
    return found


def _user(person: Person) -> User:
    return given(person.user)


@contextmanager
def signed_in(user: User) -> Iterator[str]:
    """Give the cookie of a session of `user`, and take it away again: no trace of a sign-in is left."""
    kept: SessionBase = import_module(settings.SESSION_ENGINE).SessionStore()
    kept[SESSION_KEY] = str(user.pk)
    kept[BACKEND_SESSION_KEY] = _BACKEND
    kept[HASH_SESSION_KEY] = user.get_session_auth_hash()
    kept.create()
    try:
        yield kept.session_key or ""
    finally:
        kept.delete()


Ask = Callable[[str], tuple[int, int]]


def _in_process(cookie: str) -> Ask:
    """Ask inside this process, as the web server would: middleware, view, template."""
    import_module("congtam.site.wsgi")
    client = Client(SERVER_NAME="localhost", raise_request_exception=True)
    client.cookies[settings.SESSION_COOKIE_NAME] = cookie

    def ask(address: str) -> tuple[int, int]:
        answer = client.get(address)
        return answer.status_code, len(answer.content)

    return ask


# How a running web server is reached, by the scheme of its address.
_CONNECTIONS = {"http": HTTPConnection, "https": HTTPSConnection}


def _over_http(url: str, cookie: str) -> Ask:
    """Ask a running web server, taking each answer as it comes: the way to the sign-in page must not be measured for the page."""
    base = url.rstrip("/")
    where = urlsplit(base)
    connect = _CONNECTIONS.get(where.scheme)
    if connect is None:
        raise UnableToContinueError(
            f"Địa chỉ {url} không bắt đầu bằng http:// hoặc https://. Ví dụ: http://127.0.0.1:8000"
        )
    headers = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={cookie}"}

    def ask(address: str) -> tuple[int, int]:
        opened = connect(where.netloc)
        try:
            opened.request("GET", where.path + address, headers=headers)
            answer = opened.getresponse()
            return answer.status, len(answer.read())
        except (OSError, HTTPException) as unreachable:
            raise UnableToContinueError(
                f"Không nối được tới {base}: {unreachable}. Hãy chạy máy chủ trước: congtam serve"
            ) from unreachable
        finally:
            opened.close()

    return ask


def _measured(role: str, page: str, address: str, ask: Ask, rounds: int) -> Measured:
    status, size = ask(address)
    if status == HTTPStatus.FOUND:
        raise UnableToContinueError(
            f"Trang {page} ({address}) đòi đăng nhập, nên không đo được. Máy chủ phải dùng cùng cơ sở dữ liệu với lệnh này."
        )
    if status != HTTPStatus.OK:
        raise UnableToContinueError(f"Trang {page} ({address}) trả lời {status} cho {role}, nên không đo được.")
    queries = 0

    def counted(execute: Callable[..., Any], *question: Any) -> Any:
        nonlocal queries
        queries += 1
        return execute(*question)

    with connection.execute_wrapper(counted):
        start = time.perf_counter()
        ask(address)
        taken = [(time.perf_counter() - start) * 1000]
    # Waiting longer for a page that is hopelessly over tells nothing more.
    for _ in range(rounds if taken[0] < _HOPELESS else 0):
        start = time.perf_counter()
        ask(address)
        taken.append((time.perf_counter() - start) * 1000)
    taken.sort()
    p95 = taken[min(len(taken) - 1, (len(taken) * 95 + _PERCENT - 1) // _PERCENT - 1)]
    return Measured(
        role=role, page=page, median=statistics.median(taken), p95=p95, queries=queries, kilobytes=size // 1024
    )


def _told(one: Measured) -> dict[str, Any]:
    return {
        "role": one.role,
        "page": one.page,
        "p50_ms": f"{one.median:.0f}",
        "p95_ms": f"{one.p95:.0f}",
        "queries": one.queries,
        "kilobytes": one.kilobytes,
    }


def _row(one: Measured) -> str:
    over = " quá mức" if one.p95 > MOST_MILLISECONDS or (one.queries or 0) > MOST_QUERIES else ""
    queries = "–" if one.queries is None else one.queries
    return f"{_wide(one.role, 18)}{_wide(one.page, 22)}{one.median:>7.0f}{one.p95:>7.0f}{queries:>9}{one.kilobytes:>6}{over}\n"


def _wide(words: str, width: int) -> str:
    return unicodedata.normalize("NFC", words).ljust(width)
