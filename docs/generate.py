"""The reference pages, made from the declarations: tables, measures, sources, frameworks, command line.

Run as `.venv/bin/python docs/generate.py`; a test asserts that the pages in `docs/reference` are what this makes.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from grutto.cli import app
from grutto.frameworks import load
from grutto.frameworks import names as framework_names
from grutto.locale import pick
from grutto.measures import dimension_names, measures
from grutto.sources import sources
from grutto.tables import derived_tables, extracted_tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from grutto.model.figure import Plain
    from grutto.model.framework import AttributionRule, Framework, Priority, Provision
    from grutto.model.measure import Measure
    from grutto.model.source import Source
    from grutto.model.table import Column, ReleaseTable

FOLDER = Path(__file__).parent / "reference"
MADE = "<!-- Made by docs/generate.py from the declarations: change those, not this page. -->\n"
FILLED = {"iati": "IATI activity files", "csv": "tables of rates", "any": "any file", "release": "the release itself"}


def pages() -> dict[str, str]:
    """Return each reference page by file name."""
    made: dict[str, Callable[[], str]] = {
        "tables.md": _tables,
        "measures.md": _measures,
        "sources.md": _sources,
        "frameworks.md": _frameworks,
        "command-line.md": _command_line,
    }
    return {name: f"{MADE}\n{make().strip()}\n" for name, make in made.items()}


def _grid(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """Return a table, without the columns that are empty in every row."""
    lines = list(rows)
    used = [i for i, _ in enumerate(heads) if any(line[i] for line in lines)]
    written = [tuple(heads), tuple("---" for _ in heads), *lines]
    return "\n".join("| " + " | ".join(_cell(line[i]) for i in used) + " |" for line in written) + "\n"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _code(text: str) -> str:
    return f"`{text}`" if text else ""


def _codes(texts: Iterable[object]) -> str:
    return ", ".join(_code(str(t)) for t in texts)


def _where(conditions: Mapping[str, tuple[Plain, ...]]) -> str:
    return "; ".join(f"`{column}` is {_codes(_plain(v) for v in values)}" for column, values in conditions.items())


def _plain(value: Plain) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _tables() -> str:
    text = (
        "# Tables\n\nA release is a set of tables. Some are read from files as they are, the others are derived from"
        " those.\nA decimal is `DECIMAL(24, 6)`. An empty cell is unknown, never zero. “Path” is where the reader finds"
        " a column,\nrelative to the element of the row; “Else” is what stands in if nothing is there. A row without a"
        " required\ncolumn is reported.\n"
    )
    parts = [("Derived tables", derived_tables()), ("Tables read from files", extracted_tables())]
    for title, tables in parts:
        text += f"\n## {title}\n"
        for name, table in sorted(tables.items()):
            text += f"\n### {name}\n\n{_table(table)}"
    return text


def _table(table: ReleaseTable) -> str:
    facts = [
        ("Filled from", FILLED.get(table.reader, table.reader)),
        ("Element", _codes(f"<{e}>" for e in table.element)),
        ("Within", _codes(p for p in table.parent if p != "*") or ("any element" if table.parent else "")),
        ("Derived from", _codes(table.depends)),
        ("Unique", _codes(table.key)),
        ("Shown when a figure is taken apart", _codes(table.trace)),
    ]
    lines = "".join(f"- {name}: {value}\n" for name, value in facts if value)
    heads = ("Column", "Type", "Unit", "Codelist", "Path", "Else", "Meaning")
    return f"{table.doc}\n\n{lines}\n{_grid(heads, (_column(c) for c in table.column))}"


def _column(column: Column) -> tuple[str, ...]:
    meaning = f"{column.doc} Required." if column.required else column.doc
    inherited = f"the activity’s `{column.inherit}`" if column.inherit else ""
    return (
        _code(column.name),
        column.type,
        _unit(column.unit),
        column.codelist,
        _code(column.path),
        inherited,
        meaning,
    )


def _unit(unit: str) -> str:
    return f"as in `{unit[1:]}`" if unit.startswith("@") else unit


def _measures() -> str:
    text = (
        "# Measures\n\nA measure adds up or counts rows of a table by a declared rule. Ask one with"
        " `grutto measure NAME --by DIMENSION`.\nColumns that are kept apart are never added over: the answer has a row"
        " for each of their values.\n"
    )
    for name, measure in measures().items():
        text += f"\n## {name}\n\n{_measure(measure)}"
    return text


def _measure(measure: Measure) -> str:
    does = "Sum of" if measure.aggregate == "sum" else "Number of different values of"
    facts = [
        ("Reads", f"{does} `{measure.value}` in [{measure.relation}](tables.md#{measure.relation})"),
        ("Unit", _unit(measure.unit)),
        ("Rows", _where(measure.filter) or "all"),
        ("Dimensions", _codes(dimension_names(measure))),
        ("Kept apart", _codes(measure.apart)),
        ("Hierarchy levels", "of one publisher are not added together" if measure.one_level else ""),
        ("Source of the rule", f"<{measure.source}>"),
    ]
    lines = "".join(f"- {name}: {value}\n" for name, value in facts if value)
    return f"{measure.doc}\n\nRule: {_cell(measure.rule)}\n\n{lines}"


def _sources() -> str:
    text = (
        "# Sources\n\nA source is a data flow that Grutto knows: an import recognises its files by their first"
        " characters.\n\nThe services could not be asked when these were written. “Compared with” names what was"
        " compared with documents, answers or code of others; the rest of a declaration is from memory. A code that"
        " turns out to be another is reported by the import.\n"
    )
    for name, source in sources().items():
        text += f"\n## {name}\n\n{_source(source)}"
    return text


def _source(source: Source) -> str:
    promises = [f"at least {n} rows of `{table}`" for table, n in source.assertions.minimum_rows.items()]
    promises += [f"`{column}` has {_codes(values)}" for column, values in source.assertions.known.items()]
    facts = [
        ("Publisher", source.publisher),
        ("Licence", source.licence or "as the publisher states; not known to Grutto"),
        ("Cite as", source.citation),
        ("Address", f"<{source.address}>; `grutto fetch {source.name}`" if source.address else "people bring files"),
        ("Reader", _code(source.reader)),
        ("Recognised by", _code(source.recognise.replace("\ufeff", "\\ufeff"))),
        ("Fills", f"[{source.layout.table}](tables.md#{source.layout.table})" if source.layout else ""),
        ("Must hold", "; ".join(promises)),
        *_statistics(source),
    ]
    lines = (f"- {name}:{'' if value.startswith(chr(10)) else ' '}{value}\n" for name, value in facts if value)
    return f"{source.title}.\n\n" + "".join(lines)


def _statistics(source: Source) -> list[tuple[str, str]]:
    """Return what a source of statistics tells, how it is asked, and what of its declaration was compared with what."""
    layout, service = source.observations, source.service
    if layout is None:
        return []
    indicators = dict.fromkeys(value.indicator for value in layout.value)
    asked = ", ".join(_code(name) for name in service.ask) if service else ""
    checked = "".join(f"\n  - {item.what}: {item.by}" for item in source.checked)
    notes = "".join(f"\n  - {note.text['en']}" for note in source.note)
    return [
        ("Fills", "[statistic](tables.md#statistic), [observation](tables.md#observation)"),
        ("Tells", ", ".join(_code(name) for name in indicators)),
        ("Asked by", f"`--where` {asked}" if asked else ""),
        ("Know before comparing", notes),
        ("Compared with", checked),
    ]


def _frameworks() -> str:
    text = "# Policy frameworks\n\nThe frameworks that come with Grutto. Each value names the document that says it.\n"
    for name in framework_names():
        text += f"\n## {name}\n\n{_framework(load(name))}"
    return text


def _framework(framework: Framework) -> str:
    facts = [
        ("Owner", _code(framework.owner)),
        ("Since", framework.since.isoformat()),
        ("Based on", f"[{framework.based_on}](#{framework.based_on})" if framework.based_on else ""),
        ("Report", " · ".join(framework.outline)),
        ("Note", pick(framework.note, "en")),
    ]
    text = f"{pick(framework.title, 'en')}.\n\n" + "".join(f"- {name}: {value}\n" for name, value in facts if value)
    parts: list[tuple[str, Sequence[Priority | Provision]]] = [
        ("Priorities", framework.priority),
        ("Focus", framework.focus),
        ("Instruments", framework.instrument),
        ("Criteria for funding", framework.criterion),
    ]
    for title, items in parts:
        if items:
            text += f"\n### {title} of {framework.id}\n\n{_dated(items)}"
    return text + _budget(framework) + _attribution(framework) + _references(framework)


def _dated(items: Sequence[Priority | Provision]) -> str:
    rows = (
        (
            _code(item.code),
            pick(item.name, "en"),
            item.since.isoformat(),
            item.until.isoformat() if item.until else "",
            _codes(getattr(item, "priority", ())),
            _code(item.reference),
        )
        for item in items
    )
    return _grid(("Code", "Name", "Since", "Until", "Priorities", "Reference"), rows)


def _budget(framework: Framework) -> str:
    rows = [
        (pick(line.name, "en"), str(voted.year), f"{voted.amount:,} {voted.currency}", _code(voted.reference))
        for line in framework.budget_line
        for voted in line.voted
    ]
    heads = ("Budget line", "Year", "Voted", "Reference")
    return f"\n### Budget of {framework.id}\n\n{_grid(heads, rows)}" if rows else ""


def _attribution(framework: Framework) -> str:
    rows = [_rule(rule) for rule in framework.attribution]
    rows += [
        ("", f"level of {rule.reporting_org}", _codes(rule.counted), pick(rule.reason, "en"), "")
        for rule in framework.level
    ]
    heads = ("Priority", "Table", "Rows", "Reason", "Reference")
    return f"\n### Attribution in {framework.id}\n\n{_grid(heads, rows)}" if rows else ""


def _rule(rule: AttributionRule) -> tuple[str, ...]:
    text = pick(rule.reason, "en")
    reason = f"{text} Decides." if rule.decides else text
    return (_code(rule.priority), _code(rule.relation), _where(rule.where), reason, _code(rule.reference))


def _references(framework: Framework) -> str:
    rows = (
        (_code(key), r.document, r.place, r.date.isoformat(), f"<{r.address}>" if r.address else "")
        for key, r in framework.reference.items()
    )
    heads = ("Reference", "Document", "Place", "Date", "Address")
    return f"\n### References of {framework.id}\n\n{_grid(heads, rows)}"


def _command_line() -> str:
    text = app.generate_docs(output_format="markdown")
    text = re.sub(r"## Table of Contents\n.*?(?=\n\*\*Commands)", "", text, flags=re.DOTALL)
    # Run under `python -m`, the usage would name that module.
    text = re.sub(r"^(grutto \w+) -m \S+", r"\1", text, flags=re.MULTILINE)
    exits = (
        "\nData goes to standard output, progress and errors to standard error. The exit code is 0 if all went well,"
        " 1 after an\nerror, which is told as what, where and how to mend it, and 130 after Ctrl-C.\n"
    )
    head, _, rest = text.partition("\n")
    return f"# Command line\n{exits}{rest}" if head.startswith("# ") else text


def write() -> None:
    """Write all pages."""
    FOLDER.mkdir(exist_ok=True)
    for name, text in pages().items():
        (FOLDER / name).write_text(text, "utf-8")


if __name__ == "__main__":
    write()
