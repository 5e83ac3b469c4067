"""Results filled in by hand: the periods of indicators in a partner's file, and the file with what is new.

Partners without software of their own fill in a form; what comes of it is their own file in IATI with these values put
in, which then goes the way of every upload.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from lxml import etree

from grutto.readers.iati.parser import whole_tree
from grutto.tables.intake import current_lock

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from decimal import Decimal

    from grutto.store.home import Home
    from grutto_web.people.accounts.models import Organisation

    type Element = etree._Element

AFTER_RESULTS = {"crs-add", "fss"}
BEFORE_COMMENT = {"location", "dimension"}


@dataclass(frozen=True, slots=True)
class PeriodOfIndicator:
    """A period of an indicator as the file has it; values as written, empty if there is none."""

    indicator: str
    start: str
    end: str
    target: str
    actual: str


@dataclass(frozen=True, slots=True)
class PeriodResult:
    """What was reached in a period, with what the partner says about it."""

    value: Decimal
    comment: str = ""


@dataclass(frozen=True, slots=True)
class NewIndicator:
    """An indicator that the file does not have yet, with its first period."""

    title: str
    percentage: bool
    start: date
    end: date
    target: Decimal | None
    actual: Decimal


class PartnerFile:
    """A file of a partner as it is in the release.

    Args:
        content: its bytes; it was checked when it came in.
    """

    def __init__(self, content: bytes) -> None:
        self.root = whole_tree(content).getroot()
        self.activities = self.root.findall("iati-activity")

    @property
    def current(self) -> bool:
        """Whether it is of a version of IATI that has narratives, which the form writes."""
        return (self.root.get("version") or "").startswith("2")

    def title(self, number: int) -> str:
        """Return what an activity is called."""
        return _text(self.activities[number]) or self.identifier(number)

    def identifier(self, number: int) -> str:
        """Return by what IATI knows an activity."""
        return (self.activities[number].findtext("iati-identifier") or "").strip()

    def periods(self, number: int) -> list[PeriodOfIndicator]:
        """Return the periods of an activity's indicators, in the order of the file."""
        return [
            PeriodOfIndicator(_text(indicator), *_days(period), _value(period, "target"), _value(period, "actual"))
            for indicator, period in _periods(self.activities[number])
        ]

    def with_results(self, number: int, reached: Mapping[int, PeriodResult], new: NewIndicator | None) -> bytes:
        """Return the file with results put into an activity.

        Args:
            number: of the activity, from 0.
            reached: place of a period in `periods` to what was reached in it.
            new: an indicator to add.
        """
        activity = self.activities[number]
        periods = [period for _, period in _periods(activity)]
        for place, result in reached.items():
            _put(periods[place], result)
        if new:
            _add(activity, new)
        activity.set("last-updated-datetime", datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
        return etree.tostring(self.root, xml_declaration=True, encoding="UTF-8")


def file_of(home: Home, organisation: Organisation, dataset: str) -> PartnerFile | None:
    """Return the file of a partner's dataset in the current release; nothing if it has none."""
    snapshot = current_lock(home).get(f"upload:{organisation.identifier}/{dataset}")
    return PartnerFile(home.snapshot_path(snapshot.sha256).read_bytes()) if snapshot else None


def datasets_of(home: Home, organisation: Organisation) -> list[str]:
    """Return the datasets that a partner has in the current release."""
    start = f"upload:{organisation.identifier}/"
    return sorted(address.removeprefix(start) for address in current_lock(home) if address.startswith(start))


def _periods(activity: Element) -> Iterator[tuple[Element, Element]]:
    for indicator in activity.iterfind("result/indicator"):
        for period in indicator.iterfind("period"):
            yield indicator, period


def _text(element: Element) -> str:
    return " ".join((element.findtext("title/narrative") or "").split())


def _days(period: Element) -> tuple[str, str]:
    ends = (period.find(name) for name in ("period-start", "period-end"))
    start, end = ("" if each is None else each.get("iso-date", "") for each in ends)
    return start, end


def _whole(period: Element, name: str) -> Element | None:
    """Return the target or actual value of a period that is about all of it, not a part."""
    return next((e for e in period.iterfind(name) if e.find("dimension") is None and e.find("location") is None), None)


def _value(period: Element, name: str) -> str:
    found = _whole(period, name)
    return "" if found is None else found.get("value", "")


def _put(period: Element, result: PeriodResult) -> None:
    actual = _whole(period, "actual")
    if actual is None:
        actual = etree.SubElement(period, "actual")
    actual.set("value", f"{result.value:f}")
    if result.comment:
        for old in actual.findall("comment"):
            actual.remove(old)
        place = sum(child.tag in BEFORE_COMMENT for child in actual)
        comment = etree.Element("comment")
        etree.SubElement(comment, "narrative").text = result.comment
        actual.insert(place, comment)


def _add(activity: Element, new: NewIndicator) -> None:
    result = etree.Element("result", type="1")
    indicator = etree.Element("indicator", measure="2" if new.percentage else "1")
    for element in (result, indicator):
        etree.SubElement(etree.SubElement(element, "title"), "narrative").text = new.title
    result.append(indicator)
    period = etree.SubElement(indicator, "period")
    etree.SubElement(period, "period-start", {"iso-date": new.start.isoformat()})
    etree.SubElement(period, "period-end", {"iso-date": new.end.isoformat()})
    if new.target is not None:
        etree.SubElement(period, "target", value=f"{new.target:f}")
    etree.SubElement(period, "actual", value=f"{new.actual:f}")
    later = (n for n, child in enumerate(activity) if child.tag in AFTER_RESULTS or "}" in str(child.tag))
    activity.insert(next(later, len(activity)), result)
