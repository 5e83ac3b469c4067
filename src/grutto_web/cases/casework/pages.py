"""The pages that every register has: list, record with its acts and history, form of an act, template, import."""

from __future__ import annotations

from functools import wraps
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.http import content_disposition_header
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from grutto_web.cases.casework.beside import Attachment, CaseHolder, CaseNote, Reminder, ReminderState
from grutto_web.cases.casework.deadlines import deadlines_of
from grutto_web.cases.casework.letters import LetterForm, due_letters, letter_file
from grutto_web.cases.casework.lists import MEDIA, XLSX, chosen_in, list_file, narrowed, sortable
from grutto_web.cases.casework.next_steps import next_steps
from grutto_web.cases.casework.personal import PersonalRecord
from grutto_web.cases.casework.register import REGISTERS
from grutto_web.cases.casework.sheets import SheetError, SheetOutcome, take, template
from grutto_web.ground.components import ColumnView, Facet, LinkText, Option, TableView
from grutto_web.people.access import open_to, signed_in
from grutto_web.people.acts.fields import fact, label, state_of, table_of, value_text
from grutto_web.people.acts.perform import entries, may
from grutto_web.people.acts.record import VOID
from grutto_web.people.acts.refusals import RefusalError
from grutto_web.people.acts.views import act_page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from django.http import HttpRequest
    from django.urls import URLPattern
    from django.utils.functional import Promise

    from grutto_web.cases.casework.lists import Chosen
    from grutto_web.cases.casework.register import Register
    from grutto_web.ground.components import Cell
    from grutto_web.people.accounts.models import User
    from grutto_web.people.acts.record import Record
    from grutto_web.people.roles import Role

PAGE = 25


def pages_of(register: Register[Any]) -> list[URLPattern]:
    """Return the addresses of a register, and enter it among the registers; its app has the register's name."""
    REGISTERS[register.name] = register
    base, makers = f"work/{register.name}/", register.create.roles
    doers = frozenset[Any]().union(*(act.roles for act in register.acts.values()))
    pages: list[tuple[str, str, Callable[..., HttpResponse], Iterable[Role]]] = [
        ("", "list", _list, register.readers),
        ("new/", "new", _new, makers),
        ("template/", "template", _template, makers),
        ("import/", "import", _import, makers),
        ("list.<slug:ending>", "file", _file, register.readers),
        ("<int:pk>/", "record", _record, register.readers),
        ("<int:pk>/files/<int:file>/", "attachment", _attachment, register.people or register.readers),
    ]
    if register.people and issubclass(register.model, PersonalRecord):
        pages.append(("<int:pk>/people/", "people", _people, register.people))
    if register.letters:
        pages.append(("<int:pk>/letters/", "letters", _letters, register.people))
    if register.acts:
        pages.append(("<int:pk>/<slug:name>/", "act", _act, doers))
    return [path(base + rest, _view(register, view, who), name=name) for rest, name, view, who in pages]


def _view(
    register: Register[Any], view: Callable[..., HttpResponse], who: Iterable[Role]
) -> Callable[..., HttpResponse]:
    @wraps(view)
    def answer(request: HttpRequest, **place: Any) -> HttpResponse:
        return view(request, register, **place)

    return open_to(*who)(answer)


def _list(request: HttpRequest, register: Register[Any]) -> HttpResponse:
    """Show the records that somebody sees, as they chose them."""
    chosen, user = chosen_in(register, request.GET.dict()), signed_in(request)
    page = Paginator(narrowed(register, chosen, user), PAGE).get_page(request.GET.get("page"))
    columns = [ColumnView(label(register.model, name), amount=name.endswith("_eur")) for name in register.columns]
    rows: list[list[Cell]] = [
        [_first(r, register.columns[0]), *(value_text(r, name) for name in register.columns[1:])] for r in page
    ]
    context = {
        "register": register,
        "page": page,
        "address": f"{chosen.address()}&page=" if chosen.address() != "?" else "?page=",
        "table": TableView(str(register.title), columns, rows) if rows else None,
        "facets": [_facet(register, name, chosen) for name in _facets(register)],
        "new": reverse(f"{register.name}:new") if may(register.create, None, user) else "",
        "sheet": reverse(f"{register.name}:import") if may(register.create, None, user) else "",
        "chosen": chosen,
        "sorts": _sorts(register, chosen),
        "files": [(ending.upper(), _file_address(register, ending, chosen)) for ending in MEDIA],
    }
    return render(request, "casework/list.html", context)


def _file_address(register: Register[Any], ending: str, chosen: Chosen) -> str:
    return reverse(f"{register.name}:file", args=[ending]) + chosen.address()


