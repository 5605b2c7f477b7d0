"""Plans as bodies send them, read into items: which column is which, what is a heading, whose work it is and until when."""

from congtam.planning.reading.columns import Mapping, Role, mapping_of
from congtam.planning.reading.rows import ReadItem, ReadPlan, read_plan

__all__ = ["Mapping", "ReadItem", "ReadPlan", "Role", "mapping_of", "read_plan"]
