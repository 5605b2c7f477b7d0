"""Formal meetings: who was called, who came, what was put to the vote and what was concluded."""
