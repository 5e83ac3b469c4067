"""All layers at work on the parts of one file, in one process or two."""

from __future__ import annotations

import mmap
import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from grutto.checks.codelists import code_hits, code_tests
from grutto.checks.kinds.kind import Setting
from grutto.checks.place import FindingList
from grutto.checks.references import Links
from grutto.checks.refusal import Refusal
from grutto.checks.rules import rule_hits, tests_of
from grutto.checks.ruleset import read_ruleset
from grutto.checks.schema import check_schema, read_schema
from grutto.checks.upgrade import after_upgrade, is_of_version_1, upgraded_part
from grutto.checks.wellformed import TextPart, parse_part, shifted, sourceline
from grutto.readers.iati.pieces import helpers
from grutto.readers.iati.walk import MOST_ATTRIBUTES

if TYPE_CHECKING:
    from datetime import date

    from lxml import etree

    from grutto.checks.codelists import CodePlace, CodeTest
    from grutto.checks.rules import Test
    from grutto.checks.standard import Standard
    from grutto.model.finding import Finding
    from grutto.readers.iati.cutting import ByteSpan, Opening

ADVICE = Path(__file__).parent / "advice.json"
_LONG_TAG = re.compile(rb"<[^<]{50000}")
"""Without so many bytes no element has thousands of attributes."""
ALONE = 12 << 20
"""Bytes up to which a second process would cost more than it brings."""


@dataclass(frozen=True, slots=True)
class ExamineJob:
    """What one process does: some parts of one file, and what to check them against.

    Args:
        path: the file, in UTF-8.
        file: its name, for findings.
        record: name of the element of one activity.
        head: what stands before the activities.
        spans: the parts.
        schema: the XSD; `None` if there is none.
        standard: codelists and rules to apply; empty where they do not fit the version.
        coded: places that take codes.
        advise: give data-quality advice too.
        organisations: identifiers of known publishers.
        today: dates after it are in the future.
        most: findings of one code to keep.
        upgrade: turn activities of version 1 into those of 2.03 before codes and rules are applied.
    """

    path: Path
    file: str
    record: str
    head: Opening
    spans: tuple[ByteSpan, ...]
    schema: Path | None
    standard: Standard
    coded: tuple[CodePlace, ...]
    advise: bool
    organisations: frozenset[str]
    today: date
    most: int
    upgrade: bool = False


@dataclass(slots=True)
class Examination:
    """What a process found.

    Args:
        collected: findings and their numbers.
        links: identifiers and references.
        activities: how many there were.
        refused: why the file cannot be used, if so.
    """

    collected: FindingList
    links: Links = field(default_factory=Links)
    activities: int = 0
    refused: Finding | None = None


@dataclass(frozen=True, slots=True)
class _Checks:
    """The layers, ready; old rules are held against a file of version 1 as it stands."""

    schema: etree.XMLSchema | None
    codes: list[CodeTest]
    rules: list[Test]
    old_rules: list[Test]

    @classmethod
    def of(cls, job: ExamineJob) -> _Checks:
        lists = job.standard.codelists
        agencies = frozenset(lists.get("OrganisationRegistrationAgency", ()))
        known = job.organisations | frozenset(lists.get("OrganisationIdentifier", ()))
        setting = Setting(job.today, {"ORG-ID": known, "ORG-ID-PREFIX": agencies})
        rules = [*job.standard.rules, *(read_ruleset(ADVICE, "advice") if job.advise else ())]
        applicable = [rule for rule in rules if agencies or "ORG-ID-PREFIX" not in rule.case.get("prefix", ())]
        old = [rule for rule in applicable if job.upgrade and is_of_version_1(rule)]
        tests = tests_of((rule for rule in applicable if rule not in old), setting)
        schema = read_schema(job.schema) if job.schema else None
        return cls(schema, code_tests(job.coded, lists), tests, tests_of(old, setting))


def examined(job: ExamineJob) -> Examination:
    """Return what all layers find in the parts of a file; large files are shared out to two processes."""
    if not job.spans or job.spans[-1].end < ALONE or len(job.spans) < 2:
        return examine(job)
    middle = len(job.spans) // 2
    with helpers(1) as pool:
        later = pool.submit(examine, replace(job, spans=job.spans[middle:]))
        first = examine(replace(job, spans=job.spans[:middle]))
        return first if first.refused else _joined(first, later.result())


def examine(job: ExamineJob) -> Examination:
    """Return what all layers find in the parts of a job; positions of activities count from its first part."""
    done = Examination(FindingList(job.file, job.most))
    checks = _Checks.of(job)
    element = job.record
    with job.path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data:
        for span in job.spans:
            try:
                part = parse_part(data[span.start : span.end], span, job.head, job.file, done.activities)
                _refuse_strange(part, element, job.file)
            except Refusal as refusal:
                done.refused = refusal.finding
                return done
            _layers(part, checks, job, done)
            done.activities += sum(1 for _ in part.root.iterchildren(element))
    return done


def _refuse_strange(part: TextPart, element: str, file: str) -> None:
    """Refuse what an import refuses: activities in a namespace, elements with thousands of attributes."""
    for child in part.root:
        name = str(child.tag)
        if name != element and name.endswith(f"}}{element}"):
            raise Refusal(
                "iati.namespace", file, line=part.line_of(sourceline(child)), value=name[1:].partition("}")[0]
            )
    if _LONG_TAG.search(part.data):
        for one in part.root.iter():
            if len(one.attrib) > MOST_ATTRIBUTES:
                raise Refusal("iati.attributes", file, line=part.line_of(sourceline(one)), value=f"{len(one.attrib):,}")


def _layers(part: TextPart, checks: _Checks, job: ExamineJob, done: Examination) -> None:
    collected = done.collected
    if checks.schema is not None:
        check_schema(checks.schema, part, collected)
    if job.upgrade:
        collected.take(part, rule_hits(checks.old_rules, part))
        part = upgraded_part(part)
    for hits in (code_hits(checks.codes, part, job.today), rule_hits(checks.rules, part)):
        collected.take(part, after_upgrade(hits) if job.upgrade else hits)
    done.links.gather(part)


def _joined(first: Examination, later: Examination) -> Examination:
    """Return two results as one: positions of the later one count on from the first."""
    before = first.activities
    for finding in later.collected.findings:
        collected_number = first.collected.counts[finding.code]
        if collected_number < first.collected.most:
            first.collected.add(replace(finding, locator=shifted(finding.locator, before)))
            later.collected.counts[finding.code] -= 1
    first.collected.counts.update(later.collected.counts)
    first.links.identifiers += [replace(n, locator=shifted(n.locator, before)) for n in later.links.identifiers]
    for identifier, named in later.links.references.items():
        first.links.references.setdefault(identifier, replace(named, locator=shifted(named.locator, before)))
    first.links.times.update(later.links.times)
    first.links.own |= later.links.own
    return Examination(first.collected, first.links, before + later.activities, later.refused)
