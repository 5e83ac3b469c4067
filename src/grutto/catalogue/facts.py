"""The facts of a release as rows of its catalogue: of each activity, the copy that counts."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from grutto.catalogue.fold import fold
from grutto.store.parquet import read_lines

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from grutto.model.snapshot import Snapshot

ROLES = {"1": "funding", "2": "accountable", "3": "extending", "4": "implementing"}
REPORTS = "reports"
PURPOSE = "sector"
PLACE = "place"
SIDES = {"provider_activity": "pays", "receiver_activity": "receives"}


def plain(value: Decimal | None) -> str | None:
    """Return an exact decimal as text without exponent and without zeros at its end; nothing for the unknown."""
    if value is None:
        return None
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def iso(value: Any) -> str | None:
    """Return a date as text."""
    return None if value is None else value.isoformat()


@dataclass(slots=True)
class Organisations:
    """Organisations by identifier, else by name; each gets a number when first met."""

    numbers: dict[str, int] = field(default_factory=dict)
    names: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    types: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def number(self, ref: str | None, name: str | None, kind: str | None = None) -> int | None:
        """Return the number of an organisation; nothing if it has neither identifier nor name."""
        key = ref or name
        if not key:
            return None
        if name:
            self.names[key][name] += 1
        if kind:
            self.types[key][kind] += 1
        return self.numbers.setdefault(key, len(self.numbers) + 1)

    def name(self, key: str) -> str:
        """Return the name that most rows give, the first in the alphabet of several as frequent; else the key."""
        names = self.names.get(key)
        return min(names, key=lambda n: (-names[n], n)) if names else key

    def rows(self, activities: dict[int, int]) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of the table `organisation`.

        Args:
            activities: number of an organisation to how many activities it takes part in.
        """
        for key, number in self.numbers.items():
            kinds = self.types.get(key)
            kind = min(kinds, key=lambda k: (-kinds[k], k)) if kinds else None
            every = " ".join(sorted(self.names.get(key, ())))
            yield number, key, self.name(key), kind, fold(f"{key} {every}"), activities.get(number, 0)


@dataclass(slots=True)
class CatalogueTables:
    """The tables of a release, read for its catalogue.

    Args:
        folder: of the tables.
        files: sha256 to number of a file.
        numbers: identifier of an activity to its number.
        places: snapshot and locator of an activity to its number: only copies that count.
        organisations: all that were met.
        members: kind and value of a facet to the activities that have it.
    """

    folder: Path
    files: dict[str, int]
    numbers: dict[str, int]
    places: dict[tuple[str, str], int] = field(default_factory=dict)
    organisations: Organisations = field(default_factory=Organisations)
    members: dict[tuple[str, str], set[int]] = field(default_factory=lambda: defaultdict(set))

    def read(self, table: str, *columns: str) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a table."""
        return read_lines(self.folder / table, columns)

    def children(self, table: str, *columns: str) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a table that belong to a counted activity: its number, then the columns."""
        for snapshot, parent, *values in self.read(table, "snapshot", "parent", *columns):
            if (number := self.places.get((snapshot, parent))) is not None:
                yield number, *values


def files(snapshots: tuple[Snapshot, ...]) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of `file`; those of a later vintage supersede others of the same address."""
    newest: dict[str, int] = {}
    for snapshot in snapshots:
        newest[snapshot.address] = max(newest.get(snapshot.address, 0), snapshot.vintage)
    for number, s in enumerate(snapshots, start=1):
        yield number, s.sha256, s.name, s.source, s.licence, s.citation, s.vintage < newest[s.address]


def activities(facts: CatalogueTables, lines: dict[str, list[int]]) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of `activity`, in the order of the table `portfolio`; call it before all others.

    Args:
        facts: its `places` and `organisations` are filled.
        lines: sha256 of a file to the lines its activities start on.
    """
    updated, humanitarian, kinds = _of_activities(facts)
    countries = _countries(facts)
    columns = (
        "iati_identifier",
        "title",
        "reporting_org",
        "reporting_org_name",
        "hierarchy",
        "activity_status",
        "planned_start",
        "actual_start",
        "planned_end",
        "actual_end",
        "copies",
        "snapshot",
        "locator",
    )
    for identifier, title, org, name, level, status, *rest in facts.read("portfolio", *columns):
        *dates, copies, snapshot, locator = rest
        at, number = (snapshot, locator), facts.numbers[identifier]
        facts.places[at] = number
        reporter = facts.organisations.number(org, name, kinds.get(at)) or 0
        for kind, value in (("status", status), ("level", level), ("reporter", org or name)):
            if value is not None:
                facts.members[kind, str(value)].add(number)
        yield (
            number,
            identifier,
            title,
            reporter,
            status,
            level,
            *(iso(d) for d in dates),
            updated.get(at),
            humanitarian.get(at),
            copies,
            facts.files[snapshot],
            locator,
            _line(lines.get(snapshot, []), locator),
            " ".join(countries.get(identifier, ())),
        )


