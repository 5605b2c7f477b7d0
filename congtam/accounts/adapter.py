"""How allauth behaves here: nobody signs himself up, and every sign-in is in the trail."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from congtam.accounts.models import User
from congtam.audit.services import record


class ClosedDoorAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Accounts are made by administrators and by the roster."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002  # allauth passes it
        """Refuse self-made accounts."""
        return False

    def post_login(self, request: HttpRequest, user: User, **details: Any) -> HttpResponse:
        """Record the sign-in and go on."""
        record(actor=user, code="accounts.signed_in", subject=user, at=timezone.now())
        response: HttpResponse = super().post_login(request, user, **details)
        return response
