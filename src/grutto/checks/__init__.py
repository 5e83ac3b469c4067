"""Checks of IATI files: well-formedness, schema, codelists, ruleset, identifiers across files, advice on quality.

Each layer is driven by data: the official schemas, lists and ruleset, the column declarations of the tables, and the
small files beside this one. A file that cannot be used gives one finding that says why; a layer that could not be run
says so too.
"""

from __future__ import annotations

from grutto.checks.check import Checker, check_file, check_files
from grutto.checks.codelists import codes_by_name, lists_of_columns, names_by_column
from grutto.checks.paths import check_paths
from grutto.checks.references import KnownIdentifiers
from grutto.checks.repairing import FileRepairs, can_be_repaired, repair_file
from grutto.checks.report import Report, exit_code
from grutto.checks.standard import Standard, code_names, read_standard, standard_of
from grutto.checks.template import check_template

__all__ = [
    "Checker",
    "FileRepairs",
    "KnownIdentifiers",
    "Report",
    "Standard",
    "can_be_repaired",
    "check_file",
    "check_files",
    "check_paths",
    "check_template",
    "code_names",
    "codes_by_name",
    "exit_code",
    "lists_of_columns",
    "names_by_column",
    "read_standard",
    "repair_file",
    "standard_of",
]
