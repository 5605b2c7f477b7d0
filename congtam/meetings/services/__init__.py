"""Changing meetings."""

from congtam.meetings.services.conclusions import conclusion_done, drop_conclusion, finish_conclusion
from congtam.meetings.services.keeping import MeetingMovedError, UnreasonedError, WrittenMeanwhileError

__all__ = [
    "MeetingMovedError",
    "UnreasonedError",
    "WrittenMeanwhileError",
    "conclusion_done",
    "drop_conclusion",
    "finish_conclusion",
]
