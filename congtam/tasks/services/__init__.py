"""Changes to work: one function per act, each in one transaction, locked, checked, told in the trail."""

from congtam.tasks.services.assigning import (
    AlreadyTakenOverError,
    Assignment,
    JustGivenError,
    NotServingError,
    ProductNotInForceError,
    WorkEndedError,
    assign,
    record_unplanned,
    take_over,
    title_of,
)
from congtam.tasks.services.doing import (
    MissingEvidenceError,
    NothingToExcuseError,
    Proof,
    accept,
    claim_cause,
    hand_back,
    hand_in,
    withdraw,
)
from congtam.tasks.services.extending import ask_extension, grant_extension, refuse_extension
from congtam.tasks.services.judging import (
    accept_result,
    answer_cause,
    cancel,
    mark,
    return_for_completion,
    return_for_major_error,
    set_deadline,
)
from congtam.tasks.services.moving import TaskMovedError, UnusableDeadlineError, UnusableQuantityError
from congtam.tasks.services.recurring import UnusableRhythmError, assign_recurring, issue_recurring, stop_recurring
from congtam.values.refusal import UnreasonedError

__all__ = [
    "AlreadyTakenOverError",
    "Assignment",
    "JustGivenError",
    "MissingEvidenceError",
    "NotServingError",
    "NothingToExcuseError",
    "ProductNotInForceError",
    "Proof",
    "TaskMovedError",
    "UnreasonedError",
    "UnusableDeadlineError",
    "UnusableQuantityError",
    "UnusableRhythmError",
    "WorkEndedError",
    "accept",
    "accept_result",
    "answer_cause",
    "ask_extension",
    "assign",
    "assign_recurring",
    "cancel",
    "claim_cause",
    "grant_extension",
    "hand_back",
    "hand_in",
    "issue_recurring",
    "mark",
    "record_unplanned",
    "refuse_extension",
    "return_for_completion",
    "return_for_major_error",
    "set_deadline",
    "stop_recurring",
    "take_over",
    "title_of",
    "withdraw",
]
