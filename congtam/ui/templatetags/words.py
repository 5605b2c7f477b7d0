"""Filters that write figures, days and periods in Vietnamese."""

from django import template

from congtam.ui import wording
from congtam.values.text import capital

register = template.Library()

register.filter("marks", wording.marks)
register.filter("number", wording.number)
register.filter("day", wording.day)
register.filter("moment", wording.moment)
register.filter("period", wording.period)
register.filter("days_left", wording.days_left)
register.filter("masked", wording.masked)
register.filter("capital", capital)
