"""The kinds of rules of the IATI ruleset specification (`rulesets/SPEC.rst`), each a small judge of one element.

Where the specification is silent, the judges follow the published test cases of the standard's validator: an empty
text breaks no regular expression, sums are compared to four decimals, a year ends on the same day of the next one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from grutto.checks.place import Spot, spot_of, text_of
from grutto.checks.xpaths import compiled, found
from grutto.errors import DeclarationError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from lxml import etree

    from grutto.checks.ruleset import StandardRule

    type Variables = dict[str, str]
    type Judge = Callable[[etree._Element, Variables], Iterator[Spot]]
    type Bad = Callable[[str], bool]
    type Dates = Callable[[etree._Element, Variables], Iterator[tuple[Any, date]]]

NOW = "NOW"
CENT = Decimal("0.0001")
NEAR = 0.00001
"""Sums in binary fractions that are nearer than this to the wanted one are right also to `CENT`."""
MANY = 5
ALL = {
    "lang": ".//narrative[not(@xml:lang)]",
    "currency": "(.//value | .//forecast | .//loan-status)[not(@currency)]",
    "sector": "transaction[not(sector)]",
    "recipient-country|recipient-region": "transaction[not(recipient-country or recipient-region)]",
}
"""What breaks the condition that `all` names in `one_or_all`; any other text is an XPath that must find something."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What rules are judged against beside the file.

    Args:
        today: dates after it are in the future.
        id_sets: `ORG-ID` (identifiers of publishers) and `ORG-ID-PREFIX` (registration agencies).
    """

    today: date
    id_sets: Mapping[str, frozenset[str]]


def violation(rule: StandardRule) -> str:
    """Return the XPath that holds where a rule is broken; empty if its kind cannot be said in XPath."""
    case = rule.case
    if rule.kind == "one_or_all":
        broken = ALL.get(case["all"], f"self::*[not({case['all']})]")
        return f"not({case['one']}) and ({broken})"
    if rule.kind == "if_then":
        return f"boolean({case['if']}) and not({case['then']})"
    if rule.kind == "evaluates_to_true":
        return f"not({case['eval']})"
    return _miscounted(rule.kind, case)


def _miscounted(kind: str, case: dict[str, Any]) -> str:
    """Return the XPath for the kinds that count what their paths find."""
    paths = [f"({path})" for path in case.get("paths", ())]
    any_, every, number = " or ".join(paths), " and ".join(paths), " + ".join(f"count{p}" for p in paths)
    excluded = " or ".join(f"boolean({path})" for path in case.get("excluded", ()))
    return {
        "no_more_than_one": f"{number} > 1",
        "atleast_one": f"not({any_})",
        "dependent": f"({any_}) and not({every})",
        "only_one_of": f"(({excluded}) and ({any_})) or (not({excluded}) and {number} != 1)",
    }.get(kind, "")


def bad_value(rule: StandardRule, setting: Setting) -> Bad | None:
    """Return what makes a single value break a rule; `None` if values cannot be judged one by one."""
    case = rule.case
    if rule.kind in {"regex_matches", "regex_no_matches"}:
        search, wanted = _regex(case["regex"]), rule.kind == "regex_matches"
        return lambda text: bool(text) and (search(text) is not None) != wanted
    if rule.kind == "no_spaces":
        return lambda text: text != text.strip()
    if rule.kind == "no_percent":
        return lambda text: "%" in text
    if rule.kind == "range":
        least, most = _number(case.get("min")), _number(case.get("max"))
        return lambda text: bool(text.strip()) and not _within(_decimal(text), least, most)
    if rule.kind == "date_now" or (case.get("more") == NOW and case["less"] != NOW):
        return lambda text: (day_of(text) or date.min) > setting.today
    return None


def value_paths(rule: StandardRule) -> tuple[str, ...]:
    """Return the paths to the values that `bad_value` judges."""
    if rule.kind == "date_now":
        return (rule.case["date"],)
    return (rule.case["less"],) if rule.kind == "date_order" else tuple(rule.case["paths"])


def judge_of(rule: StandardRule, setting: Setting) -> Judge:
    """Return the judge of one rule: given an element of its context it yields the spots that break the rule."""
    broken = violation(rule)
    if broken:
        return _guarded(rule, _predicate(rule, broken), setting)
    bad = bad_value(rule, setting)
    if bad is not None:
        return _guarded(rule, _each(value_paths(rule), bad), setting)
    return _guarded(rule, JUDGES[rule.kind](rule, setting), setting)


def _guarded(rule: StandardRule, judge: Judge, setting: Setting) -> Judge:
    """Return a judge that is silent where `condition` or `idCondition` do not hold."""
    condition = compiled(f"boolean({rule.case['condition']})") if "condition" in rule.case else None
    ids = [compiled(path) for path in rule.case["paths"]] if "id_condition" in rule.case else []
    known = setting.id_sets.get("ORG-ID", frozenset())
    prefix = rule.case.get("id_condition") == "NOT_EXISTING_ORG_ID_PREFIX"

    def guarded(node: etree._Element, variables: Variables) -> Iterator[Spot]:
        if condition is not None and not condition(node, **variables):
            return
        texts = (text_of(item) for item in found(ids, node, variables))
        if any(_starts(text, known, "-") if prefix else text in known for text in texts):
            return
        yield from judge(node, variables)

    return guarded if condition is not None or ids else judge


def _predicate(rule: StandardRule, broken: str) -> Judge:
    """Judge by an XPath; what is shown are the things that the rule's paths find."""
    test = compiled(f"boolean({broken})")
    case = rule.case
    shown = list(case.get("paths", ())) or ([ALL[case["all"]]] if case.get("all") in ALL else [])
    paths = [compiled(path, smart=True) for path in shown]
    from_second = rule.kind == "no_more_than_one"
    at_first = from_second or rule.kind in {"one_or_all", "if_then"}

    def judge(node: etree._Element, variables: Variables) -> Iterator[Spot]:
        if not test(node, **variables):
            return
        spots = [spot_of(item, node) for item in found(paths, node, variables)]
        place = spots[min(from_second, len(spots) - 1)] if at_first and spots else Spot(node)
        yield Spot(place.element, place.attribute, _listed(spots))

    return judge


