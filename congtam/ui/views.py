"""The living page of all parts, and the choice of light or dark."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from congtam.ui.samples import all_of
from congtam.ui.templatetags.layout import THEMES

_YEAR_SECONDS = 365 * 24 * 3600


@require_GET
def parts(request: HttpRequest) -> HttpResponse:
    """Show every part of the screens with sample content."""
    return render(request, "ui/parts.html", all_of(timezone.localdate(), request.GET.get("page", "1")))


@require_GET
def sample_progress(request: HttpRequest) -> HttpResponse:
    """Answer the sample progress bar, a little further at each question."""
    done = min(int(timezone.now().timestamp()) % 20 * 6, 100)
    return render(request, "ui/sample_progress.html", {"done": done})


@login_not_required
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Keep the reader's choice of light, dark or as the system says, and go back to where they were."""
    wanted, back = request.POST.get("theme", ""), request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    response = redirect(back if safe else "/")
    if wanted in THEMES:
        response.set_cookie("ct_theme", wanted, max_age=_YEAR_SECONDS, samesite="Lax", secure=request.is_secure())
    else:
        response.delete_cookie("ct_theme", samesite="Lax")
    return response
