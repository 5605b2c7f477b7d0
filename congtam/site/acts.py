"""What every recorded act is called, gathered from the capabilities."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from importlib import import_module
from typing import Any, Final

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist

from congtam.audit.models import Act
from congtam.evaluation.choices import Level, Outcome, PetitionAnswer
from congtam.personnel.models import Person
from congtam.planning.choices import OverlapVerdict
from congtam.scoring.choices import Judged
from congtam.tasks.choices import CauseAbout, CauseAnswer, Rhythm
from congtam.ui import wording

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
    "about": "về",
    "authority": "căn cứ",
    "cause": "nguyên nhân số",
    "d": "d, kết quả hoạt động của đơn vị",
    "đ": "đ, khả năng tổ chức triển khai",
    "e": "e, năng lực tập hợp, đoàn kết",
    "forms": "số phiếu",
    "into": "đơn vị nhận số",
    "lines": "số dòng công việc",
    "on": "từ ngày",
    "rhythm": "định kỳ",
    "until": "đến trước ngày",
    "username": "tên đăng nhập",
    "agenda": "chương trình",
    "role": "vai trò",
    "has_vote": "được biểu quyết",
    "question": "nội dung biểu quyết",
    "text": "nội dung",
}
# Codes acts keep that are no field of their record.
_CODES: Final[Mapping[str, tuple[Any, ...]]] = {
    "about": (CauseAbout,),
    "answer": (CauseAnswer, PetitionAnswer),
    "d": (Judged,),
    "đ": (Judged,),
    "e": (Judged,),
    "level": (Level,),
    "outcome": (Outcome,),
    "proposed": (Level, Outcome),
    "rhythm": (Rhythm,),
    "verdict": (OverlapVerdict,),
}
_COUNTED = ("people",)
# Said in marks, the name needs no unit.
_HUNDREDTHS_OF = " (phần trăm điểm)"
_DAY, _MONTH, _DECIMAL = (re.compile(one) for one in (r"\d{4}-\d\d-\d\d", r"\d{4}-\d\d", r"\d+\.\d+"))


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


def people_in(acts: Iterable[Act]) -> dict[int, str]:
    """Return the names of those whom acts name by number, such as the holder of a task; one query."""
    found = {
        value
        for act in acts
        for kept in (act.before or {}, act.after or {})
        for key, value in kept.items()
        if isinstance(value, int) and _is_person(_field(act.subject_kind, key))
    }
    return dict(Person.objects.filter(pk__in=found).values_list("pk", "full_name")) if found else {}


def changes(act: Act, people: Mapping[int, str] | None = None) -> Iterator[tuple[str, str, str]]:
    """Yield what an act changed: what, from, to; in the words of the record's own fields where it has them, with names from `people`."""
    before, after = act.before or {}, act.after or {}
    for key in dict.fromkeys((*before, *after)):
        field = _field(act.subject_kind, key)
        name = str(getattr(field, "verbose_name", "")) or _WORDS.get(key, key.replace("_", " "))
        old, new = (_said(key, field, kept.get(key), people or {}) for kept in (before, after))
        if old or new:
            yield name.removesuffix(_HUNDREDTHS_OF), old, new


def _field(kind: str, key: str) -> Any:
    try:
        return apps.get_model(kind)._meta.get_field(key)
    except (LookupError, ValueError, FieldDoesNotExist):
        return None


def _is_person(field: Any) -> bool:
    return getattr(field, "related_model", None) is Person


def _said(key: str, field: Any, value: Any, people: Mapping[int, str]) -> str:
    labels = dict(getattr(field, "flatchoices", ())) or {
        code: label for choices in _CODES.get(key, ()) for code, label in choices.choices
    }
    if value is None:
        return ""
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, dict):
        # The marks of a sheet, criterion by criterion.
        return "; ".join(f"{part}: {wording.number(given)}" for part, given in value.items() if given not in (None, ""))
    if isinstance(value, list):
        return str(len(value)) if key in _COUNTED else ", ".join(str(labels.get(str(one), one)) for one in value if one)
    if isinstance(value, int):
        if _is_person(field):
            return people.get(value, str(value))
        return wording.marks(value) if key.endswith("_hundredths") else str(value)
    return str(labels.get(value) or _written(str(value)))


def _written(text: str) -> str:
    """Return text as people write it: days and months the Vietnamese way, numbers with a decimal comma."""
    if _DAY.fullmatch(text):
        return wording.day(date.fromisoformat(text))
    if _MONTH.fullmatch(text):
        return f"{text[5:]}/{text[:4]}"
    return wording.number(text) if _DECIMAL.fullmatch(text) else text
