"""Boxes that the forms of key tasks have in common."""

from typing import Any, Final

from django import forms

_DAYS: Final = ["%Y-%m-%d", "%d/%m/%Y"]


def words_box(label: str, *, rows: int = 3, **fields: Any) -> forms.CharField:
    """Return a box for words of several lines."""
    return forms.CharField(label=label, max_length=5000, widget=forms.Textarea({"rows": rows}), **fields)


def day_box(label: str, **fields: Any) -> forms.DateField:
    """Return a box for a day, as browsers send it or as people type it."""
    return forms.DateField(label=label, input_formats=_DAYS, **fields)


def percent_box(label: str, **fields: Any) -> forms.DecimalField:
    """Return a box for a share from 0 to 100, at most two decimals."""
    return forms.DecimalField(
        label=label, min_value=0, max_value=100, max_digits=5, decimal_places=2, localize=True, **fields
    )