def _listed(spots: list[Spot]) -> str:
    """Return some values in one line, and how many more there are."""
    texts = [" ".join(spot.value.split())[:40] for spot in spots]
    texts = [text for text in texts if text]
    more = f" … and {len(texts) - MANY} more" if len(texts) > MANY else ""
    return " · ".join(texts[:MANY]) + more


def _each(paths: tuple[str, ...], bad: Bad) -> Judge:
    """Judge each value by itself."""
    xpaths = [compiled(path, smart=True) for path in paths]

    def judge(node: etree._Element, variables: Variables) -> Iterator[Spot]:
        for item in found(xpaths, node, variables):
            if bad(text_of(item)):
                yield spot_of(item, node)

    return judge


def _date_order(rule: StandardRule, setting: Setting) -> Judge:
    """`less` must not be after `more`; either may be `NOW`. If one is missing or no date, nothing is said."""
    less, more = (_dates(rule.case[key], setting) for key in ("less", "more"))

    def judge(node: etree._Element, variables: Variables) -> Iterator[Spot]:
        later = list(more(node, variables))
        earliest = min((day for _, day in later), default=date.max)
        for item, day in less(node, variables):
            if day > earliest:
                yield _compared(later[0][0] if item is None else item, node, f"{day} is after {earliest}")

    return judge


def _time_limit(rule: StandardRule, setting: Setting) -> Judge:
    """`end` must not be after the day of `start` in the next year."""
    start, end = (_dates(rule.case[key], setting) for key in ("start", "end"))

    def judge(node: etree._Element, variables: Variables) -> Iterator[Spot]:
        starts = [day for _, day in start(node, variables)]
        for item, day in end(node, variables):
            if starts and day > _year_after(min(starts)):
                yield _compared(item, node, f"{min(starts)} to {day}: {(day - min(starts)).days + 1} days")

    return judge


def _between_dates(rule: StandardRule, setting: Setting) -> Judge:
    """Each `date` must lie from `start` to `end`, both included."""
    at, start, end = (_dates(rule.case[key], setting) for key in ("date", "start", "end"))

    def judge(node: etree._Element, variables: Variables) -> Iterator[Spot]:
        bounds = [[day for _, day in dates(node, variables)] for dates in (start, end)]
        for item, day in at(node, variables):
            if all(bounds) and not bounds[0][0] <= day <= bounds[1][0]:
                yield _compared(item, node, f"{day} is not from {bounds[0][0]} to {bounds[1][0]}")

    return judge


