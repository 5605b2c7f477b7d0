"""The application's settings, in a home of the tests' own."""

import os
import tempfile
from hashlib import sha256
from pathlib import Path

_MARK = sha256(str(Path(__file__).resolve()).encode()).hexdigest()[:10]
os.environ.setdefault("CONGTAM_HOME", str(Path(tempfile.gettempdir()) / f"congtam-test-{os.geteuid()}-{_MARK}"))
os.environ["CONGTAM_MODE"] = "test"
os.environ.pop("DATABASE_URL", None)  # somebody's real data

from congtam.site.settings import *  # the mode must be set before they are read

# Static files are served by the live server of the journeys; nothing is collected for tests.
MIDDLEWARE = [name for name in MIDDLEWARE if "whitenoise" not in name]
# What one test did must not slow the next one's sign-in down.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
# Each process of a run keeps its uploads apart, so that one may count them.
MEDIA_ROOT = HOME / "uploads" / os.environ.get("PYTEST_XDIST_WORKER", "alone")
STORAGES = STORAGES | {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": MEDIA_ROOT}}
}
