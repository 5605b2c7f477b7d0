"""`congtam backup` and `congtam restore`: the whole installation in one file."""

import argparse
import sys
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

from congtam.site import archive
from congtam.site.command import database
from congtam.site.command.jsonlines import OK
from congtam.site.command.starting import open_house, open_migrated_house
from congtam.site.refusal import UnableToContinueError


def backup(options: argparse.Namespace) -> int:
    """Write the archive; people may go on working meanwhile."""
    open_migrated_house()

    contents = archive.write(
        options.file, database=connection.settings_dict, uploads=Path(settings.MEDIA_ROOT), at=timezone.now()
    )
    sys.stdout.write(f"Đã sao lưu cơ sở dữ liệu và {len(contents.uploads)} tệp vào {options.file}.\n")
    return OK


def restore(options: argparse.Namespace) -> int:
    """Put an archive back, then bring its tables to this version."""
    open_house()

    if database.has_people() and not options.force:
        raise UnableToContinueError(
            "Cơ sở dữ liệu đang có tài khoản. Hãy sao lưu nó trước, rồi thêm --force để thay bằng bản phục hồi."
        )
    described = dict(connection.settings_dict)
    connection.close()
    contents = archive.put_back(options.file, database=described, uploads=Path(settings.MEDIA_ROOT))
    database.bring_up_to_date()
    sys.stdout.write(
        f"Đã phục hồi bản sao lập lúc {contents.made_at}, {len(contents.uploads)} tệp. Hãy chạy: congtam audit verify\n"
    )
    return OK
