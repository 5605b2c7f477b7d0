"""Criteria sets: one document of a body's own criteria, checked, scored line by line, and explained."""
