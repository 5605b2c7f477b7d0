"""What I was told, and how I want to be told."""

from typing import cast

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from congtam.accounts.models import User
from congtam.notifications import selectors, services
from congtam.notifications.forms import PreferenceForm
from congtam.values.refusal import RefusedError

_PAGE = 50


def mine(request: HttpRequest) -> HttpResponse:
    """List what this person was told, unread first."""
    user = cast(User, request.user)
    page = Paginator(selectors.own(user), _PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "has_unread": any(one.read_at is None for one in page),
        "mail_is_off": not settings.MAIL_IS_ON,
        "troubles": selectors.mail_troubles(timezone.localdate()) if user.is_administrator else {},
    }
    return render(request, "notifications/mine.html", context)


@require_POST
def read(request: HttpRequest, notification_id: int) -> HttpResponse:
    """Mark one notification as read, and go to the page it is about or stay."""
    user = cast(User, request.user)
    found = get_object_or_404(selectors.own(user), pk=notification_id)
    services.mark_read(ids=[found.pk], actor=user, at=timezone.now())
    return redirect(found.url if request.POST.get("then") == "open" else "notifications:mine")


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark everything as read."""
    number = services.mark_read(actor=cast(User, request.user), at=timezone.now())
    messages.success(request, f"Đã đánh dấu đọc {number} thông báo.")
    return redirect("notifications:mine")


def preferences(request: HttpRequest) -> HttpResponse:
    """Show and change how this person wants to be told."""
    user = cast(User, request.user)
    kept = selectors.preference_of(user)
    initial = {name: getattr(kept, name) for name in PreferenceForm.base_fields}
    form = PreferenceForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.set_preference(**form.cleaned_data, actor=user, at=timezone.now())
        except RefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Đã lưu cách nhận thông báo.")
            return redirect("notifications:mine")
    context = {"form": form, "mail_is_off": not settings.MAIL_IS_ON, "address": user.email}
    return render(request, "notifications/preferences.html", context, status=422 if form.is_bound else 200)
