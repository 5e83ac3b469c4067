"""The exception tree: every error a user can meet says what is wrong, where, and how to mend it."""

from __future__ import annotations


class GruttoError(Exception):
    """Base of all errors meant for a user.

    Args:
        what: what is wrong, one sentence in plain words.
        where: the file, line, key or figure it concerns; empty if there is no such place.
        repair: what the reader can do about it; empty if nothing can be done.
    """

    def __init__(self, what: str, *, where: str = "", repair: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.repair = repair

    def __str__(self) -> str:
        """Return what, where and repair as one text, the form that logs and tests read."""
        parts = [self.what]
        if self.where:
            parts.append(f"Where: {self.where}")
        if self.repair:
            parts.append(f"Repair: {self.repair}")
        return "\n".join(parts)


class InputError(GruttoError):
    """A file, address or argument cannot be used as it is."""


class FetchError(GruttoError):
    """A source could not be fetched, or answered with something else than it promises."""


class DeclarationError(GruttoError):
    """A declaration (table, source, measure, framework, report outline, scenario) is wrong."""


class StoreError(GruttoError):
    """The data folder lacks something or holds something damaged."""


class UnknownNameError(GruttoError):
    """No measure, dimension, framework, figure or release has this name."""


class UnitError(GruttoError):
    """Quantities in different units were about to be added."""


class VerificationError(GruttoError):
    """An edition does not follow from its release, framework and judgements."""


class ScenarioError(GruttoError):
    """A migration-flow model cannot be run on this input: infeasible margins, missing regions, wrong axes."""


class ProtectionError(GruttoError):
    """Counts of people cannot be published safely in the form that was planned."""
