"""Judgements of kind `attribution`: what people decide about activities, as rules of a framework."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import TYPE_CHECKING

from grutto.errors import JudgementProblem, JudgementsError
from grutto.message import Message, msg
from grutto.model.framework import AttributionRule
from grutto.store.codec import encode

if TYPE_CHECKING:
    from grutto.model.figure import Plain
    from grutto.model.framework import Framework
    from grutto.model.judgement import Judgement


def decided(framework: Framework, judgements: tuple[Judgement, ...]) -> Framework:
    """Return a framework in which the attributions of people outrank its rules; its version is another then.

    Raises:
        JudgementsError: attributions name a priority or budget line that the framework does not have.
    """
    own = tuple(j for j in judgements if j.kind == "attribution")
    if not own:
        return framework
    if problems := tuple(p for j in own for p in _problems(framework, j)):
        raise JudgementsError(problems)
    rules = tuple(rule for judgement in own for rule in _rules(judgement))
    text = json.dumps([encode(rule, AttributionRule) for rule in rules], ensure_ascii=False, sort_keys=True)
    version = hashlib.sha256(f"{framework.sha256}\n{text}".encode()).hexdigest()
    return replace(framework, attribution=(*framework.attribution, *rules), sha256=version)


def _rules(judgement: Judgement) -> list[AttributionRule]:
    """Return a rule for the priority and one for the budget line, as far as the judgement names them."""
    classifications = [{"priority": judgement.priority}, {"budget_line": judgement.budget_line}]
    reasons = {code: f"{judgement.author}: {text}" for code, text in judgement.text.items()}
    where: dict[str, tuple[Plain, ...]] = {"iati_identifier": (judgement.about,)}
    return [
        AttributionRule("activity", where, reasons, decides=True, **part)
        for part in classifications
        if all(part.values())
    ]


def _problems(framework: Framework, judgement: Judgement) -> list[JudgementProblem]:
    known = {
        "priority": {priority.code for priority in framework.priority},
        "budget line": {line.code for line in framework.budget_line},
    }
    named = {"priority": judgement.priority, "budget line": judgement.budget_line}
    found = [
        JudgementProblem(
            judgement.id,
            "unresolved",
            Message(
                "names a {part} that the framework {framework} does not have",
                part=Message(part),
                framework=framework.id,
            ),
            code,
            Message("one of: {known}", known=", ".join(sorted(known[part]))),
        )
        for part, code in named.items()
        if code and code not in known[part]
    ]
    if not any(named.values()):
        what, repair = msg("attributes to nothing"), msg("give it a priority, a budget line or both")
        found.append(JudgementProblem(judgement.id, "unresolved", what, judgement.about, repair))
    return found
