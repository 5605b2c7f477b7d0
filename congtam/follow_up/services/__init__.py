"""Changes to what is chased: one function per act."""

from congtam.follow_up.services.reminders import (
    AlreadyRemindedError,
    NobodyToRemindError,
    UnusableRuleError,
    remind,
    send_reminders,
    set_reminders,
)

__all__ = [
    "AlreadyRemindedError",
    "NobodyToRemindError",
    "UnusableRuleError",
    "remind",
    "send_reminders",
    "set_reminders",
]
