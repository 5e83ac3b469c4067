"""A record that people act on: it has versions, and is written through the door only."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.contrib.auth.models import AnonymousUser

    from grutto_web.people.accounts.models import Organisation, User


class NoState(models.TextChoices):
    """What no kind of record has among its own states."""

    VOID = "void", _("void")


VOID = NoState.VOID
"""The state of a record that was never meant: nothing leads from it, and nothing counts it."""
_open: ContextVar[bool] = ContextVar("door of the records", default=False)


class AroundTheDoorError(RuntimeError):
    """Something wrote to a record without performing an act."""


@contextmanager
def open_door() -> Iterator[None]:
    """Let records be written; `perform` alone opens it."""
    token = _open.set(True)
    try:
        yield
    finally:
        _open.reset(token)


def _must_be_open(model: type[models.Model]) -> None:
    if not _open.get():
        raise AroundTheDoorError(f"{model.__name__} is changed by acts only: perform one")


class RecordSet[R: models.Model](models.QuerySet[R]):
    """Records; what writes to them needs the door."""

    def update(self, **values: Any) -> int:
        """Change rows, in an act."""
        _must_be_open(self.model)
        return super().update(**values)

    def delete(self) -> tuple[int, dict[str, int]]:
        """Delete rows, in an act."""
        _must_be_open(self.model)
        return super().delete()

    def _raw_delete(self, using: str | None) -> int:
        _must_be_open(self.model)
        return super()._raw_delete(using)

    def bulk_create(self, *arguments: Any, **options: Any) -> list[R]:
        """Add rows, in an act."""
        _must_be_open(self.model)
        return super().bulk_create(*arguments, **options)

    def bulk_update(self, *arguments: Any, **options: Any) -> int:
        """Change rows, in an act."""
        _must_be_open(self.model)
        return super().bulk_update(*arguments, **options)

    def seen_by(self, user: User | AnonymousUser) -> Self:
        """Return what somebody may see: nothing, unless the record's own set says otherwise."""
        del user
        return self.none()


class Record(models.Model):
    """What acts are performed on.

    `STATES` are its states in words. `PERSONAL` names the fields about a person: their values never enter the log.
    `BELONGS_TO` names the field that leads to the record of which it is a part, if it is one; `INDEPENDENT_OF` those
    that lead to records of which it is none: who did a duty there may do any here. `BEGUN_WITH` are filled by `begin`.
    """

    version = models.PositiveIntegerField(default=1, editable=False)
    state = models.CharField(max_length=40, blank=True, editable=False)
    since = models.DateTimeField(default=timezone.now, editable=False)

    STATES: ClassVar[type[models.TextChoices] | None] = None
    PERSONAL: ClassVar[frozenset[str]] = frozenset()
    BELONGS_TO: ClassVar[str] = ""
    INDEPENDENT_OF: ClassVar[frozenset[str]] = frozenset()
    BEGUN_WITH: ClassVar[frozenset[str]] = frozenset()

    class Meta:
        """A base of tables, none itself."""

        abstract = True

    def save_base(self, *arguments: Any, **options: Any) -> None:
        """Write the row, in an act."""
        _must_be_open(type(self))
        super().save_base(*arguments, **options)

    def delete(self, *arguments: Any, **options: Any) -> tuple[int, dict[str, int]]:
        """Delete the row, in an act."""
        _must_be_open(type(self))
        return super().delete(*arguments, **options)

    def get_absolute_url(self) -> str:
        """Return the page on which it is shown; one that waits for somebody needs it.

        Raises:
            NotImplementedError: it has none.
        """
        raise NotImplementedError(f"{type(self).__name__} has no page")

    def begin(self, actor: User | None) -> None:
        """Fill in, before anything is asked, what follows from who makes it: whose it is."""

    def choice_text(self) -> str:
        """Return what tells it apart from others where one is chosen."""
        return str(self)

    def derive(self) -> None:
        """Compute the fields that follow from others, whenever those were filled in or corrected."""

    def organisation_concerned(self) -> Organisation | None:
        """Return the organisation whose record it is, or what it belongs to; none if it is nobody's in particular."""
        whole: Record | None = getattr(self, self.BELONGS_TO, None) if self.BELONGS_TO else None
        return whole.organisation_concerned() if whole else None
