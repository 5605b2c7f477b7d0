"""One row of people, cell by cell."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.db import models

from congtam.documents.workbooks import Row, cell_day
from congtam.personnel.choices import Category, Gender, Leadership, PartyStanding
from congtam.personnel.selectors.roster.known import Known
from congtam.personnel.selectors.roster.lines import PersonLine, Problem, UnitLine
from congtam.values.names import searchable

_ID_DIGITS = 12
# Shorter words people write for the law's own.
_ALSO = {
    "head": ("dung dau", "cap truong", "truong"),
    "deputy": ("cap pho", "pho"),
    "none": ("khong", "-", "nhan vien", "chuyen vien"),
    "official": ("chinh thuc", "dang vien"),
    "probationary": ("du bi",),
    "exempt": ("mien sinh hoat",),
    "contract_worker": ("hop dong", "hop dong lao dong", "ldhd"),
    "civil_servant": ("cc",),
    "public_employee": ("vc",),
    "elected_official": ("cb",),
}
_YES = {"co", "x", "kiem nhiem", "yes", "1"}
_NO = {"", "khong", "no", "0"}
_REQUIRED = (
    ("personal_id", "số định danh cá nhân"),
    ("full_name", "họ và tên"),
    ("unit", "đơn vị"),
    ("job_title", "chức vụ, chức danh"),
    ("category", "đối tượng"),
)


def read_person_line(row: Row, known: Known, opened: Mapping[str, UnitLine]) -> PersonLine:
    """Return what one row says, with every problem of its cells; `opened` are units the same file opens, by code."""
    problems: list[Problem] = []
    if (stray := _stray(row)) is not None:
        return PersonLine(number=row.number, personal_id="", full_name=stray, problems=[_not_a_person(row, stray)])
    for key, label in _REQUIRED:
        if not row.text(key):
            problems.append(Problem(address=row.address(key), message=f"Thiếu {label}. Hãy điền ô này."))
    start = day_in(row, "start", problems, is_required=True)
    last = day_in(row, "last_day", problems)
    if start is not None and last is not None and last < start:
        problems.append(
            Problem(
                address=row.address("last_day"), message="“Đến hết ngày” đứng trước “Từ ngày”. Hãy sửa một trong hai ô."
            )
        )
    unit, unit_name = _unit(row, known, opened, start, problems)
    there = known.people.get(number_in(row))
    line = PersonLine(
        number=row.number,
        personal_id=_personal_id(row, problems),
        full_name=name_in(row),
        birth_date=_birth_date(row, start, problems),
        gender=_choice(row, "gender", Gender, "", problems),
        staff_code=row.text("staff_code"),
        email=_email(row, problems),
        unit=unit,
        unit_name=unit_name,
        job_title=row.text("job_title"),
        category=_choice(row, "category", Category, "", problems),
        leadership=_choice(row, "leadership", Leadership, Leadership.NONE, problems),
        similar_group=_similar_group(row, known, problems),
        is_primary=not _yes(row, "secondary", problems),
        start=start,
        until=last + timedelta(days=1) if last else None,
        person_id=there.pk if there else None,
        problems=problems,
    )
    if there is not None:
        given = {name: getattr(line, name) for name in ("birth_date", "gender", "staff_code", "email")}
        line.fills = {name: value for name, value in given.items() if value and not getattr(there, name)}
    _party(line, row, known)
    return line


def day_in(row: Row, key: str, problems: list[Problem], *, is_required: bool = False) -> date | None:
    """Return the day in a cell; add what is wrong with it to `problems`."""
    try:
        day = cell_day(row.cells.get(key))
    except ValueError:
        problems.append(
            Problem(
                address=row.address(key),
                message=f"“{row.text(key)}” không phải là ngày có thật. Hãy ghi ngày/tháng/năm, ví dụ 01/07/2026.",
            )
        )
        return None
    if day is None and is_required:
        problems.append(
            Problem(address=row.address(key), message="Thiếu ngày. Hãy ghi ngày/tháng/năm, ví dụ 01/07/2026.")
        )
    return day


def number_in(row: Row) -> str:
    """Return the personal number of a row without the spaces and dots people put into it."""
    return row.text("personal_id").replace(" ", "").replace(".", "")


def name_in(row: Row) -> str:
    """Return the name of a row; one typed in capitals throughout is written as names are: NGUYỄN THỊ Ý → Nguyễn Thị Ý."""
    text = row.text("full_name")
    return text.title() if text.isupper() else text


def _stray(row: Row) -> str | None:
    """Return what a row says that is about nobody (a total, a name of a division between people, signatures); None for people."""
    if any(row.text(key) for key in ("personal_id", "job_title", "category", "start")):
        return None
    return row.text("full_name") or row.text("unit") or "(trống)"


def _not_a_person(row: Row, text: str) -> Problem:
    return Problem(
        address=row.address("full_name"),
        message=f"Dòng này chỉ có “{text}”, không có số định danh, chức vụ, đối tượng, ngày. Nếu là dòng tổng cộng, tên phòng hoặc "
        "chữ ký, hãy xoá dòng; nếu là một người, hãy điền đủ.",
    )


def _email(row: Row, problems: list[Problem]) -> str:
    text = row.text("email")
    try:
        EmailValidator()(text or "trong@congtam.example")
    except ValidationError:
        said = f"“{text}” không phải là địa chỉ thư điện tử. Hãy sửa hoặc để trống."
        problems.append(Problem(address=row.address("email"), message=said))
    return text


def _personal_id(row: Row, problems: list[Problem]) -> str:
    text, digits = row.text("personal_id"), number_in(row)
    if not text or (digits.isascii() and digits.isdigit() and len(digits) == _ID_DIGITS):
        return digits
    said = f"Số định danh phải có {_ID_DIGITS} chữ số, ô này có {len(digits)}."
    if digits.isdigit() and len(digits) < _ID_DIGITS:
        said += " Có thể Excel đã bỏ số 0 ở đầu: hãy đặt cột là Văn bản (Text) rồi nhập lại đủ số."
    else:
        said += " Hãy kiểm tra lại giấy tờ."
    problems.append(Problem(address=row.address("personal_id"), message=said))
    return text


def _birth_date(row: Row, start: date | None, problems: list[Problem]) -> date | None:
    born = day_in(row, "birth_date", problems)
    if born is not None and start is not None and start.year - born.year < 15:
        problems.append(
            Problem(
                address=row.address("birth_date"),
                message=f"Ngày sinh {born:%d/%m/%Y} quá gần ngày giữ vị trí {start:%d/%m/%Y}. Hãy kiểm tra cả hai ô.",
            )
        )
    return born


def _unit(
    row: Row, known: Known, opened: Mapping[str, UnitLine], start: date | None, problems: list[Problem]
) -> tuple[int | str | None, str]:
    text = row.text("unit")
    if not text:
        return None, ""
    code, address = text.lower(), row.address("unit")
    found = [known.units[code]] if code in known.units else known.units_by_name.get(searchable(text), [])
    if len(found) > 1:
        codes = ", ".join(unit.code for unit in found)
        problems.append(
            Problem(address=address, message=f"Có {len(found)} đơn vị tên “{text}” (mã {codes}). Hãy ghi mã đơn vị.")
        )
        return None, text
    if found:
        unit = found[0]
        if start is not None and start < unit.start:
            problems.append(
                Problem(
                    address=row.address("start"),
                    message=f"Đơn vị “{unit.name}” chỉ có từ ngày {unit.start:%d/%m/%Y}. Hãy ghi ngày từ đó trở đi.",
                )
            )
        return unit.pk, unit.name
    new = opened.get(code) or next(
        (line for line in opened.values() if searchable(line.name) == searchable(text)), None
    )
    if new is not None:
        if start is not None and new.start is not None and start < new.start:
            problems.append(
                Problem(
                    address=row.address("start"),
                    message=f"Đơn vị “{new.name}” trong tệp chỉ có từ ngày {new.start:%d/%m/%Y}. Hãy ghi ngày từ đó trở đi.",
                )
            )
        return new.code.lower(), new.name
    problems.append(
        Problem(
            address=address,
            message=f"Không có đơn vị “{text}” trong cơ quan. Hãy sửa tên, ghi mã, hoặc thêm đơn vị ở trang “Đơn vị”."
            + known.near_units(text),
        )
    )
    return None, text


def _choice(row: Row, key: str, choices: type[models.TextChoices], empty: str, problems: list[Problem]) -> str:
    """Return the code of a choice written by its Vietnamese label, its code, or a shorter word for it."""
    text = row.text(key)
    if not text:
        return empty
    code = _codes(choices).get(searchable(text))
    if code is not None:
        return code
    allowed = ", ".join(f"“{choice.label}”" for choice in choices)
    problems.append(
        Problem(address=row.address(key), message=f"“{text}” không có trong danh mục. Hãy ghi một trong: {allowed}.")
    )
    return empty


@lru_cache
def _codes(choices: type[models.TextChoices]) -> dict[str, str]:
    """Return the codes of choices by every word people write for them."""
    return {
        word: str(choice.value)
        for choice in choices
        for word in (searchable(choice.label), str(choice.value), *_ALSO.get(choice.value, ()))
    }


def _yes(row: Row, key: str, problems: list[Problem]) -> bool:
    said = searchable(row.text(key))
    if said not in _YES | _NO:
        problems.append(Problem(address=row.address(key), message=f"“{row.text(key)}”: hãy ghi “có” hoặc để trống."))
    return said in _YES


def _similar_group(row: Row, known: Known, problems: list[Problem]) -> str:
    text = row.text("similar_group")
    if not text:
        return ""
    key = searchable(text)
    if key in known.groups:
        return known.groups[key]
    said = "Nhóm này chưa có ở cơ quan và sẽ được lập khi ghi."
    if key in known.foreign_groups:
        said = "Nhóm này là của cơ quan khác; một nhóm cùng tên sẽ được lập cho cơ quan này khi ghi."
    problems.append(Problem(address=row.address("similar_group"), message=said, is_error=False))
    return text


def _party(line: PersonLine, row: Row, known: Known) -> None:
    text = row.text("cell")
    line.standing = _choice(row, "standing", PartyStanding, PartyStanding.OFFICIAL, line.problems)
    line.party_position = row.text("party_position")
    if not text:
        if row.text("standing") or line.party_position:
            line.problems.append(
                Problem(
                    address=row.address("cell"),
                    message="Có tư cách hoặc chức vụ đảng nhưng thiếu chi bộ. Hãy ghi chi bộ.",
                )
            )
        return
    found = known.cells.get(searchable(text), set())
    if len(found) != 1:
        said = f"Không có chi bộ “{text}”." if not found else f"Có {len(found)} chi bộ tên “{text}”; hãy ghi mã."
        line.problems.append(
            Problem(
                address=row.address("cell"),
                message=f"{said} Hãy sửa tên hoặc lập chi bộ ở trang Cơ cấu tổ chức trước.{known.near_cells(text)}",
            )
        )
        return
    line.cell_id = next(iter(found))
    place = known.memberships.get(line.person_id or 0)
    there = None if place is None else (place.cell_id, place.standing, place.position)
    line.joins_cell = line.is_primary and there != (line.cell_id, line.standing, line.party_position)
    if line.joins_cell and place is not None and line.start is not None and place.valid_from >= line.start:
        line.problems.append(
            Problem(
                address=row.address("cell"),
                message=f"Đã ghi sinh hoạt đảng khác từ ngày {place.valid_from:%d/%m/%Y}. Hãy sửa ở trang cá nhân.",
            )
        )
