"""What handing a task back does to a month, and what may be done instead, in plain words."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.urls import reverse

from congtam.scoring.choices import Band
from congtam.scoring.facts import HandBack, hundredths
from congtam.tasks.models import Task
from congtam.ui import wording
from congtam.values.numbers import percent


@dataclass(frozen=True, kw_only=True)
class EffectRow:
    """One measure of the month in three cases; `falls` when handing back takes from it what finishing would give."""

    label: str
    now: str
    finished: str
    back: str
    falls: bool


@dataclass(frozen=True, kw_only=True)
class EffectWords:
    """The effect row by row, with what follows from it in sentences; `is_harmful` when handing back costs anything."""

    rows: tuple[EffectRow, ...]
    sentences: tuple[str, ...]
    is_harmful: bool


@dataclass(frozen=True, kw_only=True)
class Instead:
    """Something else to do: its name, what it does to the month, and where it is done (empty: it is for the giver to do)."""

    name: str
    words: str
    url: str = ""


def hand_back_words(effect: HandBack) -> EffectWords:
    """Return the effect as the page shows it."""
    now, finished, back = effect.now.score, effect.finished.score, effect.back.score
    own = [(code, share) for code, share in _LABELS.items() if code in back.measures]
    rows = [
        _row(words, now.measures[code], finished.measures[code], back.measures[code], percent) for code, words in own
    ]
    if back.task_marks is not None:
        rows.append(_row("Điểm nhiệm vụ, trên 70", now.task_marks, finished.task_marks, back.task_marks, _marks))
    return EffectWords(rows=tuple(rows), sentences=tuple(_sentences(effect)), is_harmful=any(row.falls for row in rows))


def instead_of_handing_back(task: Task, on: date) -> list[Instead]:
    """Return what the holder may do or ask for instead, each with what it means for his month."""
    step = {slug: reverse("tasks:step", args=[task.pk, slug]) for slug in ("nguyen-nhan", "nop")}
    is_late = task.due_date < on
    giver = task.assigned_by.full_name
    cause = (
        Instead(
            name="Nêu nguyên nhân khách quan",
            words="Được xác nhận thì lần chậm không bị trừ điểm (điểm b, c khoản 2 Điều 14).",
            url=step["nguyen-nhan"],
        )
        if is_late
        else Instead(
            name="Nêu nguyên nhân khách quan khi đã quá hạn",
            words="Nếu chậm vì nguyên nhân khách quan thì nêu trên trang của việc; được xác nhận thì không bị trừ điểm (điểm b, c khoản 2 Điều 14).",
        )
    )
    return [
        Instead(
            name=f"Đề nghị {giver} đổi hạn",
            words="Hạn cũ đã qua nên lần chậm vẫn tính; làm xong theo hạn mới thì số lượng vẫn được tính."
            if is_late
            else f"Đổi trước hết ngày {wording.day(task.due_date)} thì hạn cũ không tính, không ai bị trừ điểm.",
        ),
        cause,
        Instead(
            name="Nộp phần đã làm được", words="Nộp và được nghiệm thu phần nào thì tính phần đó.", url=step["nop"]
        ),
        Instead(
            name=f"Đề nghị {giver} chuyển cho đồng nghiệp",
            words="Điểm của bạn như khi trả lại, nhưng việc có người làm tiếp và người đó được cộng thêm (điểm d khoản 1 Điều 18).",
        ),
        Instead(
            name=f"Đề nghị {giver} huỷ nếu việc không còn cần",
            words="Việc bị huỷ ra khỏi tổng số được giao, không ảnh hưởng điểm.",
        ),
    ]


_LABELS = {"a": "a, số lượng", "b": "b, chất lượng", "c": "c, tiến độ"}


def _row(
    label: str,
    now: Fraction | None,
    finished: Fraction | None,
    back: Fraction | None,
    write: Callable[[Fraction], str],
) -> EffectRow:
    def said(value: Fraction | None) -> str:
        return wording.NOTHING if value is None else write(value)

    falls = back is not None and finished is not None and back < finished
    return EffectRow(label=label, now=said(now), finished=said(finished), back=said(back), falls=falls)


def _marks(value: Fraction) -> str:
    return wording.marks(hundredths(value))


def _sentences(effect: HandBack) -> Iterator[str]:
    finished, back = effect.finished.score, effect.back.score
    if back.task_marks is None or finished.task_marks is None:
        yield "Điểm nhiệm vụ chưa tính được vì chưa có đủ d, đ, e; a, b, c thì như trong bảng."
        return
    if back.task_marks < finished.task_marks:
        yield f"Trả lại thì điểm nhiệm vụ là {_marks(back.task_marks)}; làm xong đúng hạn thì được {_marks(finished.task_marks)}."
    else:
        yield "Trả lại việc này không làm giảm điểm nhiệm vụ của bạn."
    if effect.best == Band.NOT_COMPLETED:
        yield f"Dù tiêu chí chung được điểm tối đa, tháng này vẫn ở mức {Band.NOT_COMPLETED.label}. {_HEADS}"
    elif effect.needed is not None:
        yield (
            f"Cần ít nhất {_marks(effect.needed)} điểm tiêu chí chung để đạt mức {Band.COMPLETED.label}; dưới mức đó thì: {_HEADS}"
        )


_HEADS = "d của người đứng đầu đơn vị và các cấp trên chỉ còn 50% (điểm a khoản 3 Điều 15 Nghị định 335/2025/NĐ-CP)."
