"""The data of a release to take away: tables for people, tables for machines, and the files as received."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext

from grutto.catalogue.search import SearchQuestion
from grutto.store.home import Home
from grutto.store.parquet import joined_parts
from grutto.store.releases import read_release, table_path
from grutto_web.ground.components import ColumnView, EntryView, LinkText, TableView
from grutto_web.ground.wording import language as page_language
from grutto_web.public.site import lists
from grutto_web.public.site.release import page

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.http import HttpRequest

    from grutto.catalogue.read import Catalogue
    from grutto_web.ground.components import Cell
    from grutto_web.public.site.release import Page

HEAD = (
    "identifier",
    "title",
    "reporter",
    "status",
    "level",
    "start",
    "end",
    "countries",
    "measure",
    "eur",
    "eur_rows",
    "eur_rows_unknown",
)
PARQUET = {
    "portfolio": "activities",
    "money": "money",
    "indicator_value": "results",
    "link": "links",
    "recipient": "countries",
}
"""Tables of a release that are given as Parquet, and what they are called here."""
CHUNK = 500


@page("public/data.html")
def data(request: HttpRequest, catalogue: Catalogue) -> Page:
    """Say what of the current release can be taken away, in which form, under which licence."""
    del request
    return _offered(catalogue)


@page("public/data.html")
def data_of(request: HttpRequest, catalogue: Catalogue, release: str) -> Page:
    """Say the same of a release by name: the address to cite."""
    del request, release
    return _offered(catalogue)


def _offered(catalogue: Catalogue) -> dict[str, Any]:
    files = [f for f in catalogue.files() if not f.superseded]
    columns = (ColumnView(gettext("File")), ColumnView(gettext("Source")), ColumnView(gettext("Licence")))
    rows: list[list[Cell]] = [
        [
            LinkText(f.name, reverse("public:file", args=(f.sha256,))),
            f.citation or f.source,
            f.licence or gettext("not told"),
        ]
        for f in files
    ]
    return {
        "release": catalogue.release,
        "downloads": _downloads(catalogue.release),
        "files": TableView(gettext("The files that everything here rests on"), columns, rows),
        "citation": gettext("Grutto, release %(release)s: %(files)s")
        % {"release": catalogue.release, "files": "; ".join(dict.fromkeys(f.citation or f.name for f in files))},
    }


def _downloads(release: str) -> list[EntryView]:
    def at(name: str) -> str:
        return reverse("public:download", args=(release, name))

    about = gettext("The table that figures are computed from.")
    tables = {
        "portfolio": gettext("Activities (Parquet)"),
        "money": gettext("Money (Parquet)"),
        "indicator_value": gettext("Results (Parquet)"),
        "link": gettext("Links (Parquet)"),
        "recipient": gettext("Countries (Parquet)"),
    }
    return [
        EntryView(
            gettext("Activities (CSV)"),
            at("activities.csv"),
            gettext("One line an activity: what, who, where, when, how much."),
        ),
        EntryView(gettext("Activities (JSON)"), at("activities.json"), gettext("The same for programs.")),
        EntryView(
            gettext("Workbook (XLSX)"),
            at("grutto.xlsx"),
            gettext("Activities, money by year and organisations, each on a sheet."),
        ),
        EntryView(
            gettext("Money by year (CSV)"),
            at("money.csv"),
            gettext("Of every activity, each kind of money in each year."),
        ),
        EntryView(
            gettext("Organisations (CSV)"),
            at("organisations.csv"),
            gettext("All that take part, with the number of activities."),
        ),
        *(EntryView(text, at(f"{PARQUET[table]}.parquet"), about) for table, text in tables.items()),
    ]


def activity_rows(catalogue: Catalogue, question: SearchQuestion, language: str = "") -> Iterator[tuple[Any, ...]]:
    """Yield activities as rows under `HEAD`, with titles in a language, that of the page unless given."""
    found = catalogue.find(question)
    for start in range(0, len(found), CHUNK):
        for a in catalogue.listed(found.page(start, CHUNK), language or page_language().code):
            size = a.size
            money = (size.flow, size.value, size.rows, size.unknown) if size else ("", None, 0, 0)
            yield a.identifier, a.title, a.reporter, a.status, a.level, a.start, a.end, " ".join(a.countries), *money


def _money(catalogue: Catalogue) -> Iterator[tuple[Any, ...]]:
    question = (
        "SELECT a.identifier, m.flow, m.year, m.value, m.source_rows, m.unknown FROM money AS m "
        "JOIN activity AS a ON a.id = CAST(m.key AS INTEGER) WHERE m.owner = 'activity' AND m.year > 0"
    )
    yield from catalogue.connection.execute(question)


def _organisations(catalogue: Catalogue) -> Iterator[tuple[Any, ...]]:
    yield from ((o.key, o.name, o.type, o.activities) for o in catalogue.organisations())


MONEY = ("identifier", "measure", "year", "eur", "rows", "rows_unknown")
ORGANISATION = ("key", "name", "type", "activities")


def csv_lines(head: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> Iterator[str]:
    """Yield lines of CSV; a text that a spreadsheet would compute is written so that it is not."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(head)
    for row in rows:
        writer.writerow([_safe(value) for value in row])
        if out.tell() > 1 << 16:
            yield out.getvalue()
            out.seek(0)
            out.truncate()
    yield out.getvalue()


