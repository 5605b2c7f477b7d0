"""Tags for acting: fields, complaints, buttons that post, confirmations."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms, template
from django.forms import BaseForm, BoundField
from django.template import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

register = template.Library()

# Of more choices than these one is looked for, not read through.
_IN_SIGHT = 12
_GROUPED = (forms.RadioSelect, forms.CheckboxSelectMultiple)


@register.simple_tag
def field(bound: BoundField, label: str = "", help: str = "") -> SafeString:
    """A form's field with label, help, error and mark of whether it may stay empty; `label` and `help` replace the form's."""
    widget = bound.field.widget
    grouped, ticked = isinstance(widget, _GROUPED), isinstance(widget, forms.CheckboxInput)
    if isinstance(bound.field, forms.DateField) and isinstance(widget, forms.DateInput):
        # The browser's own date box: it sends year-month-day, whatever the reader's habits.
        widget.input_type, widget.format = "date", "%Y-%m-%d"
    if isinstance(widget, forms.PasswordInput):
        # A placeholder that repeats the label is one thing more to read.
        widget.attrs.pop("placeholder", None)
    help_text = help or bound.help_text
    described = " ".join(
        part
        for part in (f"{bound.auto_id}_help" if help_text else "", f"{bound.auto_id}_error" if bound.errors else "")
        if part
    )
    attrs: dict[str, str | bool] = {"class": _css(widget, wrong=bool(bound.errors))}
    if isinstance(bound.field, forms.IntegerField) and getattr(widget, "input_type", "") == "text":
        # Numbers written with a comma stand in a plain box; a phone still offers its digits.
        attrs["inputmode"] = "decimal" if isinstance(bound.field, forms.DecimalField) else "numeric"
    if described and not grouped:
        attrs["aria-describedby"] = described
    values = {
        "bound": bound,
        "control": bound.as_widget(attrs=attrs),
        "label": label or bound.label,
        "help": help_text,
        "described": described,
        "grouped": grouped,
        "many": grouped and len(bound) > _IN_SIGHT,
        # A form that finds further choices by words of its own says so of its widget.
        "narrows": getattr(widget, "narrows_itself", True),
        "ticked": ticked,
    }
    return render_to_string("ui/_field.html", values)


@register.simple_tag
def fields(form: BaseForm) -> SafeString:
    """All visible fields of a form one under another, and its hidden ones."""
    hidden = [bound.as_widget() for bound in form.hidden_fields()]
    return SafeString("".join([*hidden, *(field(bound) for bound in form.visible_fields())]))


@register.simple_tag
def errors(form: BaseForm, *, focus: bool = True) -> SafeString:
    """What is wrong with a form, above it, each complaint a link to its field; nothing when all is well. The page opens there (`focus`)."""
    if not form.errors:
        return SafeString("")
    wrong = [(bound, bound.errors) for bound in form if bound.errors]
    return render_to_string("ui/_errors.html", {"general": form.non_field_errors(), "wrong": wrong, "focus": focus})


@register.simple_tag(takes_context=True)
def act(
    context: Context,
    label: str,
    url: str,
    kind: str = "secondary",
    icon: str = "",
    hidden: Mapping[str, Any] | None = None,
) -> SafeString:
    """A button that posts to `url`. `kind`: primary (my next step), secondary, danger, quiet; `hidden`: values sent along."""
    values = {"label": label, "url": url, "kind": kind, "icon": icon, "hidden": hidden or {}}
    return render_to_string("ui/_act.html", values | _carried(context))


@register.simple_block_tag(takes_context=True)
def confirm(
    context: Context,
    content: str,
    label: str,
    url: str,
    question: str,
    kind: str = "secondary",
    icon: str = "",
    sure: str = "",
) -> SafeString:
    """A button that asks first: `question` says what will happen; inside: fields to fill in (a reason); `sure` labels the button that does it.

    Works without JavaScript: the box unfolds under the button.
    """
    values = {
        "content": SafeString(content),
        "label": label,
        "url": url,
        "question": question,
        "kind": kind,
        "icon": icon,
        "sure": sure or label,
    }
    return render_to_string("ui/_confirm.html", values | _carried(context))


@register.simple_tag(takes_context=True)
def actions(context: Context, allowed: Iterable[Any]) -> SafeString:
    """The buttons of a record, from its one list `actions_for(viewer, record)`.

    Each has `label` and `url`, and may have `is_primary`, `needs_reason` (asks for one, sent as `reason`), `opens_page` (a link, not a post),
    `is_grave` (drawn in red), `question` (asked before the post), `icon`. The primary one stands first, two more beside it, the rest
    under "Việc khác".
    """
    drawn = sorted((_drawn(action) for action in allowed), key=lambda action: action["kind"] != "primary")
    return render_to_string("ui/_actions.html", {"shown": drawn[:3], "more": drawn[3:]} | _carried(context))


def _drawn(action: Any) -> dict[str, Any]:
    kind = "primary" if _of(action, "is_primary") else "danger" if _of(action, "is_grave") else "secondary"
    names = ("code", "label", "url", "needs_reason", "opens_page", "question")
    return {name: _of(action, name) for name in names} | {"kind": kind, "icon": _of(action, "icon") or ""}


def _carried(context: Context) -> dict[str, Any]:
    # Only what the forms inside need: a whole new request context would gather the navigation again for every button.
    return {"request": context.get("request"), "csrf_token": context.get("csrf_token")}


def _of(thing: Any, name: str) -> Any:
    return thing.get(name) if isinstance(thing, Mapping) else getattr(thing, name, None)


def _css(widget: forms.Widget, *, wrong: bool) -> str:
    match widget:
        case forms.CheckboxInput() | forms.RadioSelect() | forms.CheckboxSelectMultiple():
            kind = "form-check-input"
        case forms.Select():
            kind = "form-select"
        case _:
            kind = "form-control"
    return f"{widget.attrs.get('class', '')} {kind}{' is-invalid' if wrong else ''}".strip()
