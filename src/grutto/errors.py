"""The exception tree: every error a user can meet says what is wrong, where, and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from grutto.message import Message, english, joined, msg

if TYPE_CHECKING:
    from decimal import Decimal

    from grutto.message import Value


class GruttoError(Exception):
    """Base of all errors meant for a user: `what` is wrong, `where`, and the `repair`.

    Texts are English here; the catalogues word them where they are read (`grutto.locale.problem`).

    Args:
        what: what is wrong, one sentence in plain words.
        where: the file, line, key or figure it concerns; empty if there is no such place. Of a path, a browser shows
            the name only.
        repair: what the reader can do about it; empty if nothing can be done.
        command: the same for who works on the command line: a command or its options.
        places: what fills the `{places}` of `what` and `repair`.
    """

    what: Message
    where: str
    repair: Message
    command: str

    def __init__(
        self, what: str, *, where: str | Path = "", repair: str = "", command: str = "", **places: Value
    ) -> None:
        self.what = english(what, places)
        super().__init__(self.what)
        self.where = Message("{path}", path=where) if isinstance(where, Path) else where
        self.repair = english(repair, places)
        self.command = command

    @property
    def brief(self) -> Message:
        """What is wrong, and where, in one line."""
        return Message("{what}: {where}", what=self.what, where=self.where)

    def __str__(self) -> str:
        """Return what, where and repair as one text, the form that logs and tests read."""
        parts = [str(self.what)]
        if self.where:
            parts.append(f"Where: {self.where}")
        if repair_text := ": ".join(filter(None, (self.repair, self.command))):
            parts.append(f"Repair: {repair_text}")
        return "\n".join(parts)


class InputError(GruttoError):
    """A file, address or argument cannot be used as it is."""


class BoundsError(InputError):
    """A file takes too long or too much memory, or ends the process that reads it."""


class FetchError(GruttoError):
    """A source could not be fetched, or answered with something else than it promises."""


class DeclarationError(GruttoError):
    """A declaration (table, source, measure, framework, report outline, scenario) is wrong."""


class StoreError(GruttoError):
    """The data folder lacks something or holds something damaged."""


class DerivationError(GruttoError):
    """What was read from files cannot be derived from: a value is beyond all bounds."""


class UnknownNameError(GruttoError):
    """No measure, dimension, framework, figure or release has this name."""


class UnitError(GruttoError):
    """Quantities in different units were about to be added."""


class VerificationError(GruttoError):
    """An edition does not follow from its release, framework and judgements."""


@dataclass(frozen=True, slots=True)
class JudgementProblem:
    """What is wrong with one judgement.

    Args:
        judgement: its id.
        code: stale (its figure has another value now), unresolved (it names no single figure, priority or budget line),
            or digit (a bare digit stands in its text).
        what: the same in words, to follow “the judgement X”.
        where: the figure, the text or the code that it concerns.
        repair: what can be done about it.
        seen: the value its author saw, if stale.
        now: the value now, if stale; none if it is unknown or not in the report.
    """

    judgement: str
    code: Literal["stale", "unresolved", "digit"]
    what: str
    where: str
    repair: str
    seen: Decimal | None = None
    now: Decimal | None = None

    @property
    def line(self) -> Message:
        """What is wrong, where, and how to mend it, in one line."""
        return Message(
            "{judgement} {what} ({where}): {repair}",
            judgement=self.judgement,
            what=english(self.what, {}),
            where=self.where,
            repair=english(self.repair, {}),
        )


class JudgementsError(VerificationError):
    """Judgements do not fit what they are about; `problems` has all of them, not only the first."""

    def __init__(self, problems: tuple[JudgementProblem, ...]) -> None:
        one = problems[0]
        if len(problems) == 1:
            what = Message(
                "The judgement {judgement} {problem}", judgement=one.judgement, problem=english(one.what, {})
            )
            super().__init__(what, where=one.where, repair=one.repair)
        else:
            what = Message("{number} things are wrong with judgements", number=len(problems))
            repair = msg("let the authors confirm, mend or withdraw these judgements")
            super().__init__(what, where=joined("\n", (problem.line for problem in problems)), repair=repair)
        self.problems = problems


class ScenarioError(GruttoError):
    """A migration-flow model cannot be run on this input: infeasible margins, missing regions, wrong axes."""


class ProtectionError(GruttoError):
    """Counts of people cannot be published safely in the form that was planned."""


class ExtraError(GruttoError):
    """A part of Grutto is needed that is not installed here."""


class SealError(GruttoError):
    """A seal, signature, time stamp or proof does not hold, or cannot be made."""
