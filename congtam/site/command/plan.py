"""`congtam plan …`: what bodies send each other as plans."""

import argparse
import json
import sys
from collections import Counter
from typing import Any

from congtam.documents.grids import read_grids
from congtam.planning.reading import ReadItem, read_plan
from congtam.site.command.jsonlines import OK
from congtam.site.command.plan_against import checked_rows, counted
from congtam.site.command.plan_units import NamedUnits, named_units
from congtam.site.refusal import UnableToContinueError
from congtam.values.refusal import RefusedError


def read(options: argparse.Namespace) -> int:
    """Print each item of a plan as a line of JSON, and say on the error channel how much was read and what is left to ask.

    With `options.units` names are matched to the units of that file; with `options.against` what was read is counted against checked rows.
    """
    try:
        plan = read_plan(read_grids(options.file.read_bytes(), name=options.file.name), year=options.year)
        units = named_units(options.units) if options.units else None
    except RefusedError as problem:
        raise UnableToContinueError(str(problem)) from problem
    except OSError as problem:
        raise UnableToContinueError(f"Không mở được tệp {problem.filename}.") from problem
    for item in plan.items:
        sys.stdout.write(json.dumps(_line(item, units), ensure_ascii=False, separators=(",", ":")) + "\n")
    asked = sum(bool(item.questions) for item in plan.items)
    kinds = ", ".join(f"{kind} {count}" for kind, count in Counter(item.due.kind for item in plan.items).most_common())
    passed = f"; bỏ qua: {', '.join(plan.passed_over)}" if plan.passed_over else ""
    sys.stderr.write(
        f"Đọc được {len(plan.items)} nhiệm vụ, {asked} dòng cần hỏi. Thời hạn: {kinds or 'không có'}{passed}.\n"
    )
    if units is not None:
        sys.stderr.write(units.summary(plan.items))
    if options.against:
        sys.stderr.write(counted(plan.items, checked_rows(options.against), units))
    return OK


def _line(item: ReadItem, units: NamedUnits | None) -> dict[str, Any]:
    due = item.due
    read = {
        "at": item.address,
        "headings": list(item.headings),
        "number": item.number,
        "task": item.task,
        "lead": item.lead,
        "lead_units": units.shown(units.told(item.lead)) if units else [],
        "coordinating": item.coordinating,
        "coordinating_units": units.shown(units.told(item.coordinating)) if units else [],
        "output": item.output,
        "leader": item.leader,
        "due": {
            "text": due.text,
            "kind": due.kind.value,
            "from": due.start and due.start.isoformat(),
            "until": due.last and due.last.isoformat(),
            "rhythm": due.rhythm and due.rhythm.value,
        },
        "questions": list(item.questions),
    }
    return {name: value for name, value in read.items() if value not in ("", [])}
