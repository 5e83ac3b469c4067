"""The pages of the savings ledger: its quarters, the entries of one, an entry, the forms, and the ledger as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from grutto import locale
from grutto.errors import GruttoError
from grutto.frameworks.ledger import ledger_text
from grutto.measures.ledger import DEARER, OVERDRAWN, entry_cost, ledger_quarters
from grutto.measures.savings import counted
from grutto.message import Message
from grutto.reports.sections.savings import WARNINGS
from grutto_web.ground.components import ColumnView, EntryView, FigureView, LinkText, TableView
from grutto_web.ground.countries import name_of
from grutto_web.ground.templatetags.grutto import day, money, number
from grutto_web.ground.wording import in_words, language, sentences
from grutto_web.people.access import open_to, signed_in
from grutto_web.people.acts.fields import euros, label
from grutto_web.people.acts.perform import entries, may
from grutto_web.people.acts.views import act_page
from grutto_web.people.roles import Role
from grutto_web.work.policies.folders import load
from grutto_web.work.savings.acts import Enter, TakeFromFile, Withdraw
from grutto_web.work.savings.files import MOST_BYTES, take_ledger
from grutto_web.work.savings.ledgers import LedgerOfNow, current_ledger, ledger_frameworks
from grutto_web.work.savings.models import READERS, Kind, SavingsEntry, State

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from django.http import HttpRequest

    from grutto.measures.ledger import Quarter
    from grutto.measures.savings import ReceptionEntry
    from grutto.model.figure import Figure
    from grutto_web.ground.components import Cell
    from grutto_web.work.savings.files import LedgerIntake

QUARTER_COLUMNS = (_("Estimated"), _("Actual"), _("Saved"), _("Drawn"), _("Left"))


def _framework(request: HttpRequest) -> str:
    """Return the framework asked for; that of the last entry if none was.

    Raises:
        Http404: its reports account for no savings.
    """
    names = [name for name, _title in ledger_frameworks()]
    last = SavingsEntry.objects.filter(framework__in=names).last()
    framework = request.GET.get("framework") or (last.framework if last else names[-1])
    if framework not in names:
        raise Http404(gettext("The reports of this framework account for no savings."))
    return framework


def _address(name: str, framework: str, *arguments: str) -> str:
    return f"{reverse(f'savings:{name}', args=arguments)}?{urlencode({'framework': framework})}"


@open_to(*READERS)
def ledger(request: HttpRequest) -> HttpResponse:
    """Show the ledger of a framework by quarter: estimate beside actual, saving, drawn, what is left."""
    framework, user = _framework(request), signed_in(request)
    found = current_ledger(framework)
    quarters = ledger_quarters(LedgerOfNow(load(framework), found))
    others = SavingsEntry.objects.seen_by(user).filter(framework=framework).exclude(state=State.SIGNED)
    context = {
        "frameworks": ledger_frameworks(),
        "framework": framework,
        "table": _quarter_table(framework, quarters) if quarters else None,
        "warnings": _warnings(quarters),
        "traced": sorted({entry.quarter for entry in found if entry.figure}),
        "withdrawn": [EntryView(e.code, e.get_absolute_url(), day(e.since)) for e in others],
        "kinds": _kinds(framework) if may(Enter, None, user) else [],
        "import": _address("import", framework),
        "download": _address("download", framework),
    }
    return render(request, "savings/list.html", context)


def _kinds(framework: str, name: str = "") -> list[tuple[str, str]]:
    """Return address and title of each form; with a quarter, it stands in the form."""
    more = f"&{urlencode({'quarter': name})}" if name else ""
    return [(_address("add", framework, kind) + more, str(ADDED[kind])) for kind in Kind]


ADDED = {
    Kind.ESTIMATE: _("Add an estimate"),
    Kind.ACTUAL: _("Add an actual cost"),
    Kind.DRAWN: _("Add what was drawn"),
}


def _quarter_table(framework: str, quarters: Sequence[Quarter]) -> TableView:
    columns = [ColumnView(gettext("Quarter")), *(ColumnView(str(text), amount=True) for text in QUARTER_COLUMNS)]
    rows: list[list[Cell]] = [
        [LinkText(q.name, _address("quarter", framework, q.name)), *_amounts(q)] for q in quarters
    ]
    return TableView(gettext("The ledger by quarter, in euros"), columns, rows)


def _amounts(quarter: Quarter) -> list[FigureView]:
    """Return the amounts of a quarter, in the order of the columns."""
    saving, left = _euros(quarter.saving, signed=True), _euros(quarter.left, signed=True)
    return [_euros(quarter.estimate), _euros(quarter.actual), saving, _euros(quarter.drawn), left]


def _euros(figure: Figure, *, signed: bool = False) -> FigureView:
    if figure.value is None:
        return FigureView(unknown=gettext("unknown"))
    return FigureView(locale.money(figure.value, "EUR", language(), signed=signed))


def _warnings(quarters: Sequence[Quarter]) -> list[str]:
    """Return what the report says of a balance or a saving below zero."""
    marks = {mark for quarter in quarters for mark in (*quarter.saving.warnings, *quarter.left.warnings)}
    dear = ", ".join(quarter.name for quarter in quarters if DEARER in quarter.saving.warnings)
    return [in_words(Message(WARNINGS[mark], quarters=dear)) for mark in (OVERDRAWN, DEARER) if mark in marks]


@open_to(*READERS)
def quarter(request: HttpRequest, name: str) -> HttpResponse:
    """Show the entries of a quarter, and what counts of each."""
    framework, user = _framework(request), signed_in(request)
    found = current_ledger(framework)
    scope = LedgerOfNow(load(framework), found)
    line = next((q for q in ledger_quarters(scope) if q.name == name), None)
    if line is None:
        raise Http404(gettext("The ledger has no entry in this quarter."))
    own = SavingsEntry.objects.seen_by(user).filter(framework=framework, quarter=name, state=State.SIGNED)
    links = {entry.code: entry.get_absolute_url() for entry in own}
    tables = (_cost_table(scope, name, links), _draw_table(own))
    context = {
        "title": dict(ledger_frameworks())[framework],
        "name": locale.format_period(name, language()),
        "back": _address("list", framework),
        "amounts": list(zip(QUARTER_COLUMNS, _amounts(line), strict=True)),
        "tables": [table for table in tables if table.rows],
        "kinds": _kinds(framework, name) if may(Enter, None, user) else [],
    }
    return render(request, "savings/quarter.html", context)


def _cost_table(scope: LedgerOfNow, quarter: str, links: dict[str, str]) -> TableView:
    """Return the entries on reception of a quarter, estimate beside actual, with what counts of each."""
    amounts = (_("Persons"), _("Days a person"), _("Days that count"), _("Euros a day"), _("Amount"))
    columns = [
        ColumnView(gettext("Entry")),
        ColumnView(gettext("Arrived in")),
        *(ColumnView(str(head), amount=True) for head in amounts),
        ColumnView(gettext("Why fewer days count")),
    ]
    own = sorted(
        (one for one in counted(scope.ledger) if one.entry.quarter == quarter),
        key=lambda one: (one.entry.cohort, name_of(one.entry.country), one.entry.kind != "estimate"),
    )
    rows = [_cost_row(scope, one, links[one.entry.id]) for one in own]
    return TableView(gettext("Reception: persons × days × euros a day"), columns, rows)


def _cost_row(scope: LedgerOfNow, one: ReceptionEntry, address: str) -> list[Cell]:
    entry = one.entry
    return [
        LinkText(f"{name_of(entry.country)}: {str(Kind(entry.kind).label).lower()}", address),
        entry.cohort,
        number(entry.persons),
        number(entry.days, 2),
        number(one.days, 2),
        number(entry.day_rate, 2),
        _euros(entry_cost(scope, one)),
        in_words(one.reason) if one.reason else "",
    ]


def _draw_table(own: Iterable[SavingsEntry]) -> TableView:
    """Return what was drawn in a quarter."""
    columns = [
        ColumnView(gettext("Entry")),
        ColumnView(gettext("Document")),
        ColumnView(gettext("Amount"), amount=True),
    ]
    drawn = [entry for entry in own if entry.kind == Kind.DRAWN]
    rows = [[LinkText(e.code, e.get_absolute_url()), e.reference, _drawn(e)] for e in drawn]
    return TableView(gettext("Drawn from the saving"), columns, rows)


def _drawn(entry: SavingsEntry) -> Cell:
    amount = entry.value.amount
    return entry.figure if amount is None else FigureView(euros(amount))


@open_to(*READERS)
def entry(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an entry: what it says, who signed it and brought it in, what can be done, and its history."""
    record = get_object_or_404(SavingsEntry.objects.seen_by(request.user), pk=pk)
    context = {
        "entry": record,
        "facts": [*_facts(record), *_counted(record)],
        "back": _address("list", record.framework),
        "of_quarter": _address("quarter", record.framework, record.quarter),
        "brought": entries(record).filter(act=TakeFromFile.name()).first(),
        "may_withdraw": may(Withdraw, record, signed_in(request)),
        "history": entries(record),
    }
    return render(request, "savings/entry.html", context)


