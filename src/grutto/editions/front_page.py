"""The front page of a folder with several reports: what is there, in which languages, under which edition."""

from __future__ import annotations

from http.server import SimpleHTTPRequestHandler
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from lxml import html
from markupsafe import Markup

from grutto.editions.record import FILE, read_record
from grutto.errors import InputError
from grutto.locale import language_named
from grutto.render.html import FOLDER, page_name
from grutto.store.home import Home

INDEX = "index.html"


class Kept(NamedTuple):
    """A report in a folder of reports, as the front page names it."""

    folder: str
    title: str
    subtitle: str
    note: str
    edition: str
    figures: int
    pages: tuple[tuple[str, str], ...]


def kept_in(folder: Path) -> list[Kept]:
    """Return the reports in the folders of a folder, by their names."""
    return [_kept(path.parent) for path in sorted(folder.glob(f"*/{FILE}")) if (path.parent / INDEX).is_file()]


def _kept(folder: Path) -> Kept:
    edition = read_record(str(folder), Home(folder))
    page = html.document_fromstring((folder / INDEX).read_text("utf-8"))
    heads = (page.find(f".//header//{where}") for where in ("h1", "p[@class='subtitle']", "p[@class='banner']"))
    title, subtitle, note = ("" if e is None else " ".join("".join(map(str, e.itertext())).split()) for e in heads)
    pages = tuple((page_name(code, edition.languages), language_named(code).name) for code in edition.languages)
    return Kept(folder.name, title, subtitle, note, edition.id, len(edition.figures), pages)


def front_page(folder: Path) -> str:
    """Return the page that leads to each report of a folder.

    Raises:
        InputError: there is none.
    """
    found = kept_in(folder)
    if not found:
        raise InputError("There is no report here", where=str(folder), repair="make one: grutto report FRAMEWORK YEAR")
    environment = Environment(loader=FileSystemLoader(FOLDER), autoescape=True, undefined=StrictUndefined)
    style = Markup((FOLDER / "style.css").read_text("utf-8"))  # noqa: S704 - our own file
    return environment.get_template("front_page.html").render(found=found, style=style)


class Handler(SimpleHTTPRequestHandler):
    """Serve a folder of one report or of several; of several, the front page is made when asked for."""

    def do_GET(self) -> None:
        """Answer a request: the front page for `/` where no report stands there, else a file."""
        folder = Path(self.directory)
        if self.path != "/" or (folder / INDEX).is_file():
            super().do_GET()
            return
        content = front_page(folder).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
