"""Which layers can be run on a file, by its version and what of the standard is at hand; and what is said if not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grutto.checks.codelists import coded_places, missing_lists
from grutto.checks.refusal import remark
from grutto.checks.standard import VERSIONS, Standard

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from grutto.checks.codelists import Coded
    from grutto.model.finding import Finding
    from grutto.model.table import Table

LAYERS = ("well-formedness", "schema", "codelists", "ruleset", "identifiers", "advice")
RUN = "run"
OLD = "they are for version 2 of the standard, this file is {version}"
ABSENT = "they are not at hand"


@dataclass(frozen=True, slots=True)
class Plan:
    """What to check a file against.

    Args:
        version: of the standard, as the file says.
        schema: the XSD; `None` if there is none.
        standard: codelists and rules to apply.
        coded: places that take codes.
        advise: give data-quality advice too.
        layers: layer to `run`, or why it is not.
        notes: a finding for each layer that is not run.
    """

    version: str
    schema: Path | None
    standard: Standard
    coded: tuple[Coded, ...]
    advise: bool
    layers: dict[str, str]
    notes: tuple[Finding, ...]


def planned(kind: str, version: str, standard: Standard, tables: Mapping[str, Table], file: str) -> Plan:
    """Return the plan for a file of a kind and version.

    A file of version 1 is checked for well-formedness and identifiers only, beside a schema if there is one: codes,
    elements and rules of version 2 are not those of version 1.
    """
    old = version.startswith("1.")
    schema = standard.schemas.get((version, kind))
    fitting = Standard(standard.schemas) if old else standard
    why = OLD.format(version=version) if old else ABSENT
    layers = {
        "well-formedness": RUN,
        "schema": RUN if schema else f"there is no schema of version {version or '(none)'}",
        "codelists": RUN if fitting.codelists else why,
        "ruleset": RUN if fitting.rules else why,
        "identifiers": RUN,
        "advice": why if old else RUN,
    }
    coded = tuple(coded_places(tables))
    notes = (*_notes(version, layers, file), *_gaps(fitting, coded, file))
    return Plan(version, schema, fitting, coded, not old, layers, notes)


def _notes(version: str, layers: dict[str, str], file: str) -> Iterator[Finding]:
    if version not in VERSIONS:
        yield remark("iati.version", file, line=1, value=version)
    if layers["schema"] != RUN:
        yield remark("layer.schema-not-run", file, value=version or "(none)")
    for layer in ("codelists", "ruleset"):
        if layers[layer] != RUN:
            yield remark(f"layer.{layer}-not-run", file, value=layers[layer])


def _gaps(standard: Standard, coded: tuple[Coded, ...], file: str) -> Iterator[Finding]:
    missing = missing_lists(coded, standard.codelists)
    if standard.codelists and missing:
        yield remark("layer.codelist-missing", file, value=", ".join(missing))
