"""Files people bring: kept as they came, refused when they are not what they say, served so that nothing runs."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile

from congtam.audit.models import Act
from congtam.documents.models import StoredFile
from congtam.documents.services import UnsafeFileError, checked_type, store_upload
from congtam.documents.serving import attachment, download
from tests import make

PDF = b"%PDF-1.7 a report"


def office_file(*parts: str) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for part in parts:
            archive.writestr(part, "x")
    return out.getvalue()


class TestTypeOfAFile:
    def test_is_read_from_its_bytes(self) -> None:
        assert checked_type("bao-cao.PDF", PDF) == "application/pdf"
        assert "wordprocessing" in checked_type("a.docx", office_file("word/document.xml"))

    @pytest.mark.parametrize(
        ("name", "data", "said"),
        [
            ("trống.pdf", b"", "rỗng"),
            ("chương trình.exe", b"MZ", "Không nhận tệp"),
            ("trang.html", b"<script>", "Không nhận tệp"),
            ("không đuôi", PDF, "Không nhận tệp"),
            ("giả.pdf", b"MZ", "không đúng loại"),
            ("giả.docx", office_file("xl/workbook.xml"), "không đúng loại"),
            ("hỏng.xlsx", b"PK\x03\x04 cut off", "không đúng loại"),
            ("macro.docx", office_file("word/document.xml", "word/vbaProject.bin"), "không đúng loại"),
        ],
    )
    def test_must_agree_with_its_name(self, name: str, data: bytes, said: str) -> None:
        with pytest.raises(UnsafeFileError, match=said):
            checked_type(name, data)


@pytest.mark.django_db
class TestKeeping:
    def test_keeps_the_bytes_under_a_name_that_tells_nothing(self) -> None:
        stored = store_upload(
            uploaded=SimpleUploadedFile("Báo cáo của Nguyễn Văn A.pdf", PDF), actor=make.user(), at=make.NOON
        )
        with stored.path.open("rb") as kept:
            assert kept.read() == PDF
        assert "Nguy" not in str(stored.path)
        assert Act.objects.filter(code="documents.stored", subject_id=str(stored.pk)).exists()

    @pytest.mark.parametrize("name", ["../../etc/báo cáo.pdf", "C:\\Users\\x\\báo cáo.pdf", "báo cáo.pdf"])
    def test_keeps_only_the_last_part_of_a_path_in_composed_letters(self, name: str) -> None:
        stored = store_upload(uploaded=SimpleUploadedFile(name, PDF), actor=make.user(), at=make.NOON)
        assert stored.name == "báo cáo.pdf"

    def test_a_file_over_the_limit_is_refused_before_it_is_read(self, settings: LazySettings) -> None:
        settings.UPLOAD_LIMIT_BYTES = 2**20
        with pytest.raises(UnsafeFileError, match="lớn hơn 1 MB"):
            store_upload(uploaded=SimpleUploadedFile("to.pdf", PDF + b"x" * 2**20), actor=make.user(), at=make.NOON)
        assert not StoredFile.objects.exists()


@pytest.mark.django_db
def test_a_file_is_handed_out_as_a_download_that_no_browser_runs() -> None:
    stored = store_upload(uploaded=SimpleUploadedFile("đề án.pdf", PDF), actor=make.user(), at=make.NOON)
    response = download(stored)
    assert response.getvalue() == PDF
    assert response.headers["Content-Disposition"] == "attachment; filename*=UTF-8''%C4%91%E1%BB%81%20%C3%A1n.pdf"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response.headers["Content-Security-Policy"]
    response.close()


def test_what_the_house_writes_is_handed_out_the_same_way() -> None:
    assert attachment(b"x", name="a.xlsx", media_type="x/y").headers["Cache-Control"] == "private, no-store"
