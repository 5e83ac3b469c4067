"""Each text for people in the code is one that the catalogues have: none stands where nobody looks for it.

Texts are looked for in the code as it is written. An f-string has no text that a catalogue could know, and a text in
a variable or a tuple is extracted only where `msg`, `forms` or `Message` marks it.
"""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

import pytest

from grutto.locale.extract import FUNCTIONS, PACKAGE, texts

if TYPE_CHECKING:
    from collections.abc import Iterator

WORD = re.compile(r"(?<![^\s“(‘'])[A-Za-z]+(?=[,.:;?!”)’']*(?:\s|$))")
"""A word of a sentence: not a name with signs in it, and no place of one."""
SENTENCE = 3
"""Words from which on a text reads as a sentence; a shorter one may be a code or a name."""
PROGRAM = re.compile(
    r"\b(SELECT|FROM|WHERE|INSERT|ORDER BY|COPY|CREATE|PRAGMA|CAST|LIKE)\b|\|\||\\[sSdwb]|\(\?|\.\*|^@page|^#|^from "
    r"|^grutto |MMM|\(\{\}\)"
)
"""Statements of SQL, patterns, styles, commands, formats of dates: what is the same in every language."""
ERRORS = re.compile(r"(Error|Problem)$")
OF_PYTHON = {"ValueError", "TypeError", "KeyError", "RuntimeError", "AssertionError", "NotImplementedError"}
"""Errors of whoever writes a program with Grutto, in English as the code is."""
PARTS = {"what", "where", "repair"}

EXCEPTIONS = {
    "charts/canvas.py": "names of fonts",
    "render/findings/as_sarif.py": "a report for programs, in English",
    "checks/wellformed.py": "patterns of what libxml2 says",
    "content/units.py": "units as data hold them, each with its words beside it",
    "editions/folder_server.py": "a policy of browsers",
    "editions/seal/package.py": "a file of a package, in English for whoever gets it",
    "measures/attribution.py": "documentation of columns",
    "readers/eurostat.py": "headings of Eurostat's files",
    "readers/iati/wording.py": "patterns of what libxml2 says",
    "remittances/layout.py": "headings of the World Bank's files",
    "remittances/template.py": "a sheet to be filled in, in English",
    "render/fonts/": "names of fonts",
    "reports/scenario/assumptions.py": "a source as results hold it",
    "scenarios/assumption_text.py": "a table for programs, in English; reports word the same rows",
    "scenarios/validation/reported.py": "the caveat of a check as results hold it",
    "store/wording.py": "patterns of what tomllib says",
    "store/zip_bounds.py": "the error of a library, which is told as it is",
    "tables/__init__.py": "documentation of columns",
}
"""Files with sentences that no catalogue has, and why; what an error says of itself is worded there too."""


UNITS = "a unit as data hold it, worded by content/units.py"
SOURCE = "a source as results hold it"
METHOD = "a method, a part or a change of the input as results hold it"
EXCEPTED_TEXTS = {
    "Grutto needs a POSIX system such as Linux or macOS. On Windows, run it in WSL.": "said before anything is loaded",
    "births per period": UNITS,
    "factor on flows": UNITS,
    "million US$ a year": UNITS,
    "million US$ a year, at prices of the base matrix": UNITS,
    "per 100 of working age": UNITS,
    "persons per period": UNITS,
    "share kept in the region": UNITS,
    "share of the stock per period": UNITS,
    "Abel and Cohen, bilateral international migration flow estimates": SOURCE,
    "Rogers and Castro (1981)": SOURCE,
    "United Nations, International Migrant Stock 2020": SOURCE,
    "United Nations, International Migration Flows, 2015 revision": SOURCE,
    "United Nations, World Population Prospects": SOURCE,
    "World Bank/KNOMAD, bilateral remittances 2021": SOURCE,
    "ages of migrants are not observed but the model schedule of Rogers and Castro (1981)": SOURCE,
    "the author's judgement": SOURCE,
    "distance to the power −{}": METHOD,
    "every corridor alike": METHOD,
    "native born scaled to absorb {} persons": METHOD,
    "negative stocks spread: {}": METHOD,
    "net totals, least absolute differences": METHOD,
    "net totals, least relative entropy": METHOD,
    "net totals, least squares": METHOD,
    "population: stock at the end; the others: flow within the period": METHOD,
    "pseudo-bayes, {} closed and {} independence": METHOD,
    "rates (Rogers and von Rabenau)": METHOD,
    "stock differencing, decrease: {}": METHOD,
    "the total born in {} raised by {} persons, at the cost of the others in proportion": METHOD,
    "within an area × {}": METHOD,
    "no native born": "the code of a finding, whose text is a message",
    "grutto.scenarios has no {}": "an error of Python, for who writes a program",
}
"""Texts that no catalogue has, and why."""


