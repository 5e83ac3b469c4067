"""Records of any format as rows of the table `statistic`, by a declared layout."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from grutto.codelists import NONE, area_of
from grutto.errors import InputError
from grutto.message import Message, msg
from grutto.model.finding import Finding
from grutto.readers.any_table import read_table
from grutto.readers.delimited import read_delimited
from grutto.readers.eurostat import read_eurostat
from grutto.readers.json_records import read_json_records
from grutto.readers.json_stat import read_json_stat
from grutto.readers.own_day import own_day
from grutto.readers.unread import Unread
from grutto.readers.values import GROUPED, POWER, READ, ROUNDED, SPACED
from grutto.readers.workbook import read_workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from decimal import Decimal
    from pathlib import Path

    from grutto.model.source import Observations, Value
    from grutto.model.table import ReleaseTable
    from grutto.readers.pages import PageRecord

FORMATS: dict[str, Callable[[Path, Observations, str], Iterator[PageRecord]]] = {
    "json-records": read_json_records,
    "json-stat": read_json_stat,
    "eurostat": read_eurostat,
    "sdmx-csv": read_delimited,
    "csv-records": read_delimited,
    "xlsx": read_workbook,
    "table": read_table,
}
"""Readers of statistics: the format that a source names, and how its files become records."""

BATCH = 50_000
TOTAL = "_T"
UNRECOGNISED = "unrecognised"
NO_PERIOD = msg("This is not a year, quarter or month; it is left out")
NO_DAY = msg("This is no day; the file counts as of its arrival")
NO_CODE = {
    "sex": msg("This is no code of SDMX for sex; it enters no total"),
    "age": msg("This is no code of SDMX for age; it enters no total"),
}
NO_POWER = msg("This is no power of ten; the value is unknown")
WHY = {"O": "not-available", "M": "not-applicable", "Q": "suppressed"}
"""SDMX observation statuses without a value, and the reasons they stand for."""
_NO_VALUE = "".join(WHY)
_PERIOD = re.compile(r"(\d{4})(?:-?([QS])([1-4])|[-M]()(0[1-9]|1[0-2]))?(?:\.0| \[YR\w+\])?", re.IGNORECASE)
COUNTS = {"person", "case", "permit", "displacement", "visa"}
"""Units of which there are whole numbers from zero on."""
_GROUPED_BY_POINTS = re.compile(r"[1-9]\d{0,2}(\.\d{3})+")
AMBIGUOUS = msg("This may be thousands with points or a fraction; it is unknown which")
BELOW_ZERO = msg("This count is below zero; it is unknown")
FRACTION = msg("This count has a fraction; it is taken as written")
FLAG = msg("This flag is not in the source's list; the value is taken")
ONCE = {"count.fraction", GROUPED[0], SPACED[0]}
"""Remarks about a way of writing numbers, which is that of a whole file."""
_POWER = re.compile(r"-?\d{1,2}")
_SEX = re.compile(r"_[TUOZ]|[FM]")
"""Codes of the SDMX codelist CL_SEX that a row may have."""
_AGE = re.compile(r"_[TUZ]|Y\d+([T-]\d+)?|Y_(LT|LE|GE|GT)\d+")
"""As CL_AGE of SDMX has them, with the hyphen of Eurostat (`Y14-17`)."""


@dataclass(slots=True)
class ObservationReader:
    """Reads one file.

    Args:
        table: the table `statistic`.
        format: name of the format, one of `FORMATS`.
        layout: what the fields mean.
        dataflow: name of the source.
        snapshot: sha256 of the file, put in each row.
        file: name of the file, for findings.
    """

    table: ReleaseTable
    format: str
    layout: Observations
    dataflow: str
    snapshot: str
    file: str
    findings: list[Finding] = field(default_factory=list)
    _rows: int = 0
    _reported: set[tuple[str, str]] = field(default_factory=set)
    _days: dict[str, str | None] = field(default_factory=dict)
    _unread: Unread = field(init=False)

    def __post_init__(self) -> None:
        """Start counting what is not read."""
        self._unread = Unread(self.layout)

    def read(self, path: Path) -> Iterator[dict[str, list[Any]]]:
        """Yield rows in batches, one list a column.

        Raises:
            InputError: the file is not what its source promises, or nothing in it is known to the source.
        """
        names = [c.name for c in self.table.column]
        needed = fields_needed(self.layout) - self.layout.optional.keys()
        batch: dict[str, list[Any]] = {name: [] for name in names}
        for record in FORMATS[self.format](path, self.layout, self.file):
            if absent := needed - record.fields.keys():
                raise self._changed(record, sorted(absent))
            for row in self._observations(self._prepared(record)):
                for name in names:
                    batch[name].append(row[name])
            if len(batch["row"]) >= BATCH:
                yield batch
                batch = {name: [] for name in names}
        if not self._rows:
            raise self._unread.nothing(self.file, self.findings)
        self.findings += self._unread.findings(self.file)
        yield batch

    def _changed(self, record: PageRecord, absent: list[str]) -> InputError:
        return InputError(
            "The field “{absent}” is missing; there are: {listed}",
            where=f"{self.file}, {record.locator}",
            repair="fetch the file again; if it stays so, the source changed its columns",
            absent=absent[0],
            listed=", ".join(list(record.fields)[:12]),
        )

    def _prepared(self, record: PageRecord) -> PageRecord:
        """Return a record with what its missing columns stand for, and with our codes instead of the publisher's."""
        areas, layout = {self.layout.ref_area, self.layout.counterpart}, self.layout
        values = {value.field for value in layout.value}
        fields = {n: text for n, text in layout.optional.items() if n not in record.fields and n not in values}
        for name, codes in layout.codes.items():
            if name not in areas and (code := codes.get(record.fields.get(name, ""))) is not None:
                fields[name] = code
        return record._replace(fields=record.fields | fields) if fields else record

    def _observations(self, record: PageRecord) -> Iterator[dict[str, Any]]:
        values = [v for v in self.layout.value if v.field in record.fields and _holds(v, record.fields)]
        if not values:
            self._unread.note(record)
            return
        numbers = [(value, number) for value in values if (number := self._number(value, record)) is not None]
        common = self._common(record) if numbers else None
        if common is None:
            return
        for value, number in numbers:
            self._rows += 1
            place = record.locator if len(self.layout.value) == 1 else f"{record.locator}, {value.field}"
            yield common | _of_value(value, common) | number | {"row": self._rows, "locator": place}

    def _common(self, record: PageRecord) -> dict[str, Any] | None:
        """Return what all values of a record share; none if its period cannot be read."""
        fields, layout = record.fields, self.layout
        written = fields[layout.time].strip() if layout.time else layout.period
        found = _PERIOD.fullmatch(written)
        if not found:
            self._remark("period.unknown", NO_PERIOD, record, written)
            return None
        year, half, number, _, month = found.groups()
        part = f"-{half.upper()}{number}" if half else f"-{month}" if month else ""
        return {
            "snapshot": self.snapshot,
            "dataflow": self.dataflow,
            "updated": self._updated(record),
            "freq": "M" if month else half.upper() if half else "A",
            "time_period": f"{year}{part}",
            "year": int(year),
            "sex": self._part("sex", layout.sex, _SEX, record),
            "age": self._part("age", layout.age, _AGE, record),
            "breakdown": ";".join(f"{n}={self._code(n, fields)}" for n in sorted(layout.breakdown)) or TOTAL,
            **self._area("ref_area", layout.ref_area, layout.ref_area_scheme, record, int(year)),
            **self._area("counterpart", layout.counterpart, layout.counterpart_scheme, record, int(year)),
        }

    def _updated(self, record: PageRecord) -> str | None:
        """Return the day that the file tells of itself; none if it tells none."""
        if record.dated not in self._days:
            day = own_day(record.dated) if record.dated else None
            if record.dated and not day:
                self._remark("updated.unknown", NO_DAY, record, record.dated)
            self._days[record.dated] = day
        return self._days[record.dated]

    def _part(self, what: str, name: str, known: re.Pattern[str], record: PageRecord) -> str:
        """Return the SDMX code of a sex or age; another code counts as a part, never as the total."""
        code = self._code(name, record.fields)
        if not known.fullmatch(code):
            self._remark(f"{what}.unknown", NO_CODE[what], record, code)
        return code

    @staticmethod
    def _code(name: str, fields: dict[str, str]) -> str:
        return fields[name].strip() if name else TOTAL

    def _area(self, column: str, name: str, scheme: str, record: PageRecord, year: int) -> dict[str, str]:
        written = record.fields[name].strip() if name else ""
        code = self.layout.codes.get(name, {}).get(written, written)
        if not name or not code:
            return {column: NONE, f"{column}_code": written, f"{column}_kind": "none"}
        area = area_of(scheme, code, year, self.layout.borders)
        if area is None:
            self._remark("area.unknown", _unknown_area(scheme, code, year), record, written)
            return {column: code, f"{column}_code": written, f"{column}_kind": UNRECOGNISED}
        return {column: area.code, f"{column}_code": written, f"{column}_kind": area.kind}

    def _number(self, value: Value, record: PageRecord) -> dict[str, Any] | None:
        """Return value and status; none for an empty cell of which the source says nothing."""
        text = record.fields[value.field].strip()
        statuses = self._statuses(record)
        if text in self.layout.missing or not text:
            status = self.layout.missing.get(text, "")
            statuses = [s for s in statuses if s in _NO_VALUE] or ([status] if status else [])
            return _missing(text, statuses[0]) if statuses else None
        number, remark = READ["decimal"](text)
        if remark and remark not in {ROUNDED, POWER}:
            self._remark(remark[0], remark[1], record, text)
        if number is None:
            return _missing(text, "O") | {"unknown_because": "unreadable"}
        power = self._power(record)
        if power is None:
            return _missing(text, "O") | {"unknown_because": "no-power"}
        power += value.scale
        number, _ = READ["decimal"](_scaled(text, power)) if power else (number, None)
        if number is not None and value.unit in COUNTS and (why := self._no_count(value, number, text, record, power)):
            return _missing(text, "O") | {"unknown_because": why}
        value_statuses = [s for s in statuses if s not in _NO_VALUE] or ["A"]
        return {"obs_value": number, "obs_text": text, "obs_status": " ".join(value_statuses), "unknown_because": None}

    def _no_count(self, value: Value, number: Decimal, text: str, record: PageRecord, power: int) -> str:
        """Return why a number cannot count people or things; empty if it can."""
        if not power and _GROUPED_BY_POINTS.fullmatch(text):
            self._remark("count.ambiguous", AMBIGUOUS, record, text)
            return "ambiguous"
        if number < 0 and not value.signed:
            self._remark("count.negative", BELOW_ZERO, record, text)
            return "below-zero"
        if number % 1:
            self._remark("count.fraction", FRACTION, record, text)
        return ""

    def _power(self, record: PageRecord) -> int | None:
        """Return the power of ten that the source multiplies by; none if it cannot be read."""
        written = record.fields[self.layout.unit_mult].strip() if self.layout.unit_mult else ""
        if not _POWER.fullmatch(written or "0"):
            self._remark("unit-mult.unknown", NO_POWER, record, written)
            return None
        return int(written or "0")

    def _statuses(self, record: PageRecord) -> list[str]:
        """Return the observation statuses of a record's flags; several flags may be written together (`bp`)."""
        written = record.fields[self.layout.status].strip() if self.layout.status else ""
        flags = [written] if written in self.layout.flags else list(written)
        for flag in flags:
            if flag not in self.layout.flags:
                self._remark("flag.unknown", FLAG, record, flag)
        return sorted({self.layout.flags[f] for f in flags if f in self.layout.flags})

    def _remark(self, code: str, message: str, record: PageRecord, value: str) -> None:
        """Report something once for each text found; how numbers are written, once a file."""
        key = (code, "" if code in ONCE else value)
        if key not in self._reported:
            self._reported.add(key)
            repair = msg("look whether the source changed; else add it to the codelists or the layout")
            self.findings.append(
                Finding("warning", code, message, repair, self.file, "", record.locator, 0, value[:200])
            )


