"""A policy as the folder of files that a framework is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from grutto.store.files import write_atomically
from grutto_web.work.policies.lines import budget_lines, priority_lines

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from grutto_web.work.policies.lines import BudgetLineLine, PriorityLine
    from grutto_web.work.policies.models import Policy

SAVINGS = "savings"
"""The section that only some policies have."""
OUTLINE = (
    "summary",
    "policy",
    "finance",
    "account",
    "thresholds",
    "underspending",
    SAVINGS,
    "priorities",
    "countries",
    "attribution",
    "method",
)
REFERENCE = "policy"
RULES = "attribution.toml"


def write(policy: Policy, folder: Path) -> None:
    """Write a policy into a folder, over what was written there before."""
    written = files(policy)
    for name, text in written.items():
        write_atomically(folder / name, text.encode())
    if RULES not in written:
        (folder / RULES).unlink(missing_ok=True)  # rules of before name priorities that may be gone


def files(policy: Policy) -> dict[str, str]:
    """Return file name to text."""
    priorities = priority_lines(policy.priorities)
    lines = budget_lines(policy.budget_lines, [line.code for line in priorities])
    main = [*_head(policy), *(part for line in priorities for part in _priority(policy, line))]
    main += [part for line in lines for part in _budget_line(line)]
    if policy.threshold is not None:
        amount = f"{policy.threshold:f}"
        pairs = {"article_from": 0, "policy": amount, "technical": amount}
        main += ["[[threshold]]", *(f"{k} = {_text(v)}" for k, v in pairs.items()), *_dated(policy)]
    rules = [part for line in priorities if line.purposes for part in _purposes(line)]
    rules += [part for line in lines if line.priorities for part in _pays(line)]
    return {"framework.toml": "\n".join(main) + "\n"} | ({RULES: "\n".join(rules) + "\n"} if rules else {})


def _text(value: object) -> str:
    """Return a value as TOML has it; its strings are those of JSON."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _head(policy: Policy) -> Iterator[str]:
    yield f"owner = {_text(policy.owner)}"
    yield f"since = {policy.holds_from.isoformat()}"
    yield f"language = {_text(policy.language)}"
    yield f"outline = {_text([name for name in OUTLINE if name != SAVINGS or policy.savings])}"
    yield from _named("title", policy.title_en, policy.title_nl)
    yield f"[reference.{REFERENCE}]"
    yield f"document = {_text(policy.document)}"
    yield f"date = {policy.document_date.isoformat()}"


def _named(key: str, english: str, dutch: str) -> tuple[str, str, str]:
    return f"[{key}]", f"en = {_text(english)}", f"nl = {_text(dutch)}"


def _dated(policy: Policy) -> tuple[str, str]:
    return f"reference = {_text(REFERENCE)}", f"since = {policy.holds_from.isoformat()}"


def _priority(policy: Policy, line: PriorityLine) -> Iterator[str]:
    yield "[[priority]]"
    yield f"code = {_text(line.code)}"
    yield from _dated(policy)
    yield from _named("priority.name", line.name_en, line.name_nl)


def _budget_line(line: BudgetLineLine) -> Iterator[str]:
    yield "[[budget_line]]"
    yield f"code = {_text(line.code)}"
    yield from _named("budget_line.name", line.name_en, line.name_nl)
    for year, amount in line.voted:
        yield "[[budget_line.voted]]"
        yield f"year = {year}"
        yield f"amount = {_text(f'{amount:f}')}"
        yield f"reference = {_text(REFERENCE)}"


def _purposes(line: PriorityLine) -> Iterator[str]:
    """Yield the rules that give activities with some purpose codes to a priority: groups and codes apart."""
    groups = tuple(code for code in line.purposes if len(code) == 3)
    for vocabulary, codes in (("1", tuple(c for c in line.purposes if len(c) == 5)), ("2", groups)):
        if codes:
            yield from ("[[attribution]]", f"priority = {_text(line.code)}", 'relation = "sector"')
            yield f"reference = {_text(REFERENCE)}"
            english, dutch = ("Its purpose is one of this priority.", "Het doel ervan hoort bij deze prioriteit.")
            yield from _named("attribution.reason", english, dutch)
            yield from ("[attribution.where]", f"vocabulary = {_text([vocabulary])}", f"code = {_text(list(codes))}")


def _pays(line: BudgetLineLine) -> Iterator[str]:
    yield from ("[[attribution]]", f"budget_line = {_text(line.code)}", 'relation = "attribution"')
    yield f"reference = {_text(REFERENCE)}"
    english, dutch = ("The budget pays these priorities from it.", "De begroting betaalt deze prioriteiten eruit.")
    yield from _named("attribution.reason", english, dutch)
    yield from ("[attribution.where]", f"priority = {_text(list(line.priorities))}")