def _facts(record: SavingsEntry) -> Iterator[tuple[str, str]]:
    """Yield what an entry says."""
    names = ("quarter", "country", "cohort", "persons", "days", "day_rate", "amount", "figure", "reference", "text")
    value = record.value
    written = {
        "country": name_of(record.country) if record.country else "",
        "persons": number(record.persons) if record.persons else "",
        "days": number(value.days, 6) if value.days else "",
        "day_rate": number(value.day_rate, 6) if value.day_rate else "",
        "amount": euros(value.amount) if value.amount is not None else "",
    }
    for name in names:
        if text := written.get(name, getattr(record, name)):
            yield label(SavingsEntry, name), text


def _counted(record: SavingsEntry) -> Iterator[tuple[str, str]]:
    """Yield what counts of an entry on reception that is in the ledger, and why not all."""
    if record.state != State.SIGNED or record.framework not in dict(ledger_frameworks()):
        return
    scope = LedgerOfNow(load(record.framework), current_ledger(record.framework))
    for one in (one for one in counted(scope.ledger) if one.entry.id == record.code):
        yield gettext("Days that count"), number(one.days, 2)
        if one.reason:
            yield gettext("Why fewer days count"), in_words(one.reason)
        yield gettext("Amount"), money(entry_cost(scope, one).value)


