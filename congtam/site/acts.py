"""What every recorded act is called, gathered from the capabilities."""

from collections.abc import Iterator
from importlib import import_module
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist

from congtam.audit.models import Act
from congtam.evaluation.choices import Level, Outcome

# What acts keep besides fields of their record, in words.
_WORDS = {
    "products": "số sản phẩm",
    "overlaps": "số cặp gần giống",
    "hand_in": "lần nộp số",
    "file": "tệp",
    "digest": "dấu của tệp",
    "rows": "số dòng",
    "errors": "số lỗi",
    "changes": "số thay đổi",
    "asked": "số hồ sơ đã hỏi",
    "changed": "số hồ sơ thay đổi",
    "proposed": "đề xuất",
    "number": "lần quyết định",
    "outcome": "kết quả",
    "level": "mức",
    "verdict": "kết luận",
    "document": "văn bản",
    "reason": "lý do",
    "total": "tổng điểm",
    "cases": "số hồ sơ",
    "sheets": "số phiếu",
    "people": "số người",
    "answer": "trả lời",
    "month": "tháng",
    "code": "mã",
    "name": "tên",
    "one": "sản phẩm",
    "other": "sản phẩm kia",
    "agenda": "chương trình",
    "role": "vai trò",
    "has_vote": "được biểu quyết",
    "question": "nội dung biểu quyết",
    "text": "nội dung",
}


def sentences() -> dict[str, str]:
    """Return a Vietnamese sentence for each act code any capability records."""
    found: dict[str, str] = {}
    for config in apps.get_app_configs():
        if config.name.startswith("congtam."):
            try:
                choices = import_module(f"{config.name}.choices")
            except ModuleNotFoundError:
                continue
            found |= getattr(choices, "ACTS", {})
    return found


def changes(act: Act) -> Iterator[tuple[str, str, str]]:
    """Yield what an act changed: what, from, to; in the words of the record's own fields where it has them."""
    before, after = act.before or {}, act.after or {}
    for key in dict.fromkeys((*before, *after)):
        name, old = _said(act.subject_kind, key, before.get(key))
        _, new = _said(act.subject_kind, key, after.get(key))
        yield name, old, new


def _said(kind: str, key: str, value: Any) -> tuple[str, str]:
    labels: dict[Any, str] = {}
    name = _WORDS.get(key, key.replace("_", " "))
    try:
        field = apps.get_model(kind)._meta.get_field(key)
    except (LookupError, FieldDoesNotExist):
        labels = _levels() if key in ("outcome", "level", "proposed") else {}
    else:
        name = str(getattr(field, "verbose_name", name))
        labels = dict(getattr(field, "flatchoices", ()))
    if isinstance(value, dict):
        # The marks of a sheet, criterion by criterion.
        return name, "; ".join(f"{part}: {given}" for part, given in value.items() if given not in (None, ""))
    if isinstance(value, list):
        return name, ", ".join(str(labels.get(str(one), one)) for one in value if one)
    if isinstance(value, bool):
        return name, "có" if value else "không"
    return name, "" if value is None else str(labels.get(value, value))


def _levels() -> dict[Any, str]:
    return {**dict(Level.choices), **dict(Outcome.choices)}
