"""What is chased and how: a module for each thing."""

from congtam.follow_up.models.reminders import Reminder, ReminderRule, ReminderRun, ReminderScheme

__all__ = ["Reminder", "ReminderRule", "ReminderRun", "ReminderScheme"]