def _safe(value: Any) -> Any:
    text = value if isinstance(value, str) else ""
    return f"'{text}" if text.startswith(("=", "+", "@", "\t", "\r")) else "" if value is None else value


@page("")
def activities_csv(request: HttpRequest, catalogue: Catalogue) -> Page:
    """Give what a search found."""
    rows = activity_rows(catalogue, lists.ListQuery.of(request.GET).question)
    return _named(
        StreamingHttpResponse(csv_lines(HEAD, rows), content_type="text/csv; charset=utf-8"), "activities.csv"
    )


@page("")
def download(request: HttpRequest, catalogue: Catalogue, release: str, name: str) -> Page:
    """Give one table of a release."""
    del request
    everything = SearchQuestion()
    if name == "activities.csv":
        content: Iterable[str] = csv_lines(HEAD, activity_rows(catalogue, everything))
    elif name == "money.csv":
        content = csv_lines(MONEY, _money(catalogue))
    elif name == "organisations.csv":
        content = csv_lines(ORGANISATION, _organisations(catalogue))
    elif name == "activities.json":
        content = _json(activity_rows(catalogue, everything))
    elif name == "grutto.xlsx":
        return _named(HttpResponse(_workbook(catalogue), content_type=XLSX), name)
    else:
        return _parquet(release, name)
    kind = "application/json" if name.endswith("json") else "text/csv; charset=utf-8"
    return _named(StreamingHttpResponse(content, content_type=kind), name)


def _json(rows: Iterable[tuple[Any, ...]]) -> Iterator[str]:
    """Yield a list of objects, amounts as texts so that no digit is lost."""
    mark = "["
    for row in rows:
        values = {k: str(v) if k == "eur" and v is not None else v for k, v in zip(HEAD, row, strict=True)}
        yield mark + json.dumps(values, ensure_ascii=False)
        mark = ",\n"
    yield "]" if mark != "[" else "[]"


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _workbook(catalogue: Catalogue) -> bytes:
    import xlsxwriter  # noqa: PLC0415 - rarely needed

    out = io.BytesIO()
    with xlsxwriter.Workbook(
        out, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        for title, head, rows in (
            ("activities", HEAD, activity_rows(catalogue, SearchQuestion())),
            ("money", MONEY, _money(catalogue)),
            ("organisations", ORGANISATION, _organisations(catalogue)),
        ):
            sheet = book.add_worksheet(title)
            sheet.write_row(0, 0, head)
            for place, row in enumerate(rows, start=1):
                sheet.write_row(place, 0, [_number(h, v) for h, v in zip(head, row, strict=True)])
    return out.getvalue()


def _number(head: str, value: Any) -> Any:
    """Return an amount as a number of the spreadsheet, which rounds it to fifteen digits."""
    return float(value) if head == "eur" and value is not None else value


def _parquet(release: str, name: str) -> FileResponse:
    table = next((table for table, title in PARQUET.items() if name == f"{title}.parquet"), "")
    if not table:
        raise Http404
    (part, *others) = sorted(table_path(Home(), release, table).glob("*.parquet"))
    content = io.BytesIO(joined_parts([part, *others])) if others else part.open("rb")
    return FileResponse(content, filename=name, as_attachment=True, content_type="application/vnd.apache.parquet")


def _named[Response: HttpResponse | StreamingHttpResponse](response: Response, name: str) -> Response:
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@page("public/file.html")
def source_file(request: HttpRequest, catalogue: Catalogue, sha256: str) -> Page:
    """Show what a source file is."""
    del request
    found = next((f for f in catalogue.files() if f.sha256 == sha256), None)
    if found is None:
        raise Http404
    snapshot = next((s for s in read_release(Home(), catalogue.release).snapshots if s.sha256 == sha256), None)
    return {"file": found, "snapshot": snapshot, "is_iati": found.source.startswith("iati/")}


@page("")
def source_bytes(request: HttpRequest, catalogue: Catalogue, sha256: str) -> Page:
    """Give an IATI file as it was received."""
    del request
    found = next((f for f in catalogue.files() if f.sha256 == sha256 and f.source.startswith("iati/")), None)
    if found is None:
        raise Http404
    path = Home().snapshot_path(sha256)
    name = found.name.rpartition("/")[2]
    return FileResponse(path.open("rb"), filename=name, as_attachment=True, content_type="application/octet-stream")
