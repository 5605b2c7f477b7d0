"""Closed lists of follow up."""

ACTS: dict[str, str] = {}
