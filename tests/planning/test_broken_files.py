"""A file the office cannot bring in: one sentence that says what to do, and nothing of it left behind."""

import re
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from congtam.audit.models import Act
from congtam.documents.models import StoredFile
from congtam.planning.models import Plan
from tests.documents.test_grids import OLD, PICTURE, far_cell, saved
from tests.planning.office import Department, department

LOCKED = OLD + b"\0" * 1024 + "EncryptedPackage".encode("utf-16-le")


def word_file(*, scanned: bool = False) -> bytes:
    """A Word file with one table, or with nothing but a picture."""
    document = docx.Document()
    if scanned:
        document.add_picture(BytesIO(PICTURE))
    else:
        document.add_table(rows=2, cols=2)
    return saved(document)


def too_much() -> bytes:
    """A small file that unpacks to more than any plan."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", bytes(201 * 1024 * 1024))
    return out.getvalue()


WHOLE = word_file()
BROKEN = {
    "empty": ("a.docx", b"", "rỗng|trống"),
    "cut short": ("a.docx", WHOLE[: len(WHOLE) // 2], "Tệp bị hỏng"),
    "a workbook cut short": ("a.xlsx", far_cell("B2")[:2000], "Tệp bị hỏng"),
    "text with another ending": ("a.xlsx", b"abc", "Không mở được tệp Excel"),
    "Word under the name of Excel": ("a.xlsx", WHOLE, "Không mở được tệp Excel"),
    "Excel under the name of Word": ("a.docx", far_cell("B2"), "Không mở được tệp Word"),
    "locked Word": ("a.docx", LOCKED, "có mật khẩu.*bỏ mật khẩu"),
    "locked Excel": ("a.xlsx", LOCKED, "có mật khẩu.*bỏ mật khẩu"),
    "old Word": ("a.doc", OLD, r"lưu thành \.docx"),
    "old Word under a new name": ("a.docx", OLD + bytes(512), "dạng cũ, chỉ được đổi đuôi"),
    "a spoiled old workbook": ("a.xls", OLD + bytes(512), "Không mở được tệp Excel"),
    "a PDF": ("a.pdf", b"%PDF-1.7", "Chỉ đọc được tệp Word"),
    "a bomb": ("a.docx", too_much(), "quá lớn khi mở ra"),
    "a word in the last corner": ("a.xlsx", far_cell("XFD1048576"), r"Ctrl\+End"),
    "a scan": ("a.docx", word_file(scanned=True), "chỉ có hình ảnh"),
    "too large": ("a.docx", bytes(21 * 1024 * 1024), "lớn hơn 20 MB"),
}


@pytest.fixture
def office(db: None, settings: Any, tmp_path: Path) -> Department:
    """A department whose office brings plans in; its files are its own."""
    kept = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "default": kept}
    return department()


@pytest.mark.parametrize(("name", "data", "says"), BROKEN.values(), ids=BROKEN)
def test_a_broken_file_says_what_to_do_and_leaves_nothing(
    office: Department, tmp_path: Path, name: str, data: bytes, says: str
) -> None:
    acts = Act.objects.count()
    sent = {"co-quan": office.body.pk, "file": SimpleUploadedFile(name, data)}
    answer = office.client(office.clerk).post("/ke-hoach/nhap/", sent)
    said = re.findall(r'<a href="#id_file">Tệp kế hoạch</a>: ([^<]+)</li>', answer.content.decode())
    assert answer.status_code == 422
    assert len(said) == 1, answer.content.decode()
    assert re.search(says, said[0])
    assert not StoredFile.objects.exists()
    assert not Plan.objects.exists()
    assert Act.objects.count() == acts
    assert list(tmp_path.rglob("*.*")) == []
