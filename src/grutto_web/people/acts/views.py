"""A page for each act: what it asks, and what happened when it was tried."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from grutto_web.people.access import signed_in
from grutto_web.people.acts.perform import entries, may, perform
from grutto_web.people.acts.refusals import (
    ChangedMeanwhileError,
    GuardError,
    InvalidInputError,
    NotPermittedError,
    RefusalError,
    WrongStateError,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest, HttpResponse

    from grutto_web.people.accounts.models import User
    from grutto_web.people.acts.act import Act
    from grutto_web.people.acts.form import ActForm
    from grutto_web.people.acts.record import Record


def act_page[R: Record](  # noqa: PLR0913 - each says what stands on the page
    request: HttpRequest,
    kind: type[Act[R]],
    record: R | None,
    *,
    back: str,
    about: str = "",
    initial: Mapping[str, Any] | None = None,
    done: str = "",
    template: str = "acts/act.html",
    on: bool = False,
) -> HttpResponse:
    """Show the form of an act; perform it when it is sent, then go back.

    Args:
        request: who asks.
        kind: the act.
        record: what it is done to.
        back: the address to go to once it is done.
        about: what it is done to, in words.
        initial: what stands in the fields at first.
        done: what to say once it is done.
        on: go to the page of the record that was made, not back.
        template: the page; it is given `act`, `form`, `about`, `back`.
    """
    act, actor = kind(), signed_in(request)
    content = {"act": act, "about": about, "back": back}
    if request.method != "POST":
        if record is not None and not may(kind, record, actor):
            raise PermissionDenied
        form = act.form(act=act, record=record, actor=actor, initial=dict(initial or {}))
        return render(request, template, content | {"form": form})
    try:
        result = perform(kind, record, actor, request.POST, request.FILES)
    except RefusalError as refusal:
        if isinstance(refusal, ChangedMeanwhileError | WrongStateError) and _is_done(kind, record, actor):
            messages.info(request, gettext("You had done this already; it was done once."))
            return redirect(back)
        if isinstance(refusal, GuardError) and (refused_form := _refused_form(act, record, request, refusal)):
            return render(request, template, content | {"form": refused_form}, status=409)
        return refused(request, refusal, template, content)
    if done:
        messages.success(request, done)
    return redirect(result.get_absolute_url() if on else back)


def _refused_form[R: Record](
    act: Act[R], record: R | None, request: HttpRequest, refusal: GuardError
) -> ActForm | None:
    """Return the form with what was filled in and why it was refused, none if it asks nothing that could be changed."""
    form = act.form(request.POST, request.FILES, act=act, record=record, actor=signed_in(request))
    form.full_clean()
    for reason in refusal.reasons:
        form.add_error(None, str(reason))
    return form if form.visible_fields() else None


def _is_done[R: Record](kind: type[Act[R]], record: R | None, actor: User) -> bool:
    """Tell whether the last thing that anybody did is this act, by the same person: a button was pressed twice."""
    if record is None or not kind.after:
        return False
    last = entries(record).filter(actor__isnull=False).last()
    return last is not None and (last.act, last.actor, last.after) == (kind.name(), actor, kind.after)


def refused(request: HttpRequest, refusal: RefusalError, template: str, content: dict[str, object]) -> HttpResponse:
    """Return the page that tells why an act was not performed, with what was filled in."""
    if isinstance(refusal, NotPermittedError):
        raise PermissionDenied(str(refusal))
    if isinstance(refusal, InvalidInputError):
        return render(request, template, content | {"form": refusal.form}, status=422)
    if isinstance(refusal, ChangedMeanwhileError):
        return render(request, "acts/changed.html", content | _both(refusal), status=409)
    return render(request, "acts/refused.html", content | {"refusal": refusal}, status=409)


def _both(refusal: ChangedMeanwhileError) -> dict[str, object]:
    """Return each field twice: as the other wrote it, and as it was filled in here."""
    now, form = refusal.record, refusal.form
    rows = [
        (field.label, getattr(now, name, None), form.cleaned_data.get(name))
        for name, field in form.fields.items()
        if name != "version" and hasattr(now, name)
    ]
    possible = form.actor is not None and may(type(form.act), now, form.actor)
    content = {"rows": rows, "last": entries(now).last(), "refusal": refusal}
    return content | {"form": _again(form, now) if possible else None}


def _again(form: ActForm, now: Record) -> ActForm:
    """Return the form with what was filled in, ready to be sent over the version that is kept now."""
    data: Any = copy(form.data)  # of a request, it stays one with lists of values
    data["version"] = str(now.version)
    return type(form)(data, act=form.act, record=now, actor=form.actor)
