"""The activities of a release: found by words and facets, listed, counted, and one with all that is told of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.catalogue.search import SearchQuestion
from grutto.errors import UnknownNameError
from grutto.library.rows import MOST, Frames, Row, Rows, html_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from grutto.catalogue.entries import Activity, ActivityEntry
    from grutto.catalogue.read import Catalogue
    from grutto.catalogue.search import SearchResult


class Activities(Frames):
    """Activities of a release; nothing is read before it is asked for."""

    def __init__(self, catalogue: Catalogue, question: SearchQuestion | None = None, language: str = "en") -> None:
        """Keep what is looked for.

        Args:
            catalogue: of the release.
            question: words, facets and order; without it, all activities.
            language: of titles, where there is one.
        """
        self._catalogue = catalogue
        self._question = question or SearchQuestion()
        self._language = language

    def find(
        self,
        words: str = "",
        where: Mapping[str, str | Iterable[str]] | None = None,
        *,
        order: str = "size",
        language: str = "en",
    ) -> Activities:
        """Return the activities that have all words and, of each facet, one of the values.

        Args:
            words: in any spelling; text in double quotes as it stands.
            where: facet to value or values: country, region, sector, reporter, status, year …
            order: `size` (most spent first), `newest` or `title`.
            language: of titles, where there is one.
        """
        facets = tuple(
            (name, (value,) if isinstance(value, str) else tuple(value)) for name, value in (where or {}).items()
        )
        return Activities(self._catalogue, SearchQuestion(words, facets, order), language)

    def count(self, facet: str) -> Rows:
        """Return how many of them have each value of a facet.

        Raises:
            UnknownNameError: there is no such facet.
        """
        counts = self._catalogue.count(self._question, facet)
        return Rows({facet: c.value, "name": c.label, "activities": c.activities} for c in counts)

    def first(self, most: int) -> Rows:
        """Return the first ones as rows: identifier, title, reporter, countries, and the money of each.

        Raises:
            UnknownNameError: there is no such facet or order.
        """
        return Rows(map(_row, self._listed(most)))

    @property
    def records(self) -> list[Row]:
        """All of them as rows: see `first`."""
        return self.first(len(self)).records

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._found())

    def __iter__(self) -> Iterator[ActivityEntry]:
        """Yield each as a list shows it."""
        return iter(self._listed(len(self)))

    def __getitem__(self, identifier: str) -> Activity:
        """Return an activity by its IATI identifier, with all that its publisher tells.

        Raises:
            UnknownNameError: the release has none of this identifier.
        """
        found = self._catalogue.activity(identifier, self._language)
        if found is None:
            raise UnknownNameError(
                "The release has no activity “{identifier}”",
                repair="find it by words: home.activities.find(…)",
                identifier=identifier,
            )
        return found

    def _found(self) -> SearchResult:
        return self._catalogue.find(self._question)

    def _listed(self, most: int) -> list[ActivityEntry]:
        return self._catalogue.listed(self._found().page(0, most), self._language)

    def __repr__(self) -> str:
        """Return how many there are."""
        return f"<{len(self)} activities>"

    def _repr_html_(self) -> str:
        """Return the first ones as a table."""
        return html_table(self.first(MOST).records, len(self))


def _row(activity: ActivityEntry) -> Row:
    size = activity.size
    who = {"activity": activity.identifier, "title": activity.title, "reporter": activity.reporter}
    countries = {"countries": " ".join(activity.countries)}
    return who | countries | {"measure": size.flow if size else "", "eur": size.value if size else None}
