"""Bringing the PO files up to date with the texts of the program: `python -m grutto.locale.extract`."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

from grutto.locale import FOLDER, SOURCE_LANGUAGE, catalog, languages, translation
from grutto.store.codec import read_toml

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

PACKAGE = FOLDER.parent
# Without dates and names: two people who add texts do not meet here.
HEADER = """msgid ""
msgstr ""
"Language: {code}\\n"
"Plural-Forms: {plurals}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""
PAGES = [("render/html/*.html", "jinja2.ext:babel_extract")]
KEYWORDS: dict[str, tuple[int, ...] | None] = {"words": None, "counted": (1, 2)}
FUNCTIONS = {"say", "Sentence", "msg", "forms", "Message"}
"""Functions whose first argument is a text, and the second its form for other numbers than one."""
WORDED = {"repair"}
"""Keyword arguments of errors that are texts, beside their first argument."""
HELPED = {"App", "Parameter"}
"""What has a text for the help of the command line, as `help`."""

FINDINGS = "tables/derived/finding.sql"

type Text = str | tuple[str, str]


def texts() -> Iterator[tuple[Text, str]]:
    """Yield each text to translate with the file it stands in: in code, in page templates, in measures."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                for text in _texts_of(node):
                    yield text, str(path.relative_to(PACKAGE))
    yield from _help()
    for file, _, message, _, _ in extract_from_dir(PACKAGE, PAGES, keywords=KEYWORDS):
        yield (message if isinstance(message, str) else (message[0], message[1])), file
    yield from _declared()
    yield from _template()
    for text in _statements((PACKAGE / FINDINGS).read_text("utf-8")):
        yield text, FINDINGS


def _help() -> Iterator[tuple[Text, str]]:
    """Yield what help shows of the docstrings of commands and of classes of options, a paragraph a text."""
    folder = PACKAGE / "cli"
    assembly = ast.parse((folder / "__init__.py").read_text("utf-8"))
    commands = {ast.unparse(node) for node in ast.walk(assembly) if isinstance(node, ast.Attribute)}
    for path in sorted(folder.glob("*.py")):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and (
                f"{path.stem}.{node.name}" in commands or any(map(_registers, node.decorator_list))
            ):
                for text in _paragraphs(ast.get_docstring(node) or "", whole=isinstance(node, ast.FunctionDef)):
                    yield text, str(path.relative_to(PACKAGE))


def _registers(decorator: ast.expr) -> bool:
    return ast.unparse(decorator).startswith(("app.command", "Parameter("))


def _paragraphs(docstring: str, *, whole: bool) -> Iterator[str]:
    """Yield the paragraphs of a docstring, of a function only, and what it says of each parameter."""
    prose, *sections = re.split(r"^\w+\n-+$", docstring, flags=re.MULTILINE)
    descriptions = (text for section in sections for text in re.split(r"^\S.*$", section, flags=re.MULTILINE))
    for text in (*(prose.split("\n\n") if whole else ()), *descriptions):
        if text.strip():
            yield " ".join(text.split())


def _declared() -> Iterator[tuple[Text, str]]:
    """Yield the texts of measures, of remarks on files, of repairs and of our own rules."""
    for path in sorted((PACKAGE / "measures" / "declared").glob("*.toml")):
        if not path.name.endswith(".case.toml"):
            content = read_toml(path)
            for text in (content["doc"], content["rule"]):
                yield " ".join(text.split()), f"measures/declared/{path.name}"
    checks = PACKAGE / "checks"
    for name in ("file_remarks.toml", "schema_remarks.toml"):
        for remark in read_toml(checks / name)["remark"]:
            yield from ((remark[part], f"checks/{name}") for part in ("message", "repair"))
    for text in read_toml(checks / "rule_repairs.toml").values():
        yield text, "checks/rule_repairs.toml"
    for reference in read_toml(checks / "references.toml")["reference"]:
        yield reference["what"], "checks/references.toml"
    for name in ("advice.json", "basics.json"):
        for text in re.findall(r'"(?:message|repair)": "([^"]*)"', (checks / name).read_text("utf-8")):
            yield text, f"checks/{name}"


def _template() -> Iterator[tuple[Text, str]]:
    """Yield the help of the template: what a row of each table is, and each column that a file fills."""
    left_out = read_toml(PACKAGE / "readers" / "template" / "template.toml")["left_out"]
    shared = read_toml(PACKAGE / "tables" / "columns.toml")
    for path in sorted((PACKAGE / "tables" / "iati").glob("*.toml")):
        if path.stem not in left_out:
            table = read_toml(path)
            columns = [c for c in table["column"] if "path" in c or c["name"] == "element"]
            for one in (table, *columns):
                yield one.get("doc") or shared[one["name"]]["doc"], f"tables/iati/{path.name}"


def _statements(sql: str) -> Iterator[str]:
    """Yield the remarks in a statement: its texts of several words, without what fills their places."""
    joined = re.sub(r"'\s*\|\|\s*'", "", sql)
    for literal in re.findall(r"'([^'\n]*)'", joined):
        text = literal.partition("|")[0]
        if re.match(r"[A-Za-z{]\S*+( \S++){2,}", text):
            yield text


def _texts_of(call: ast.Call) -> Iterator[Text]:
    """Yield the texts that a call marks: those of a message, or what is wrong and the repair of an error."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    first = [text for one in call.args[:2] if (text := _literal(one))]
    if name in FUNCTIONS and first:
        yield first[0] if len(first) == 1 else (first[0], first[1])
    elif name in HELPED:
        yield from (text for keyword in call.keywords if keyword.arg == "help" and (text := _literal(keyword.value)))
    elif name.endswith(("Error", "Problem")):
        arguments = [*call.args[:1], *(keyword.value for keyword in call.keywords if keyword.arg in WORDED)]
        yield from (text for one in arguments if " " in (text := _literal(one)))  # a fault is one word


