"""Where published material lies that is never part of the repository."""

from pathlib import Path

import pytest

_PLACE = Path(__file__).resolve().parents[2] / "shared" / "data"


def real(name: str) -> Path:
    """Return a file of real published material; where there is none, the test says that it did not run."""
    if not _PLACE.is_dir():
        pytest.skip(f"no published material at {_PLACE}: this test did not run")
    return _PLACE / name
