"""Recomputes every figure of an edition without Grutto, and checks the files that it rests on by their SHA-256.

Python's standard library and pyarrow: `python recompute.py EDITION-FOLDER --home DATA`. It writes a line a figure: the
same, differs, or checked by hash only and why. It leaves 1 where anything differs, 2 where a record cannot be read.
"""

import argparse
import hashlib
import json
import sys
from collections import Counter, namedtuple
from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction
from functools import cache, partial
from itertools import permutations
from math import ceil, floor, prod
from operator import mul
from pathlib import Path, PurePosixPath
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

type Value = Fraction | None  # unknown is nothing, never nought
SAME, DIFFERS, BY_HASH = "same", "DIFFERS", "by hash only"
REASONS = {"statement": "a person or a document said so", "simulation": "a model drew it at random"}
FACTORS, UNEXPLAINED = ("volume", "duration", "price", "rate"), "unexplained"
COLUMNS = """
active iati_identifier title year country start end
doubt iati_identifier flow because sources doubt_eur
finding severity code message repair file iati_identifier line value
indicator_value iati_identifier result indicator_title element period_start period_end dimension location value
  value_text unit comment unknown_because
link provider_activity receiver_activity flow status basis sent_eur pooled_eur received_eur matched_eur difference_eur
link_row iati_identifier side provider_activity receiver_activity basis value currency value_date units_per_eur
  rate_date amount_eur
money iati_identifier kind transaction_type budget_type period_start period_end value currency value_date units_per_eur
  rate_date rate_snapshot rate_locator year_share country region place_share sector sector_share amount amount_eur
  netted_eur once_eur netted_because oda oda_rule oda_because unknown_because
observation dataflow indicator ref_area counterpart freq time_period sex age breakdown obs_value obs_text obs_status
  unit unknown_because
recipient iati_identifier title country
remittance time_period corridor tier firm instrument access pickup speed amount fee margin cost computed_cost
  transparent unknown_because
timing iati_identifier year planned_start actual_start planned_end planned_days delay_days
"""
# Table to the columns that `rows_sha256` is over, in this order, after source_row and before snapshot and locator.
TRACE = {name: columns for name, *columns in map(str.split, COLUMNS.replace("\n  ", " ").strip().splitlines())}
Finding = namedtuple("Finding", "verdict figure found published why")


def share(part: Fraction, whole: Fraction, of: int = 100) -> Value:
    """Return a part in percent, or of another number, rounded half to even at 6 decimals; nothing of nought."""
    return Fraction(round(part * of / whole * 10**6), 10**6) if whole else None


def factors(drivers: tuple[Value, ...]) -> tuple[list[str], list[Fraction], list[Fraction]]:
    """Return the names of the factors between known drivers, and what they were as planned and in fact."""
    names, before, after, last, below, level = [], [], [], -1, Fraction(1), Fraction(1)
    for i, (planned, actual) in enumerate(zip(drivers[:4], drivers[4:], strict=True)):
        if planned and actual is not None:
            names.append(FACTORS[i] if i == last + 1 else UNEXPLAINED)
            before.append(planned / below)
            after.append(actual / level if level else before[-1])
            last, below, level = i, planned, actual
    return names, before, after


def weight(i: int, before: list[Fraction], after: list[Fraction]) -> Fraction:
    """Return the effect of one more of a factor, averaged over all orders in which factors can change (Shapley)."""
    orders = [order[: order.index(i)] for order in permutations(range(len(before)))]
    rests = (prod((after if j in done else before)[j] for j in range(len(before)) if j != i) for done in orders)
    return Fraction(sum(rests, Fraction(0))) / len(orders)


def effect(name: str, *drivers: Value) -> Value:
    """Return the part of a factor in the difference: parts are whole cents, the largest remainders rounded up."""
    if not drivers[3] or drivers[7] is None:
        return None
    names, before, after = factors(drivers)
    parts = dict.fromkeys((*names, UNEXPLAINED), Fraction(0))
    for i, factor in enumerate(names):
        parts[factor] += weight(i, before, after) * (after[i] - before[i])
    parts[UNEXPLAINED] += drivers[7] - prod(after)
    whole = {factor: floor(part * 100) for factor, part in parts.items()}
    total = drivers[7] - drivers[3]  # rounded half away from zero
    left = floor(abs(total) * 100 + Fraction(1, 2)) * (1 if total > 0 else -1) - sum(whole.values())
    for factor in sorted(parts, key=lambda factor: whole[factor] - parts[factor] * 100)[:left]:
        whole[factor] += 1
    return Fraction(whole[name], 100) if name in whole else None


