"""The workplace of prices: what waits for a second person, bringing prices one by one or as a file, notices."""

from __future__ import annotations

import hashlib
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from grutto.errors import InputError
from grutto.remittances.quote import FIELDS
from grutto.remittances.template import FilledTemplate, read_template, write_template
from grutto_web.access import open_to, signed_in
from grutto_web.acts.act import ACTS
from grutto_web.acts.perform import entries, may, perform
from grutto_web.acts.refusals import InvalidInputError, RefusalError
from grutto_web.acts.views import act_page
from grutto_web.components import Entry
from grutto_web.people.models import Organisation
from grutto_web.people.roles import Role
from grutto_web.remittances.acts import (
    COLLECTORS,
    ApproveQuote,
    DescribeMarket,
    EnterQuote,
    RefuseQuote,
    TellCorrection,
    TellFunding,
    WithdrawQuote,
)
from grutto_web.remittances.models import Quote, Round, State
from grutto_web.templatetags.grutto import day

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile
    from django.http import HttpRequest

    from grutto_web.acts.act import Act
    from grutto_web.people.models import User

WORKERS = (Role.PARTNER, Role.OFFICER, Role.REVIEWER, Role.AUDITOR)
OF_A_QUOTE: dict[str, type[Act[Quote]]] = {"approve": ApproveQuote, "refuse": RefuseQuote, "withdraw": WithdrawQuote}
NOTICES: dict[str, type[Act[Any]]] = {
    "funding": TellFunding,
    "correction": TellCorrection,
    "market": DescribeMarket,
}


def _found(request: HttpRequest, pk: int) -> Quote:
    seen = Quote.objects.seen_by(request.user).select_related("service__provider", "organisation", "round")
    return get_object_or_404(seen, pk=pk)


@open_to(*WORKERS)
def quotes(request: HttpRequest) -> HttpResponse:
    """List quotes, those that wait for a second person first; approve several of them at once."""
    actor = signed_in(request)
    if request.method == "POST":
        return _approved(request, actor)
    seen = Quote.objects.seen_by(actor).select_related("service__provider")
    drafts = seen.filter(state=State.DRAFT)
    page = Paginator(seen.exclude(state=State.DRAFT), 50).get_page(request.GET.get("page"))
    return render(
        request,
        "remittances/work/list.html",
        {
            "drafts": [(q, may(ApproveQuote, q, actor)) for q in drafts[:200]],
            "may_approve": bool(actor.roles & ApproveQuote.roles),
            "entries": [Entry(str(q), q.get_absolute_url(), day(q.collected_on), q.state_text) for q in page],
            "page": page,
            "collects": bool(actor.roles & COLLECTORS),
            "notices": [(kind, act.title) for kind, act in NOTICES.items()] if Role.OFFICER in actor.roles else [],
        },
    )


def _approved(request: HttpRequest, actor: User) -> HttpResponse:
    """Approve the quotes that were ticked: all of them or none."""
    chosen = Quote.objects.seen_by(actor).filter(pk__in=request.POST.getlist("quote"), state=State.DRAFT)
    try:
        with transaction.atomic():
            for quote in chosen:
                perform(ApproveQuote, quote, actor, {})
    except RefusalError as refusal:
        messages.error(request, f"{quote}: {refusal}")
    else:
        messages.success(request, gettext("Published: %(number)s") % {"number": len(chosen)})
    return redirect("remittances:list")


