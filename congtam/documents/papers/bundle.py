"""Many files in one."""

import unicodedata
from collections import Counter
from collections.abc import Iterable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

# A file of a later year than this would need a clock; a bundle made twice from the same papers is the same bundle.
_MOMENT = (2026, 1, 1, 0, 0, 0)
_FORBIDDEN = set('\\/:*?"<>|')


def bundle(files: Iterable[tuple[str, bytes]]) -> bytes:
    """Return a ZIP of `files` (name with ending, bytes); two files of one name get numbers."""
    out = BytesIO()
    seen: Counter[str] = Counter()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, data in files:
            safe = file_name(name)
            seen[safe] += 1
            if seen[safe] > 1:
                stem, _, ending = safe.rpartition(".")
                safe = f"{stem} ({seen[safe]}).{ending}"
            archive.writestr(ZipInfo(safe, _MOMENT), data, ZIP_DEFLATED)
    return out.getvalue()


def file_name(text: str) -> str:
    """Return `text` as a name every system takes for a file: composed letters, no signs that mean something to a shell or a path."""
    plain = "".join(" " if sign in _FORBIDDEN or not sign.isprintable() else sign for sign in text)
    return " ".join(unicodedata.normalize("NFC", plain).split()).strip(". ") or "tai lieu"
