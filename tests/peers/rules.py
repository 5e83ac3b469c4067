"""The rule suites of peers, judged by our rules: how many verdicts agree, and which do not.

    python tests/peers/rules.py [FOLDER]

FOLDER (`../peers` beside the project) holds clones, bare or not, of github.com/IATI/IATI-Rulesets (`meta_tests`) and
github.com/IATI/js-validator-api (`ruleset-unit-tests`). They stay there: nothing of them is copied. What is not at hand
is said and passed over; a disagreement that is not in `KNOWN` gives exit code 1.
"""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import tarfile
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from lxml import etree

from grutto.checks import KnownIdentifiers, Standard, check_file
from grutto.checks.kinds.kind import Setting
from grutto.checks.rules import tests_of
from grutto.checks.ruleset import parse_ruleset
from grutto.checks.wellformed import TextPart
from grutto.errors import GruttoError, InputError
from grutto.tables import tables_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grutto.checks.ruleset import StandardRule

    type Files = dict[str, bytes]

BESIDE = Path(__file__).resolve().parents[3] / "peers"
NO_PATH = "a rule without a path judges nothing: we refuse it, with its place"
OLD_KEY = "the key is `start`, as in an earlier form of the rule; the official rulesets write `prefix`"
KNOWN = {
    "no_paths empty": NO_PATH,
    "no_paths empty_activity": NO_PATH,
    "atLeastOne/no_paths.json empty.xml": NO_PATH,
    "atLeastOne/no_paths.json empty_activity.xml": NO_PATH,
    "starts_with identifiers": OLD_KEY,
    "starts_with identifiers_bad": OLD_KEY,
}
"""Disagreements, and why we judge otherwise."""
SHELL = re.compile(r"^test (\S+) (\S+) (True|False)$", re.MULTILINE)
ID_SETS = re.compile(r"'(ORG-ID(?:-PREFIX)?)': new Set\(\[([^\]]*)\]\)")
MAPPED = re.compile(
    r"rule: '([^']+)',\s*file: '([^']+)',[^}]*?expectedResult:\s*(true|false|'[^']*'|\[[^\]]*\])", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Case:
    """A case of a suite: rules, a file, whether the peer says that it keeps them, and known identifiers."""

    name: str
    rules: bytes
    file: bytes
    kept: bool
    identifiers: dict[str, frozenset[str]] = field(default_factory=dict)


def files_of(repository: Path, *paths: str) -> Files:
    """Return some files of a clone by path."""
    words = ["git", "-C", str(repository), "archive", "HEAD", *paths]
    packed = subprocess.run(words, check=True, capture_output=True).stdout
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        return {m.name: found.read() for m in archive if (found := archive.extractfile(m))}


def meta_tests(files: Files) -> Iterator[Case]:
    """Yield the cases of IATI-Rulesets."""
    for rules, file, kept in SHELL.findall(files["meta_tests.sh"].decode()):
        content = files[f"meta_tests/{rules}.json"], files[f"meta_tests/{file}.xml"]
        yield Case(f"{rules} {file}", *content, kept == "True")


def unit_tests(files: Files) -> Iterator[Case]:
    """Yield the cases of js-validator-api; a list of elements that break a rule is a rule not kept."""
    for script in sorted(name for name in files if re.fullmatch(r"ruleset-unit-tests/\w+/test\.js", name)):
        folder = script.removesuffix("test.js")
        text = files[script].decode()
        known = {name: frozenset(re.findall(r"'([^']+)'", listed)) for name, listed in ID_SETS.findall(text)}
        for rules, file, expected in MAPPED.findall(text):
            content = files[f"{folder}rules/{rules}"], files[f"{folder}test-files/{file}"]
            kept = expected == "true" or expected.startswith("'") or expected == "[]"
            yield Case(f"{folder.split('/')[1]}/{rules} {file}", *content, kept, known)


SUITES = {
    "IATI-Rulesets": (meta_tests, ("meta_tests", "meta_tests.sh")),
    "js-validator-api": (unit_tests, ("ruleset-unit-tests",)),
}


def kept(case: Case, rules: tuple[StandardRule, ...]) -> bool:
    """Tell whether our rules find nothing."""
    part = TextPart(etree.fromstring(case.file), 0, True, 0, case.file)
    setting = Setting(datetime.now(UTC).date(), case.identifiers)
    return not any(hit for test in tests_of(rules, setting) for hit in test.hits(part))


def kept_in_check(case: Case, rules: tuple[StandardRule, ...]) -> bool:
    """Tell whether a check of the file, with all that stands around rules, finds none of them broken."""
    agencies = dict.fromkeys(case.identifiers.get("ORG-ID-PREFIX", ()))
    lists = {"OrganisationRegistrationAgency": agencies} if agencies else {}
    known = KnownIdentifiers(organisations=case.identifiers.get("ORG-ID", frozenset()))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "case.xml"
        path.write_bytes(case.file)
        report = check_file(path, Standard(codelists=lists, rules=rules), tables_of("iati"), known)
    if report.worst == "critical":
        raise InputError(next(f.message for f in report.findings if f.severity == "critical"))
    return not any(finding.code.startswith("rule.") for finding in report.findings)


def judged(case: Case) -> str:
    """Return what is not as the peer says, by the rules alone or in a whole check; or nothing."""
    try:
        rules = tuple(parse_ruleset(json.loads(case.rules), case.name))
        ours, checked = kept(case, rules), kept_in_check(case, rules)
    except GruttoError as error:
        return f"refused: {str(error).splitlines()[0]}"
    if ours != checked:
        return f"by the rules alone: {'kept' if ours else 'broken'}; in a check: {'kept' if checked else 'broken'}"
    return "" if ours == case.kept else f"we: {'kept' if ours else 'broken'}; peer: {'kept' if case.kept else 'broken'}"


def compared(folder: Path) -> tuple[list[str], list[str]]:
    """Return what is to be told of each suite, and the disagreements that are not known."""
    told, new = [], []
    for name, (cases, paths) in SUITES.items():
        if not (folder / name).exists():
            told.append(f"{name}: not at hand in {folder}")
            continue
        every = list(cases(files_of(folder / name, *paths)))
        found = {case.name: words for case in every if (words := judged(case))}
        told.append(f"{name}: {len(every) - len(found)} of {len(every)} cases agree")
        told += [f"  {case}: {words} ({KNOWN.get(case, 'new')})" for case, words in found.items()]
        new += [case for case in found if case not in KNOWN]
    return told, new


def main() -> None:
    """Compare, and print."""
    told, new = compared(Path(sys.argv[1]) if len(sys.argv) > 1 else BESIDE)
    sys.stdout.write("\n".join([*told, ""]))
    sys.exit(1 if new else 0)


if __name__ == "__main__":
    main()
