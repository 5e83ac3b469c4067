"""`grutto search`: activities by words in any spelling, and by facets."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from grutto.cli.options import FormatOption, HomeOption, ReleaseOption, open_at, pairs_of
from grutto.message import Message


def search(
    *words: str,
    where: Annotated[list[str] | None, Parameter(help="FACET=VALUE; of one facet, any of the values given.")] = None,
    count: Annotated[str, Parameter(help="Count what is found by this facet, instead of listing it.")] = "",
    order: Annotated[str, Parameter(help="size, newest or title.")] = "size",
    limit: Annotated[int, Parameter(help="Most activities listed.")] = 20,
    lang: Annotated[str, Parameter(help="Language of titles, where there is one.")] = "en",
    format_: FormatOption = "table",
    release: ReleaseOption = "",
    home: HomeOption = None,
) -> None:
    """Find activities of the release, in any spelling: “cote d ivoire” finds Côte d’Ivoire.

    Parameters
    ----------
    words
        All must be found, in a title, a description, a place, a country, or the name of an organisation; text in double
        quotes as it stands.
    """
    from grutto.cli.answers import write
    from grutto.cli.terminal import log

    facets: dict[str, tuple[str, ...]] = {}
    for key, value in pairs_of(where):
        facets[key] = (*facets.get(key, ()), value)
    found = open_at(home).activities_of(release).find(" ".join(words), facets, order=order, language=lang)
    if count:
        write(found.count(count).records, format_)
        return
    rows = found.first(limit).records
    write(rows, format_)
    log.print(
        Message("{shown} of {count} activity", "{shown} of {count} activities", shown=len(rows), count=len(found))
    )