def _name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _text(node: ast.AST) -> str:
    """Return a text that stands in the code, with braces where an f-string is filled; empty for anything else."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
    return ""


def _for_programs(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the parts of a node whose texts are not for the people who use Grutto: documentation, commands."""
    if isinstance(node, ast.Expr):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield from node.values
    elif isinstance(node, ast.Call):
        if _name(node) in OF_PYTHON:
            yield node
        yield from (keyword.value for keyword in node.keywords if keyword.arg == "command")


def unknown_sentences(tree: ast.AST, known: set[str]) -> Iterator[tuple[int, str]]:
    """Yield line and text of each sentence that no catalogue has."""
    nodes = list(ast.walk(tree))
    left_out = {
        id(inner)
        for node in nodes
        for part in _for_programs(node)
        if not (isinstance(node, ast.Expr) and _text(part) == "")
        for inner in ast.walk(part)
    }
    for node in nodes:
        text = _text(node)
        if id(node) in left_out or text in known or PROGRAM.search(text):
            continue
        if len(WORD.findall(text)) >= SENTENCE:
            yield node.lineno, text  # type: ignore[attr-defined]  # each text has a line


def unworded_parts(tree: ast.AST, known: set[str]) -> Iterator[tuple[int, str]]:
    """Yield line and text of each part of an error that has words and is no text of a catalogue."""
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call) and ERRORS.search(_name(node))):
        if _name(call) not in OF_PYTHON:
            given = [*call.args[:1], *(keyword.value for keyword in call.keywords if keyword.arg in PARTS)]
            yield from (found for part in given for found in _loose(part, known))


def _loose(node: ast.AST, known: set[str]) -> Iterator[tuple[int, str]]:
    """Yield what in an expression is text without a mark."""
    if isinstance(node, ast.Call) and _name(node) in FUNCTIONS:
        return
    text = _text(node)
    words = WORD.findall(text.replace("{}", " "))
    if text not in known and len(words) >= (1 if isinstance(node, ast.JoinedStr) else 2):
        yield node.lineno, text  # type: ignore[attr-defined]
    if not isinstance(node, ast.JoinedStr):
        for inner in ast.iter_child_nodes(node):
            yield from _loose(inner, known)


def _known() -> set[str]:
    return {form for text, _ in texts() for form in ((text,) if isinstance(text, str) else text)}


def test_each_text_for_people_is_in_the_catalogues() -> None:
    known, found, needed = _known(), list[str](), set[str]()
    unneeded = set(EXCEPTED_TEXTS)
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE).as_posix()
        tree = ast.parse(path.read_text("utf-8"))
        parts, sentences = set(unworded_parts(tree, known)), set(unknown_sentences(tree, known))
        excepted = {place for place in EXCEPTIONS if name.startswith(place)}
        needed |= excepted if sentences else set()
        loose = parts | (set() if excepted else sentences)
        unneeded -= {text for _, text in loose}
        found += [f"{name}:{line}: {text[:100]}" for line, text in sorted(loose) if text not in EXCEPTED_TEXTS]
    assert found == [], "mark these (msg, Message, forms), run `make messages` and translate them"
    assert (needed, unneeded) == (set(EXCEPTIONS), set()), "these are no longer needed"


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ('raise InputError(f"{name} is not there")', "{} is not there"),
        ('raise InputError("known text here", repair="look again")', "look again"),
        ('raise InputError("known text here", where=f"{path}: line {n}")', "{}: line {}"),
        ('raise InputError("known text here" if x else "another text")', "another text"),
        ('why = "the disk is full"', "the disk is full"),
        ('return ("known text here", "ask its owner first")', "ask its owner first"),
        ('show(f"{number} rows were read")', "{} rows were read"),
        ('raise InputError("known text here", where=f"{file}, {sheet}", repair=msg("known text here"))', ""),
        ('raise ValueError("a fault of the program itself")', ""),
        ('raise InputError(Message("known text here"), command="grutto fetch it all again")', ""),
        ('def f():\n    """Return what is there."""', ""),
    ],
)
def test_a_text_that_no_catalogue_has_is_found(code: str, found: str) -> None:
    tree, known = ast.parse(code), {"known text here"}
    assert {text for _, text in {*unknown_sentences(tree, known), *unworded_parts(tree, known)}} == ({found} - {""})
