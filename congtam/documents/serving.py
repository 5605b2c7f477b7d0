"""Handing stored files out so that no browser runs them."""

from typing import TypeVar
from urllib.parse import quote

from django.http import FileResponse, HttpResponse

from congtam.documents.models import StoredFile

Response = TypeVar("Response", FileResponse, HttpResponse)


def download(stored: StoredFile) -> FileResponse:
    """Return a stored file as a download under the name it came with. The caller has checked who asks."""
    response = FileResponse(stored.path.open("rb"), content_type=stored.media_type)
    return _as_attachment(response, stored.name)


def attachment(data: bytes, *, name: str, media_type: str) -> HttpResponse:
    """Return `data` as a download named `name`."""
    return _as_attachment(HttpResponse(data, content_type=media_type), name)


def _as_attachment(response: Response, name: str) -> Response:
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, no-store"
    return response