def _file(request: HttpRequest, register: Register[Any], ending: str) -> HttpResponse:
    """Give the list as somebody chose it, as a file; that they took it is logged where it is about people."""
    if ending not in MEDIA:
        raise Http404(gettext("There is no such file."))
    found = narrowed(register, chosen_in(register, request.GET.dict()), signed_in(request))
    answer = HttpResponse(list_file(register, found, ending), content_type=MEDIA[ending])
    answer["Content-Disposition"] = f'attachment; filename="{register.name}.{ending}"'
    answer["Cache-Control"] = "no-store"
    return answer


def _sorts(register: Register[Any], chosen: Chosen) -> list[tuple[str, str, bool]]:
    """Return code, words and whether it is chosen of each way to sort a list."""
    ways = [(sign + name, sign, name) for name in sortable(register) for sign in ("", "-")]
    words = {"": gettext("%(field)s, rising"), "-": gettext("%(field)s, falling")}
    return [(c, words[sign] % {"field": label(register.model, n)}, chosen.sort == c) for c, sign, n in ways]


def _facets(register: Register[Any]) -> list[str]:
    return [*register.filters, *(["state"] if register.model.STATES else [])]


def _first(record: Record, name: str) -> LinkText:
    return LinkText(value_text(record, name), record.get_absolute_url())


def _facet(register: Register[Any], name: str, chosen: Chosen) -> Facet:
    if name == "state":
        choices = {**dict(register.model.STATES.choices if register.model.STATES else ()), VOID: gettext("void")}
    else:
        choices = dict(getattr(register.model._meta.get_field(name), "flatchoices", ()))
    options = []
    for code, words in choices.items():
        is_chosen = chosen.filters.get(name) == code
        options.append(Option(str(words), chosen.address(**{name: "" if is_chosen else code}), chosen=is_chosen))
    return Facet(label(register.model, name), options)


def _seen(request: HttpRequest, register: Register[Any], pk: int) -> Any:
    return get_object_or_404(register.model.objects.seen_by(request.user), pk=pk)


def _record(
    request: HttpRequest, register: Register[Any], pk: int, people: dict[str, str] | None = None
) -> HttpResponse:
    """Show a record: what is known, what can be done, what was done."""
    record, user = _seen(request, register, pk), signed_in(request)
    steps = next_steps(register, record, user)
    reads = bool(register.people & user.roles) and isinstance(record, PersonalRecord) and not record.erased
    context = {
        "register": register,
        "record": record,
        "state": state_of(record),
        "facts": [fact(record, name) for name in register.facts if not _is_to_come(register, record, name)],
        "parts": [*_tables(register, record), *(register.parts(record) if register.parts else ())],
        "steps": [step for step in steps if step.mine and not step.standard],
        "others": [step for step in steps if not step.mine],
        "standard": [step for step in steps if step.standard],
        "deadlines": deadlines_of(register, record),
        "holder": CaseHolder.objects.of(record).select_related("person").first(),
        "beside": None if register.people and people is None else _beside(record),
        "further": list(_further(register, record, user)),
        "history": entries(record),
        "reads": reads,
        "people": people,
        "letters": due_letters(register, record) if register.people & user.roles else (),
    }
    return render(request, "casework/record.html", context)


def _tables(register: Register[Any], record: Record) -> Iterator[TableView]:
    """Yield a table of each kind of records that belong to a record."""
    for name, fields in register.tables:
        found = getattr(record, name).all()
        yield from table_of(str(capfirst(found.model._meta.verbose_name_plural)), found, fields)


def _beside(record: Record) -> dict[str, list[Any]]:
    """Return what people wrote and attached beside a record."""
    found: dict[str, Any] = {"notes": CaseNote.objects.of(record), "files": Attachment.objects.of(record)}
    found["reminders"] = Reminder.objects.of(record).filter(state=ReminderState.OPEN)
    return {name: list(rows.exclude(key_name="").select_related("by")) for name, rows in found.items()}


def _attachment(request: HttpRequest, register: Register[Any], pk: int, file: int) -> HttpResponse:
    """Give an attached file as a download; that it was read is logged where the record is about people."""
    record = _seen(request, register, pk)
    attached = get_object_or_404(Attachment.objects.of(record).exclude(key_name=""), pk=file)
    if register.people:
        attached.read(signed_in(request))
    answer = HttpResponse(attached.bytes(), content_type=attached.media)
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=attached.words)
    answer["Cache-Control"] = "no-store"
    return answer


def _is_to_come(register: Register[Any], record: Record, name: str) -> bool:
    return name in register.later and getattr(record, name) in {None, ""}