def _literal(node: ast.expr) -> str:
    """Return a text that stands in the code; empty for anything else."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def updated(code: str) -> Catalog:
    """Return the catalog of a language with exactly the texts there are: known translations kept, new ones empty."""
    known = catalog(code)
    comment = f"# The texts of Grutto in {languages()[code].name}."
    born = known.creation_date  # a new date in each branch would be a conflict without content
    fresh = Catalog(locale=code, header_comment=comment, fuzzy=False, creation_date=born)
    for text, file in sorted(texts(), key=lambda found: isinstance(found[0], tuple)):  # one with a plural stands last
        message = known.get(text if isinstance(text, str) else text[0])
        string = (message.string if message else "") or ""
        counted = isinstance(text, tuple) or (text in fresh and isinstance(fresh[text].id, tuple))
        flags = ("fuzzy",) if message and message.fuzzy else ()
        fresh.add(text, _forms_of(string, fresh.num_plurals) if counted else string, [(file, 0)], flags=flags)
    return fresh


def _forms_of(string: str | Sequence[str], number: int) -> tuple[str, ...]:
    """Return a translation in all its forms; those that are not known are empty."""
    return (string, *("" for _ in range(number - 1))) if isinstance(string, str) else tuple(string)


def write(code: str, path: Path) -> tuple[int, int]:
    """Write the PO file of a language; return how many of the program's texts it has, and how many there are."""
    fresh = updated(code)
    with path.open("wb") as stream:
        stream.write(HEADER.format(code=code, plurals=fresh.plural_forms).encode())
        write_po(stream, fresh, width=120, sort_output=True, omit_header=True, include_lineno=False)
    every = [message for message in fresh if message.id]
    return sum(bool(translation(message)) for message in every), len(every)


def main() -> None:
    """Bring every PO file up to date, and tell how much of it is translated."""
    for code in languages():
        if code != SOURCE_LANGUAGE:
            translated, every = write(code, FOLDER / f"{code}.po")
            print(f"{code}: {translated} of {every} texts")  # noqa: T201 - a script


if __name__ == "__main__":
    main()
