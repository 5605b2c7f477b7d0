"""Công Tâm: assigned work, fair scores, lawful ratings, and the reason behind every figure."""
