"""Files of Word and Excel that came damaged: one sentence, never a fault of the house."""

import zipfile
from io import BytesIO

import pytest

from congtam.documents.sheets import UnreadableFileError, check_archive

# Bytes that turn marks, lengths and places over; what stood there is tried with a bit turned, too.
DAMAGE = (0x00, 0x01, 0x20, 0x7F, 0x80, 0xFF)


def archive() -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("word/document.xml", f"<w:document>Đề án {'nhiệm vụ ' * 40}</w:document>")
        parts.writestr("word/ảnh.xml", "<a/>")
    return made.getvalue()


def test_whichever_byte_is_damaged_the_file_is_read_or_refused() -> None:
    sound, refused = archive(), 0
    for place, was in enumerate(sound):
        for byte in {*DAMAGE, was ^ 0x10}:
            damaged = sound[:place] + bytes([byte]) + sound[place + 1 :]
            try:
                check_archive(damaged, program="Word").close()
            except UnreadableFileError:
                refused += 1
    assert refused > len(sound)


def test_a_part_locked_by_a_password_is_called_so() -> None:
    made = bytearray(archive())
    made[made.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(UnreadableFileError, match="có mật khẩu"):
        check_archive(bytes(made), program="Word")
