"""Changes to catalogues, plans and the work they ask for: one function per act, each in one transaction, told in the trail."""

from congtam.planning.services.catalogue import import_catalogue, issue_catalogue

__all__ = ["import_catalogue", "issue_catalogue"]
