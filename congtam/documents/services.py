"""Storing files people bring."""

import unicodedata
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from pathlib import PurePosixPath, PureWindowsPath
from zipfile import BadZipFile, ZipFile

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from congtam.accounts.models import User
from congtam.audit.services import record
from congtam.documents.choices import ACCEPTED
from congtam.documents.models import StoredFile
from congtam.values.refusal import RefusedError

# The part every file of an Office format must hold; anything else that starts like a ZIP is not one.
_INSIDE = {
    ".docx": "word/document.xml",
    ".xlsx": "xl/workbook.xml",
    ".pptx": "ppt/presentation.xml",
    ".odt": "content.xml",
    ".ods": "content.xml",
}


class UnsafeFileError(RefusedError):
    """The file cannot be kept; the message says why and what to do."""


@transaction.atomic
def store_upload(*, uploaded: "UploadedFile[bytes]", actor: User, at: datetime) -> StoredFile:
    """Keep an uploaded file and return it.

    The type is read from the bytes and must agree with the name. Raises `UnsafeFileError` for a file that is empty, too large, of another
    type than its name says, or of a type that is not accepted.
    """
    name = checked_size(uploaded)
    return store_bytes(name=name, data=uploaded.read(), actor=actor, at=at)


def checked_size(uploaded: "UploadedFile[bytes]") -> str:
    """Return the plain name of an upload that is not too large to be looked at; raise `UnsafeFileError` otherwise."""
    name = unicodedata.normalize("NFC", PureWindowsPath(PurePosixPath(uploaded.name or "").name).name).strip()
    limit = settings.UPLOAD_LIMIT_BYTES
    if (uploaded.size or 0) > limit:
        raise UnsafeFileError(
            f"Tệp “{name}” lớn hơn {limit // 2**20} MB. Hãy nén ảnh trong tệp hoặc tách thành nhiều tệp rồi nộp lại."
        )
    return name


@transaction.atomic
def store_bytes(*, name: str, data: bytes, actor: User, at: datetime) -> StoredFile:
    """Keep `data` under `name` (checked as an upload is) and return it; raise `UnsafeFileError` otherwise."""
    media_type = checked_type(name, data)
    digest = sha256(data).hexdigest()
    suffix = PurePosixPath(name).suffix.lower()
    stored = StoredFile(name=name, digest=digest, size=len(data), media_type=media_type, stored_by=actor, stored_at=at)
    # The name on disk tells nothing about anybody and cannot be guessed from outside.
    stored.path.save(f"{digest[:32]}{suffix}", ContentFile(data), save=False)
    stored.save()
    record(actor=actor, code="documents.stored", subject=stored, at=at, after={"name": name, "digest": digest})
    return stored


def checked_type(name: str, data: bytes) -> str:
    """Return the media type of a file that may be kept; raise `UnsafeFileError` otherwise."""
    suffix = PurePosixPath(name).suffix.lower()
    if not data:
        raise UnsafeFileError(f"Tệp “{name}” rỗng. Hãy chọn lại tệp.")
    if suffix not in ACCEPTED:
        allowed = ", ".join(sorted(ACCEPTED))
        raise UnsafeFileError(f"Không nhận tệp “{name}”. Hãy dùng một trong các loại: {allowed}.")
    media_type, beginnings = ACCEPTED[suffix]
    if not data.startswith(beginnings) or not _holds_its_part(suffix, data):
        raise UnsafeFileError(f"Nội dung tệp “{name}” không đúng loại {suffix}. Hãy mở tệp, lưu lại đúng loại rồi nộp.")
    return media_type


def _holds_its_part(suffix: str, data: bytes) -> bool:
    if suffix not in _INSIDE and suffix != ".zip":
        return True
    try:
        with ZipFile(BytesIO(data)) as archive:
            names = set(archive.namelist())
    except BadZipFile:
        return False
    # A document with macros runs on whoever opens it.
    return suffix == ".zip" or (_INSIDE[suffix] in names and not any(name.endswith("vbaProject.bin") for name in names))
