"""Questions about people on a day, and what the person looking may see and do on that day."""

from congtam.personnel.selectors.evaluators import evaluator_unit, evaluator_units, head_of, heads_of, superior_of
from congtam.personnel.selectors.people import people_of
from congtam.personnel.selectors.service import Service, Transfer, discipline_of, service_of
from congtam.personnel.selectors.viewing import viewer_of
from congtam.personnel.viewer import Viewer

__all__ = [
    "Service",
    "Transfer",
    "Viewer",
    "discipline_of",
    "evaluator_unit",
    "evaluator_units",
    "head_of",
    "heads_of",
    "people_of",
    "service_of",
    "superior_of",
    "viewer_of",
]