def _unknown_area(scheme: str, code: str, year: int) -> str:
    """Return what is wrong with a code of a country: it is on no list, or it stands for none in that year."""
    if area_of(scheme, code, year, "ever"):
        return Message(
            "This code of a country ({scheme}) stands for none in {year}; it enters no sum",
            scheme=scheme,
            year=str(year),
        )
    return Message("This code of a country is not in our list ({scheme}); it enters no sum", scheme=scheme)


def _holds(value: Value, fields: dict[str, str]) -> bool:
    return all(fields.get(name) in codes for name, codes in value.when.items())


def _of_value(value: Value, common: dict[str, Any]) -> dict[str, Any]:
    return {
        "indicator": value.indicator,
        "unit": value.unit,
        "stock_flow": value.stock_flow,
        "sex": value.sex if value.sex != TOTAL else common["sex"],
        "age": value.age if value.age != TOTAL else common["age"],
    }


def _missing(text: str, status: str) -> dict[str, Any]:
    return {"obs_value": None, "obs_text": text, "obs_status": status, "unknown_because": WHY[status]}


def _scaled(text: str, power: int) -> str:
    number, _, exponent = text.lower().replace(",", "").partition("e")
    return f"{number}e{int(exponent or 0) + power}"


def fields_needed(layout: Observations) -> set[str]:
    """Return the fields that every record must have."""
    named = {layout.time, layout.ref_area, layout.counterpart, layout.sex, layout.age, layout.status, layout.unit_mult}
    named |= {*layout.breakdown, *layout.leave, *(v.field for v in layout.value)}
    named |= {name for value in layout.value for name in value.when}
    return named - {""}
