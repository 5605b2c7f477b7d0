"""What the superior should look at before confirming a sheet."""

from congtam.scoring.choices import Band
from congtam.scoring.models import ScoreSheet
from congtam.scoring.selectors.sheets import Lines

# A month that differs from the one before by so much is worth a look.
_NOTICEABLE_HUNDREDTHS = 1000


def exceptions_of(sheet: ScoreSheet, lines: Lines, *, is_changed: bool, before: int | None) -> tuple[str, ...]:
    """Return what is unusual about a sheet, in words; nothing when it can be confirmed with others at once.

    `is_changed`: the records no longer agree with the signed lines; `before`: marks of the month before, in hundredths, None when unknown.
    """
    faults = sum(line.quality_faults - line.excused_quality_faults for line in lines)
    delays = sum(line.delays - line.excused_delays for line in lines)
    short = sum(line.done < line.assigned and not line.delays and line.origin != "handed_back" for line in lines)
    handed_back = sum(line.origin == "handed_back" for line in lines)
    total = sheet.total_hundredths
    found = [
        (is_changed, "việc thay đổi sau khi ký"),
        (faults, f"{faults} lần lỗi nội dung"),
        (delays, f"{delays} lần chậm"),
        (short, f"{short} việc chưa xong hết"),
        (handed_back, f"{handed_back} việc trả lại"),
        (sheet.band == Band.NOT_COMPLETED, "dưới mức hoàn thành nhiệm vụ"),
        (sheet.version > 1, "phiên bản sửa"),
        (sheet.holds_leading_post and not (sheet.organising and sheet.unity), "cần kết luận đ, e"),
        (
            total is not None and before is not None and abs(total - before) >= _NOTICEABLE_HUNDREDTHS,
            "chênh từ 10 điểm so với tháng trước",
        ),
    ]
    return tuple(words for holds, words in found if holds)
