"""All tags and filters of the screens, for every template without loading."""

from django import template

from congtam.ui.templatetags import chips, figures, forms, layout, lists, words

register = template.Library()

for part in (chips, figures, forms, layout, lists, words):
    register.tags.update(part.register.tags)
    register.filters.update(part.register.filters)