@open_to(*WORKERS)
def quote(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a quote: what was asked, what it comes to, what was done to it."""
    record, actor = _found(request, pk), signed_in(request)
    shown = [(name, getattr(record, name)) for name in FIELDS if hasattr(record, name)]
    shown += [(name, getattr(record.service, name)) for name in ("instrument", "access", "pickup", "coverage", "speed")]
    context = {
        "quote": record,
        "shown": [(name.replace("_", " "), value) for name, value in shown],
        "cost": record.cost_percent(record.amount),
        "acts": [(name, act.title) for name, act in OF_A_QUOTE.items() if may(act, record, actor)],
        "entries": [(entry, ACTS[entry.act].title) for entry in entries(record)],
    }
    return render(request, "remittances/work/quote.html", context)


@open_to(Role.OFFICER, Role.REVIEWER)
def act(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Do something to a quote."""
    record = _found(request, pk)
    if act not in OF_A_QUOTE:
        raise Http404
    return act_page(request, OF_A_QUOTE[act], record, back=record.get_absolute_url(), about=str(record))


@open_to(Role.PARTNER, Role.OFFICER)
def new(request: HttpRequest) -> HttpResponse:
    """Enter one quote."""
    return act_page(
        request, EnterQuote, None, back=reverse("remittances:list"),
        done=gettext("Kept. A second person looks at it before it is published."),
    )  # fmt: skip


@open_to(Role.OFFICER)
def notice(request: HttpRequest, kind: str) -> HttpResponse:
    """Tell readers who pays, what was corrected, or which part of a market is compared."""
    if kind not in NOTICES:
        raise Http404
    return act_page(request, NOTICES[kind], None, back=reverse("remittances:list"), done=gettext("Kept."))


@open_to(Role.PARTNER, Role.OFFICER)
def template(_request: HttpRequest) -> HttpResponse:
    """Give the empty template."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "quotes.xlsx"
        write_template(path)
        content = path.read_bytes()
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return HttpResponse(
        content, content_type=kind, headers={"Content-Disposition": 'attachment; filename="quotes.xlsx"'}
    )


class FileForm(forms.Form):
    """A filled template."""

    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("Organisation that asked"))
    file = forms.FileField(label=_("Filled template (XLSX or CSV)"))

    def __init__(self, *arguments: Any, actor: User, **options: Any) -> None:
        """Offer the organisations that the person collects for."""
        super().__init__(*arguments, **options)
        own = {m.organisation_id for m in actor.held if m.role in COLLECTORS}
        self.fields["organisation"].queryset = Organisation.objects.filter(pk__in=own)  # type: ignore[attr-defined]


@open_to(Role.PARTNER, Role.OFFICER)
def file(request: HttpRequest) -> HttpResponse:
    """Look at a filled template, cell by cell; take its good rows if asked to."""
    actor = signed_in(request)
    form = FileForm(request.POST or None, request.FILES or None, actor=actor)
    shown: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        try:
            content = form.cleaned_data["file"].read()
            filled = _read(form.cleaned_data["file"], content)
        except InputError as error:
            form.add_error("file", f"{error.what} ({error.repair})")
            return render(request, "remittances/work/file.html", shown, status=422)
        if "take" in request.POST:
            return _taken(request, actor, form, filled, hashlib.sha256(content).hexdigest())
        shown |= {"filled": filled, "findings": filled.findings[:500], "number": len(filled.quotes)}
    return render(request, "remittances/work/file.html", shown)


def _read(sent: UploadedFile[bytes], content: bytes) -> FilledTemplate:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sent"
        path.write_bytes(content)
        return read_template(path, sent.name or "")


def _taken(request: HttpRequest, actor: User, form: FileForm, filled: FilledTemplate, digest: str) -> HttpResponse:
    """Keep the good rows as drafts, in one transaction; what was brought before stays as it is."""
    organisation = form.cleaned_data["organisation"]
    try:
        number = take(filled, organisation, form.cleaned_data["file"].name, digest, actor)
    except RefusalError as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    told = gettext("Kept: %(number)s. A second person looks at them before they are published.")
    messages.success(request, told % {"number": number})
    return redirect("remittances:list")


def take(
    filled: FilledTemplate,
    organisation: Organisation,
    name: str,
    digest: str,
    actor: User | None,
    *,
    fictional: bool = False,
) -> int:
    """Keep the quotes of a filled template as drafts, all or none; return how many were new.

    Raises:
        RefusalError: the actor may not.
    """
    number = 0
    with transaction.atomic():
        came, _new = Round.objects.get_or_create(digest=digest, defaults={"organisation": organisation, "name": name})
        for one in filled.quotes.values():
            data = {field: getattr(one, field) for field in FIELDS}
            data = {k: "" if v is None else v for k, v in data.items()}
            data |= {"organisation": organisation.pk, "round": came.pk, "fictional": fictional}
            try:
                perform(EnterQuote, None, actor, data)
            except InvalidInputError as refusal:
                if "__all__" not in refusal.form.errors:
                    raise
            else:
                number += 1
    return number
