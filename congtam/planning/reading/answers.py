"""What a person answered about the rows of a plan, put beside what was read of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from congtam.planning.reading.rows import NO_LEAD, NO_TASK, ReadItem
from congtam.values.dues import Due, DueKind, read_due


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One person's answer about one row.

    `left_out` is the reason why the row is no task. `task` are the words of a row that has none. `leads` are the keys of the units that lead
    where the row names none; `has_no_lead` when nobody does yet. `due` are words for a deadline that can be read, `has_no_due` when there is
    none.
    """

    left_out: str = ""
    task: str = ""
    leads: tuple[int, ...] = ()
    has_no_lead: bool = False
    due: str = ""
    has_no_due: bool = False


NOTHING = Answer()


@dataclass(frozen=True, kw_only=True)
class AskedRow:
    """A row as it stands with its answer: the words, the deadline that holds (its text is the plan's own), and what is still to ask."""

    item: ReadItem
    answer: Answer
    task: str
    due: Due
    questions: tuple[str, ...]

    @property
    def is_kept(self) -> bool:
        """Whether the row becomes an item of the plan."""
        return not self.answer.left_out

    @property
    def asks_task(self) -> bool:
        """Whether the row says nothing to do."""
        return NO_TASK in self.item.questions

    @property
    def asks_lead(self) -> bool:
        """Whether the row names nobody who leads, though the table has a column for it."""
        return NO_LEAD in self.item.questions

    @property
    def asks_due(self) -> bool:
        """Whether the row's deadline could not be read."""
        return bool(self.item.due.question)


def answered(items: Iterable[ReadItem], answers: Mapping[str, Answer], *, year: int | None) -> tuple[AskedRow, ...]:
    """Return the rows with what a person answered about them (by `ReadItem.key`); `year` is the plan's, for deadlines that name none."""
    return tuple(_row(item, answers.get(item.key, NOTHING), year) for item in items)


def _row(item: ReadItem, answer: Answer, year: int | None) -> AskedRow:
    task = answer.task or item.task
    due = item.due
    if answer.has_no_due:
        due = Due(text=item.due.text, kind=DueKind.NONE)
    elif answer.due:
        due = replace(read_due(answer.due, year=year), text=item.due.text)
    if answer.left_out:
        return AskedRow(item=item, answer=answer, task=task, due=due, questions=())
    questions = [
        *([NO_TASK] if not task else []),
        *([NO_LEAD] if NO_LEAD in item.questions and not (answer.leads or answer.has_no_lead) else []),
        *([due.question] if due.question else []),
    ]
    return AskedRow(item=item, answer=answer, task=task, due=due, questions=tuple(questions))