@open_to(Role.OFFICER)
def add(request: HttpRequest, kind: str) -> HttpResponse:
    """Add an entry of a kind."""
    if kind not in Kind.values:
        raise Http404
    framework, quarter = _framework(request), request.GET.get("quarter", "")
    about = f"{Kind(kind).label} · {dict(ledger_frameworks())[framework]}"
    initial = {"framework": framework, "kind": kind, "quarter": quarter, "cohort": quarter}
    back, done = _address("list", framework), gettext("Signed: it is in the ledger.")
    return act_page(request, Enter, None, back=back, about=about, initial=initial, done=done, on=True)


@open_to(Role.OFFICER)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw an entry."""
    record = get_object_or_404(SavingsEntry.objects.seen_by(request.user), pk=pk)
    return act_page(request, Withdraw, record, back=record.get_absolute_url(), about=str(record))


class LedgerFileForm(forms.Form):
    """A ledger as a file."""

    file = forms.FileField(label=_("File of the ledger (TOML)"), help_text=_("As this site gives it; at most 1 MiB."))

    def clean_file(self) -> Any:
        """Refuse what is too large to be read while somebody waits."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(gettext("The file is larger than 1 MiB. Split it."))
        return file


@open_to(Role.OFFICER)
def take(request: HttpRequest) -> HttpResponse:
    """Take the entries of a file, all or none."""
    framework, form = _framework(request), LedgerFileForm(request.POST or None, request.FILES or None)
    title = dict(ledger_frameworks())[framework]
    context: dict[str, Any] = {"form": form, "title": title, "back": _address("list", framework)}
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            intake = take_ledger(framework, file.name, file.read(), signed_in(request))
        except GruttoError as error:
            form.add_error("file", sentences(error))
        else:
            if not intake.problems:
                messages.success(request, _outcome(intake))
                return redirect(_address("list", framework))
            context["table"] = _problem_table(intake)
    return render(request, "savings/import.html", context, status=422 if form.errors or "table" in context else 200)


def _outcome(intake: LedgerIntake) -> str:
    """Return what became of a file in a sentence or two."""
    first = ngettext("%(n)s entry was taken.", "%(n)s entries were taken.", intake.taken) % {"n": intake.taken}
    if not intake.there:
        return first
    there = ngettext("%(n)s entry is there already.", "%(n)s entries are there already.", intake.there)
    return f"{first} {there % {'n': intake.there}}"


def _problem_table(intake: LedgerIntake) -> TableView:
    heads = (gettext("Place in the file"), gettext("Entry"), gettext("Field"), gettext("What is wrong"))
    rows = [[str(p.place), p.entry, p.field, p.text] for p in intake.problems[:500]]
    return TableView(gettext("What is wrong in the file"), [ColumnView(head) for head in heads], rows)


@open_to(*READERS)
def download(request: HttpRequest) -> HttpResponse:
    """Give the ledger of a framework as a file."""
    framework = _framework(request)
    disposition = {"Content-Disposition": f'attachment; filename="{framework}-ledger.toml"'}
    text = ledger_text(current_ledger(framework))
    return HttpResponse(text, content_type="application/toml; charset=utf-8", headers=disposition)