def _of_activities(facts: CatalogueTables) -> tuple[dict[Any, str], dict[Any, bool], dict[Any, str]]:
    """Return what only the table `activity` has: day of the last change, humanitarian or not, type of the reporter."""
    columns = ("snapshot", "locator", "last_updated_datetime", "humanitarian", "reporting_org_type")
    rows = [((s, at), *rest) for s, at, *rest in facts.read("activity", *columns)]
    days = {at: str(changed) for at, changed, _, _ in rows if changed}
    return days, {at: h for at, _, h, _ in rows if h is not None}, {at: kind for at, _, _, kind in rows if kind}


def _countries(facts: CatalogueTables) -> dict[str, list[str]]:
    """Return the countries of each activity, in the order of the alphabet."""
    found: dict[str, list[str]] = defaultdict(list)
    for identifier, country in facts.read("recipient", "iati_identifier", "country"):
        found[identifier].append(country)
        facts.members["country", country].add(facts.numbers[identifier])
    return {identifier: sorted(c for c in set(codes) if c != "unspecified") for identifier, codes in found.items()}


_POSITION = re.compile(r"/iati-activities/iati-activity\[(\d+)\]")


def _line(lines: list[int], locator: str) -> int | None:
    found = _POSITION.fullmatch(locator)
    place = int(found[1]) if found else 0
    return lines[place - 1] if 0 < place <= len(lines) else None


def texts(facts: CatalogueTables) -> Iterator[tuple[Any, ...]]:
    """Yield titles and descriptions in every language they are given in."""
    seen: Counter[tuple[int, str, str]] = Counter()
    for snapshot, parent, name, language, text in facts.read(
        "narrative", "snapshot", "parent", "field", "language", "text"
    ):
        if name in {"title", "description"} and text:
            number = facts.places.get((snapshot, parent.rpartition("/")[0]))
            if number is not None:
                key = (number, name, language or "")
                seen[key] += 1
                yield *key, seen[key], text


def parts(facts: CatalogueTables) -> Iterator[tuple[Any, ...]]:
    """Yield who takes part in which activity, and in what role."""
    by_key = {number: key for key, number in facts.organisations.numbers.items()}
    for (kind, key), members in list(facts.members.items()):
        if kind == "reporter":
            yield from ((number, REPORTS, facts.organisations.numbers[key]) for number in sorted(members))
            facts.members["organisation", key] |= members
    for number, ref, name, role, type_ in facts.children("participating_org", "ref", "name", "role", "type"):
        organisation = facts.organisations.number(ref, name, type_)
        if organisation is None or role not in ROLES:
            continue
        key = by_key.setdefault(organisation, ref or name)
        facts.members["organisation", key].add(number)
        if role == "4":
            facts.members["implementer", key].add(number)
        yield number, ROLES[role], organisation


def shares(facts: CatalogueTables) -> Iterator[tuple[Any, ...]]:
    """Yield how activities divide over places and sectors, and note which sector has which activities."""
    columns = ("snapshot", "owner", "axis", "part", "country", "region", "sector", "percentage")
    for snapshot, owner, axis, part, country, region, sector, percentage in facts.read("allocation", *columns):
        number = facts.places.get((snapshot, owner))
        if number is None or axis not in {PLACE, PURPOSE}:
            continue
        if axis == PURPOSE and sector:
            facts.members["sector", sector].add(number)
            facts.members["sector_group", sector[:3]].add(number)
        if axis == PLACE and region and region != "unspecified":
            facts.members["region", region].add(number)
        yield number, axis, part, country, region, sector, plain(percentage)


