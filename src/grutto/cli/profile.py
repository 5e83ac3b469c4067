"""`grutto profile`: the migration profile of a country."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from grutto.cli.options import (
    EngineOption,
    FrameworkOption,
    HomeOption,
    LanguagesOption,
    ReleaseOption,
    open_at,
    print_edition,
)


def profile(
    country: str,
    *,
    as_seen_from: Annotated[str, Parameter(help="Country that looks, ISO 3166-1 alpha-3.")],
    year: Annotated[int, Parameter(help="Calendar year that the profile ends with.")],
    with_: Annotated[list[str] | None, Parameter(name="--with", help="Country to set beside it.")] = None,
    lang: LanguagesOption = None,
    format_: Annotated[Literal["html", "csv", "json"], Parameter(name="--format")] = "html",
    output: Annotated[Path, Parameter(help="Folder to write pages to.")] = Path("profile"),
    framework: FrameworkOption = "",
    release: ReleaseOption = "",
    engine: EngineOption = "",
    home: HomeOption = None,
) -> None:
    """Make the migration profile of a country from official statistics.

    Parameters
    ----------
    country
        Country of origin, ISO 3166-1 alpha-3, such as AFG.
    """
    from grutto.cli.answers import write
    from grutto.library.wording import in_words

    place = open_at(home, engine)
    beside = with_ or ()
    if format_ != "html":
        rows = place.profile_rows(
            country, as_seen_from=as_seen_from, year=year, beside=beside, framework=framework, release=release
        )
        write(in_words(rows.records), format_)
        return
    edition = place.profile(
        country,
        as_seen_from=as_seen_from,
        year=year,
        beside=beside,
        languages=lang or "en",
        framework=framework,
        release=release,
    )
    print_edition(edition.write(output).record, output)
