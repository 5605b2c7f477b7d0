"""What linters cannot see: text, names, documents, and that the machine checks what people do."""

import re
import subprocess
import unicodedata
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TRACKED = [
    ROOT / name
    for name in subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-co", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
]
TEXTS = [
    path
    for path in TRACKED
    if path.exists() and path.suffix in {".py", ".yaml", ".md", ".toml", ".lock", ".sh", ""} and path.is_file()
]
SOURCES = [path for path in TEXTS if path.suffix == ".py" and "tests" not in path.relative_to(ROOT).parts]


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_letter_is_written_one_way(path: Path) -> None:
    # A file saved with loose accents looks right and compares unequal: searches and law files would fail in silence.
    assert unicodedata.is_normalized("NFC", path.read_text("utf-8"))


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_file_names_a_package_registry_or_a_folder_of_one_machine(path: Path) -> None:
    # Lock files like to record where a package came from; such addresses rot and tell where the work was done.
    hosts = "|".join(["py" + r"pi\.org", "python" + "hosted", "npm" + r"js\.(org|com)", "deb" + r"\.debian\.org"])
    assert not re.search(hosts, path.read_text("utf-8"))
    assert not re.search(r"(?<![\w.])/(work|farm|root)/[a-z]", path.read_text("utf-8"))


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_float_touches_a_score(path: Path) -> None:
    # One float in a chain of exact numbers is enough to turn 89.995 into 90.
    source = path.read_text("utf-8")
    if {"engine", "values"} & set(path.relative_to(ROOT).parts):
        assert not re.search(r"\bfloat\((?!.*isinstance)", source)
        assert not re.search(
            r"(?<![\w\"'.])\d+\.\d+(?![\w\"'.])", re.sub(r'"""[\s\S]*?"""|#.*|f?"[^"\n]*"|f?\'[^\'\n]*\'', "", source)
        )


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_engine_reads_no_clock_and_british_spelling_is_kept(path: Path) -> None:
    source = path.read_text("utf-8")
    assert "organization" not in source
    if {"engine", "values"} & set(path.relative_to(ROOT).parts):
        assert not re.search(r"\b(today|now|utcnow|time)\(\)", source)


def test_no_module_is_named_for_nothing() -> None:
    # A `utils` is where code goes to be lost.
    nameless = {"utils", "helpers", "common", "core", "base", "mixins", "misc", "signals"}
    assert [path for path in SOURCES if path.stem in nameless or nameless & set(path.relative_to(ROOT).parts)] == []


def test_integration_runs_what_developers_run() -> None:
    assert "exec ./test" in (ROOT / ".ci/run").read_text("utf-8")
    assert "scripts/check" in (ROOT / "test").read_text("utf-8")


def test_every_relative_link_of_the_documents_leads_somewhere() -> None:
    pages = [path for path in TEXTS if path.suffix == ".md"]
    link = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)")
    linked = [(page, target) for page in pages for target in link.findall(page.read_text("utf-8"))]
    assert [
        f"{page.relative_to(ROOT)}: {target}" for page, target in linked if not (page.parent / target).exists()
    ] == []


def test_decisions_are_numbered_once_and_dated() -> None:
    decisions = sorted((ROOT / "docs/decisions").glob("*.md"))
    numbers = [path.name[:4] for path in decisions]
    assert len(set(numbers)) == len(numbers)
    assert all(
        re.search(r"^(Ngày|Date): \d{4}-\d{2}-\d{2}", path.read_text("utf-8"), re.MULTILINE) for path in decisions
    )


def test_every_published_number_of_the_product_says_the_same_version() -> None:
    version = re.search(r'^version = "([^"]+)"', (ROOT / "pyproject.toml").read_text("utf-8"), re.MULTILINE)
    assert version
    assert f"## {version[1]}" in (ROOT / "CHANGELOG.md").read_text("utf-8")
