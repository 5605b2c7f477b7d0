"""Looking after accounts, which is for administrators only, and the lists everybody keeps for himself."""

from collections.abc import Callable
from functools import wraps
from typing import cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from congtam.accounts import selectors, services
from congtam.accounts.models import User
from congtam.values.refusal import RefusedError

STATES = (
    ("active", "đang dùng"),
    ("unused", "chưa đăng nhập lần nào"),
    ("temporary", "còn mật khẩu tạm"),
    ("locked", "đã khoá"),
    ("administrator", "quản trị hệ thống"),
)
View = Callable[..., HttpResponse]


def administrators_only(view: View) -> View:
    """Refuse everybody else."""

    @wraps(view)
    def answer(request: HttpRequest, **arguments: int) -> HttpResponse:
        if not getattr(request.user, "is_administrator", False):
            raise PermissionDenied
        return view(request, **arguments)

    return answer


@administrators_only
def accounts(request: HttpRequest) -> HttpResponse:
    """List accounts."""
    found = selectors.accounts(request.GET.get("q", ""), state=request.GET.get("state", ""))
    page = Paginator(found, 50).get_page(request.GET.get("page"))
    return render(request, "accounts/list.html", {"page": page, "states": STATES})


@require_POST
@administrators_only
def reset_password(request: HttpRequest, user_id: int) -> HttpResponse:
    """Show a new password once."""
    user = get_object_or_404(User, pk=user_id)
    password = services.reset_password(user=user, actor=cast(User, request.user), at=timezone.now())
    response = render(
        request, "accounts/new_password.html", {"account": user, "password": password, "days": services.TEMPORARY_DAYS}
    )
    response.headers["Cache-Control"] = "no-store"
    return response


@require_POST
@administrators_only
def lock(request: HttpRequest, user_id: int) -> HttpResponse:
    """Lock an account."""
    user = get_object_or_404(User, pk=user_id)
    try:
        services.lock(
            user=user, reason=request.POST.get("reason", ""), actor=cast(User, request.user), at=timezone.now()
        )
    except RefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Đã khoá tài khoản của {user}.")
    return redirect("accounts:list")


@require_POST
@administrators_only
def unlock(request: HttpRequest, user_id: int) -> HttpResponse:
    """Open a locked account again."""
    user = get_object_or_404(User, pk=user_id)
    services.unlock(user=user, actor=cast(User, request.user), at=timezone.now())
    messages.success(request, f"Đã mở khoá tài khoản của {user}.")
    return redirect("accounts:list")


@require_POST
def save_view(request: HttpRequest) -> HttpResponse:
    """Keep the list just seen, and go back to it."""
    path, query = request.POST.get("path", ""), request.POST.get("query", "")
    if not _is_page(path):
        raise Http404
    user = cast(User, request.user)
    try:
        view = services.save_view(
            path=path, name=request.POST.get("name", ""), query=query, actor=user, at=timezone.now()
        )
    except RefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Đã lưu bộ lọc “{view.name}”.")
    return redirect(f"{path}?{query}")


@require_POST
def drop_view(request: HttpRequest, view_id: int) -> HttpResponse:
    """Forget one of one's own saved lists, and go back to the page."""
    view = get_object_or_404(cast(User, request.user).saved_views, pk=view_id)
    services.drop_view(view=view, actor=cast(User, request.user), at=timezone.now())
    messages.success(request, f"Đã bỏ bộ lọc “{view.name}”.")
    return redirect(view.path)


def _is_page(path: str) -> bool:
    """Whether an address is a page of ours, so that nobody is led elsewhere by it."""
    if not url_has_allowed_host_and_scheme(path, allowed_hosts=None) or not path.startswith("/"):
        return False
    try:
        resolve(path)
    except Resolver404:
        return False
    return True