def _sum(rule: StandardRule, _setting: Setting) -> Judge:
    """Values must add up; `sum` says nothing where there are none, `strict_sum` does."""
    paths = [compiled(path, smart=True) for path in rule.case["paths"]]
    wanted = Decimal(str(rule.case["sum"]))
    roughly = compiled(" + ".join(f"sum({path})" for path in rule.case["paths"]))

    def judge(node: etree._Element, variables: Variables) -> Iterator[Spot]:
        if abs(float(str(roughly(node, **variables))) - float(wanted)) < NEAR:
            return
        items = list(found(paths, node, variables))
        numbers = [_decimal(text_of(item)) for item in items]
        total = None if None in numbers else sum((n for n in numbers if n is not None), Decimal(0))
        if (items or rule.kind == "strict_sum") and (total is None or total.quantize(CENT) != wanted.quantize(CENT)):
            said = "not numbers" if total is None else f"{total:f}"
            yield Spot(spot_of(items[0], node).element if items else node, "", f"the sum is {said}")

    return judge


def _startswith(rule: StandardRule, setting: Setting) -> Judge:
    """Each value must start with a prefix and the separator; prefixes are XPaths or the name of an id set."""
    prefixes, separator = rule.case["prefix"], rule.case.get("separator", "")
    listed = frozenset[str]().union(*(setting.id_sets[name] for name in prefixes if name in setting.id_sets))
    sources = [compiled(path) for path in prefixes if path not in setting.id_sets]
    paths = [compiled(path, smart=True) for path in rule.case["paths"]]

    def judge(node: etree._Element, variables: Variables) -> Iterator[Spot]:
        starts = tuple(text_of(item) + separator for item in found(sources, node, variables))
        for item in found(paths, node, variables):
            text = text_of(item)
            if not text.startswith(starts) and not _starts(text, listed, separator or "-"):
                yield spot_of(item, node)

    return judge


def _unique(rule: StandardRule, _setting: Setting) -> Judge:
    """No two values may be the same."""
    paths = [compiled(path, smart=True) for path in rule.case["paths"]]

    def judge(node: etree._Element, variables: Variables) -> Iterator[Spot]:
        seen: set[str] = set()
        for item in found(paths, node, variables):
            if text_of(item) in seen:
                yield spot_of(item, node)
            seen.add(text_of(item))

    return judge


JUDGES: dict[str, Callable[[StandardRule, Setting], Judge]] = {
    "date_order": _date_order,
    "time_limit": _time_limit,
    "between_dates": _between_dates,
    "sum": _sum,
    "strict_sum": _sum,
    "startswith": _startswith,
    "unique": _unique,
}


def day_of(text: str) -> date | None:
    """Return the day that an ISO date or moment begins with; `None` if it is none (the schema says so)."""
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None


def _dates(expression: str, setting: Setting) -> Dates:
    """Return what finds the dates of an XPath, each with its place; `NOW` is today and has none."""
    if expression == NOW:
        return lambda _node, _variables: iter([(None, setting.today)])
    xpath = compiled(expression, smart=True)

    def dates(node: etree._Element, variables: Variables) -> Iterator[tuple[Any, date]]:
        days = ((item, day_of(text_of(item))) for item in found((xpath,), node, variables))
        return ((item, day) for item, day in days if day)

    return dates


def _compared(item: Any, node: etree._Element, text: str) -> Spot:
    spot = Spot(node) if item is None else spot_of(item, node)
    return Spot(spot.element, spot.attribute, text)


def _year_after(day: date) -> date:
    """Return the same day of the next year; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return date.max if day.year == date.max.year else day.replace(year=day.year + 1, day=28)


def _starts(text: str, known: frozenset[str], separator: str) -> bool:
    """Tell whether a text starts with a known one and the separator; quick however many are known."""
    at = text.find(separator)
    while at >= 0:
        if text[:at] in known:
            return True
        at = text.find(separator, at + 1)
    return False


def _decimal(text: str) -> Decimal | None:
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number.adjusted()) < 20 else None


def _number(value: object) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _within(number: Decimal | None, least: Decimal | None, most: Decimal | None) -> bool:
    return number is not None and (least is None or number >= least) and (most is None or number <= most)


def _regex(pattern: str) -> Callable[[str], re.Match[str] | None]:
    try:
        return re.compile(pattern).search
    except re.error as error:
        raise DeclarationError(
            "This is not a regular expression: {detail}", where=pattern, detail=str(error)
        ) from error
