"""Every kind of rule of the specification, with a snippet that keeps it and one that breaks it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from lxml import etree

from grutto.checks.kinds import Setting
from grutto.checks.place import Hit, locator
from grutto.checks.rules import tests_of as ready
from grutto.checks.ruleset import KEYS, parse_ruleset
from grutto.checks.wellformed import TextPart

TODAY = date(2024, 1, 1)
IDS = {"ORG-ID": frozenset({"XM-DAC-7"}), "ORG-ID-PREFIX": frozenset({"XM-DAC", "GB-COH"})}

CASES: list[tuple[str, dict[str, Any], str, str, str]] = [
    ("no_more_than_one", {"paths": ["a"]}, "<a/>", "<a/><a/>", "/x/y[1]/a[2]"),
    ("noMoreThanOne", {"paths": ["a", "b"]}, "<a/>", "<a/><b/>", "/x/y[1]/b[1]"),
    ("atleast_one", {"paths": ["a", "@b"]}, "<a/>", "<c/>", "/x/y[1]"),
    ("atLeastOne", {"paths": ["a/text()"]}, "<a>t</a>", "<a/>", "/x/y[1]"),
    ("only_one_of", {"excluded": ["b"], "paths": ["a"]}, "<a/>", "<a/><b/>", "/x/y[1]"),
    ("only_one_of", {"excluded": ["b"], "paths": ["a"]}, "<b/>", "<a/><a/>", "/x/y[1]"),
    ("onlyOneOf", {"excluded": ["b"], "paths": ["a"]}, "<a/>", "<c/>", "/x/y[1]"),
    (
        "one_or_all",
        {"one": "lang", "all": "lang"},
        "<lang/><narrative/>",
        "<t><narrative/></t>",
        "/x/y[1]/t[1]/narrative[1]",
    ),
    (
        "one_or_all",
        {"one": "o", "all": "currency"},
        "<value currency='E'/>",
        "<b><value/></b>",
        "/x/y[1]/b[1]/value[1]",
    ),
    (
        "oneOrAll",
        {"one": "sector", "all": "sector"},
        "<transaction><sector/></transaction>",
        "<transaction><sector/></transaction><transaction/>",
        "/x/y[1]/transaction[2]",
    ),
    ("one_or_all", {"one": "a", "all": "b"}, "<b/>", "<c/>", "/x/y[1]"),
    ("dependent", {"paths": ["a", "b"]}, "<a/><b/>", "<a/>", "/x/y[1]"),
    ("dependent", {"paths": ["a", "b"]}, "<c/>", "<b/>", "/x/y[1]"),
    ("sum", {"paths": ["a/@p"], "sum": 100}, "<a p='33.3'/><a p='66.7'/>", "<a p='50'/><a p='49'/>", "/x/y[1]/a[1]"),
    ("sum", {"paths": ["a/@p"], "sum": 100}, "<b/>", "<a p='50%'/><a p='50'/>", "/x/y[1]/a[1]"),
    ("strict_sum", {"paths": ["a/@p"], "sum": 100}, "<a p='33.33333'/><a p='66.66667'/>", "<b/>", "/x/y[1]"),
    ("strictSum", {"paths": ["a", "b"], "sum": 100}, "<a>40</a><b>60</b>", "<a>40</a><b>60.001</b>", "/x/y[1]/a[1]"),
    (
        "date_order",
        {"less": "a/@d", "more": "b/@d"},
        "<a d='2023-01-01'/><b d='2023-01-01'/>",
        "<a d='2023-01-02'/><b d='2023-01-01'/>",
        "/x/y[1]/a[1]/@d",
    ),
    (
        "date_order",
        {"less": "a/@d", "more": "b/@d"},
        "<a d='2023-01-02'/><b d='soon'/>",
        "<a d='2022-01-01'/><a d='2023-01-02'/><b d='2023-01-01Z'/>",
        "/x/y[1]/a[2]/@d",
    ),
    ("dateOrder", {"less": "a/@d", "more": "NOW"}, "<a d='2024-01-01'/>", "<a d='2024-01-02'/>", "/x/y[1]/a[1]/@d"),
    ("date_order", {"less": "NOW", "more": "a/@d"}, "<a d='2024-01-01'/>", "<a d='2023-12-31'/>", "/x/y[1]/a[1]/@d"),
    ("dateNow", {"date": "a/@d"}, "<a d='2023-12-31T23:00:00Z'/>", "<a d='2024-01-02T00:00:00'/>", "/x/y[1]/a[1]/@d"),
    (
        "time_limit",
        {"start": "s/@d", "end": "e/@d"},
        "<s d='2023-01-01'/><e d='2024-01-01'/>",
        "<s d='2023-01-01'/><e d='2024-01-02'/>",
        "/x/y[1]/e[1]/@d",
    ),
    (
        "timeLimit",
        {"start": "s/@d", "end": "e/@d"},
        "<s d='2024-02-29'/><e d='2025-02-28'/>",
        "<s d='2024-02-29'/><e d='2025-03-01'/>",
        "/x/y[1]/e[1]/@d",
    ),
    (
        "between_dates",
        {"date": "a/@d", "start": "s/@d", "end": "e/@d"},
        "<s d='2023-01-01'/><e d='2023-02-01'/><a d='2023-02-01'/>",
        "<s d='2023-01-01'/><e d='2023-02-01'/><a d='2023-02-02'/>",
        "/x/y[1]/a[1]/@d",
    ),
    (
        "betweenDates",
        {"date": "a/@d", "start": "s/@d", "end": "e/@d"},
        "<a d='2023-02-01'/><s d='2023-03-01'/>",
        "<s d='2023-01-01'/><e d='2023-02-01'/><a d='2022-02-02'/>",
        "/x/y[1]/a[1]/@d",
    ),
    ("regex_matches", {"paths": ["a"], "regex": "^[^/]+$"}, "<a>b</a><a/>", "<a>b</a><a>b/c</a>", "/x/y[1]/a[2]"),
    ("regexNoMatches", {"paths": ["a/@r"], "regex": "^\\d"}, "<a r='b1'/>", "<a r='1b'/>", "/x/y[1]/a[1]/@r"),
    (
        "startswith",
        {"paths": ["a"], "prefix": ["b/@r", "c"], "separator": "-"},
        "<a>N-1</a><b r='M'/><c>N</c>",
        "<a>N1</a><c>N</c>",
        "/x/y[1]/a[1]",
    ),
    ("startsWith", {"paths": ["a"], "prefix": ["ORG-ID-PREFIX"]}, "<a>GB-COH-12</a>", "<a>GB-12</a>", "/x/y[1]/a[1]"),
    ("unique", {"paths": ["a", "b/@r"]}, "<a>1</a><b r='2'/>", "<a>1</a><b r='1'/>", "/x/y[1]/b[1]/@r"),
    ("evaluates_to_true", {"eval": "count(a) = count(b)"}, "<a/><b/>", "<a/>", "/x/y[1]"),
    ("if_then", {"if": "a", "then": "b", "paths": ["a"]}, "<b/>", "<a>1</a>", "/x/y[1]/a[1]"),
    ("ifThen", {"if": "a", "then": "number(a) = a"}, "<a>1</a>", "<a>1,000</a>", "/x/y[1]"),
    (
        "range",
        {"paths": ["a/@p"], "min": 0, "max": 100},
        "<a p='0'/><a p='100.0'/><a p=''/>",
        "<a p='1'/><a p='100.1'/>",
        "/x/y[1]/a[2]/@p",
    ),
    ("range", {"paths": ["a"], "min": 1}, "<a>9999</a>", "<a>many</a>", "/x/y[1]/a[1]"),
    ("no_spaces", {"paths": ["a"]}, "<a>b c</a>", "<a>\n b</a>", "/x/y[1]/a[1]"),
    ("noSpaces", {"paths": ["@r", "a/@r"]}, "<a r='1'/>", "<a r='1 '/>", "/x/y[1]/a[1]/@r"),
    ("no_percent", {"paths": ["a"]}, "<a>5</a>", "<a>5%</a>", "/x/y[1]/a[1]"),
    (
        "loop",
        {
            "foreach": "a/@v",
            "subs": ["paths"],
            "do": {"strict_sum": {"cases": [{"paths": ["a[@v = '$1']/@p"], "sum": 100}]}},
        },
        "<a v='1' p='100'/><a v='2' p='40'/><a v='2' p='60'/>",
        "<a v='1' p='100'/><a v='2' p='40'/><a v='2' p='50'/>",
        "/x/y[1]/a[2]",
    ),
    (
        "loop",
        {
            "foreach": "a/@v",
            "subs": ["if", "then"],
            "do": {"if_then": {"cases": [{"if": "count(a[@v = '$1']) > 1", "then": "b"}]}},
        },
        "<a v='it&apos;s' /><a v='&quot;'/>",
        "<a v='it&apos;s'/><a v='it&apos;s'/>",
        "/x/y[1]",
    ),
]


def hits(kind: str, case: dict[str, Any], inside: str, context: str = "/x/y") -> list[Hit]:
    rules = parse_ruleset({context: {kind: {"cases": [case]}}}, "test")
    text = f"<x><y>{inside}</y></x>".encode()
    part = TextPart(etree.fromstring(text), 0, True, 0, text)
    return [hit for test in ready(rules, Setting(TODAY, IDS)) for hit in test.hits(part)]


@pytest.mark.parametrize(("kind", "case", "kept", "broken", "place"), CASES)
def test_each_kind_is_kept_and_broken(kind: str, case: dict[str, Any], kept: str, broken: str, place: str) -> None:
    assert hits(kind, case, kept) == []
    if place:
        assert [locator(hit.spot) for hit in hits(kind, case, broken)] == [place]


def test_every_kind_of_the_specification_has_a_case() -> None:
    plain = {kind.replace("_", "").lower() for kind, *_ in CASES}
    assert plain == {kind.replace("_", "") for kind in KEYS}


def test_a_condition_silences_a_rule() -> None:
    case = {"paths": ["a"], "condition": "@on = '1'"}
    assert hits("atleast_one", case, "", "/x/y") == []
    assert len(hits("atleast_one", {**case, "condition": "not(@on)"}, "")) == 1
    assert hits("range", {"paths": ["a"], "min": 1, "condition": "b"}, "<a>0</a>") == []
    assert len(hits("range", {"paths": ["a"], "min": 1, "condition": "b"}, "<a>0</a><b/>")) == 1


def test_id_conditions_spare_known_publishers() -> None:
    slash = {"paths": ["a"], "regex": "^[^/]+$"}
    assert hits("regex_matches", {**slash, "idCondition": "NOT_EXISTING_ORG_ID"}, "<a>XM-DAC-7</a>") == []
    assert len(hits("regex_matches", {**slash, "idCondition": "NOT_EXISTING_ORG_ID"}, "<a>XM-DAC-7/1</a>")) == 1
    assert hits("regex_matches", {**slash, "idCondition": "NOT_EXISTING_ORG_ID_PREFIX"}, "<a>XM-DAC-7-/1</a>") == []
    assert len(hits("regex_matches", {**slash, "idCondition": "NOT_EXISTING_ORG_ID_PREFIX"}, "<a>XM-DAC-8-/1</a>")) == 1


def test_a_union_of_contexts_is_judged_on_both_sides() -> None:
    found = hits("atleast_one", {"paths": ["@r"]}, "<a/><b r='1'/><b/>", "/x/y/a | /x/y/b[not(@s='|')]")
    assert [locator(hit.spot) for hit in found] == ["/x/y[1]/a[1]", "/x/y[1]/b[2]"]


def test_a_date_in_the_attribute_of_the_context_itself() -> None:
    found = hits("date_now", {"date": "@d"}, "<a d='2024-01-02'/>", "/x/y/a")
    assert [locator(hit.spot) for hit in found] == ["/x/y[1]/a[1]/@d"]


def test_what_was_found_is_shown() -> None:
    assert hits("time_limit", {"start": "s", "end": "e"}, "<s>2023-01-01</s><e>2024-06-01</e>")[0].spot.value == (
        "2023-01-01 to 2024-06-01: 518 days"
    )
    assert hits("strict_sum", {"paths": ["a"], "sum": 100}, "<a>1.5</a>")[0].spot.value == "the sum is 1.5"
    many = "".join(f"<a>{n}</a>" for n in range(8))
    assert hits("no_more_than_one", {"paths": ["a"]}, many)[0].spot.value == "0 · 1 · 2 · 3 · 4 … and 3 more"
