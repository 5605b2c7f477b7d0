"""Who may prepare and issue a catalogue."""

import rules

from congtam.personnel.selectors import Viewer
from congtam.planning.models import Catalogue


@rules.predicate
def does_organisation_work(viewer: Viewer, body_id: int) -> bool:
    """Organisation work of the body is this person's duty: prepares and standardises (khoản 2 Điều 13 Nghị định 335/2025/NĐ-CP)."""
    return body_id in viewer.officer


@rules.predicate
def does_organisation_work_of(viewer: Viewer, catalogue: Catalogue) -> bool:
    """The same, asked of a catalogue."""
    return catalogue.body_id in viewer.officer


rules.add_rule("planning.import_catalogue", does_organisation_work)
rules.add_rule("planning.change_catalogue", does_organisation_work_of)
