"""`congtam plan …`: what bodies send each other as plans."""

import argparse
import json
import sys
from collections import Counter
from typing import Any

from congtam.documents.grids import read_grids
from congtam.planning.reading import ReadItem, read_plan
from congtam.site.command.jsonlines import OK
from congtam.site.refusal import UnableToContinueError
from congtam.values.refusal import RefusedError


def read(options: argparse.Namespace) -> int:
    """Print each item of a plan as a line of JSON, and say on the error channel how much was read and what is left to ask."""
    try:
        plan = read_plan(read_grids(options.file.read_bytes(), name=options.file.name), year=options.year)
    except RefusedError as problem:
        raise UnableToContinueError(str(problem)) from problem
    for item in plan.items:
        sys.stdout.write(json.dumps(_line(item), ensure_ascii=False, separators=(",", ":")) + "\n")
    asked = sum(bool(item.questions) for item in plan.items)
    kinds = ", ".join(f"{kind} {count}" for kind, count in Counter(item.due.kind for item in plan.items).most_common())
    passed = f"; bỏ qua: {', '.join(plan.passed_over)}" if plan.passed_over else ""
    sys.stderr.write(
        f"Đọc được {len(plan.items)} nhiệm vụ, {asked} dòng cần hỏi. Thời hạn: {kinds or 'không có'}{passed}.\n"
    )
    return OK


def _line(item: ReadItem) -> dict[str, Any]:
    due = item.due
    read = {
        "at": item.address,
        "headings": list(item.headings),
        "number": item.number,
        "task": item.task,
        "lead": item.lead,
        "coordinating": item.coordinating,
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
