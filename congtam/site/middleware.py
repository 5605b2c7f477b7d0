"""What happens around every request."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from congtam.audit import services as audit
from congtam.personnel.selectors import viewer_of

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


def who_is_looking(handle: Handler) -> Handler:
    """Give every request its `viewer` (what this person may see today), and the trail where acts come from."""

    def answer(request: HttpRequest) -> HttpResponse:
        request.viewer = SimpleLazyObject(lambda: viewer_of(request.user, timezone.localdate()))  # type: ignore[attr-defined,arg-type]  # the one place that adds it; only signed-in pages read it
        token = audit.origin.set(str(request.META.get("REMOTE_ADDR", ""))[:60])
        try:
            return handle(request)
        finally:
            audit.origin.reset(token)

    return answer
