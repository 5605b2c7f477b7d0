"""What happens around every request."""

from collections.abc import Callable
from typing import cast

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from congtam.accounts.models import User
from congtam.audit import services as audit
from congtam.personnel.asking import Asked
from congtam.personnel.selectors import Viewer, accounts, viewer_of

Handler = Callable[[HttpRequest], HttpResponse]

# Nothing comes from any other host, no script or style stands inside a page.
_POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data:",
        "style-src 'self'",
        "script-src 'self'",
        "connect-src 'self'",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)


def content_security_policy(handle: Handler) -> Handler:
    """Tell browsers to load nothing from anywhere else."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = handle(request)
        response.headers.setdefault("Content-Security-Policy", _POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        return response

    return answer


# Marks the session of a visitor of the demonstration, who came in by a card.
BY_CARD = "by_card"
# What somebody can open whose password is still the one that was handed over.
_BEFORE_A_PASSWORD = {"account_change_password", "account_logout", "ui:theme"}


def keep_the_door(handle: Handler) -> Handler:
    """Let in nobody who left every post, and nobody further than the page that changes a password which was handed over."""

    def answer(request: HttpRequest) -> HttpResponse:
        user = request.user
        if not isinstance(user, User):
            return handle(request)
        closed = accounts.closed_from(cast(Asked, request).viewer)
        if closed is not None:
            logout(request)
            messages.error(
                request,
                f"Tài khoản này đóng từ ngày {closed:%d/%m/%Y}, khi thôi mọi vị trí công tác. Nếu còn cần xem hồ sơ của mình, "
                "hãy đề nghị công chức tổ chức cán bộ của cơ quan cũ mở lại.",
            )
            return redirect("account_login")
        is_temporary = user.temporary_until is not None and not request.session.get(BY_CARD)
        if is_temporary and request.path not in map(reverse, _BEFORE_A_PASSWORD):
            return redirect("account_change_password")
        return handle(request)

    return answer


def who_is_looking(handle: Handler) -> Handler:
    """Give every request its `viewer` (what this person may see today), and the trail where acts come from."""

    def answer(request: HttpRequest) -> HttpResponse:
        cast(Asked, request).viewer = cast(
            Viewer, SimpleLazyObject(lambda: viewer_of(cast(User, request.user), timezone.localdate()))
        )
        token = audit.origin.set(str(request.META.get("REMOTE_ADDR", ""))[:60])
        try:
            return handle(request)
        finally:
            audit.origin.reset(token)

    return answer
