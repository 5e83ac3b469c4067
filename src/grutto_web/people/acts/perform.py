"""The one door through which records are changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from grutto_web.people.acts.act import ACTS
from grutto_web.people.acts.duty import barring
from grutto_web.people.acts.kin import kin
from grutto_web.people.acts.record import VOID, open_door
from grutto_web.people.acts.refusals import (
    ChangedMeanwhileError,
    GuardError,
    InvalidInputError,
    NotApartError,
    NotPermittedError,
    RefusalError,
    WrongStateError,
)
from grutto_web.people.log.chain import LoggedAct, append
from grutto_web.people.log.models import Entry

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grutto_web.people.accounts.models import User
    from grutto_web.people.acts.act import Act
    from grutto_web.people.acts.duty import Duty
    from grutto_web.people.acts.form import ActForm
    from grutto_web.people.acts.record import Record
    from grutto_web.people.log.chain import Plain

# Columns that every act moves; the entry of the log has fields of its own for them.
OF_THE_FRAME = frozenset({"version", "state", "since"})


def perform[R: Record](
    kind: type[Act[R]],
    record: R | None,
    actor: User | None,
    data: Mapping[str, Any] | None = None,
    files: Mapping[str, Any] | None = None,
) -> R:
    """Perform an act: permission, state, apart from whom, form, change, guards, version, log entry; one transaction.

    Args:
        kind: the act.
        record: what it is done to, as the actor saw it; none for an act that creates one.
        actor: who does it; none for a task of the system.
        data: what was filled in; `version` is the version seen, without it that of the record given.
        files: uploaded files.

    Returns:
        The record as it is now.

    Raises:
        RefusalError: one of its kinds; nothing was changed.
    """
    act = kind()
    with transaction.atomic():
        current = _locked(act, record)
        form = act.form(data or {}, files or {}, act=act, record=current, actor=actor)
        valid = form.is_valid()
        _permit(act, current, actor, form.cleaned_data)
        _same_version(act, record, current, form)
        _in_state(act, current)
        _apart(act, current, actor)
        if not valid:
            raise InvalidInputError(form)
        target = current or act.blank()
        before = values_of(target) if current else {}
        state = target.state
        with open_door():
            act.change(target, form.cleaned_data, actor)
            _guard(act, target)
            _write(act, target, new=current is None)
        target.refresh_from_db()  # as the database keeps it: the log tells values as they will be read
        append(_done(act, target, (state, before), form.cleaned_data.get("reason", "")), actor)
        act.follow(target, form.cleaned_data, actor)
        transaction.on_commit(lambda: act.afterwards(target, actor))
    return target


def _locked[R: Record](act: Act[R], record: R | None) -> R | None:
    """Return the row as it is, kept from others until the end; an act that creates has none."""
    if act.creates or record is None:
        return None
    return type(record)._base_manager.select_for_update().get(pk=record.pk)


def hindrance[R: Record](
    kind: type[Act[R]], record: R | None, actor: User, done: frozenset[Duty] | None = None
) -> RefusalError | None:
    """Return what keeps somebody from doing an act now, none if nothing does.

    Args:
        kind: the act.
        record: what it would be done to.
        actor: who would do it.
        done: `duties_done` of both, where somebody has it already.
    """
    act = kind()
    try:
        _in_state(act, record)
        _permit(act, record, actor, {})
        _apart(act, record, actor, done)
    except (NotPermittedError, WrongStateError, NotApartError) as refusal:
        return refusal
    return None


def may[R: Record](kind: type[Act[R]], record: R | None, actor: User, done: frozenset[Duty] | None = None) -> bool:
    """Tell whether somebody could do an act now, for pages to show its button or not."""
    return hindrance(kind, record, actor, done) is None


def _permit(act: Act[Any], record: Record | None, actor: User | None, data: Mapping[str, Any]) -> None:
    if (actor is not None and not actor.is_active) or not act.permits(actor, record, data):
        raise NotPermittedError


def _same_version(act: Act[Any], seen: Record | None, current: Record | None, form: ActForm) -> None:
    """Refuse if somebody changed the record since it was shown."""
    if seen is None or current is None or act.beside:
        return
    if (form.cleaned_data.get("version") or seen.version) != current.version:
        raise ChangedMeanwhileError(current, form)


def _in_state(act: Act[Any], record: Record | None) -> None:
    if (record is None) != act.creates:
        raise WrongStateError
    if record is not None and (record.state == VOID or (act.states and record.state not in act.states)):
        raise WrongStateError


def _apart(act: Act[Any], record: Record | None, actor: User | None, done: frozenset[Duty] | None = None) -> None:
    """Refuse whoever did what is kept apart from it on this record, what it belongs to or its parts, before."""
    if record is None or actor is None:
        return
    names = [name for name, other in ACTS.items() if act.apart_from and issubclass(other, act.apart_from)]
    if names and any(entries(each).filter(act__in=names, actor=actor).exists() for each in act.trail(record)):
        raise NotApartError
    if barring(act.duty) & (duties_done(record, actor) if done is None else done):
        raise NotApartError


def duties_done(record: Record, actor: User | None = None) -> frozenset[Duty]:
    """Return the duties that somebody, or anybody, did on a record, what it belongs to or its parts."""
    found: set[str] = set()
    for kind, keys in kin(record).items():
        if any(act.duty and act.record_kind() == kind for act in ACTS.values()):
            done = Entry.objects.filter(kind=kind, record__in=keys, **({"actor": actor} if actor else {}))
            found |= set(done.order_by().values_list("act", flat=True).distinct())
    return frozenset(duty for name in found if name in ACTS and (duty := ACTS[name].duty))


def _guard(act: Act[Any], record: Record) -> None:
    reasons = [reason for guard in act.guards if (reason := guard(record))]
    if reasons:
        raise GuardError(reasons)


def _write(act: Act[Any], record: Record, *, new: bool) -> None:
    """Write the row; of two who saw the same version, one succeeds."""
    if act.beside:
        return
    if act.after and act.after != record.state:
        record.state, record.since = act.after, timezone.now()
    if new:
        record.version = 1
        record.save(force_insert=True)
        return
    seen, record.version = record.version, record.version + 1
    names = [f.attname for f in record._meta.concrete_fields if not f.primary_key]
    rows = type(record)._base_manager.filter(pk=record.pk, version=seen)
    if not rows.update(**{name: getattr(record, name) for name in names}):
        raise WrongStateError


def values_of(record: Record) -> dict[str, Plain]:
    """Return what the log may know of a record: all fields but those about a person, and those of the frame."""
    fields = [f for f in record._meta.concrete_fields if f.name not in OF_THE_FRAME | record.PERSONAL]
    return {f.name: None if f.value_from_object(record) is None else f.value_to_string(record) for f in fields}


def _done(act: Act[Any], record: Record, was: tuple[str, dict[str, Plain]], reason: str) -> LoggedAct:
    state, before = was
    now = values_of(record)
    changes = {name: (before.get(name), value) for name, value in now.items() if before.get(name) != value} | act.also
    kind, key = _address(record)
    return LoggedAct(act.name(), kind, key, record.version, state, record.state, changes, reason)


def _address(record: Record) -> tuple[str, str]:
    return record._meta.label_lower, str(record.pk)


def entries(record: Record) -> Any:
    """Return the entries of the log about a record, the first one first."""
    kind, key = _address(record)
    return Entry.objects.filter(kind=kind, record=key).select_related("actor")


def versions(record: Record) -> list[tuple[Entry, dict[str, Plain]]]:
    """Return each version of a record, made again from the log, with the entry that made it."""
    values: dict[str, Plain] = {}
    history = []
    for entry in entries(record):
        values = values | {name: new for name, (_, new) in entry.changes.items()}
        history.append((entry, values))
    return history
