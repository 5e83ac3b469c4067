"""`grutto profile`: the migration profile of a country."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from grutto.cli.options import FrameworkOption, HomeOption, LanguagesOption, ReleaseOption, home_at, log


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
    home: HomeOption = None,
) -> None:
    """Make the migration profile of a country from official statistics.

    Parameters
    ----------
    country
        Country of origin, ISO 3166-1 alpha-3, such as AFG.
    """
    from grutto.cli.answers import write
    from grutto.codelists import iso3_of
    from grutto.editions.inputs import with_inputs
    from grutto.editions.make import make_profile
    from grutto.editions.write import write_report
    from grutto.frameworks import load
    from grutto.measures.session import open_release
    from grutto.reports.profile.data import rows_of

    countries = tuple(dict.fromkeys(iso3_of(code) for code in (country, *(with_ or []))))
    with open_release(home_at(home), load(framework) if framework else None, release) as session:
        draft = make_profile(session, countries, iso3_of(as_seen_from), year, tuple(lang or ["en"]))
        if format_ != "html":
            write(rows_of(session, draft.edition.figures), format_)
            return
        edition = write_report(session, with_inputs(draft, home_at(home), framework), output, home_at(home))
    for page in edition.pages:
        print(output / page)
    log.print(f"Edition [bold]{edition.id}[/]: {len(edition.figures)} figures from release {edition.release}")
