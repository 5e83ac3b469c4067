"""The workplace of prices: what waits for a second person, bringing prices one by one or as a file, notices."""

from __future__ import annotations

import hashlib
import tempfile
from datetime import date
from decimal import Decimal
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
from grutto.message import held
from grutto.model.finding import Finding
from grutto.remittances.quote import FIELDS
from grutto.remittances.template import FilledTemplate, read_template, write_template
from grutto_web.ground.components import EntryView
from grutto_web.ground.templatetags.grutto import day
from grutto_web.ground.wording import SEVERITIES, in_words, sentences
from grutto_web.people.access import open_to, signed_in
from grutto_web.people.accounts.models import Organisation
from grutto_web.people.acts.act import ACTS
from grutto_web.people.acts.perform import entries, may, perform
from grutto_web.people.acts.refusals import InvalidInputError, RefusalError
from grutto_web.people.acts.views import act_page
from grutto_web.people.roles import Role
from grutto_web.public.remittances.acts import (
    CHOICES,
    COLLECTORS,
    ApproveQuote,
    DescribeMarket,
    EnterQuote,
    QuoteForm,
    RefuseQuote,
    TellCorrection,
    TellFunding,
    WithdrawQuote,
    offer_own,
)
from grutto_web.public.remittances.models import Quote, Round, State
from grutto_web.public.remittances.public.wording import source_name, wording

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile
    from django.http import HttpRequest
    from django.utils.functional import Promise

    from grutto.model.finding import Severity
    from grutto.remittances.quote import PriceQuote
    from grutto_web.people.accounts.models import User
    from grutto_web.people.acts.act import Act

MOST_FINDINGS = 500
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
    drafts = [(quote, may(ApproveQuote, quote, actor)) for quote in seen.filter(state=State.DRAFT)[:200]]
    page = Paginator(seen.exclude(state=State.DRAFT), 50).get_page(request.GET.get("page"))
    return render(
        request,
        "remittances/work/list.html",
        {
            "drafts": drafts,
            "may_approve": any(mine for _, mine in drafts),
            "entries": [EntryView(str(q), q.get_absolute_url(), day(q.collected_on), q.state_text) for q in page],
            "page": page,
            "collects": bool(actor.roles & COLLECTORS),
            "notices": [(kind, act.title) for kind, act in NOTICES.items()] if Role.OFFICER in actor.roles else [],
        },
    )


def _approved(request: HttpRequest, actor: User) -> HttpResponse:
    """Approve the quotes that were ticked: all of them or none."""
    quote_ids = [int(pk) for pk in request.POST.getlist("quote") if pk.isdecimal() and len(pk) < 19]
    chosen = Quote.objects.seen_by(actor).filter(pk__in=quote_ids, state=State.DRAFT)
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
    context = {
        "quote": record,
        "shown": [(QuoteForm.base_fields[name].label, _field_value(record, name)) for name in FIELDS],
        "cost": record.cost_percent(record.amount),
        "acts": [(name, act.title) for name, act in OF_A_QUOTE.items() if may(act, record, actor)],
        "entries": [(entry, ACTS[entry.act].title) for entry in entries(record)],
    }
    return render(request, "remittances/work/quote.html", context)


def _field_value(record: Quote, name: str) -> object:
    """Return a field of a quote in words, as it is shown to people who work on prices."""
    of = record.service.provider if name == "provider_kind" else record.service if name in CHOICES else record
    value = getattr(of, "kind" if name == "provider_kind" else name, None)
    if name == "provider":
        return record.service.provider
    if name in CHOICES:
        return CHOICES[name].get(str(value), value)
    if name in {"source", "destination"}:
        return wording().country_name(str(value))
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if name == "reference_source":
        return source_name(str(value))
    if name in {"applied_rate", "reference_rate"} and value is not None:
        value = Decimal(f"{value:.10f}".rstrip("0").rstrip("."))
    return day(value) if isinstance(value, date) else value


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
        offer_own(self.fields["organisation"], actor)


@open_to(Role.PARTNER, Role.OFFICER)
def file(request: HttpRequest) -> HttpResponse:
    """Look at a filled template, cell by cell; take its good rows if asked to."""
    actor = signed_in(request)
    form = FileForm(request.POST or None, request.FILES or None, actor=actor)
    page: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        try:
            content = form.cleaned_data["file"].read()
            filled = _read(form.cleaned_data["file"], content)
            check(filled, form.cleaned_data["organisation"], actor, form.cleaned_data["file"].name)
        except InputError as error:
            form.add_error("file", sentences(error))
            return render(request, "remittances/work/file.html", page, status=422)
        if "take" in request.POST:
            return _taken(request, actor, form, filled, hashlib.sha256(content).hexdigest())
        findings = [_finding_row(f) for f in sorted(filled.findings, key=lambda f: f.line)]
        page |= {"filled": filled, "findings": findings[:MOST_FINDINGS], "number": len(filled.quotes)}
    return render(request, "remittances/work/file.html", page)


def _read(sent: UploadedFile[bytes], content: bytes) -> FilledTemplate:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sent"
        path.write_bytes(content)
        return read_template(path, sent.name or "")


def _finding_row(finding: Finding) -> tuple[Promise | str, str, str, str]:
    """Return what is wrong, in the language of the page: how bad, where, what, and what was found."""
    place = gettext("row %(row)s, column %(column)s") % {
        "row": finding.line,
        "column": finding.locator.rpartition(", column ")[2],
    }
    return SEVERITIES[finding.severity], place, in_words(held(finding.message)), finding.value


def check(filled: FilledTemplate, organisation: Organisation, actor: User, file: str) -> None:
    """Leave out of a template what the form of a price refuses (a country that is not compared), and tell why."""
    for row, one in list(filled.quotes.items()):
        form = EnterQuote.form(_data(one, organisation), act=EnterQuote(), record=None, actor=actor)
        for name, wrong in form.errors.items():
            known = name == "__all__"
            place = f"row {row}, column {'provider' if known else name}"
            severity: Severity = "advice" if known else "error"
            found = "" if known else str(getattr(one, name, ""))
            message = " ".join(map(str, wrong))
            filled.findings.append(Finding(severity, f"{name}.refused", message, "", file, "", place, row, found[:200]))
            filled.quotes.pop(row, None)


def _data(one: PriceQuote, organisation: Organisation) -> dict[str, Any]:
    """Return a quote of a template as the form of a price takes it."""
    values = {field: getattr(one, field) for field in FIELDS}
    return {name: "" if value is None else value for name, value in values.items()} | {"organisation": organisation.pk}


def _taken(request: HttpRequest, actor: User, form: FileForm, filled: FilledTemplate, digest: str) -> HttpResponse:
    """Keep the good rows as drafts, in one transaction; what was brought before stays as it is."""
    organisation = form.cleaned_data["organisation"]
    try:
        number = take(filled, organisation, form.cleaned_data["file"].name, digest, actor)
    except RefusalError as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    text = gettext("Kept: %(number)s. A second person looks at them before they are published.")
    messages.success(request, text % {"number": number})
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
            data = _data(one, organisation) | {"round": came.pk, "fictional": fictional}
            try:
                perform(EnterQuote, None, actor, data)
            except InvalidInputError as refusal:
                if "__all__" not in refusal.form.errors:
                    raise
            else:
                number += 1
    return number
