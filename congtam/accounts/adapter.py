"""How allauth behaves here: nobody signs himself up, and every sign-in is in the trail."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

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

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002  # allauth passes it
        """Refuse self-made accounts."""
        return False

    def post_login(self, request: HttpRequest, user: User, **details: Any) -> HttpResponse:
        """Record the sign-in and go on."""
        record(actor=user, code="accounts.signed_in", subject=user, at=timezone.now())
        response: HttpResponse = super().post_login(request, user, **details)
        return response
