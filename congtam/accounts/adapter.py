"""How allauth behaves here: nobody signs himself up, and every sign-in is in the trail."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localtime

from congtam.accounts.models import User
from congtam.audit.services import record


class ClosedDoorAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Accounts are made by administrators and by the roster."""

    # allauth speaks no Vietnamese.
    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": "Tên đăng nhập hoặc mật khẩu không đúng. Hãy gõ lại; xem phím Caps Lock.",
        "incorrect_password": "Mật khẩu hiện nay không đúng. Hãy gõ lại.",
        "enter_current_password": "Hãy gõ mật khẩu hiện nay.",
        "account_inactive": "Tài khoản này đã khoá. Hãy hỏi người quản trị hệ thống của cơ quan.",
        "same_as_current": "Mật khẩu mới phải khác mật khẩu hiện nay.",
        "too_many_login_attempts": "Đã thử quá nhiều lần. Hãy đợi 15 phút rồi đăng nhập lại.",
        "rate_limited": "Đã gửi quá nhiều yêu cầu. Hãy đợi một lát rồi làm lại.",
    }

    def is_open_for_signup(self, _request: HttpRequest) -> bool:
        """Refuse self-made accounts."""
        return False

    def pre_login(self, request: HttpRequest, user: User, **details: Any) -> HttpResponse | None:
        """Refuse a password handed over too long ago."""
        if user.temporary_until is not None and user.temporary_until <= timezone.now():
            messages.error(
                request,
                f"Mật khẩu tạm đã hết hạn từ ngày {localtime(user.temporary_until):%d/%m/%Y}. Hãy đề nghị công chức tổ chức cán bộ "
                "hoặc người quản trị hệ thống cấp lại.",
            )
            return redirect("account_login")
        response: HttpResponse | None = super().pre_login(request, user, **details)
        return response

    def set_password(self, user: User, password: str) -> None:
        """Keep the password its owner chose; it is a temporary one no more."""
        user.temporary_until = None
        super().set_password(user, password)
        record(actor=user, code="accounts.password_chosen", subject=user, at=timezone.now())

    def get_password_change_redirect_url(self, _request: HttpRequest) -> str:
        """Go to work after the change."""
        return reverse("home")

    def post_login(self, request: HttpRequest, user: User, **details: Any) -> HttpResponse:
        """Record the sign-in and go on."""
        record(actor=user, code="accounts.signed_in", subject=user, at=timezone.now())
        response: HttpResponse = super().post_login(request, user, **details)
        return response
