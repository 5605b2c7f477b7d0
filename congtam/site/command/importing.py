"""`congtam import …`: what a body keeps in Excel, taken in wholly or not at all."""

import argparse
import sys
import unicodedata

from django.db import transaction
from django.utils import timezone

from congtam.accounts.models import User
from congtam.documents.services import store_bytes
from congtam.organisation.models import Unit
from congtam.personnel.services import import_roster
from congtam.planning.services import import_catalogue
from congtam.planning.workbooks import read_catalogue
from congtam.site.command.jsonlines import OK
from congtam.site.command.user import account
from congtam.site.refusal import UnableToContinueError


def roster(options: argparse.Namespace) -> int:
    """Take in a body's units and people."""
    body, actor, name, data = _asked(options)
    done = import_roster(body=body, name=name, data=data, actor=actor, at=timezone.now())
    sys.stdout.write(f"Đã nhập {done.row_count} dòng, {done.change_count} thay đổi, cho {body.code}.\n")
    return OK


def catalogue(options: argparse.Namespace) -> int:
    """Take in a body's catalogue as its next draft; issuing it is a decision of its own."""
    body, actor, name, data = _asked(options)
    with transaction.atomic():
        source = store_bytes(name=name, data=data, actor=actor, at=timezone.now())
        done = import_catalogue(
            body=body, name=name, table=read_catalogue(data), source=source, actor=actor, at=timezone.now()
        )
    sys.stdout.write(
        f"Đã lập bản dự thảo danh mục {done.catalogue.version} của {body.code}: {done.product_count} sản phẩm, "
        f"{done.overlap_count} chỗ trùng cần xem.\n"
    )
    return OK


def _asked(options: argparse.Namespace) -> tuple[Unit, User, str, bytes]:
    """Return the body, who answers for it, the name of the file and what is in it."""
    body = Unit.objects.filter(code=options.body).first()
    if body is None:
        raise UnableToContinueError(f"Không có cơ quan mã {options.body}. Hãy xem lại mã trong danh sách đơn vị.")
    return body, account(options.username), unicodedata.normalize("NFC", options.file.name), options.file.read_bytes()
