"""Assigned work: who holds it, when it is due, what was handed in and how it was judged."""
