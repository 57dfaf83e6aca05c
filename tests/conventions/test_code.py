"""House rules that no linter knows: how long things may grow, what they are called, what is done nowhere."""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest
from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.urls import URLPattern, URLResolver, get_resolver

from program.config.middleware import SignInFirst

ROOT = Path(settings.BASE_DIR)
Node = TypeVar("Node", bound=ast.AST)
Function = ast.FunctionDef | ast.AsyncFunctionDef


def _texts(folder: str, *suffixes: str) -> dict[str, str]:
    return {
        str(path.relative_to(ROOT)): path.read_text()
        for path in sorted((ROOT / folder).rglob("*"))
        if path.suffix in suffixes and "migrations" not in path.parts
    }


CODE = _texts("program", ".py") | _texts("demonstrations", ".py")
TESTS = _texts("tests", ".py")
TEMPLATES = _texts("templates", ".html", ".txt")
TREES = {name: ast.parse(text) for name, text in (CODE | TESTS).items()}


def found(kind: type[Node], among: dict[str, str], holds: Callable[[Node], bool]) -> list[str]:
    """`file:line` of every node of a kind for which something holds."""
    return [
        f"{name}:{getattr(node, 'lineno', 0)}"
        for name in among
        for node in ast.walk(TREES[name])
        if isinstance(node, kind) and holds(node)
    ]


# ---------------------------------------------------------------- how long things may grow
LONGER = {
    "program/decisions/actions/documents.py:enter_document": "half of it hands columns and facts over by name",
    "program/decisions/actions/objecting.py:object_to": "half of it hands columns and facts over by name",
    "program/journal/models/verbs.py:Verb": "everything that is done in the program, a line a verb",
    "program/notify/models/texts.py:Text": "everything that is told, a line or two a message",
    "program/management/demo/acts.py:Acts": "the verbs of the demonstration, one short scene each",
    "program/management/demo/measures.py:Measures": "the demonstration is told in order",
    "program/management/demo/story.py": "the demonstration is told in order",
    "program/management/demo/story.py:Story": "the demonstration is told in order",
}
"""File, file:function or file:class → why it may be longer than the others."""


def definitions(*kinds: type[ast.AST]) -> Iterator[tuple[str, int]]:
    for name in CODE:
        for node in ast.walk(TREES[name]):
            if isinstance(node, kinds):
                assert isinstance(node, Function | ast.ClassDef)
                yield f"{name}:{node.name}", (node.end_lineno or 0) - node.lineno + 1


def lines(texts: dict[str, str]) -> Iterator[tuple[str, int]]:
    yield from ((name, text.count("\n")) for name, text in texts.items())


def sizes() -> Iterator[tuple[str, int, int]]:
    """Name, length in lines, limit."""
    yield from ((name, length, 320) for name, length in lines(CODE))
    yield from ((name, length, 450) for name, length in lines(TESTS))
    yield from ((name, length, 160) for name, length in lines(TEMPLATES))
    yield from ((name, length, 45) for name, length in definitions(ast.FunctionDef, ast.AsyncFunctionDef))
    yield from ((name, length, 150) for name, length in definitions(ast.ClassDef))


def test_nothing_outgrows_the_eye() -> None:
    """A file is read in one sitting, a function without scrolling, a template is one page."""
    too_long = {name: length for name, length, limit in sizes() if length > limit}
    assert {name: length for name, length in too_long.items() if name not in LONGER} == {}
    assert set(LONGER) == set(too_long), "an exception that is none any more"


# ---------------------------------------------------------------- what things are called
NAMES_THAT_SAY_NOTHING = {
    "common", "helper", "helpers", "manager", "managers", "messages", "misc", "service", "services", "util", "utils",
}  # fmt: skip


def test_no_module_is_called_after_nothing() -> None:
    idle = [name for name in CODE | TESTS if NAMES_THAT_SAY_NOTHING & {*Path(name).parts, Path(name).stem}]
    assert idle == []


def test_no_second_file_of_the_same_name() -> None:
    """A file that outgrows its size becomes a folder of that name, never `actions2.py`."""
    numbered = [name for name in CODE if Path(name).stem[-1].isdigit()]
    assert numbered == []


# ---------------------------------------------------------------- what is done nowhere
def test_imports_are_absolute() -> None:
    assert found(ast.ImportFrom, CODE | TESTS, lambda node: node.level > 0) == []


def test_forms_name_their_fields() -> None:
    def takes_all(node: ast.Assign) -> bool:
        names = [target.id for target in node.targets if isinstance(target, ast.Name)]
        return "fields" in names and isinstance(node.value, ast.Constant) and node.value.value == "__all__"

    assert found(ast.Assign, CODE, takes_all) == []


