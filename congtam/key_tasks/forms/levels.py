"""What people type about the rules of a level and its rounds."""

from collections.abc import Iterable
from typing import Any, Final

from django import forms

from congtam.key_tasks.choices import Check, KeyTaskState, Rhythm
from congtam.key_tasks.forms.fields import day_box
from congtam.key_tasks.models import KeyTaskScheme
from congtam.key_tasks.services import Calendar, Rules
from congtam.organisation.models import Unit

# Lines of a form for things that come in a list; more are written the next time.
CRITERIA, BLOCKS = 10, 8
# The states a board is narrowed to.
STATE_CHOICES: Final = tuple(choice for choice in KeyTaskState.choices if choice[0] != KeyTaskState.DRAFT)


class SchemeForm(forms.Form):
    """The rules of a level, with its criteria and blocks a line each."""

    name = forms.CharField(label="Tên quy định", max_length=500)
    document = forms.CharField(label="Số, ký hiệu văn bản", max_length=500)
    valid_from = day_box("Áp dụng từ ngày")
    rhythm = forms.ChoiceField(label="Giao theo", choices=Rhythm.choices)
    most_per_person = forms.IntegerField(
        label="Số nhiệm vụ tối đa mỗi người",
        required=False,
        min_value=1,
        max_value=50,
        help_text="Để trống nếu văn bản không giới hạn.",
    )
    quantity_weight = forms.IntegerField(label="Tỷ trọng khối lượng (%)", min_value=0, max_value=100)
    quality_weight = forms.IntegerField(label="Tỷ trọng chất lượng (%)", min_value=0, max_value=100)
    time_weight = forms.IntegerField(label="Tỷ trọng tiến độ (%)", min_value=0, max_value=100)
    level_1_from = forms.IntegerField(label="Mức 1 từ (%)", min_value=1, max_value=100)
    level_2_from = forms.IntegerField(label="Mức 2 từ (%)", min_value=1, max_value=100)

    def __init__(self, *args: Any, units: Iterable[tuple[int, str]], **fields: Any) -> None:
        super().__init__(*args, **fields)
        offered = list(units)
        bodies = Unit.objects.filter(pk__in=[pk for pk, _ in offered])
        for place in range(CRITERIA):
            self.fields[f"criterion_{place}"] = forms.CharField(
                label=f"Tiêu chí {place + 1}", required=False, max_length=1000
            )
            self.fields[f"check_{place}"] = forms.ChoiceField(
                label=f"Cách xét tiêu chí {place + 1}", choices=Check.choices, required=False, initial=Check.ASKED
            )
        for place in range(BLOCKS):
            self.fields[f"block_{place}"] = forms.CharField(label=f"Khối {place + 1}", required=False, max_length=300)
            focal = forms.ModelChoiceField(label=f"Đầu mối khối {place + 1}", queryset=bodies, required=False)
            focal.choices = [("", "Chọn đầu mối"), *offered]
            self.fields[f"focal_{place}"] = focal

    def clean(self) -> dict[str, Any]:
        """Ask for what a half-written line lacks."""
        cleaned = super().clean() or {}
        for place in range(BLOCKS):
            if cleaned.get(f"block_{place}") and not cleaned.get(f"focal_{place}"):
                self.add_error(f"focal_{place}", "Hãy chọn đầu mối của khối này.")
        return cleaned

    def lines(self) -> dict[str, list[tuple[forms.BoundField, forms.BoundField]]]:
        """Return the pairs of boxes: criteria with how they are checked, blocks with their focal points."""
        return {
            "criteria": [(self[f"criterion_{place}"], self[f"check_{place}"]) for place in range(CRITERIA)],
            "blocks": [(self[f"block_{place}"], self[f"focal_{place}"]) for place in range(BLOCKS)],
        }

    def rules(self) -> Rules:
        """Return the rules as typed."""
        names = Rules.__dataclass_fields__
        return Rules(**{name: value for name, value in self.cleaned_data.items() if name in names})

    def criteria(self) -> list[tuple[str, Check]]:
        """Return the criteria as typed, empty lines left out."""
        typed = self.cleaned_data
        return [
            (typed[f"criterion_{place}"], Check(typed[f"check_{place}"] or Check.ASKED))
            for place in range(CRITERIA)
            if typed.get(f"criterion_{place}")
        ]

    def blocks(self) -> list[tuple[str, Unit]]:
        """Return the blocks as typed, with the unit that is the focal point."""
        typed = self.cleaned_data
        return [
            (typed[f"block_{place}"], typed[f"focal_{place}"]) for place in range(BLOCKS) if typed.get(f"block_{place}")
        ]


def initial_scheme(before: KeyTaskScheme | None) -> dict[str, Any]:
    """Return what the form of new rules begins with: the rules in force, so that only what changes is typed."""
    if before is None:
        return {}
    names = ("name", "rhythm", "most_per_person", "quantity_weight", "quality_weight", "time_weight")
    values = {name: getattr(before, name) for name in (*names, "level_1_from", "level_2_from")}
    for place, one in enumerate(before.criteria.order_by("position")[:CRITERIA]):
        values |= {f"criterion_{place}": one.text, f"check_{place}": one.check_by}
    for place, block in enumerate(before.blocks.order_by("name")[:BLOCKS]):
        values |= {f"block_{place}": block.name, f"focal_{place}": block.focal_unit_id}
    return values


class RoundForm(forms.Form):
    """A round and its calendar."""

    name = forms.CharField(label="Tên kỳ", max_length=200, help_text="Ví dụ: Quý IV/2026.")
    starts_on = day_box("Từ ngày")
    ends_on = day_box("Đến hết ngày")
    propose_until = day_box("Đề xuất đến hết")
    appraise_until = day_box("Thẩm định đến hết")
    decide_until = day_box("Quyết định đến hết")
    judge_until = day_box("Đánh giá đến hết")

    def calendar(self) -> Calendar:
        """Return the calendar as typed."""
        return Calendar(**self.cleaned_data)
