"""What people keep beside a record: notes, files, who has it in hand, what to look at again, what is held back.

None of it changes the record. What people write there may be about somebody: it is sealed, and erased with the record.
"""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from grutto_web.cases.casework.personal import ALONG, PersonalRecord, PersonalText
from grutto_web.ground.templatetags.grutto import day
from grutto_web.people.accounts.models import User
from grutto_web.people.acts.kin import kin
from grutto_web.people.acts.record import Record, RecordSet

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.contrib.auth.models import AnonymousUser

TASK = _("to do what the record is for, by more than one person")
BASIS = _("public task")


class BesideSet[R: models.Model](RecordSet[R]):
    """What stands beside records; who sees the record sees it, so that it is asked for by record only."""

    def seen_by(self, user: User | AnonymousUser) -> Self:
        """Return nothing: the page of the record shows what stands beside it."""
        del user
        return self.none()

    def of(self, record: Record) -> Self:
        """Return what stands beside a record, the first one first."""
        return self.filter(kind=record._meta.label_lower, of=str(record.pk)).order_by("pk")


class NoteSet(BesideSet["CaseNote"]):
    """Notes."""


class AttachmentSet(BesideSet["Attachment"]):
    """Files."""


class ReminderSet(BesideSet["Reminder"]):
    """What to look at again."""


class HolderSet(BesideSet["CaseHolder"]):
    """Who has what in hand."""


class HeldBackSet(BesideSet["HeldBack"]):
    """What no edition counts yet."""


class Beside(PersonalRecord):
    """Something beside a record of any kind: `kind` and `of` say beside which, as the log does."""

    PERSONAL: ClassVar = frozenset({"text", "content", "key_name"})

    ERASED_ALONG: ClassVar = True
    """With the record beside which it stands."""

    kind = models.CharField(max_length=100, editable=False)
    of = models.CharField(max_length=64, editable=False)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", editable=False)

    class Meta:
        """A base of tables, none itself."""

        abstract = True
        indexes = (models.Index(fields=("kind", "of")),)

    def stand_beside(self, record: Record, by: User | None) -> None:
        """Say beside which record it stands, and who put it there."""
        self.kind, self.of, self.by = record._meta.label_lower, str(record.pk), by

    def __str__(self) -> str:
        """Return what was written."""
        return self.words

    @property
    def words(self) -> str:
        """What was written; nothing once it is erased."""
        return dict(self._opened(["text"])).get("text", "") if self.key_name and bytes(self.text) else ""  # type: ignore[attr-defined]


class CaseNote(Beside):
    """What somebody wrote for colleagues."""

    text = PersonalText(_("note"), purpose=TASK, basis=BASIS, identifies="indirect")
    objects = NoteSet.as_manager()

    class Meta(Beside.Meta):
        """As every table beside records."""

        verbose_name = _("note")


class Attachment(Beside):
    """A file; its name and its bytes are sealed."""

    text = PersonalText(_("name of the file"), purpose=TASK, basis=BASIS, identifies="indirect")
    content = PersonalText(_("file"), purpose=TASK, basis=BASIS)
    media = models.CharField(_("kind of file"), max_length=100)
    size = models.PositiveIntegerField(_("size in bytes"))
    objects = AttachmentSet.as_manager()

    class Meta(Beside.Meta):
        """As every table beside records."""

        verbose_name = _("attached file")

    def bytes(self) -> bytes:
        """Return the file as it was sent."""
        return base64.b64decode(dict(self._opened(["content"]))["content"])


class ReminderState(models.TextChoices):
    """Whether it was looked at."""

    OPEN = "open", _("open")
    DONE = "done", _("done")


class Reminder(Beside):
    """Something to look at again on a day."""

    STATES: ClassVar = ReminderState

    text = PersonalText(_("what to look at"), purpose=TASK, basis=BASIS, identifies="indirect")
    due = models.DateField(_("on which day"))
    objects = ReminderSet.as_manager()

    class Meta(Beside.Meta):
        """As every table beside records."""

        verbose_name = _("reminder")

    def __str__(self) -> str:
        """Return the day, and what was written."""
        return f"{day(self.due)}: {self.words}"


class CaseHolder(Record):
    """Who has a record in hand."""

    kind = models.CharField(max_length=100, editable=False)
    of = models.CharField(max_length=64, editable=False)
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("in the hands of"))
    objects = HolderSet.as_manager()

    class Meta:
        """One person at a time."""

        verbose_name = _("who has it in hand")
        constraints = (models.UniqueConstraint(fields=("kind", "of"), name="casework_one_holder"),)


class HeldBackState(models.TextChoices):
    """Whether editions leave it out still."""

    HELD = "held", _("held back")
    COUNTED = "counted", _("counted again")


class HeldBack(Beside):
    """A record that no edition counts yet: entered late, or contested; the next edition after takes it in."""

    STATES: ClassVar = HeldBackState

    text = PersonalText(_("why it is held back"), purpose=TASK, basis=BASIS, identifies="indirect")
    objects = HeldBackSet.as_manager()

    class Meta(Beside.Meta):
        """As every table beside records."""

        verbose_name = _("held back")


KINDS: tuple[type[Beside], ...] = (CaseNote, Attachment, Reminder, HeldBack)


def held_back(model: type[Record]) -> set[int]:
    """Return the keys of the records of a model that no edition counts yet."""
    held = HeldBack.objects.filter(kind=model._meta.label_lower, state=HeldBackState.HELD)
    return {int(key) for key in held.values_list("of", flat=True)}


def beside(records: Iterable[tuple[str, str]]) -> list[Beside]:
    """Return everything sealed that stands beside records, given by kind and key."""
    found: list[Any] = []
    for kind, key in records:
        for model in KINDS:
            rows: Any = model
            found += rows.objects.filter(kind=kind, of=key).exclude(key_name="")
    return found


def erase_beside(record: PersonalRecord) -> None:
    """Erase what stands beside a record, what it belongs to and its parts, in an act that erases the record."""
    if isinstance(record, Beside):
        return
    for each in beside((kind, key) for kind, keys in kin(record).items() for key in keys):
        each.erase()
        each.save()


ALONG.append(erase_beside)
