"""`scripts/train-overlaps`: learn from labelled pairs, write what was learned beside the finder, print the figures."""

import sys
from pathlib import Path

from congtam.planning.finding import Item
from congtam.planning.finding.learned import FILE
from congtam.planning.finding.texts import core
from congtam.planning.finding.training import Labelled, examples, fit, learn_surroundings, written
from congtam.planning.finding.vectors import MODEL, SURROUNDINGS, meanings, packed, surroundings
from congtam.site.command.jsonlines import opened
from congtam.site.command.plan_lines import read_items, read_pairs
from congtam.values.known import of_kind


def main(pairs_file: str, items_file: str) -> None:
    """Write both learned files."""
    with opened(items_file) as lines:
        items = [of_kind(item, Item) for item in read_items(lines)]
    with opened(pairs_file) as lines:
        pairs = [of_kind(pair, Labelled) for pair in read_pairs(lines, {item.key for item in items}, labelled=True)]
    cores = [core(item.task) for item in items]
    raw = meanings(cores)
    Path(SURROUNDINGS).write_text(written(learn_surroundings(cores, raw)), "utf-8")
    surroundings.cache_clear()
    given = examples(list(zip(items, packed(cores, raw), strict=True)), pairs)
    held = fit(given)
    Path(FILE).write_text(
        written({"model": MODEL, "pairs": len(given.same), "start": held.start, "weights": dict(held.weights)}), "utf-8"
    )


if __name__ == "__main__":
    main(*sys.argv[1:3])
