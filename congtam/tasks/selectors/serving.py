"""What people do for the work of a body."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from congtam.personnel.selectors import Viewer
from congtam.planning.models import WorkItem
from congtam.tasks.choices import OPEN_STATES, TaskState
from congtam.tasks.models import Task, TaskQuerySet
from congtam.tasks.selectors.lists import IN_HAND

# Tasks shown on the page of the work; the rest are found in the lists.
MOST_SHOWN = 60


@dataclass(frozen=True, kw_only=True)
class Serving:
    """How people's tasks for one piece of work stand: whole numbers; `shown` are those the viewer may see, by deadline."""

    all: int
    done: int
    open: int
    waiting: int
    overdue: int
    shown: tuple[Task, ...]


def tasks_for(work: WorkItem) -> TaskQuerySet:
    """Return the tasks that serve work or anything that joined it; what was cancelled or handed back serves nothing."""
    serving = Task.objects.filter(Q(work_item=work) | Q(work_item__joined=work))
    return serving.exclude(state__in=(TaskState.CANCELLED, TaskState.HANDED_BACK))


def serving(work: WorkItem, viewer: Viewer) -> Serving:
    """Return how the tasks of a piece of work stand on the viewer's day; two queries. Everybody reads the counts, names only whoever may."""
    on: date = viewer.on
    tasks = tasks_for(work)
    counts = tasks.aggregate(
        all=Count("pk"),
        done=Count("pk", filter=Q(state=TaskState.DONE)),
        open=Count("pk", filter=Q(state__in=OPEN_STATES)),
        waiting=Count("pk", filter=Q(state=TaskState.HANDED_IN)),
        overdue=Count("pk", filter=Q(state__in=IN_HAND, due_date__lt=on)),
    )
    visible = Task.objects.visible_to(viewer).filter(pk__in=tasks.values("pk")).told(viewer)
    return Serving(**counts, shown=tuple(visible.order_by("due_date", "pk")[:MOST_SHOWN]))
