"""Why an act was not performed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.utils.functional import Promise

    from grutto_web.people.acts.form import ActForm
    from grutto_web.people.acts.record import Record


class RefusalError(Exception):
    """An act was not performed; nothing was changed."""

    words: str | Promise = ""

    def __str__(self) -> str:
        """Return the words for whoever tried."""
        return str(self.words)


class NotPermittedError(RefusalError):
    """The role, or the organisation in which it is held, does not allow it."""

    words = _("Your role does not allow this.")


class NotApartError(RefusalError):
    """Whoever did an earlier act on the record may not do this one."""

    words = _("You did an earlier step of this yourself. Somebody else has to do this one.")


class WrongStateError(RefusalError):
    """The record is not in a state from which the act leads."""

    words = _("This is no longer possible: what it is about has moved on.")


class InvalidInputError(RefusalError):
    """The form was not filled in rightly."""

    words = _("This is not right yet")

    def __init__(self, form: ActForm) -> None:
        """Keep the form with what is wrong at each field."""
        super().__init__(form.errors)
        self.form = form

    def __str__(self) -> str:
        """Return the words, and what is wrong in each field."""
        return ". ".join([str(self.words), *(str(text) for texts in self.form.errors.values() for text in texts)])


class GuardError(RefusalError):
    """What must hold after the act would not."""

    def __init__(self, reasons: Sequence[str | Promise]) -> None:
        """Keep each reason."""
        super().__init__(reasons)
        self.reasons = tuple(reasons)

    def __str__(self) -> str:
        """Return the reasons, one after the other."""
        return " ".join(str(reason) for reason in self.reasons)


class ChangedMeanwhileError(RefusalError):
    """Somebody else changed the record after it was shown."""

    words = _("Somebody else changed this while you were at it.")

    def __init__(self, record: Record, form: ActForm) -> None:
        """Keep the record as it is now, and the form as it was filled in."""
        super().__init__(record.pk)
        self.record, self.form = record, form
