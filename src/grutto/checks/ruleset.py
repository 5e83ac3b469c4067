"""Rulesets in the JSON form of the IATI standard (`rulesets/SPEC.rst`), read and checked against that form.

A ruleset is `{context: {rule name: {"cases": [case, …]}}}`. Names may be written in snake case or camel case. A case
may carry `ruleInfo` with `id`, `severity`, `message` and, beyond the standard, `repair`.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from grutto.errors import DeclarationError
from grutto.message import Message
from grutto.store.wording import of_content

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from grutto.model.finding import Severity

KEYS = {
    "no_more_than_one": {"paths"},
    "atleast_one": {"paths"},
    "only_one_of": {"excluded", "paths"},
    "one_or_all": {"one", "all"},
    "dependent": {"paths"},
    "sum": {"paths", "sum"},
    "strict_sum": {"paths", "sum"},
    "date_order": {"less", "more"},
    "date_now": {"date"},
    "time_limit": {"start", "end"},
    "between_dates": {"date", "start", "end"},
    "regex_matches": {"paths", "regex"},
    "regex_no_matches": {"paths", "regex"},
    "startswith": {"paths", "prefix"},
    "unique": {"paths"},
    "evaluates_to_true": {"eval"},
    "if_then": {"if", "then"},
    "loop": {"foreach", "do", "subs"},
    "range": {"paths"},
    "no_spaces": {"paths"},
    "no_percent": {"paths"},
}
"""Rule name to the keys that its cases must have."""

OPTIONAL = {
    "if_then": {"paths"},
    "evaluates_to_true": {"paths"},
    "startswith": {"separator"},
    "range": {"min", "max"},
    "loop": {"cases"},
}
ALWAYS = {"condition", "id_condition", "rule_info"}
ID_CONDITIONS = {"NOT_EXISTING_ORG_ID", "NOT_EXISTING_ORG_ID_PREFIX"}
LISTS = {"paths", "excluded", "prefix", "subs"}
SEVERITY: dict[str, Severity] = {
    "critical": "critical",
    "error": "error",
    "warning": "warning",
    "advisory": "advice",
    "advice": "advice",
}


@dataclass(frozen=True, slots=True)
class StandardRule:
    """One case of one rule.

    Args:
        kind: rule name in snake case.
        context: XPath of the elements it is about.
        case: its keys, in snake case; lists as tuples.
        code: `rule.` and the id that the ruleset gives it, else its kind.
        severity: see `Severity`.
        message: plain words, from the ruleset.
        repair: what to do, where the ruleset says it.
        do: for a loop, the rules to apply to each value.
    """

    kind: str
    context: str
    case: dict[str, Any]
    code: str
    severity: Severity
    message: str
    repair: str
    do: tuple[StandardRule, ...] = field(default=())


def read_ruleset(path: Path, prefix: str = "rule") -> tuple[StandardRule, ...]:
    """Return the rules of a file.

    Args:
        path: JSON in the form of the standard.
        prefix: put before each rule's id to make its code.

    Raises:
        DeclarationError: it is not JSON, or a rule is unknown, incomplete or has keys that its kind does not know.
    """
    try:
        content = json.loads(path.read_text("utf-8"))
        return tuple(parse_ruleset(content, path.name, prefix))
    except (OSError, ValueError) as error:
        raise DeclarationError("This ruleset cannot be read: {detail}", where=path, detail=of_content(error)) from error


def parse_ruleset(content: object, where: str, prefix: str = "rule") -> Iterator[StandardRule]:
    """Yield the rules of a ruleset; arguments and errors as for `read_ruleset`."""
    for context, rules in _table(content, where).items():
        place = f"{where}, {context}"
        for name, body in _table(rules, place).items():
            for case in _cases(body, f"{place}, {name}"):
                yield _rule(name, context, case, f"{place}, {name}", prefix)


def _rule(name: str, context: str, case: dict[str, Any], where: str, prefix: str) -> StandardRule:
    kind = _snake(name, where)
    keys = {_key(key): value for key, value in case.items()}
    _check(kind, keys, where)
    info = _table(keys.pop("rule_info", {}), where)
    loop = tuple(parse_ruleset({context: keys["do"]}, where, prefix)) if kind == "loop" else ()
    return StandardRule(
        kind,
        context,
        {key: tuple(value) if isinstance(value, list) else value for key, value in keys.items()},
        f"{prefix}.{info.get('id', kind)}",
        _severity(info.get("severity", "error"), where),
        str(info["message"]) if "message" in info else Message("The rule {kind} is broken", kind=kind),
        str(info.get("repair", "")),
        loop,
    )


def _check(kind: str, keys: dict[str, Any], where: str) -> None:
    missing = KEYS[kind] - set(keys)
    unknown = set(keys) - KEYS[kind] - OPTIONAL.get(kind, set()) - ALWAYS
    if missing or unknown:
        what = Message("This rule does not know {keys}", keys=", ".join(sorted(unknown)))
        if missing:
            what = Message("This rule lacks {keys}", keys=", ".join(sorted(missing)))
        raise DeclarationError(what, where=where, repair="see rulesets/SPEC.rst of the standard")
    for key in LISTS & set(keys):
        value = keys[key]
        keys[key] = [value] if isinstance(value, str) else value
        if not (isinstance(keys[key], list) and all(isinstance(item, str) for item in keys[key])):
            raise DeclarationError("“{key}” must be a list of texts", where=where, key=key)
        if not keys[key] and key != "excluded":
            raise DeclarationError("“{key}” is empty", where=where, repair="name at least one path", key=key)
    if keys.get("id_condition", "NOT_EXISTING_ORG_ID") not in ID_CONDITIONS:
        raise DeclarationError(
            "There is no idCondition “{id_condition}”", where=where, id_condition=keys["id_condition"]
        )


def _snake(name: str, where: str) -> str:
    """Return the name of a rule in snake case: `atLeastOne` and `atleast_one` are the same."""
    plain = name.replace("_", "").lower()
    for kind in KEYS:
        if kind.replace("_", "") == plain:
            return kind
    raise DeclarationError(
        "There is no rule “{name}”", where=where, repair="one of: {keys}", name=name, keys=", ".join(KEYS)
    )


def _key(key: str) -> str:
    return re.sub(r"([A-Z])", lambda found: "_" + found[1].lower(), key)


def _cases(body: object, where: str) -> list[dict[str, Any]]:
    cases = _table(body, where).get("cases")
    if not isinstance(cases, list):
        raise DeclarationError("A rule needs a list “cases”", where=where)
    return [_table(case, where) for case in cases]


def _table(content: object, where: str) -> dict[str, Any]:
    if not isinstance(content, dict):
        raise DeclarationError("An object {…} is expected here", where=where)
    return content


def _severity(text: object, where: str) -> Severity:
    if text not in SEVERITY:
        raise DeclarationError(
            "There is no severity “{text}”",
            where=where,
            repair="one of: {severity}",
            text=str(text),
            severity=", ".join(SEVERITY),
        )
    return SEVERITY[str(text)]
