"""How capabilities may know each other: what the import contracts cannot see."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver

ROOT = Path(__file__).resolve().parents[2]
LAYERS = [
    name
    for layer in tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"][0][
        "layers"
    ]
    for name in layer.split(" | ")
]
CAPABILITIES = LAYERS[1 : LAYERS.index("engine")]
SOURCES = [
    path
    for name in CAPABILITIES
    for path in sorted((ROOT / "congtam" / name).rglob("*.py"))
    if "migrations" not in path.parts
]

# Where one capability meets another. `rights`, `asking` and `viewer` of personnel are how every page knows who is looking;
# `workbooks`, `grids`, `papers` and `serving` of documents are how every page reads and writes files.
MEETING_PLACES = {"models", "selectors", "services", "choices"}
SHARED = {
    "personnel": {"rights", "asking", "viewer"},
    "documents": {"workbooks", "grids", "papers", "serving"},
    "ui": {"paging", "wording", "templatetags"},
}


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_capabilities_meet_only_where_they_agreed_to(path: Path) -> None:
    # A page that reaches into another's forms or private parts breaks when these change.
    own = path.relative_to(ROOT / "congtam").parts[0]
    for module in imported(path):
        parts = module.split(".")
        if len(parts) > 2 and parts[0] == "congtam" and parts[1] in CAPABILITIES and parts[1] != own:
            assert parts[2] in MEETING_PLACES | SHARED.get(parts[1], set()), module


def test_foreign_keys_point_down_the_layers() -> None:
    # A string in ForeignKey("evaluation.…") is no import: only the models themselves show it.
    depth = {name: place for place, name in enumerate(LAYERS)}
    for model in apps.get_models():
        app = model._meta.app_config.name.removeprefix("congtam.")
        for field in model._meta.get_fields():
            target = getattr(field, "related_model", None)
            if app not in depth or target is None or field.auto_created or isinstance(target, str):
                continue
            to = target._meta.app_config.name.removeprefix("congtam.")
            # Everything records who did it: the account is named by the setting alone.
            if to in depth and to != "accounts":
                assert depth[to] >= depth[app], f"{model.__name__}.{field.name} points up to {target.__name__}"


def calls(node: ast.AST) -> list[ast.Call]:
    return [call for call in ast.walk(node) if isinstance(call, ast.Call)]


def hands_the_actor_on(call: ast.Call) -> bool:
    given = [*call.args, *(keyword.value for keyword in call.keywords)]
    return any(isinstance(value, ast.Name) and value.id in ("actor", "who") for value in given)


@pytest.mark.parametrize("path", [path for path in SOURCES if "services" in name_of(path)], ids=name_of)
def test_a_service_that_changes_something_records_it(path: Path) -> None:
    # An act nobody recorded never happened, as far as an inspection is concerned.
    for node in ast.parse(path.read_text("utf-8")).body:
        decorators = [ast.unparse(one) for one in getattr(node, "decorator_list", [])]
        if isinstance(node, ast.FunctionDef) and "transaction.atomic" in decorators:
            names = {ast.unparse(call.func).split(".")[-1] for call in calls(node)}
            assert names & {"record", "record_many"} or any(map(hands_the_actor_on, calls(node))), (
                f"{node.name} records nothing"
            )


@pytest.mark.parametrize("path", [path for path in SOURCES if "views" in name_of(path)], ids=name_of)
def test_a_page_reaches_rows_through_the_eyes_of_who_is_looking(path: Path) -> None:
    # `.objects` in a view, bare, is a row nobody asked permission for.
    for line in path.read_text("utf-8").splitlines():
        if ".objects" in line:
            assert re.search(r"visible_to|open_to|judged_by|__in=visible\b|__in=readable\b", line), line


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_only_pages_jobs_and_commands_read_the_clock(path: Path) -> None:
    if not re.search(r"views|jobs|adapter", name_of(path)):
        assert not re.search(r"timezone\.(now|localdate)\(\)|date\.today\(\)|datetime\.now\(", path.read_text("utf-8"))


TEMPLATES = sorted((ROOT / "congtam").rglob("templates/**/*.html"))


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_templates_take_parts_only_from_their_own_and_from_ui(path: Path) -> None:
    own = path.relative_to(ROOT / "congtam").parts[0]
    for place in re.findall(r"{%\s*(?:extends|include)\s+\"([^\"]+)\"", path.read_text("utf-8")):
        assert own == "site" or place.split("/")[0] in {own, "ui"}, place


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_templates_bring_no_script_or_style_of_their_own(path: Path) -> None:
    # The content security policy would refuse them in silence, in front of the user.
    source = path.read_text("utf-8")
    assert not re.search(
        r"<script(?![^>]*(?:src=|type=\"application/json\"))|<style\b|\sstyle=\"|\son[a-z]+=\"", source
    )


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_every_form_that_changes_something_carries_its_token(path: Path) -> None:
    source = path.read_text("utf-8")
    for form in re.findall(r"<form[^>]*method=\"post\".*?</form>", source, flags=re.DOTALL | re.IGNORECASE):
        assert "{% csrf_token %}" in form


def views(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[tuple[str, object]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from views(pattern.url_patterns, prefix + str(pattern.pattern))
        else:
            yield prefix + str(pattern.pattern), pattern.callback


OPEN_TO_STRANGERS = {
    "tai-khoan/dang-nhap/",
    "tai-khoan/dang-xuat/",
    "tai-khoan/da-khoa/",
    "trinh-dien/dang-nhap/",
    "ui/nen/",
}


def test_every_page_asks_who_it_is_but_the_few_that_cannot() -> None:
    open_ = {
        address for address, view in views(get_resolver().url_patterns) if not getattr(view, "login_required", True)
    }
    assert open_ <= OPEN_TO_STRANGERS


def test_every_app_with_tables_has_migrations() -> None:
    # Without the folder Django says "no changes detected" for ever.
    for name in CAPABILITIES:
        if (ROOT / "congtam" / name / "models.py").exists():
            assert list((ROOT / "congtam" / name / "migrations").glob("0*.py")), name


def test_every_recorded_act_has_a_sentence() -> None:
    from congtam.site.acts import sentences

    named = sentences()
    for path in SOURCES:
        for code in re.findall(r"code=\"([a-z_]+\.[a-z_]+)\"", path.read_text("utf-8")):
            assert code in named, f"{code} in {name_of(path)}"


def test_every_record_is_called_by_one_word_of_the_glossary() -> None:
    # Two words for one thing on two pages, and nobody knows whether they are two things.
    terms = yaml.safe_load((ROOT / "docs/glossary.yaml").read_text("utf-8"))["terms"]
    known = {term["label"]: {term["identifier"], *term.get("also", ())} for term in terms}
    for model in apps.get_models():
        if model.__module__.startswith("congtam.") and not hasattr(model, "pgh_tracked_model"):
            identifier = re.sub(r"(?<!^)(?=[A-Z])", "_", model.__name__).lower()
            assert identifier in known.get(str(model._meta.verbose_name), set()), (
                f"{identifier}: {model._meta.verbose_name}"
            )
