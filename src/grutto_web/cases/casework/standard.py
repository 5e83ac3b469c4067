"""What can be done to every record of a register, without its declaring it."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from grutto_web.cases.casework.beside import (
    Attachment,
    CaseHolder,
    CaseNote,
    HeldBack,
    HeldBackState,
    Reminder,
    ReminderState,
)
from grutto_web.cases.casework.days import day_field
from grutto_web.cases.casework.files import MOST_NAME, media_of
from grutto_web.people.accounts.models import User
from grutto_web.people.acts.act import Act
from grutto_web.people.acts.duty import Duty
from grutto_web.people.acts.form import ActForm
from grutto_web.people.acts.kin import belonging_to
from grutto_web.people.acts.perform import duties_done, entries
from grutto_web.people.acts.record import VOID, Record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grutto_web.people.accounts.models import Organisation
    from grutto_web.people.roles import Role

ENTERING = frozenset({Duty.REGISTER, Duty.ASSESS, Duty.PLAN})
"""Duties by which a record comes about."""
DECIDING = frozenset({Duty.APPROVE, Duty.DECIDE, Duty.REVIEW, Duty.PAY, Duty.RELEASE})
"""Duties after which a record is no longer only of those who entered it."""


def words(label: Any, *, required: bool = True) -> forms.CharField:
    """Return a field for a text of some lines."""
    return forms.CharField(label=label, max_length=4000, required=required, widget=forms.Textarea(attrs={"rows": 3}))


class NoteForm(ActForm):
    """A note."""

    text = words(_("Note"))


class AttachForm(ActForm):
    """A file."""

    file = forms.FileField(label=_("File"), max_length=MOST_NAME)

    def clean_file(self) -> Any:
        """Refuse what is not taken."""
        media_of(self.cleaned_data["file"])
        return self.cleaned_data["file"]


class HolderForm(ActForm):
    """Who has it in hand from now on."""

    person = forms.ModelChoiceField(User.objects.none(), label=_("In the hands of"))

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """Offer those who can do something to it."""
        super().__init__(*arguments, **options)
        act: Any = self.act
        self.fields["person"].queryset = colleagues(act.roles, act.organisation(self.record, {}))  # type: ignore[attr-defined]


def colleagues(roles: frozenset[Role], place: Organisation | None) -> Any:
    """Return who holds one of some roles, in an organisation if there is one."""
    held: dict[str, Any] = {"memberships__role__in": roles, "memberships__state": "held"}
    if place is not None:
        held["memberships__organisation"] = place
    return User.objects.filter(is_active=True, **held).distinct()


class ReminderForm(ActForm):
    """What to look at, and when."""

    text = words(_("What to look at"))
    due = day_field(_("On which day"))


class DoneForm(ActForm):
    """Which of them."""

    reminder = forms.ModelChoiceField(Reminder.objects.none(), label=_("Reminder"))

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """Offer those that are open."""
        super().__init__(*arguments, **options)
        if self.record is not None:
            found = Reminder.objects.of(self.record).filter(state=ReminderState.OPEN)
            self.fields["reminder"].queryset = found  # type: ignore[attr-defined]


class HoldForm(ActForm):
    """Why."""

    text = words(_("Why it is held back"))


class StandardAct(Act[Any]):
    """Something that can be done to every record; a register has a subclass of its own of each."""

    step_name: ClassVar[str]
    states = frozenset()
    beside = True

    @classmethod
    def name(cls) -> str:
        """Return its name in the log: `research.study.note`."""
        return f"{cls.record._meta.label_lower}.{cls.step_name}"


class AddNote(StandardAct):
    """Write a note for colleagues."""

    step_name, title, form = "note", _("Write a note"), NoteForm

    def change(self, record: Record, data: Mapping[str, Any], actor: User | None) -> None:
        """Keep it, sealed."""
        note = CaseNote()
        note.stand_beside(record, actor)
        note.put(text=data["text"])
        note.save()
        self.also = {f"casenote/{note.pk}/id": (None, note.pk)}


class Attach(StandardAct):
    """Attach a file."""

    step_name, title, form = "attach", _("Attach a file"), AttachForm

    def change(self, record: Record, data: Mapping[str, Any], actor: User | None) -> None:
        """Keep it, sealed."""
        file = data["file"]
        attached = Attachment(media=media_of(file), size=file.size)
        attached.stand_beside(record, actor)
        attached.put(text=file.name, content=base64.b64encode(file.read()).decode())
        attached.save()
        values: dict[str, int | str] = {"size": attached.size, "media": attached.media}
        self.also = {f"attachment/{attached.pk}/{name}": (None, value) for name, value in values.items()}


class Assign(StandardAct):
    """Say who has it in hand."""

    step_name, title, form = "assign", _("Assign"), HolderForm

    def permits(self, actor: User | None, record: Any, data: Mapping[str, Any]) -> bool:
        """Offer it while nobody has it."""
        return (record is None or not CaseHolder.objects.of(record).exists()) and super().permits(actor, record, data)

    def change(self, record: Record, data: Mapping[str, Any], _actor: User | None) -> None:
        """Keep who has it."""
        holder = CaseHolder.objects.of(record).first() or CaseHolder(kind=record._meta.label_lower, of=str(record.pk))
        before = holder.person.pk if holder.pk else None
        holder.person = data["person"]
        holder.save()
        self.also = {f"caseholder/{holder.pk}/person": (before, data["person"].pk)}


class HandOver(Assign):
    """Give it to somebody else."""

    step_name, title, reason = "hand_over", _("Hand over"), True

    def permits(self, actor: User | None, record: Any, data: Mapping[str, Any]) -> bool:
        """Offer it while somebody has it."""
        held = record is None or CaseHolder.objects.of(record).exists()
        return held and Act.permits(self, actor, record, data)


class DeclareConflict(StandardAct):
    """Say that one has an interest of one's own: from then on one sees nothing of it and does nothing to it."""

    step_name, title, reason, duty = "conflict", _("Declare a conflict of interest"), True, Duty.CONFLICT


