"""Decides from a dated history who may be proposed for which emulation title or commendation, and from when."""
