"""Tags for figures: their reasons, charts with tables, progress, the distribution strip."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.html import json_script
from django.utils.safestring import SafeString

from congtam.engine.sources import Certainty
from congtam.engine.truth import Truth

register = template.Library()

_ANSWERS = {
    "yes": ("check", "Đạt"),
    "no": ("x", "Không đạt"),
    "unknown": ("help-circle", "Chưa rõ"),
    "": ("circle-dot", ""),
}


@register.simple_tag
def why(findings: Iterable[Any], label: str = "Vì sao?", of: str = "") -> SafeString:
    """The reasons of a figure: the engine's findings, or mappings with the same names as a decision stored them.

    Shown of each: `sentence`, `value`, `truth` (yes, no, unknown), the provision (`source`), how sure it is, and `url` of the record behind it;
    those with `is_last` stand folded under the others. `of` says what is explained, for those who hear the page.
    """
    return render_to_string("ui/_why.html", {**_readings(findings), "label": label, "of": of})


@register.simple_block_tag
def because(content: str, label: str = "Vì sao?", of: str = "") -> SafeString:
    """The reasons of a figure in words of the page's own."""
    return render_to_string("ui/_why.html", {"content": SafeString(content), "label": label, "of": of})


@register.simple_tag
def figure(
    value: Any,
    label: str,
    unit: str = "",
    findings: Iterable[Any] = (),
    note: str = "",
    url: str = "",
    tone: str = "plain",
) -> SafeString:
    """A figure with its name, unit, note, link to its list, and its reasons when there are findings."""
    values = {"value": value, "label": label, "unit": unit, "note": note, "url": url, "tone": tone}
    return render_to_string("ui/_figure.html", {**values, **_readings(findings)})


@register.simple_tag
def progress(done: int, total: int, label: str, url: str = "") -> SafeString:
    """How far a long work is; with `url` the page asks there again every two seconds until all is done (or the reader follows the link)."""
    ready = total > 0 and done >= total
    return render_to_string(
        "ui/_progress.html", {"done": done, "total": total, "label": label, "url": url, "ready": ready}
    )


@register.simple_tag
def bar(value: int, limit: int, label: str = "", tone: str = "blue") -> SafeString:
    """A small bar: how much of `limit` the `value` is (whole numbers); `label` is read aloud."""
    share = 0 if limit <= 0 else min(100 * value // limit, 100)
    return render_to_string("ui/_bar.html", {"share": share, "label": label or f"{value} trên {limit}", "tone": tone})


@register.simple_block_tag
def chart(
    content: str,
    id: str,
    title: str,
    data: Mapping[str, Any],
    size: str = "medium",
    note: str = "",
) -> SafeString:
    """A chart with the table behind it (inside the tag).

    `data`: `kind` (bar, stacked, row, line, pie, funnel, heat), `labels`, `series` (each `name`, `values`, and may have `tone`); numbers whole or
    as text ("87.5"); a heat map has `rows` too, and its one series holds triples of column, row, value. `size`: small, medium, large.
    """
    values = {
        "content": SafeString(content),
        "id": id,
        "title": title,
        "data": json_script(data, f"{id}-data"),
        "size": size,
        "note": note,
    }
    return render_to_string("ui/_chart.html", values)


@register.simple_tag
def strip(title: str, groups: Sequence[Any], note: str = "") -> SafeString:
    """The distribution strip: for each group `name`, `used`, `limit` (whole numbers) and may have `base` and `sentence` (how the limit came)."""
    rows = []
    for group in groups:
        used, limit = int(_of(group, "used")), int(_of(group, "limit"))
        rows.append(
            {
                "name": _of(group, "name"),
                "used": used,
                "limit": limit,
                "over": max(used - limit, 0),
                "left": max(limit - used, 0),
                "base": _of(group, "base"),
                "sentence": _of(group, "sentence"),
                "within": 100 * min(used, limit) // max(used, limit, 1),
                "end": 100 * limit // max(used, limit, 1),
                "whole": 100 * used // max(used, limit, 1),
            }
        )
    return render_to_string("ui/_strip.html", {"title": title, "rows": rows, "note": note})


def _readings(findings: Iterable[Any]) -> dict[str, list[dict[str, Any]]]:
    read = [(bool(_of(finding, "is_last")), _reading(finding)) for finding in findings]
    return {
        "findings": [one for is_last, one in read if not is_last],
        "rest": [one for is_last, one in read if is_last],
    }


def _reading(finding: Any) -> dict[str, Any]:
    truth = _of(finding, "truth")
    answer = truth.code if isinstance(truth, Truth) else str(truth or "")
    source = _of(finding, "source")
    mark = _of(finding, "certainty") or (
        _of(source, "certainty") if source is not None and not isinstance(source, str) else None
    )
    shape, words = _ANSWERS.get(answer, _ANSWERS[""])
    return {
        "sentence": _of(finding, "sentence"),
        "value": _of(finding, "value"),
        "answer": answer or "plain",
        "icon": shape,
        "words": words,
        "source": source if isinstance(source, str) else (_of(source, "printed") if source is not None else ""),
        "certainty": Certainty(mark) if mark else Certainty.CONFIRMED,
        "url": _of(finding, "url"),
    }


def _of(thing: Any, name: str) -> Any:
    return thing.get(name) if isinstance(thing, Mapping) else getattr(thing, name, None)
