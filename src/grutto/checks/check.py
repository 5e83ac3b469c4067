"""One file through all layers: what arrives, what is run, what is reported."""

from __future__ import annotations

import mmap
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from grutto.checks.arrival import arrived, unpacked
from grutto.checks.examine import ExamineJob, examined
from grutto.checks.plan import LAYERS, UNUSABLE, planned
from grutto.checks.references import KnownIdentifiers, Links, link_findings
from grutto.checks.refusal import Refusal, remark
from grutto.checks.report import Report
from grutto.checks.wellformed import check_prolog, root_version, whole_is_well_formed
from grutto.errors import BoundsError, GruttoError, InputError
from grutto.message import Message
from grutto.readers.iati.cutting import Uncut, one_span, opening, spans, with_lines, within
from grutto.readers.iati.flavour import FLAVOURS
from grutto.readers.iati.lines import FARTHEST, lines_of
from grutto.readers.iati.stream import read_head, version_in, without_root
from grutto.readers.iati.version import VAGUE, by_content
from grutto.store.wording import of_system
from grutto.store.worker import apart

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from pathlib import Path

    from grutto.checks.examine import Examination
    from grutto.checks.standard import Standard
    from grutto.model.finding import Finding
    from grutto.model.table import ReleaseTable
    from grutto.readers.iati.cutting import ByteSpan, Opening
    from grutto.readers.iati.flavour import Flavour

PART = 1 << 20
"""Bytes of a part: at least one activity, otherwise about this much."""

MOST = 200
"""Findings of one code that a report lists; all are counted."""


@dataclass(frozen=True, slots=True)
class Checker:
    """What files are checked against.

    Args:
        standard: schemas, codelists and ruleset at hand.
        tables: the declared tables; their columns say where codes of which list stand.
        known: activities and organisations known beside the files.
        today: dates after it are in the future; the present day if not given.
        most: findings of one code to list.
    """

    standard: Standard
    tables: Mapping[str, ReleaseTable]
    known: KnownIdentifiers = field(default_factory=KnownIdentifiers)
    today: date = field(default_factory=lambda: datetime.now(UTC).date())
    most: int = MOST


@dataclass(frozen=True, slots=True)
class _Draft:
    """A report before identifiers are compared across files."""

    report: Report
    links: Links


def check_file(
    path: Path,
    standard: Standard,
    tables: Mapping[str, ReleaseTable],
    known: KnownIdentifiers | None = None,
    today: date | None = None,
) -> Report:
    """Return what all layers find in one IATI file, or in a zip file that holds one.

    Args:
        path: the file.
        standard: see `grutto.checks.standard.read_standard`.
        tables: see `Checker`.
        known: see `Checker`.
        today: see `Checker`.

    Raises:
        InputError: it is a zip file of several files; check them with `check_files`.
    """
    checker = Checker(standard, tables, known or KnownIdentifiers())
    reports = check_files([path], replace(checker, today=today) if today else checker)
    if len(reports) != 1:
        raise InputError("This zip file holds several files", where=path, repair="check them with `check_files`")
    return reports[0]


def check_files(paths: Iterable[Path], checker: Checker) -> list[Report]:
    """Return a report for each file, those in zip files included; they count as known to each other.

    Errors of files are findings, never raised.
    """
    drafts = [draft for path in paths for draft in _drafts(path, checker)]
    activities = dict(checker.known.activities)
    for draft in reversed(drafts):
        activities.update({named.identifier: draft.report.file for named in draft.links.identifiers})
    others = {**activities, **checker.known.activities}
    known = replace(checker.known, activities=others if len(drafts) > 1 else checker.known.activities)
    return [_finished(draft, known, checker.most) for draft in drafts]


def _drafts(path: Path, checker: Checker) -> list[_Draft]:
    try:
        with unpacked(path) as members:
            return [_draft_apart(member, name, checker) for name, member in members]
    except OSError as error:
        return [_refused(remark("file.unreadable", path.name, value=of_system(error)))]


def _draft_apart(member: Path | Refusal, name: str, checker: Checker) -> _Draft:
    """Return the draft of a file, made by a worker: whatever happens there, it happens to this file alone."""
    if isinstance(member, Refusal):
        return _refused(member.finding)
    alone = replace(checker, known=KnownIdentifiers(organisations=checker.known.organisations))
    try:
        return apart(_draft, member, name, alone, file=name, size=member.stat().st_size)
    except BoundsError as error:
        return _refused(remark("file.beyond-bounds", name, value=error.what))
    except (GruttoError, OSError):
        raise
    except Exception as error:  # of any library that reads it
        return _refused(remark("file.beyond-reading", name, value=f"{type(error).__name__}: {error}"))


def _draft(member: Path, name: str, checker: Checker) -> _Draft:
    try:
        with arrived(member, name) as (path, remarks):
            draft = _checked(path, name, remarks, checker)
            return _as_imported(draft, member, name)
    except Refusal as refusal:
        return _refused(refusal.finding)


def _refused(finding: Finding, remarks: Iterable[Finding] = ()) -> _Draft:
    found = (*remarks, finding)
    layers = {LAYERS[0]: "run"} | dict.fromkeys(LAYERS[1:], UNUSABLE)
    report = Report(finding.file, findings=found, counts=Counter(f.code for f in found), layers=layers)
    return _Draft(report, Links())


