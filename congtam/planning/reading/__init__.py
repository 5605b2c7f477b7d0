"""Plans as bodies send them, read into items: which column is which, what is a heading, whose work it is and until when."""

from congtam.planning.reading.answers import Answer, AskedRow, answered
from congtam.planning.reading.bodies import Directory, FormerName, How, KnownUnit, Match, names_in
from congtam.planning.reading.columns import Mapping, Role, mapping_of
from congtam.planning.reading.head import Head, read_head
from congtam.planning.reading.rows import ReadItem, ReadPlan, read_plan

__all__ = [
    "Answer",
    "AskedRow",
    "Directory",
    "FormerName",
    "Head",
    "How",
    "KnownUnit",
    "Mapping",
    "Match",
    "ReadItem",
    "ReadPlan",
    "Role",
    "answered",
    "mapping_of",
    "names_in",
    "read_head",
    "read_plan",
]
