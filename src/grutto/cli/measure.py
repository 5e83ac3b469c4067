"""`grutto measure` and `chain`: what the data says, asked directly."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from grutto.cli.options import (
    EngineOption,
    FormatOption,
    FrameworkOption,
    HomeOption,
    LanguagesOption,
    ReleaseOption,
    open_at,
    pairs_of,
    print_edition,
)
from grutto.cli.terminal import log
from grutto.errors import InputError
from grutto.message import Message


def measure(
    name: str = "",
    *,
    by: Annotated[str, Parameter(help="Dimensions, with commas between.")] = "",
    where: Annotated[list[str] | None, Parameter(help="KEY=VALUE; may be given several times.")] = None,
    format_: FormatOption = "table",
    list_: Annotated[bool, Parameter(name="--list", help="List the measures with their dimensions.")] = False,
    trace: Annotated[bool, Parameter(help="Take the figure apart: every source row behind it.")] = False,
    framework: FrameworkOption = "",
    release: ReleaseOption = "",
    engine: EngineOption = "",
    home: HomeOption = None,
) -> None:
    """Print a measure, along any of its dimensions.

    Parameters
    ----------
    name
        Name of the measure; --list shows all.
    """
    from grutto.cli.answers import write, write_measures, write_trace
    from grutto.library.wording import in_words

    place = open_at(home, engine)
    if trace and by:
        raise InputError(
            "One figure is taken apart at a time",
            where="--by",
            repair="fix each dimension",
            command="--where KEY=VALUE",
        )
    if list_ or not name:
        write_measures(place.measures.records, format_)
        return
    conditions = dict(pairs_of(where))
    if trace:
        figure = place.figure(name, conditions, framework=framework, release=release)
        write_trace(figure, "text" if format_ == "table" else format_)
        return
    dimensions = (d.strip() for d in by.split(",") if d.strip())
    answer = place.measure(name, dimensions, conditions, framework=framework, release=release)
    write(in_words(answer.records), format_)
    if answer.absence:
        log.print(Message("No rows: {why}.", why=answer.absence))


def chain(
    activity: str,
    *,
    output: Annotated[Path | None, Parameter(help="Write it as a page to this folder; needs --framework.")] = None,
    lang: LanguagesOption = None,
    framework: FrameworkOption = "",
    format_: FormatOption = "table",
    release: ReleaseOption = "",
    engine: EngineOption = "",
    home: HomeOption = None,
) -> None:
    """Show where the money of an activity came from and went to, with the rows of both sides.

    Parameters
    ----------
    activity
        Its IATI identifier.
    """
    from grutto.cli.answers import write

    place = open_at(home, engine)
    if output is None:
        write(place.chain(activity, release=release).records, format_)
        return
    edition = place.chain_report(activity, languages=lang or "en", framework=framework, release=release)
    print_edition(edition.write(output).record, output)
