"""What is chased and how: a module for each thing."""

from congtam.follow_up.models.dossiers import Dossier, DossierImport, DossierName
from congtam.follow_up.models.faults import Breakthrough, Inspection, Shortcoming
from congtam.follow_up.models.reminders import Reminder, ReminderRule, ReminderRun, ReminderScheme

__all__ = [
    "Breakthrough",
    "Dossier",
    "DossierImport",
    "DossierName",
    "Inspection",
    "Reminder",
    "ReminderRule",
    "ReminderRun",
    "ReminderScheme",
    "Shortcoming",
]