class FollowUp(StandardAct):
    """Ask oneself to look at it again."""

    step_name, title, form = "follow_up", _("Look at it again"), ReminderForm

    def change(self, record: Record, data: Mapping[str, Any], actor: User | None) -> None:
        """Keep what, sealed, and when."""
        reminder = Reminder(due=data["due"], state=ReminderState.OPEN)
        reminder.stand_beside(record, actor)
        reminder.put(text=data["text"])
        reminder.save()
        self.also = {f"reminder/{reminder.pk}/due": (None, reminder.due.isoformat())}


class FollowedUp(StandardAct):
    """It was looked at."""

    step_name, title, form = "followed_up", _("Looked at again"), DoneForm

    def permits(self, actor: User | None, record: Any, data: Mapping[str, Any]) -> bool:
        """Offer it while something waits."""
        waits = record is None or Reminder.objects.of(record).filter(state=ReminderState.OPEN).exists()
        return waits and super().permits(actor, record, data)

    def change(self, _record: Record, data: Mapping[str, Any], _actor: User | None) -> None:
        """Close it."""
        reminder = data["reminder"]
        reminder.state = ReminderState.DONE
        reminder.save()
        self.also = {f"reminder/{reminder.pk}/state": (ReminderState.OPEN.value, ReminderState.DONE.value)}


class HoldBack(StandardAct):
    """Leave it out of the editions of counts until somebody says otherwise."""

    step_name, title, form = "hold_back", _("Hold back from counts"), HoldForm

    def permits(self, actor: User | None, record: Any, data: Mapping[str, Any]) -> bool:
        """Offer it while it is counted."""
        return not _is_held(record) and super().permits(actor, record, data)

    def change(self, record: Record, data: Mapping[str, Any], actor: User | None) -> None:
        """Keep why, sealed."""
        held = HeldBack(state=HeldBackState.HELD)
        held.stand_beside(record, actor)
        held.put(text=data["text"])
        held.save()
        self.also = {f"heldback/{held.pk}/state": (None, HeldBackState.HELD.value)}


class CountAgain(StandardAct):
    """Let the next edition count it."""

    step_name, title = "count_again", _("Count again")

    def permits(self, actor: User | None, record: Any, data: Mapping[str, Any]) -> bool:
        """Offer it while it is held back."""
        return (record is None or _is_held(record)) and super().permits(actor, record, data)

    def change(self, record: Record, _data: Mapping[str, Any], _actor: User | None) -> None:
        """Let it go."""
        for held in HeldBack.objects.of(record).filter(state=HeldBackState.HELD):
            held.state = HeldBackState.COUNTED
            held.save()
            self.also |= {f"heldback/{held.pk}/state": (HeldBackState.HELD.value, HeldBackState.COUNTED.value)}


def _is_held(record: Record | None) -> bool:
    return record is not None and HeldBack.objects.of(record).filter(state=HeldBackState.HELD).exists()


class Erase(StandardAct):
    """Forget who it was: what was counted stays."""

    step_name, title, by_system, beside = "erase", _("Erased"), True, False

    def change(self, record: Any, _data: Mapping[str, Any], _actor: User | None) -> None:
        """Forget each personal field, and the number by which somebody was known."""
        record.erase()


class AskWhether(StandardAct):
    """Nobody touched it for long: ask whether it is still needed, before what is personal in it is forgotten."""

    step_name, title, by_system = "ask_whether", _("Asked whether it is still needed"), True


class StillNeeded(StandardAct):
    """It is still needed: what is personal in it stays."""

    step_name, title, reason = "still_needed", _("Still needed"), True

    def permits(self, actor: User | None, record: Any, data: Mapping[str, Any]) -> bool:
        """Offer it where the last thing that happened is the question."""
        last = entries(record).last() if record is not None else None
        waits = record is None or (last is not None and last.act == f"{record._meta.label_lower}.ask_whether")
        return waits and super().permits(actor, record, data)


def nothing_stands(record: Record) -> str | None:
    """Void what belongs to a record before the record."""
    for model, way in belonging_to(type(record)):
        rows: Any = model
        if model.STATES and rows.objects.filter(**{way: record.pk}).exclude(state=VOID).exists():
            return gettext("Something belongs to it that is not void: void that first.")
    return None


class Void(StandardAct):
    """Void it: it was never meant. It counts no more, and its history stays."""

    step_name, title, reason, after, beside = "void", _("Void"), True, VOID, False
    guards = (nothing_stands,)
    creators: ClassVar[frozenset[Role]] = frozenset()
    deciders: ClassVar[frozenset[Role]] = frozenset()

    def permits(self, actor: User | None, record: Any, data: Mapping[str, Any]) -> bool:
        """Ask for who enters such records; once it was decided on, for who decides and did not enter it."""
        if actor is None or not super().permits(actor, record, data):
            return False
        decided = record is not None and bool(DECIDING & duties_done(record))
        place = self.organisation(record, data)
        held = actor.roles if place is None else actor.roles_in(place)
        if not decided:
            return bool(held & self.creators)
        return bool(held & self.deciders) and not ENTERING & duties_done(record, actor)


STANDARD: tuple[type[StandardAct], ...] = (
    AddNote, Attach, FollowUp, FollowedUp, Assign, HandOver, HoldBack, CountAgain, DeclareConflict, Void,
)  # fmt: skip