def _checked(path: Path, name: str, remarks: list[Finding], checker: Checker) -> _Draft:
    head, flavour, cut = _cut(path, name)
    kind = flavour.item.removeprefix("iati-")
    version, version_notes = _version(path, name, head, flavour)
    plan = planned(kind, version, checker.standard, checker.tables, name)
    known, today, most = checker.known.organisations, checker.today, checker.most
    job = ExamineJob(
        path,
        name,
        flavour.item,
        head,
        cut,
        plan.schema,
        plan.standard,
        plan.coded,
        plan.advise,
        known,
        today,
        most,
        plan.upgrade,
    )
    done = examined(job)
    if done.refused and (again := _cut(path, name, guarded=True)[2]) != cut:  # a cut may have been a wrong one
        cut = again
        done = examined(replace(job, spans=cut))
    if done.refused:
        return _refused(_misplaced(done.refused, path), remarks)
    _count_lines(path, cut, done)
    doctype = [remark("xml.doctype", name)] if head.doctype else []
    lone = [without_root(flavour, name)] if head.lone else []
    notes = [*remarks, *doctype, *lone, *version_notes, *plan.notes]
    return _drafted(Report(name, kind, plan.version, layers=plan.layers), notes, done)


def _count_lines(path: Path, cut: tuple[ByteSpan, ...], done: Examination) -> None:
    """Put right the lines that libxml2 guessed, in files with a part of more lines than it counts."""
    if all(span.lines < FARTHEST for span in cut):
        return
    findings, links = done.collected.findings, done.links
    places = {f.locator for f in findings} | {n.locator for n in (*links.identifiers, *links.references.values())}
    lines = lines_of(path, places)
    findings[:] = [replace(f, line=lines.get(f.locator, f.line)) for f in findings]
    links.identifiers = [replace(n, line=lines.get(n.locator, n.line)) for n in links.identifiers]
    links.references = {k: replace(n, line=lines.get(n.locator, n.line)) for k, n in links.references.items()}


def _as_imported(draft: _Draft, path: Path, name: str) -> _Draft:
    """Return a draft that also says where an import would refuse the file as it was received."""
    report = draft.report
    if not report.kind or report.worst == "critical":
        return draft
    try:
        read_head(path, _flavour(f"iati-{report.kind}"), name)
    except InputError as error:
        refused = remark("iati.not-imported", name, value=error.what)
        counts = {**report.counts, refused.code: 1}
        return replace(draft, report=replace(report, findings=(*report.findings, refused), counts=counts))
    return draft


def _flavour(item: str) -> Flavour:
    return next(f for f in FLAVOURS.values() if f.item == item)


def _version(path: Path, name: str, head: Opening, flavour: Flavour) -> tuple[str, list[Finding]]:
    """Return the version of a file, as an import reads it; where the file says none, that which its content shows."""
    stated = root_version(head, name).strip()
    if stated not in VAGUE:
        return stated, []
    try:
        sign = version_in(path, flavour, name)
    except InputError:  # not well-formed: the parts say where
        return stated, []
    return sign.version, [by_content(stated, sign, flavour, name)]


def _cut(path: Path, name: str, *, guarded: bool = False) -> tuple[Opening, Flavour, tuple[ByteSpan, ...]]:
    """Return what stands before the activities of a file, its flavour, and its parts."""
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data:
        try:
            head = opening(data)
            check_prolog(head, name)
            flavour = _flavour_of(head, name)
            if head.name == flavour.root.encode() and not head.empty:
                found = spans(data, head, flavour.item.encode(), PART, guarded=guarded)
                return head, flavour, _with_end(list(with_lines(data, head, found)))
            if head.name == flavour.item.encode():
                head = within(head, flavour.root, root_version(head, name).strip())
            whole = tuple(with_lines(data, head, one_span(data, head)))
        except Uncut as fault:
            raise Refusal(fault.code, name, line=fault.line, value=fault.value) from fault
    if not whole_is_well_formed(path):
        raise Refusal("xml.not-well-formed", name, value=Message("the first element does not end, or more follows it"))
    return head, flavour, whole


def _flavour_of(head: Opening, name: str) -> Flavour:
    """Return what kind of file this is: the root says it, or the one record that stands in no root."""
    root = head.name.decode("utf-8", "replace")
    flavour = next((f for f in FLAVOURS.values() if root in {f.root, f.item}), None)
    if flavour is None:
        raise Refusal("iati.not-iati", name, value=root)
    return flavour


def _with_end(cut: list[ByteSpan]) -> tuple[ByteSpan, ...]:
    """Return parts of which the last one with activities holds the end of the file too."""
    *others, end = cut
    if not others:
        return (end,)
    before = others.pop()
    return (*others, replace(before, end=end.end, lines=before.lines + end.lines, last=True))


def _misplaced(finding: Finding, path: Path) -> Finding:
    """Return the finding to give when a part is not well-formed: the whole may be, if an activity is out of place."""
    torn = finding.code in {"xml.not-well-formed", "xml.truncated"}
    if torn and whole_is_well_formed(path):
        return remark("xml.misplaced-activity", finding.file, line=finding.line)
    return finding


def _drafted(report: Report, notes: list[Finding], done: Examination) -> _Draft:
    empty = [] if done.activities else [remark("iati.empty", report.file)]
    for note in [*notes, *empty]:
        done.collected.add(note)
    findings, counts = tuple(done.collected.findings), dict(done.collected.counts)
    return _Draft(replace(report, activities=done.activities, findings=findings, counts=counts), done.links)


def _finished(draft: _Draft, known: KnownIdentifiers, most: int) -> Report:
    """Return a report with what identifiers have to say added, in the order of the file."""
    report = draft.report
    counts, findings = Counter(report.counts), list(report.findings)
    for finding in link_findings(draft.links, known, report.file):
        counts[finding.code] += 1
        if counts[finding.code] <= most:
            findings.append(finding)
    ordered = tuple(sorted(findings, key=lambda finding: finding.line))
    return replace(report, findings=ordered, counts=dict(sorted(counts.items())))
