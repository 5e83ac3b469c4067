"""What the web says when it refuses is in its catalogues: no error of ours has a text that is not marked."""

from __future__ import annotations

import ast
import re

import pytest

from grutto_web.locale.extract import PACKAGE

ERRORS = re.compile(r"(Error|Http404|PermissionDenied)$")
OF_PROGRAMS = {
    "AroundTheDoorError",
    "CommandError",
    "ImproperlyConfigured",
    "KeyError",
    "LookupError",
    "NotImplementedError",
    "RuntimeError",
    "TypeError",
    "ValueError",
}
"""Errors of whoever writes a program, and of commands for who keeps a server, whose help is English too."""
PARTS = {"what", "where", "repair"}
WORDS = re.compile(r"[A-Za-z]{2,}[^{}]* [a-z]{2,}")


def unmarked(tree: ast.AST) -> list[tuple[int, str]]:
    """Return line and text of each part of an error that stands in the code without gettext."""
    found = []
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        if ERRORS.search(name) and name not in OF_PROGRAMS:
            for part in (*call.args, *(keyword.value for keyword in call.keywords if keyword.arg in PARTS)):
                text = ast.unparse(part) if isinstance(part, ast.JoinedStr) else getattr(part, "value", "")
                if isinstance(text, str) and WORDS.search(text):
                    found.append((call.lineno, text))
    return found


def test_errors_of_the_web_are_translated() -> None:
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE).as_posix()
        if loose := unmarked(ast.parse(path.read_text("utf-8"))):
            found[name] = loose
    assert found == {}, "give these to gettext, run `make messages` and translate them"


@pytest.mark.parametrize(
    ("code", "number"),
    [
        ('raise SealError(f"{name} has signed already")', 1),
        ('raise InputError("The data folder is not empty", repair="take a new one")', 2),
        ('raise InputError(gettext("The data folder is not empty"), repair=gettext("take a new one"))', 0),
        ('raise ValueError("there are two acts of this name")', 0),
    ],
)
def test_a_text_without_gettext_is_found(code: str, number: int) -> None:
    assert len(unmarked(ast.parse(code))) == number
