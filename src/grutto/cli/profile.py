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
    home_at,
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
    from grutto.cli.answers import in_words, write
    from grutto.codelists import iso3_of
    from grutto.editions.make import make_edition, profile_rows, write_files
    from grutto.editions.order import Order, Profile
    from grutto.frameworks import load

    countries = tuple(dict.fromkeys(iso3_of(code) for code in (country, *(with_ or []))))
    order = Order(
        framework=load(framework) if framework else None,
        year=year,
        languages=tuple(lang or ["en"]),
        subject=Profile(countries, iso3_of(as_seen_from)),
        release=release,
    )
    if format_ != "html":
        write(in_words(profile_rows(home_at(home, engine), order)), format_)
        return
    new = make_edition(home_at(home, engine), order)
    write_files(new, output)
    print_edition(new.edition, output)
