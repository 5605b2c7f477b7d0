"""The stylesheet and the files brought in keep their promises."""

import json
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
UI = ROOT / "congtam" / "ui"
STYLE = (UI / "static" / "ui" / "congtam.css").read_text(encoding="utf-8")
MANIFEST = json.loads((UI / "vendor.json").read_text(encoding="utf-8"))


def templates() -> list[Path]:
    """All templates of the house."""
    return sorted((ROOT / "congtam").glob("*/templates/**/*.html"))


def tokens(block: str) -> dict[str, str]:
    """The tokens set in one block of the stylesheet."""
    return dict(re.findall(r"(--ct-[\w-]+): ([^;]+);", block))


def _block(opening: str) -> str:
    start = STYLE.index(opening)
    return STYLE[start : STYLE.index("}", start)]


def _light(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, as accessibility counts it."""
    brighter, darker = sorted((_light(one), _light(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def test_the_dark_of_the_system_and_the_dark_chosen_by_hand_are_one() -> None:
    assert tokens(_block(':root:not([data-theme="light"]) {')) == tokens(_block(':root[data-theme="dark"] {'))


def test_words_can_be_read_in_the_light_and_in_the_dark() -> None:
    for block in (_block(":root {\n  color-scheme: light"), _block(':root[data-theme="dark"] {')):
        found = tokens(block)
        pairs = [(f"--ct-{tone}", f"--ct-{tone}-tint") for tone in ("blue", "amber", "red", "green", "plum")]
        pairs += [
            (words, ground)
            for words in ("--ct-ink", "--ct-ink-2")
            for ground in ("--ct-ground", "--ct-paper", "--ct-edge", "--ct-hover")
        ]
        pairs += [(f"--ct-level-{step}-on", f"--ct-level-{step}") for step in (1, 2, 3)] + [
            ("--ct-on-action", "--ct-action")
        ]
        poor = [(words, ground) for words, ground in pairs if contrast(found[words], found[ground]) < 4.5]
        assert poor == []


def test_colours_outside_the_tokens_are_not_used() -> None:
    after = STYLE[STYLE.index("/* ---- ground ---- */") : STYLE.index("/* ---- paper ---- */")]
    assert re.findall(r"#[0-9a-f]{3,8}\b", after) == []


def test_every_icon_on_a_page_is_in_the_sprite() -> None:
    drawn = {
        f"{name.rpartition('/')[2]}{'-filled' if name.startswith('filled/') else ''}" for name in MANIFEST["icons"]
    }
    text = "\n".join(path.read_text(encoding="utf-8") for path in templates())
    asked = set(re.findall(r'{% icon "([\w-]+)"', text)) | set(re.findall(r'icon="([\w-]+)"', text))
    assert asked - drawn == set()


def test_no_template_carries_scripts_or_styles_inside_it() -> None:
    inside = re.compile(r"""<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=|https?://""")
    pages = {path: re.sub(r"{%.*?%}", "", path.read_text(encoding="utf-8")) for path in templates()}
    assert [str(path) for path, text in pages.items() if inside.search(text)] == []


def test_the_lock_of_packages_holds_no_address_to_fetch_from() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    assert [name for name, package in lock["packages"].items() if "resolved" in package] == []
    assert all(package.get("integrity") for name, package in lock["packages"].items() if name)


def test_files_brought_in_are_known_by_their_digest() -> None:
    assert all(re.fullmatch(r"[0-9a-f]{64}", entry["sha256"]) for entry in MANIFEST["files"].values())
    assert re.fullmatch(r"[0-9a-f]{64}", MANIFEST["sprite"])


def test_an_unknown_wish_gets_one_line() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "scripts" / "assets", "--what"], check=False, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert done.stderr.strip() == "Không rõ --what. Cách dùng: scripts/assets [--renew]"
