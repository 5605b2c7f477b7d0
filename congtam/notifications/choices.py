"""Closed lists of notifications."""

ACTS: dict[str, str] = {}
