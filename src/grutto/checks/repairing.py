"""A file with those faults mended that have one repair only: how a thing is written, never what it says.

Whatever could be meant in two ways is left as it is: a comma that may be of thousands or of decimals, a moment whose
day depends on the time zone, a code that two codes resemble.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from operator import itemgetter
from typing import TYPE_CHECKING

from lxml import etree

from grutto.checks.arrival import arrived
from grutto.checks.codelists import coded_places, contexts
from grutto.checks.place import Spot, identifier_of, locator, spot_of
from grutto.checks.spelling import CODE, SPACES, SPELT, spelling_of_code
from grutto.checks.wellformed import sourceline
from grutto.checks.xpaths import compiled, found
from grutto.message import msg
from grutto.readers.iati.lines import FARTHEST, lines_of
from grutto.readers.iati.parser import whole_tree
from grutto.store.files import write_atomically
from grutto.store.worker import apart
from grutto.writers.iati import order

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from grutto.checks.report import Report
    from grutto.checks.standard import Standard
    from grutto.model.table import ReleaseTable

LISTED = 1_000
"""Repairs that are told one by one; all are made and counted."""
WRITTEN_ANEW = {
    "xml.byte-order-mark": msg("The byte-order mark was left out"),
    "xml.doctype": msg("The document type declaration was left out"),
    "xml.encoding": msg("The file was written in UTF-8"),
}
ORDERED = msg("The elements were put in the order of the standard")


@dataclass(frozen=True, slots=True)
class TextRepair:
    """One repair.

    Args:
        what: plain words.
        identifier: of the activity.
        locator: XPath in the file as it was sent.
        line: likewise; 0 for the whole file.
        before: what was written.
        after: what is written now.
    """

    what: str
    identifier: str = ""
    locator: str = ""
    line: int = 0
    before: str = ""
    after: str = ""


@dataclass(slots=True)
class FileRepairs:
    """What was done to a file: the first `LISTED` repairs, and the number of all."""

    repairs: list[TextRepair] = field(default_factory=list)
    count: int = 0

    def add(self, what: str, spot: Spot, before: str = "", after: str = "") -> None:
        """Note a repair."""
        self.count += 1
        if len(self.repairs) < LISTED:
            place, line = locator(spot), sourceline(spot.element)
            self.repairs.append(TextRepair(what, identifier_of(spot.element), place, line, before[:200], after[:200]))


def can_be_repaired(report: Report) -> bool:
    """Tell whether something was found in a file of activities of version 2, of which the tables and lists are."""
    return report.kind == "activity" and report.version.startswith("2") and bool(report.findings)


def repair_file(
    path: Path, output: Path, report: Report, standard: Standard, tables: Mapping[str, ReleaseTable]
) -> FileRepairs:
    """Write a file of activities again, mended; nothing is written if there was nothing to mend.

    Args:
        path: the file, plain XML; it passed the checks so far that it can be read.
        output: where to write, in UTF-8.
        report: what the checks found in it.
        standard: its codelists are used.
        tables: those of activities; their columns say where codes, days and numbers stand.

    Raises:
        BoundsError: it takes too long or too much memory as a whole.
    """
    whole = [TextRepair(text) for code, text in WRITTEN_ANEW.items() if any(f.code == code for f in report.findings)]
    size = path.stat().st_size
    file_repairs: FileRepairs = apart(_repaired, path, output, standard, tables, len(whole), file=path.name, size=size)
    return FileRepairs([*whole, *file_repairs.repairs], file_repairs.count + len(whole))


def _repaired(
    path: Path, output: Path, standard: Standard, tables: Mapping[str, ReleaseTable], whole: int
) -> FileRepairs:
    with arrived(path, path.name) as (plain, _):
        tree = whole_tree(plain)
        file_repairs = FileRepairs()
        _spell(tree.getroot(), file_repairs, standard, tables)
        for activity in tree.getroot().iterchildren("iati-activity"):
            _sort(activity, "", file_repairs)
        if file_repairs.count or whole:
            file_repairs.repairs = _with_lines(plain, file_repairs.repairs)
            write_atomically(output, _written(tree))
    return file_repairs


def _spell(
    root: etree._Element, file_repairs: FileRepairs, standard: Standard, tables: Mapping[str, ReleaseTable]
) -> None:
    """Write codes, days, numbers and identifiers as the standard has them."""
    for coded in coded_places(tables):
        codes = standard.codelists.get(coded.codelist)
        if codes:
            condition = f"[boolean({coded.when})]" if coded.when else ""
            spelling = partial(spelling_of_code, codes=codes)
            _rewrite(root, f"{coded.context}{condition}/{coded.path}", spelling, CODE, file_repairs)
    _rewrite(root, "/iati-activities/iati-activity/iati-identifier/text()", str.strip, SPACES, file_repairs)
    for table in tables.values():
        for column in table.column:
            if column.type in SPELT and _holds_value(column.path):
                for context in contexts(table, tables):
                    _rewrite(root, f"{context}/{column.path}", *SPELT[column.type], file_repairs)


def _holds_value(path: str) -> bool:
    return path.endswith("/text()") or path.rpartition("/")[2].startswith("@")


def _rewrite(
    root: etree._Element, path: str, spelling: Callable[[str], str], what: str, file_repairs: FileRepairs
) -> None:
    for item in found((compiled(path, smart=True),), root, {}):
        spot = spot_of(item, root)
        written = spelling(spot.value)
        if written == spot.value or (not spot.attribute and _same(spot, written)):
            continue
        file_repairs.add(what if written != spot.value.strip() else SPACES, spot, spot.value, written)
        if spot.attribute:
            spot.element.set(spot.attribute, written)
        else:
            spot.element.text = written


def _same(spot: Spot, written: str) -> bool:
    """Tell whether the text of an element is right but for spaces around it, which XML allows; or is not all text."""
    allowed = spot.element.tag != "iati-identifier" and written == spot.value.strip()
    return allowed or len(spot.element) > 0 or spot.element.text != spot.value


def _sort(element: etree._Element, path: str, file_repairs: FileRepairs) -> None:
    """Put the children of an element, and theirs, in the order of the standard; not where one is unknown there."""
    places = {name: number for number, name in enumerate(order().iati.get(path, ()))}
    groups = _groups(element)
    ranks = [_rank(group[-1], places) for group in groups]
    known = [rank for rank in ranks if rank is not None]
    if len(known) == len(ranks) and known != sorted(known):
        first = next(n for n, rank in enumerate(known) if rank > min(known[n:]))
        late = min(range(first, len(known)), key=lambda n: known[n])
        file_repairs.add(ORDERED, Spot(groups[late][-1]))
        _put([child for _, group in sorted(zip(known, groups, strict=True), key=itemgetter(0)) for child in group])
    for group in groups:
        if (name := str(group[-1].tag)) in places:
            _sort(group[-1], f"{path}/{name}".lstrip("/"), file_repairs)


def _groups(element: etree._Element) -> list[list[etree._Element]]:
    """Return the children of an element, each behind the comments above it; comments at the end stay where they are."""
    groups: list[list[etree._Element]] = []
    above: list[etree._Element] = []
    for child in element:
        above.append(child)
        if isinstance(child.tag, str):
            groups.append(above)
            above = []
    return groups


def _rank(element: etree._Element, places: Mapping[str, int]) -> int | None:
    """Return the place of an element among the others; those of other namespaces come last."""
    name = str(element.tag)
    return len(places) if name.startswith("{") else places.get(name)


def _put(children: list[etree._Element]) -> None:
    """Put the children of an element in another order; line ends and indents between them stay where they are."""
    parent = children[0].getparent()
    if parent is None:
        return
    tails = [child.tail for child in sorted(children, key=parent.index)]
    for place, (child, tail) in enumerate(zip(children, tails, strict=True)):
        child.tail = tail
        parent.insert(place, child)


def _with_lines(path: Path, repairs: list[TextRepair]) -> list[TextRepair]:
    """Put right the lines that libxml2 guessed, beyond those that it counts."""
    if all(repair.line < FARTHEST for repair in repairs):
        return repairs
    lines = lines_of(path, {repair.locator for repair in repairs})
    return [replace(repair, line=lines.get(repair.locator, repair.line)) for repair in repairs]


def _written(tree: etree._ElementTree) -> bytes:
    """Return a file in UTF-8, without a document type."""
    root = tree.getroot()
    above = [etree.tostring(each, with_tail=False) for each in root.itersiblings(preceding=True)]
    below = [etree.tostring(each, with_tail=False) for each in root.itersiblings()]
    head = b'<?xml version="1.0" encoding="UTF-8"?>'
    return b"\n".join(
        [head, *reversed(above), etree.tostring(root, encoding="UTF-8", xml_declaration=False), *below, b""]
    )
