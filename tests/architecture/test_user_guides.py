"""The guides for users do not rot: their pictures are there, and the words they tell people to press are on the screens."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GUIDES = sorted((ROOT / "docs" / "user").glob("*.md"))
SCREENS = "\n".join(
    path.read_text("utf-8")
    for kind in ("templates/**/*.html", "*.py", "views/*.py", "rights/*.py", "forms/*.py", "templatetags/*.py")
    for path in sorted((ROOT / "congtam").glob(f"*/{kind}"))
)
SMALL = 150_000


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.stem)
def test_the_words_to_press_in_a_guide_are_on_the_screens(guide: Path) -> None:
    named = re.findall(r"\*\*(.+?)\*\*", guide.read_text("utf-8"))
    assert [words for words in named if any(part.strip() not in SCREENS for part in words.split("…"))] == []


def test_every_picture_is_shown_in_a_guide_and_small() -> None:
    kept = {path.name: path.stat().st_size for path in (ROOT / "docs" / "user" / "pictures").iterdir()}
    shown = {name for guide in GUIDES for name in re.findall(r"\]\(pictures/(.+?)\)", guide.read_text("utf-8"))}
    assert set(kept) == shown
    assert {name: size for name, size in kept.items() if size > SMALL} == {}


def test_every_picture_is_kept_by_a_journey() -> None:
    stories = "\n".join(path.read_text("utf-8") for path in (ROOT / "tests" / "journeys").glob("test_*.py"))
    taken = set(re.findall(r'keeps_picture\(\s*"([a-z-]+)"', stories))
    assert {path.stem for path in (ROOT / "docs" / "user" / "pictures").iterdir()} == taken
