"""Which layers can be run on a file, by its version and what of the standard is at hand; and what is said if not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grutto.checks.codelists import coded_places, missing_lists
from grutto.checks.refusal import remark
from grutto.checks.standard import VERSIONS, Standard
from grutto.message import Message
from grutto.readers.iati.flavour import OLD_VERSIONS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from grutto.checks.codelists import CodePlace
    from grutto.model.finding import Finding
    from grutto.model.table import ReleaseTable

LAYERS = ("well-formedness", "schema", "codelists", "ruleset", "identifiers", "advice")
RUN = "run"
UPGRADED = "activity"
"""Files of version 1 that can be upgraded: codes and rules of 2.03 are held against what they become."""
ABSENT = Message("they are not at hand")
UNUSABLE = Message("the file cannot be used")


@dataclass(frozen=True, slots=True)
class CheckPlan:
    """What to check a file against.

    Args:
        version: of the standard, as the file says.
        schema: the XSD; `None` if there is none.
        standard: codelists and rules to apply.
        coded: places that take codes.
        advise: give data-quality advice too.
        layers: layer to `run`, or why it is not.
        notes: a finding for each layer that is not run.
        upgrade: codes and rules are held against the file as it is after an upgrade to 2.03.
    """

    version: str
    schema: Path | None
    standard: Standard
    coded: tuple[CodePlace, ...]
    advise: bool
    layers: dict[str, str]
    notes: tuple[Finding, ...]
    upgrade: bool = False


def planned(kind: str, version: str, standard: Standard, tables: Mapping[str, ReleaseTable], file: str) -> CheckPlan:
    """Return the plan for a file of a kind and version.

    Codes, elements and rules of version 1 are not those of version 2. An activity file of version 1 is held against its
    own schema, if that is at hand, and then upgraded; an organisation file is checked no further.
    """
    upgrade = version in OLD_VERSIONS and kind == UPGRADED
    old = version.startswith("1.") and not upgrade
    schema = standard.schemas.get((version, kind))
    fitting = Standard(standard.schemas) if old else standard
    old_why = Message("they are for version 2 of the standard, this file is {version}", version=version)
    why = old_why if old else ABSENT
    no_schema = Message("there is no schema of version {version}", version=version or "(none)")
    layers = {
        "well-formedness": RUN,
        "schema": RUN if schema else no_schema,
        "codelists": RUN if fitting.codelists else why,
        "ruleset": RUN if fitting.rules else why,
        "identifiers": RUN,
        "advice": why if old else RUN,
    }
    coded = tuple(coded_places(tables))
    notes = (*_notes(version, layers, file), *_gaps(fitting, coded, file))
    if upgrade:
        notes = (*notes, remark("iati.old-version", file, line=1, value=version))
    return CheckPlan(version, schema, fitting, coded, not old, layers, notes, upgrade)


def _notes(version: str, layers: dict[str, str], file: str) -> Iterator[Finding]:
    if version not in VERSIONS:
        yield remark("iati.version", file, line=1, value=version)
    if layers["schema"] != RUN:
        yield remark("layer.schema-not-run", file, value=version or "(none)")
    for layer in ("codelists", "ruleset"):
        if layers[layer] != RUN:
            yield remark(f"layer.{layer}-not-run", file, value=layers[layer], kind=layers[layer])


def _gaps(standard: Standard, coded: tuple[CodePlace, ...], file: str) -> Iterator[Finding]:
    if standard.own:
        yield remark("layer.own-rules", file, value=", ".join(standard.codelists))
        return
    missing = missing_lists(coded, standard.codelists)
    if standard.codelists and missing:
        yield remark("layer.codelist-missing", file, value=", ".join(missing))
