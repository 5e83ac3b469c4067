"""An edition, opened: its figures, its files, and whether it follows from its sources."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup

from grutto.editions.again import written_again
from grutto.editions.compare import differences
from grutto.editions.inputs import framework_of
from grutto.editions.make import write_files
from grutto.editions.record import kept_edition, report_folder
from grutto.editions.verify import verify
from grutto.frameworks import load
from grutto.library.figure import FigurePlace, Figures, OpenFigure, html_facts
from grutto.library.rows import Rows
from grutto.locale import pick, terminal_language
from grutto.render.html import page_name, render

if TYPE_CHECKING:
    from grutto.editions.make import NewEdition
    from grutto.editions.verify import Sources, Verdict
    from grutto.model.edition import Edition
    from grutto.model.framework import Framework
    from grutto.store.home import Home


class OpenEdition:
    """An edition of a report, with the data folder that it rests on.

    Attributes:
        folder: where its pages stand, if it was read from there.
    """

    folder: Path | None

    def __init__(self, home: Home, place: str = "", new: NewEdition | None = None, framework: str | Path = "") -> None:
        """Read an edition.

        Args:
            home: the data folder.
            place: its folder, its `edition.json` or its id; without it the latest one.
            new: the edition with its files, if it was made just now.
            framework: another policy than the one that was kept with it.

        Raises:
            UnknownNameError: there is no such edition.
            InputError: the file is not the record of an edition.
        """
        self._home, self._new, self._own_framework = home, new, framework
        self._kept_edition = kept_edition(place, home)
        self.folder = report_folder(place)

    @property
    def record(self) -> Edition:
        """All that it rests on, and each figure in it."""
        return self._kept_edition.edition

    @property
    def id(self) -> str:
        """Its name: what it rests on gives it."""
        return self.record.id

    @property
    def title(self) -> str:
        """What it is called, in the language of the environment."""
        return pick(self.record.title, terminal_language().code)

    @property
    def figures(self) -> Figures:
        """Its register: every figure it shows, and those they derive from."""
        record = self.record
        place = FigurePlace(self._home, record.release, self._policy, record.figures, self.folder)
        return Figures(OpenFigure(figure, place) for figure in record.figures)

    def figure(self, name: str) -> OpenFigure:
        """Return a figure by its id, or by its number in the register.

        Raises:
            UnknownNameError: there is none; with the ids most like it.
        """
        return self.figures[name]

    def page(self, language: str = "") -> str:
        """Return the report as one page of HTML, made from its content.

        Args:
            language: code; without it, the first one.

        Raises:
            UnknownNameError: Grutto does not write this language.
            DeclarationError: its content is missing or damaged.
        """
        content, languages = self._kept_edition.read_in(language), self.record.languages
        return render(content, languages)[page_name(content.language, languages)]

    def write(self, folder: str | Path) -> OpenEdition:
        """Write its record, content, pages and tables to a folder; return the edition as it stands there."""
        if self._new:
            write_files(self._new, Path(folder))
        else:
            written_again(self._home, self._kept_edition, Path(folder))
        return OpenEdition(self._home, str(folder), self._new, self._own_framework)

    def verify(
        self, *, sources: Sources = "some", scenario_data: str | Path | None = None, again: bool = False
    ) -> Verdict:
        """Compute every figure again from its release, make its pages again, and compare.

        Args:
            sources: what of the source files is read again: `none`, `some` (of large ones a sample) or `all`.
            scenario_data: a data.toml, or its folder, that the scenarios shown are compared with.
            again: run the scenarios again on that data too.

        Raises:
            StoreError: the release or a source file is missing or was changed.
            InputError: scenarios cannot be compared with data that are not named.
        """
        policy = load(self._own_framework) if self._own_framework else None
        data = Path(scenario_data) if scenario_data else None
        place = self.folder
        return verify(self._home, self.record, policy, place, sources=sources, scenario_data=data, again=again)

    def compare(self, other: OpenEdition) -> Rows:
        """Return a row for each figure that a later edition has otherwise: new, gone, changed, or from other rows."""
        return Rows(differences(self.record, other.record))

    def _policy(self) -> Framework | None:
        return load(self._own_framework) if self._own_framework else framework_of(self._home, self.record)

    def __repr__(self) -> str:
        """Return its name and title."""
        return f"<edition {self.id}: {self.title}>"

    def _repr_html_(self) -> str:
        """Return what it is and what it rests on; its pages say the rest."""
        record, code = self.record, terminal_language().code
        facts = {
            "edition": record.id,
            "framework": record.framework,
            "year": str(record.year or ""),
            "release": record.release,
            "figures": str(len(record.figures)),
            "languages": ", ".join(record.languages),
        }
        head = Markup("<h3>{}</h3>\n<p>{}</p>\n").format(self.title, pick(record.subtitle, code))
        note = Markup("<p>{}</p>\n").format(pick(record.note, code)) if record.note else ""
        return head + note + html_facts(facts)
