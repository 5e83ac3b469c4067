"""What people write about facts: signed, dated, and about a figure as it was then."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

Kind = Literal["attribution", "cause", "assessment", "finding", "narrative"]
"""attribution: to which priority or budget line an activity belongs · cause: of underspending, with its code ·
assessment: how something is judged · finding: what was found in data or on the spot · narrative: what happened, or why
a figure is as it is."""

CRITERIA = ("relevance", "coherence", "effectiveness", "efficiency", "impact", "sustainability")
"""The evaluation criteria of the OECD's Development Assistance Committee (2019)."""
EVIDENCE = ("strong", "moderate", "weak", "none")
"""Independent evaluation or audited data · own monitoring, checked · reported and not checked · opinion."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """One signed judgement.

    Args:
        id: unique within its file.
        kind: see `Kind`.
        about: the iati_identifier of an activity, the code of a priority (`priority:3`), a difference of the account
            (`line:CODE/expenditure/2010`) or a section of the report (`section:summary`).
        author: who signed.
        date: when.
        text: language to prose; figures in it are written as `[[measure dimension=value …]]`, never as digits.
        reference: the document it was taken from, if any.
        cause: code of the framework's list of causes, for kind `cause`.
        priority: code of the priority, for kind `attribution`.
        budget_line: code of the budget line, likewise.
        criterion: by which something is assessed, for kind `assessment`: see `CRITERIA`.
        evidence: what the assessment rests on, likewise: see `EVIDENCE`.
        seen: figure id to the value it had when this was written; another value now makes the judgement stale.
    """

    id: str
    kind: Kind
    about: str
    author: str
    date: date
    text: dict[str, str]
    reference: str = ""
    cause: str = ""
    priority: str = ""
    budget_line: str = ""
    criterion: str = ""
    evidence: str = ""
    seen: dict[str, Decimal] = field(default_factory=dict)