def test_only_the_clock_knows_the_time() -> None:
    def asks(node: ast.Call) -> bool:
        called = node.func
        return (
            isinstance(called, ast.Attribute)
            and called.attr in {"now", "utcnow", "today", "localdate", "localtime"}
            and ast.unparse(called.value).rpartition(".")[2] in {"datetime", "date", "timezone"}
        )

    rest = {name: text for name, text in CODE.items() if name != "program/clock.py"}
    assert found(ast.Call, rest, asks) == []


def test_a_number_that_is_typed_is_read_strictly() -> None:
    """`WholeField` and `FigureField` refuse 1_000 and １２, which Django's own fields read; a page's own is hidden."""

    def lax(node: ast.Call) -> bool:
        called = ast.unparse(node.func)
        return called in {"forms.IntegerField", "forms.DecimalField", "forms.FloatField"} and not any(
            word.arg == "widget" and "HiddenInput" in ast.unparse(word.value) for word in node.keywords
        )

    assert found(ast.Call, {name: text for name, text in CODE.items() if "/models" not in name}, lax) == []


def test_no_key_points_at_just_anything() -> None:
    generic = {"GenericForeignKey", "GenericRelation"}
    assert found(ast.Name, CODE, lambda node: node.id in generic) == []
    assert found(ast.Attribute, CODE, lambda node: node.attr in generic) == []


def test_nothing_happens_by_signal() -> None:
    """But for Django's around a migration, which lift the triggers and put them back."""

    def imports_signals(node: ast.ImportFrom) -> bool:
        module, names = node.module or "", {alias.name for alias in node.names}
        return (module == "django.dispatch") or (
            module.endswith("signals") and names != {"pre_migrate", "post_migrate"}
        )

    assert found(ast.ImportFrom, CODE, imports_signals) == []


def test_saving_is_saving() -> None:
    """A row is written by a verb that one can read; no model, form or queryset does more when it is saved or deleted."""
    verbs = {"save", "delete", "save_base", "bulk_create"}
    overrides = [
        f"{name}:{node.name}.{part.name}"
        for name in CODE
        for node in ast.walk(TREES[name])
        if isinstance(node, ast.ClassDef)
        for part in node.body
        if isinstance(part, Function) and part.name in verbs
    ]
    assert overrides == []


FILE_ALONE = "program/indicators/views/figures.py"
"""Its form asks for a file and nothing else: where it is refused, the file is what is wrong."""


def test_no_form_forgets_a_good_file_when_it_is_refused() -> None:
    """Views ask `program.files.http` for files, and give it the form that comes back."""
    rest = {name: text for name, text in CODE.items() if name not in {FILE_ALONE, "program/files/http.py"}}
    assert found(ast.Attribute, rest, lambda node: node.attr == "FILES") == []

    def calls(node: ast.AST) -> set[str]:
        return {ast.unparse(each.func) for each in ast.walk(node) if isinstance(each, ast.Call)}

    forgetful = []
    for name in rest:
        functions = [node for node in ast.walk(TREES[name]) if isinstance(node, ast.FunctionDef)]
        keepers = {"keep_uploads", "form_page"}
        keepers |= {node.name for node in functions if calls(node) & keepers}  # a page of the file's own
        forgetful += [
            f"{name}:{node.name}"
            for node in functions
            if "uploads" in calls(node) and not calls(node) & keepers
        ]
    assert forgetful == []


# ---------------------------------------------------------------- every page behind the sign-in, or openly not
VIEWS_OF_DJANGO = {"SignIn": True, "NewPassword": True, "ChangePassword": False, "LogoutView": True}
"""The only views that are classes: Django's own, or ours upon them → whether anybody may open them."""


def addresses(patterns: list[Any], before: str = "") -> Iterator[tuple[str, Callable[..., Any]]]:
    for entry in patterns:
        if isinstance(entry, URLResolver):
            yield from addresses(entry.url_patterns, before + str(entry.pattern))
        elif isinstance(entry, URLPattern):
            yield before + str(entry.pattern), entry.callback


ADDRESSES = dict(addresses(get_resolver().url_patterns))


def says_public(view: Callable[..., Any]) -> bool:
    """Whether `@login_not_required` stands above the view, where one reads it."""
    if hasattr(view, "view_class"):
        return VIEWS_OF_DJANGO[view.view_class.__name__]
    file = view.__module__.replace(".", "/")
    tree = next(TREES[name] for name in (f"{file}.py", f"{file}/__init__.py") if name in CODE)
    return any(
        "login_not_required" in map(ast.unparse, node.decorator_list)
        for node in tree.body
        if isinstance(node, Function) and node.name == view.__name__
    )


def test_the_sign_in_stands_before_every_page() -> None:
    assert "program.config.middleware.SignInFirst" in settings.MIDDLEWARE
    assert issubclass(SignInFirst, LoginRequiredMiddleware)


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_that_anybody_may_open_says_so(address: str) -> None:
    view = ADDRESSES[address]
    asks_to_sign_in = getattr(view, "login_required", True)
    assert asks_to_sign_in is not says_public(view)