def days_part(sign: int, days: Value, *drivers: Value) -> Value:
    """Return what so many days more or less contribute to the effect of other lengths."""
    names, before, after = factors(drivers)
    if days is None or not drivers[4] or names[:2] != [*FACTORS[:2]] or not drivers[3] or drivers[7] is None:
        return None
    return Fraction(floor(sign * days / drivers[4] * weight(1, before, after) * 100 + Fraction(1, 2)), 100)


def delay(shortfall: Fraction, planned: Fraction, days: Fraction, late: Fraction) -> Value:
    """Return the budget of the days lost by a late start, at most the shortfall; a shortfall is below zero."""
    lost = Fraction(floor(planned * late / days * 100 + Fraction(1, 2)), 100) if days else None
    return lost if lost is None else -min(lost, -shortfall) if shortfall < 0 < lost else Fraction(0)


OPERATIONS: dict[str, Callable[..., Value]] = {
    "difference": lambda a, b: a - b,
    "unspent": lambda a: -a,
    "change_percent": lambda a, b: share(a - b, b),
    **dict.fromkeys(("share_percent", "return_rate", "visa_refusal"), share),
    "per_thousand": lambda a, b: share(a, b, 1000),
    "part_of_both": lambda a, b: share(a, a + b),
    "part_of_known": lambda a, b, people: share(a, a + b) if 10 * (a + b) >= 9 * people else None,
    "refugee_recognition": lambda a, b, c: share(a, a + b + c),
    "total_recognition": lambda a, b, c: share(a + b, a + b + c),
    "average_price": lambda costs, services: share(costs, services, 1),
    "smart_price": lambda costs, services: share(costs, services, 1) if services >= 3 else None,
    "weighted_mean": lambda *n: share(sum(map(mul, n, n[len(n) // 2 :])), sum(n[len(n) // 2 :]), 1),
    "targets_met": lambda *shares: Fraction(sum(s >= 100 for s in shares)),
    "number_of": lambda *targets: Fraction(len(targets)),
    "total": lambda *parts: sum(parts, Fraction(0)),
    "thousands_up": lambda euros: Fraction(ceil(euros / 1000)),
    "product": lambda *numbers: share(prod(numbers, start=Fraction(1)), Fraction(1), 1),
    "delay_part": delay,
}
PARTIAL: dict[str, Callable[..., Value]] = {  # they say themselves what they cannot do without
    **{f"effect_{name}": partial(effect, name) for name in (*FACTORS, UNEXPLAINED)},
    **{f"days_{way}_part": partial(days_part, sign) for way, sign in (("less", -1), ("more", 1))},
}


def comparable(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Tell whether the periods of two figures can be compared: of one length but for 3 days, and apart."""
    if not one.get("period") or not other.get("period") or one["period"] == other["period"]:
        return True
    start, end, begin, last = (date.fromisoformat(f["period"][day]) for f in (one, other) for day in ("start", "end"))
    return abs((end - start) - (last - begin)).days <= 3 and not (start <= last and begin <= end)


class Register:
    """The figures of a record, each computed once, from a release with one attribution of activities to priorities."""

    def __init__(self, record: dict[str, Any], release: Path, attribution: Path) -> None:
        self.figures = {f["id"]: f for f in record["figures"]}
        if len(self.figures) != len(record["figures"]):
            raise ValueError("two figures have one name")
        self._rows_sha256, self._release, self._attribution = record.get("rows_sha256", {}), release, attribution
        self.finding, self._column = cache(self._found), cache(self._read)

    def _read(self, relation: str, name: str) -> Any:
        """Return a column; `other.name` is that of another table, joined from the left by the activity."""
        other, _, plain = name.rpartition(".")
        if not other:
            path = self._attribution if relation == "attribution" else self._release / "tables" / inside(relation)
            return pq.read_table(path, columns=[name]).column(0).combine_chunks()
        keys = self._column(other, "iati_identifier")
        if len(pc.unique(keys)) != len(keys):
            raise ValueError(f"{other} has an activity twice")
        wanted = pc.index_in(self._column(relation, "iati_identifier"), value_set=keys, skip_nulls=True)
        return self._column(other, plain).take(wanted)

    def _rows(self, relation: str, names: list[str], where: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
        """Return the rows of a selection, sorted by all columns, the unknown last."""
        kept = pa.repeat(True, len(self._column(relation, names[0])))  # noqa: FBT003 - it is the value
        for column, values in ((self._column(relation, c["column"]), c["values"]) for c in where):
            wanted = [date.fromisoformat(v["date"]) if isinstance(v, dict) else v for v in values]
            kept = pc.and_(kept, pc.is_in(column, value_set=pa.array(wanted, column.type)))
        columns = [self._column(relation, name).filter(kept).to_pylist() for name in names]
        return sorted(zip(*columns, strict=True), key=lambda row: [(v is None, v) for v in row])

    def _selected(self, figure: dict[str, Any]) -> tuple[Value, str]:
        """Return the sum or count of the rows of a selection, and what of these rows is not as recorded."""
        relation, value, aggregate = (figure["lineage"][name] for name in ("relation", "value", "aggregate"))
        own = [] if aggregate == "count" or value in TRACE[relation] else [value]
        names = ["source_row", *TRACE[relation], *own, "snapshot", "locator"]
        rows = self._rows(relation, names, figure["lineage"].get("where", []))
        values = [row[names.index(value)] for row in rows]
        known = [v for v in values if v is not None]
        text = "\n".join("\t".join(f"{n}={v}" for n, v in zip(names, row, strict=True)) for row in rows)
        sources = {row[0] for row in rows} - {None}
        unknown = {row[0] for row, v in zip(rows, values, strict=True) if v is None} - {None}
        there = (len(sources), len(unknown), hashlib.sha256(text.encode()).hexdigest())
        said = (figure.get("rows", 0), figure.get("unknown", 0), self._rows_sha256.get(figure["id"]))
        both = zip(("rows", "rows of unknown value", "sha256 of rows"), there, said, strict=True)
        faults = "; ".join(f"{what}: {one}, recorded {other}" for what, one, other in both if one != other)
        if aggregate == "count":
            return Fraction(len(set(known))), faults
        whole = known and (aggregate == "sum" or len(known) == len(rows))
        return (sum(map(Fraction, known), Fraction(0)) if whole else None), faults

    def _derived(self, figure: dict[str, Any]) -> tuple[Value, str]:
        """Return what an operation makes of other figures, as they were found here."""
        operation, inputs = figure["lineage"]["operation"], figure["lineage"]["inputs"]
        values = [self.finding(name).found for name in inputs]
        apart = operation in {"difference", "change_percent"} and not comparable(*(self.figures[i] for i in inputs))
        if apart or (operation in OPERATIONS and None in values):
            return None, ""
        return (OPERATIONS | PARTIAL)[operation](*values), ""

    def _found(self, name: str) -> Finding:
        figure, kind = self.figures[name], self.figures[name]["lineage"]["type"]
        said = Fraction(figure["value"]) if figure.get("value") else None
        if kind in REASONS:
            return Finding(
                BY_HASH, name, said, said, f"{REASONS[kind]}: the sha256 of record, inputs and files bind it"
            )
        try:
            found, why = self._selected(figure) if kind == "selection" else self._derived(figure)
        except (KeyError, ValueError, TypeError, RecursionError, OSError, pa.ArrowException) as error:
            return Finding(DIFFERS, name, None, said, f"{type(error).__name__}: {error}")
        return Finding(SAME if found == said and not why else DIFFERS, name, found, said, why)


def sha256_of(path: Path) -> str:
    """Return the digest of a file, or of the names and digests of the files in a folder; nothing if it is not there."""
    if path.is_dir():
        lines = [f"{part.name} {sha256_of(part)}" for part in sorted(path.iterdir())]
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def inside(name: str) -> str:
    """Return a name of a record unless it leads out of its folder."""
    if not name or ".." in PurePosixPath(name).parts or name.startswith("/") or set(name) & set("\\\0:"):
        raise ValueError(f"“{name}” leads elsewhere")
    return name


def bound(folder: Path, home: Path, record: dict[str, Any], before: str) -> Iterator[tuple[str, str, str]]:
    """Yield what a record binds: its place, the digest that there is and the one that there should be."""
    rest = json.dumps({k: v for k, v in record.items() if k != "sha256"}, ensure_ascii=False, indent=1) + "\n"
    yield f"{before}edition.json", hashlib.sha256(rest.encode()).hexdigest(), record["sha256"]
    kept = home / "editions" / inside(record["id"]) / "edition.json"
    yield f"{before}edition.json as kept", sha256_of(kept), sha256_of(folder / "edition.json")
    beside = {f"{name}/edition.json": digest for name, digest in record.get("beside", {}).items()}
    for name, digest in (record["files"] | beside).items():
        yield before + name, sha256_of(folder / inside(name)), digest
    for name, digest in record.get("inputs", {}).items():
        yield before + name, sha256_of(home / "snapshots" / inside(digest)[:2] / digest), digest


def of_release(home: Path, release: str) -> Iterator[tuple[str, str, str]]:
    """Yield what a manifest binds, likewise; a release is named by its source files and the code that read them."""
    folder = home / "releases" / release
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    lines, sources = [manifest["builder"]], manifest["snapshots"]
    for s in sorted(sources, key=lambda s: (s["source"], s["name"], s["sha256"])):
        numbers = [str(s["vintage"])] * (s["vintage"] > 1) + [f"arrival {s['arrival']}"] * (s["arrival"] > 1)
        lines.append("\t".join((s["source"], s["name"], s["sha256"], *numbers)))
    yield "id of the release", hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16], release
    yield "manifest.json", sha256_of(folder / "manifest.json"), sha256_of(home / "manifests" / f"{release}.json")
    for name, digest in manifest["tables"].items():
        yield f"table {name}", sha256_of(folder / "tables" / inside(name)), digest
    yield "catalogue.sqlite", sha256_of(folder / "catalogue.sqlite"), manifest["catalogue"]
    for sha256, name in ((s["sha256"], s["name"]) for s in sources):
        yield f"source file {name}", sha256_of(home / "snapshots" / inside(sha256)[:2] / sha256), sha256


def check(folder: Path, home: Path, before: str = "") -> tuple[list[Finding], list[tuple[str, str, str]]]:
    """Return what became of each figure of an edition and of those beside it, and of each digest."""
    record = json.loads((folder / "edition.json").read_text("utf-8"))
    release = home / "releases" / inside(record.get("release") or "none")
    attributions = sorted(release.glob("attribution/*.parquet")) or [Path("none")]
    registers = [Register(record, release, attribution) for attribution in attributions]
    tried = [[register.finding(name) for name in register.figures] for register in registers]
    findings = min(tried, key=lambda findings: sum(f.verdict == DIFFERS for f in findings))
    digests = [*bound(folder, home, record, before), *(of_release(home, release.name) if record.get("release") else ())]
    for part in record.get("beside", {}):
        more, others = check(folder / inside(part), home, f"{before}{part}/")
        findings, digests = findings + more, digests + others
    return findings, [*dict.fromkeys(digests)]


def main() -> int:
    """Write a line a figure and a line a digest that differs, then how many there are of each; return the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("edition", type=Path, help="folder of the report, with edition.json")
    parser.add_argument("--home", type=Path, required=True, help="data folder with the release")
    options = parser.parse_args()
    try:
        findings, digests = check(options.edition, options.home)
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        parser.error(f"a record cannot be read: {type(error).__name__}: {error}")
    for verdict, figure, *values, why in findings:
        texts = ("unknown" if value is None else f"{value:.6f}" for value in values)
        sys.stdout.write("\t".join((verdict, figure, *texts, why)) + "\n")
    wrong = [(DIFFERS, place, there or "nothing", said, "sha256") for place, there, said in digests if there != said]
    sys.stdout.writelines("\t".join(line) + "\n" for line in wrong)
    counts = Counter(f.verdict for f in findings)
    figures = ", ".join(f"{number} {verdict}" for verdict, number in counts.items())
    sys.stdout.write(f"figures: {figures}; digests: {len(digests) - len(wrong)} of {len(digests)} same\n")
    return 1 if wrong or counts[DIFFERS] else 0


if __name__ == "__main__":
    sys.exit(main())
