"""What the web server calls."""

import gc
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterable
from importlib import import_module
from typing import Any, BinaryIO

from django.conf import settings
from django.core.wsgi import get_wsgi_application

if multiprocessing.parent_process() is not None:
    # Until it answers pages, a process of the web server has the handlers of the one it was forked from, and would miss being told to end.
    for _told in (signal.SIGINT, signal.SIGTERM):
        signal.signal(_told, signal.SIG_DFL)

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "congtam.site.settings")
_django = get_wsgi_application()
# All pages are loaded now and stay. Put out of the collector's sight, they are not gone through again, a tenth of a second each time, while
# somebody waits for an answer.
import_module(settings.ROOT_URLCONF)
gc.collect()
gc.freeze()


class WholeBody:
    """The body of a request. One that breaks off is an error and not a shorter body: half of an upload must change nothing."""

    def __init__(self, stream: BinaryIO, length: int) -> None:
        """`length` is how many bytes were announced."""
        self._stream, self._left = stream, length

    def read(self, size: int = -1) -> bytes:
        """Return exactly `size` bytes, or all that are left; raise `ConnectionError` when they do not come."""
        wanted = self._left if size < 0 else min(size, self._left)
        parts = []
        while wanted:
            part = self._stream.read(wanted)
            if not part:
                raise ConnectionError("Đường truyền đứt trước khi nhận đủ dữ liệu.")
            parts.append(part)
            wanted -= len(part)
            self._left -= len(part)
        return b"".join(parts)

    def readline(self, size: int = -1) -> bytes:
        """Return the next line, or what there is of it within `size` bytes."""
        line = self._stream.readline(self._left if size < 0 else min(size, self._left))
        self._left -= len(line)
        return line


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer a request."""
    length = environ.get("CONTENT_LENGTH", "")
    if length.isdecimal():
        environ["wsgi.input"] = WholeBody(environ["wsgi.input"], int(length))
    return _django(environ, start_response)
