"""A data folder, opened: files go in, questions and reports come out.

What a question does not need is imported where it is used, so that it is answered at once.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from grutto.codelists import iso3_of
from grutto.library.figure import Answer, FigurePlace, OpenFigure
from grutto.library.rows import Rows
from grutto.measures import UNKNOWN, dimension_names, measures
from grutto.measures.question import Question, ask, asked_figure
from grutto.store.home import Home
from grutto.store.releases import read_release, release_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from grutto.editions.order import DocumentKind, Order, Profile
    from grutto.editions.verify import Sources, Verdict
    from grutto.library.activities import Activities
    from grutto.library.edition import OpenEdition
    from grutto.model.figure import Scalar
    from grutto.model.framework import Framework
    from grutto.model.snapshot import Release
    from grutto.reports.scenario.figures import Results
    from grutto.tables.intake import ImportReport


class OpenHome:
    """A data folder: files are taken in, and measures, activities and reports are had from its releases.

    A policy framework is named by a bundled name (`nl-2008`) or by its folder; a release by its id, and without one the
    current release answers. What goes wrong is an error of `grutto.errors`, as on the command line: what, where, and
    how to mend it.
    """

    def __init__(self, home: Home) -> None:
        """Keep a data folder; it is made when first written to."""
        self._home = home

    @property
    def path(self) -> Path:
        """The folder."""
        return self._home.path

    @property
    def release(self) -> Release:
        """The current release.

        Raises:
            StoreError: nothing was imported yet.
        """
        return read_release(self._home)

    @property
    def releases(self) -> tuple[Release, ...]:
        """All releases, the newest last."""
        found = (read_release(self._home, name) for name in release_names(self._home))
        return tuple(sorted(found, key=lambda one: one.received))

    def take_in(self, *paths: str | Path, source: str = "") -> ImportReport:
        """Take files in and publish the next release; a file that cannot be used leaves the last good one in place.

        Args:
            paths: files, or folders for their XML, CSV and zip files.
            source: take the files as this source, instead of by their first characters.
        """
        from grutto.tables.intake import incoming_files, take_in

        return take_in(self._home, incoming_files(map(Path, paths), source))

    @property
    def measures(self) -> Rows:
        """All measures, with what they tell, their unit and their dimensions."""
        return Rows(
            {"measure": m.name, "tells": m.doc, "unit": m.unit, "dimensions": ",".join(dimension_names(m))}
            for m in measures().values()
        )

    def measure(
        self,
        name: str,
        by: str | Iterable[str] = (),
        where: Mapping[str, Scalar] | None = None,
        *,
        framework: str | Path = "",
        release: str = "",
    ) -> Answer:
        """Return a measure along dimensions: a row a group, and the figure of each.

        Args:
            name: of the measure: see `measures`.
            by: dimensions to divide along.
            where: dimension to its value; `None` is the unknown one.
            framework: the policy, for dimensions that it gives, such as priority.
            release: id of an earlier release.

        Raises:
            UnknownNameError: there is no such measure, dimension, framework or release.
            StoreError: nothing was imported yet.
        """
        question = _question(name, by, where, framework, release)
        found = ask(self._home, question)
        place = FigurePlace(self._home, found.release, lambda: question.framework)

        def whole() -> OpenFigure:
            return self.figure(name, where, framework=framework, release=found.release)

        figures = (OpenFigure(figure, place) for figure in found.figures)
        return Answer(found.rows, figures, None if question.by else whole, found.absence)

    def figure(
        self,
        measure: str,
        where: Mapping[str, Scalar] | None = None,
        *,
        framework: str | Path = "",
        release: str = "",
    ) -> OpenFigure:
        """Return the one figure of a measure under conditions; unknown where several units or currencies meet them.

        Raises:
            UnknownNameError: there is no such measure, dimension, framework or release.
            StoreError: nothing was imported yet.
        """
        question = _question(measure, (), where, framework, release)
        with asked_figure(self._home, question) as (session, figure):
            return OpenFigure(figure, FigurePlace(self._home, session.release.id, lambda: question.framework))

    @property
    def activities(self) -> Activities:
        """The activities of the current release."""
        return self.activities_of()

    def activities_of(self, release: str = "") -> Activities:
        """Return the activities of a release.

        Raises:
            UnknownNameError: there is no release of this name.
            StoreError: nothing was imported yet.
        """
        from grutto.catalogue.read import Catalogues
        from grutto.library.activities import Activities

        return Activities(Catalogues(self._home).catalogue(release))

    def chain(self, activity: str, *, release: str = "") -> Rows:
        """Return where the money of an activity came from and went to, with the rows of both sides.

        Raises:
            UnknownNameError: no link of the release names this activity.
        """
        from grutto.measures.chain import chain_rows

        return Rows(chain_rows(self._home, activity, release))

    def chain_report(
        self, activity: str, *, languages: str | Iterable[str] = "en", framework: str | Path = "", release: str = ""
    ) -> OpenEdition:
        """Make the page of the chain of an activity, and keep it."""
        from grutto.editions.order import Chain, Order

        subject = Chain(activity)
        return self._kept_report(
            Order(framework=_policy(framework), languages=_names(languages), subject=subject, release=release)
        )

    def report(
        self,
        framework: str | Path,
        year: int,
        *,
        languages: str | Iterable[str] = (),
        judgements: str | Path | None = None,
        ledger: str | Path | None = None,
        previous: str = "",
        scenarios: Iterable[str | Path] = (),
        documents: Iterable[DocumentKind] = (),
        release: str = "",
    ) -> OpenEdition:
        """Make the progress report of a year, and keep it.

        Args:
            framework: the policy.
            year: calendar year reported on.
            languages: codes; without them, that of the framework.
            judgements: file of signed judgements (TOML).
            ledger: file of the savings ledger (TOML).
            previous: folder or id of the edition before, to compare with.
            scenarios: folders that `grutto scenario run` wrote.
            documents: `pdf`, `docx`: what to make beside the pages.
            release: id of an earlier release.

        Raises:
            StoreError: nothing was imported yet, or the release is damaged.
            UnknownNameError: there is no such framework, release or language.
            JudgementsError: judgements are stale or name no single figure; with all of them.
            VerificationError: prose holds a digit, or an entry of the ledger names no single figure.
        """
        from grutto.editions.order import Order
        from grutto.editions.record import read_record
        from grutto.frameworks import load
        from grutto.frameworks.judgements import load_judgements
        from grutto.frameworks.ledger import load_ledger

        order = Order(
            framework=load(framework),
            year=year,
            languages=_names(languages),
            judgements=load_judgements(Path(judgements)) if judgements else (),
            ledger=load_ledger(Path(ledger)) if ledger else (),
            previous=read_record(previous, self._home) if previous else None,
            scenarios=tuple(_results(Path(folder)) for folder in scenarios),
            release=release,
            documents=tuple(documents),
        )
        return self._kept_report(order)

    def scenario_report(self, folder: str | Path, *, languages: str | Iterable[str] = "en") -> OpenEdition:
        """Make the report of the results of one scenario, and keep it.

        Args:
            folder: which `grutto scenario run` wrote.
            languages: codes.

        Raises:
            ScenarioError: there are no results.
        """
        from grutto.editions.order import Order, ScenarioReport

        return self._kept_report(Order(subject=ScenarioReport(_results(Path(folder))), languages=_names(languages)))

    def profile(
        self,
        country: str,
        *,
        as_seen_from: str,
        year: int,
        beside: Iterable[str] = (),
        languages: str | Iterable[str] = "en",
        framework: str | Path = "",
        release: str = "",
    ) -> OpenEdition:
        """Make the migration profile of a country from official statistics, and keep it.

        Args:
            country: of origin, ISO 3166-1.
            as_seen_from: country that looks.
            year: calendar year that it ends with.
            beside: countries to set beside it.
            languages: codes.
            framework: the policy, if any.
            release: id of an earlier release.

        Raises:
            InputError: a code is no country.
            StoreError: nothing was imported yet.
        """
        from grutto.editions.order import Order

        subject = _profile(country, beside, as_seen_from)
        policy = _policy(framework)
        return self._kept_report(
            Order(framework=policy, year=year, languages=_names(languages), subject=subject, release=release)
        )

    def profile_rows(
        self,
        country: str,
        *,
        as_seen_from: str,
        year: int,
        beside: Iterable[str] = (),
        framework: str | Path = "",
        release: str = "",
    ) -> Rows:
        """Return every figure of a profile as a row: value, unit, source, and file and place of each row behind it."""
        from grutto.editions.make import profile_rows
        from grutto.editions.order import Order

        subject = _profile(country, beside, as_seen_from)
        order = Order(framework=_policy(framework), year=year, languages=("en",), subject=subject, release=release)
        return Rows(profile_rows(self._home, order))

    @property
    def editions(self) -> tuple[OpenEdition, ...]:
        """The editions made here, the latest last."""
        from grutto.editions.record import kept_ids

        return tuple(self.edition(name) for name in kept_ids(self._home))

    def edition(self, name: str | Path = "", *, framework: str | Path = "") -> OpenEdition:
        """Return an edition.

        Args:
            name: its folder, its `edition.json` or its id; without it the latest one.
            framework: another policy than the one that was kept with it.

        Raises:
            UnknownNameError: there is no such edition.
            InputError: the file is not the record of an edition.
        """
        from grutto.library.edition import OpenEdition

        return OpenEdition(self._home, str(name), framework=framework)

    def verify(
        self,
        edition: str | Path = "",
        *,
        framework: str | Path = "",
        sources: Sources = "some",
        scenario_data: str | Path | None = None,
        again: bool = False,
    ) -> Verdict:
        """Return whether an edition follows from its sources: see `OpenEdition.verify`.

        Raises:
            UnknownNameError: there is no such edition.
            StoreError: the release or a source file is missing or was changed.
        """
        found = self.edition(edition, framework=framework)
        return found.verify(sources=sources, scenario_data=scenario_data, again=again)

    def __repr__(self) -> str:
        """Return which folder it is."""
        return f"<data folder {self.path}>"

    def _kept_report(self, order: Order) -> OpenEdition:
        from grutto.editions.make import make_edition
        from grutto.library.edition import OpenEdition

        new = make_edition(self._home, order)
        return OpenEdition(self._home, new.edition.id, new)


def open_home(path: str | Path = "", *, engine: str = "") -> OpenHome:
    """Open a data folder.

    Args:
        path: the folder, made when first written to; without it `GRUTTO_HOME`, else the user's data directory.
        engine: address of a distributed engine that answers, such as `sc://localhost:50051`; else `GRUTTO_ENGINE`,
            else this process.
    """
    return OpenHome(Home(Path(path) if path else None, engine=engine))


def _question(
    name: str, by: str | Iterable[str], where: Mapping[str, Scalar] | None, framework: str | Path, release: str
) -> Question:
    conditions = {dimension: _condition(value) for dimension, value in (where or {}).items()}
    return Question(name, _names(by), conditions, _policy(framework), release)


def _condition(value: Scalar) -> str:
    """Return the value of a condition as text, which each dimension reads by its own type."""
    if value is None:
        return UNKNOWN
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat() if isinstance(value, date) else str(value)


def _names(names: str | Iterable[str]) -> tuple[str, ...]:
    """Return names, where one may stand by itself."""
    return (names,) if isinstance(names, str) else tuple(names)


def _policy(framework: str | Path) -> Framework | None:
    from grutto.frameworks import load

    return load(framework) if framework else None


def _profile(country: str, beside: Iterable[str], observer: str) -> Profile:
    from grutto.editions.order import Profile

    countries = tuple(dict.fromkeys(iso3_of(code) for code in (country, *beside)))
    return Profile(countries, iso3_of(observer))


def _results(folder: Path) -> Results:
    from grutto.reports.scenario.figures import Results
    from grutto.scenarios.result import read_result

    return Results(read_result(folder))
