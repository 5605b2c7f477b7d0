"""Closed lists of key tasks."""

ACTS: dict[str, str] = {}