def _further(register: Register[Any], record: Record, user: User) -> Iterator[tuple[str, str | Promise]]:
    """Yield address and title of making what belongs to a record, where it is offered for that now."""
    for name, field in register.further:
        create = REGISTERS[name].create
        if may(create, None, user):
            choice: Any = create.form(act=create(), record=None, actor=user).fields[field]
            if choice.queryset.filter(pk=record.pk).exists():
                query = urlencode({field: getattr(record, choice.to_field_name or "pk")})
                yield f"{reverse(f'{name}:new')}?{query}", create.title


def _people(request: HttpRequest, register: Register[Any], pk: int) -> HttpResponse:
    """Show the personal fields of a record; that they were read is logged."""
    record = _seen(request, register, pk)
    if request.method != "POST":
        return redirect(record)
    texts = record.read(signed_in(request))
    found = {label(register.model, name): text for name, text in texts.items()}
    answer = _record(request, register, pk, people=found)
    answer["Cache-Control"] = "no-store"
    return answer


def _letters(request: HttpRequest, register: Register[Any], pk: int) -> HttpResponse:
    """Write a letter; each personal field read for it is logged."""
    record = _seen(request, register, pk)
    kinds = due_letters(register, record)
    if not kinds:
        raise Http404(gettext("There is nothing to write yet, or what is kept about people is gone."))
    first = {"language": get_language(), "file_format": "pdf"}
    form = LetterForm(request.POST if request.method == "POST" else None, kinds=kinds, initial=first)
    if request.method == "POST" and form.is_valid():
        return letter_file(register, record, form, signed_in(request))
    context = {"register": register, "record": record, "form": form}
    return render(request, "casework/letters.html", context, status=422 if form.errors else 200)


def _new(request: HttpRequest, register: Register[Any]) -> HttpResponse:
    """Make a record."""
    initial = {name: request.GET[name] for name in register.create.form.base_fields if name in request.GET}
    back = reverse(f"{register.name}:list")
    return act_page(request, register.create, None, back=back, initial=initial, done=gettext("It is kept."), on=True)


def _act(request: HttpRequest, register: Register[Any], pk: int, name: str) -> HttpResponse:
    """Do something to a record."""
    if name not in register.acts:
        raise Http404(gettext("There is no such step."))
    record = _seen(request, register, pk)
    answer = act_page(request, register.acts[name], record, back=record.get_absolute_url(), about=str(record))
    if answer.status_code == HTTPStatus.FOUND and not register.model.objects.seen_by(request.user).filter(pk=pk):
        messages.info(request, gettext("You do not see this any more."))
        return redirect(f"{register.name}:list")
    return answer


def _template(request: HttpRequest, register: Register[Any]) -> HttpResponse:
    """Give the workbook to fill in."""
    answer = HttpResponse(template(register, signed_in(request)), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{register.name}.xlsx"'
    return answer


class SheetForm(forms.Form):
    """A sheet, and whether it is only tried."""

    file = forms.FileField(label=_("Workbook (XLSX) or text (CSV)"))
    trial = forms.BooleanField(label=_("Only try: show what would become of it"), required=False, initial=True)


def _import(request: HttpRequest, register: Register[Any]) -> HttpResponse:
    """Take a sheet, or try it."""
    form = SheetForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"register": register, "form": form}
    if request.method == "POST" and form.is_valid():
        file, trial = form.cleaned_data["file"], form.cleaned_data["trial"]
        try:
            outcome = take(register, file.name, file, signed_in(request), trial=trial)
        except SheetError as error:
            form.add_error("file", str(error))
        except RefusalError as refusal:
            raise PermissionDenied(str(refusal)) from None
        else:
            context |= {"outcome": outcome, "trial": trial, "words": _words(outcome, trial=trial)}
            context["table"] = _problem_table(outcome) if outcome.problems else None
    return render(request, "casework/import.html", context, status=422 if form.errors else 200)


def _words(outcome: SheetOutcome, *, trial: bool) -> str:
    """Return what became of a sheet in a sentence or two."""
    if outcome.problems:
        return gettext("Nothing was taken: mend what is listed and send the sheet again.")
    if trial:
        first = ngettext("%(n)s row would be taken.", "%(n)s rows would be taken.", outcome.taken)
    else:
        first = ngettext("%(n)s row was taken.", "%(n)s rows were taken.", outcome.taken)
    there = ngettext("%(n)s row is there already.", "%(n)s rows are there already.", outcome.there)
    return " ".join([first % {"n": outcome.taken}, *([there % {"n": outcome.there}] if outcome.there else [])])


def _problem_table(outcome: SheetOutcome) -> TableView:
    columns = [ColumnView(gettext("Row")), ColumnView(gettext("Column")), ColumnView(gettext("What is wrong"))]
    rows = [[str(p.row), p.column or "–", p.text] for p in outcome.problems[:500]]
    return TableView(gettext("What is wrong in the sheet"), columns, rows)