def places(facts: CatalogueTables) -> Iterator[tuple[Any, ...]]:
    """Yield the places of activities, with coordinates where they are numbers on the globe."""
    seen: Counter[int] = Counter()
    for number, name, point, exactness, locator in facts.children("location", "name", "point", "exactness", "locator"):
        seen[number] += 1
        yield number, seen[number], name, *_point(point), exactness, locator


def _point(text: str | None) -> tuple[float | None, float | None]:
    try:
        latitude, longitude = (float(Decimal(part)) for part in (text or "").split())
    except (ValueError, InvalidOperation):
        return None, None
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else (None, None)


def documents(facts: CatalogueTables) -> Iterator[tuple[Any, ...]]:
    """Yield the documents of activities themselves."""
    seen: Counter[int] = Counter()
    for number, url, title, format_, day in facts.children("document_link", "url", "title", "format", "document_date"):
        if url:
            seen[number] += 1
            yield number, seen[number], url, title, format_, iso(day)


def related(facts: CatalogueTables) -> Iterator[tuple[Any, ...]]:
    """Yield which activity names which other, and as what."""
    for number, ref, kind in facts.children("related_activity", "ref", "type"):
        if ref and kind:
            yield number, kind, ref


def links(facts: CatalogueTables) -> Iterator[tuple[Any, ...]]:
    """Yield the money between two activities, once for each of them that is in the release.

    What a side does not report at all is unknown, where the table `link` has nil.
    """
    columns = (
        "flow",
        "provider_activity",
        "receiver_activity",
        "provider_org",
        "receiver_org",
        "status",
        "sent_eur",
        "pooled_eur",
        "received_eur",
        "matched_eur",
        "provider_rows",
        "receiver_rows",
        "source_row",
    )
    for flow, provider, receiver, payer, payee, status, sent, pooled, received, matched, *rest in facts.read(
        "link", *columns
    ):
        paid, got, row = rest
        gave = None if sent is None or pooled is None or not (paid or pooled) else sent + pooled
        money = (plain(gave), plain(received) if got else None, plain(matched))
        for own, side, other, organisation in (
            (provider, "pays", receiver, payee),
            (receiver, "receives", provider, payer),
        ):
            if own in facts.numbers:
                yield facts.numbers[own], side, flow, other, organisation, status, *money, row


def payments(facts: CatalogueTables) -> Iterator[tuple[Any, ...]]:
    """Yield amounts as reported, each part of a budget in its year."""
    columns = (
        "iati_identifier",
        "source_row",
        "year",
        "kind",
        "transaction_type",
        "budget_type",
        "period_start",
        "period_end",
        "value",
        "currency",
        "amount_eur",
        "provider_org",
        "receiver_org",
        "counted",
        "not_counted_because",
        "unknown_because",
        "snapshot",
        "locator",
    )
    for identifier, row, year, kind, transaction, budget, first, last, value, *rest in facts.read("amount", *columns):
        currency, euros, provider, receiver, counted, why_not, because, snapshot, locator = rest
        number = facts.numbers[identifier]
        if year is not None:
            facts.members["year", str(year)].add(number)
        yield (
            number,
            row,
            year or 0,
            kind,
            transaction or budget,
            iso(first),
            iso(last),
            plain(value),
            currency,
            plain(euros),
            provider,
            receiver,
            counted,
            why_not,
            because,
            facts.files[snapshot],
            locator,
        )


def results(facts: CatalogueTables) -> Iterator[tuple[Any, ...]]:
    """Yield targets, actual values and baselines."""
    columns = (
        "iati_identifier",
        "source_row",
        "result",
        "indicator",
        "indicator_title",
        "unit",
        "element",
        "period_start",
        "period_end",
        "dimension",
        "location",
        "value",
        "value_text",
        "unknown_because",
        "comment",
        "snapshot",
        "locator",
    )
    for identifier, row, result, indicator, title, unit, element, first, last, *rest in facts.read(
        "indicator_value", *columns
    ):
        dimension, place, value, written, because, comment, snapshot, locator = rest
        facts.members["results", "yes"].add(facts.numbers[identifier])
        yield (
            facts.numbers[identifier],
            row,
            result,
            indicator,
            title,
            unit,
            element,
            iso(first),
            iso(last),
            dimension,
            place,
            plain(value),
            written,
            because,
            comment,
            facts.files[snapshot],
            locator,
        )
