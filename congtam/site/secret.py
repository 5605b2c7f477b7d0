"""Keeps the secret that signs sessions out of the repository."""

import os
import secrets
from pathlib import Path


def kept(home: Path) -> str:
    """Return the secret of this home, making it on first use, readable to this account only."""
    home.mkdir(parents=True, exist_ok=True)
    path = home / "secret.key"
    try:
        # Two processes may start at once on a first run: only one may win.
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as file:
        made = secrets.token_urlsafe(50)
        file.write(made)
    return made
