"""What may be done to months and sheets."""

from congtam.scoring.services.confirming import Conclusions, confirm, confirm_clean, judge, send_back
from congtam.scoring.services.correcting import correct, set_aside, take_up
from congtam.scoring.services.marking import Entered, copy_last_month, save_marks, self_sign
from congtam.scoring.services.periods import (
    add_missing_sheets,
    close_period,
    open_period,
    record_outside_month,
    set_reading,
)
from congtam.scoring.services.refusals import (
    ClosedPeriodError,
    IncompleteSheetError,
    OwnSheetError,
    SheetMovedError,
    UnfinishedPeriodError,
    WrongEntryError,
)
from congtam.scoring.services.results import Outdated, correct_results, outdated_results

__all__ = [
    "ClosedPeriodError",
    "Conclusions",
    "Entered",
    "IncompleteSheetError",
    "Outdated",
    "OwnSheetError",
    "SheetMovedError",
    "UnfinishedPeriodError",
    "WrongEntryError",
    "add_missing_sheets",
    "close_period",
    "confirm",
    "confirm_clean",
    "copy_last_month",
    "correct",
    "correct_results",
    "judge",
    "open_period",
    "outdated_results",
    "record_outside_month",
    "save_marks",
    "self_sign",
    "send_back",
    "set_aside",
    "set_reading",
    "take_up",
]
