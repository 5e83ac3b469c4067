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
    home_at,
    pairs_of,
    print_edition,
)
from grutto.errors import InputError


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
    from grutto.cli.answers import in_words, write, write_absence, write_measures, write_trace
    from grutto.frameworks import load
    from grutto.measures.question import Question, ask, asked_figure

    if trace and by:
        raise InputError(
            "One figure is taken apart at a time",
            where="--by",
            repair="fix each dimension",
            command="--where KEY=VALUE",
        )
    if list_ or not name:
        write_measures(format_)
        return
    question = Question(
        name,
        by=tuple(d.strip() for d in by.split(",") if d.strip()),
        where=dict(pairs_of(where)),
        framework=load(framework) if framework else None,
        release=release,
    )
    if not trace:
        rows = ask(home_at(home, engine), question)
        write(in_words(rows), format_)
        if any(row["rows"] for row in rows):
            return
    with asked_figure(home_at(home, engine), question) as (session, figure):
        if trace:
            write_trace(session, (), figure, "text" if format_ == "table" else format_)
        else:
            write_absence(session, figure)


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
    from grutto.editions.make import make_edition, write_files
    from grutto.editions.order import Chain, Order
    from grutto.frameworks import load
    from grutto.measures.chain import chain_rows

    if output is None:
        write(chain_rows(home_at(home, engine), activity, release), format_)
        return
    order = Order(
        framework=load(framework) if framework else None,
        languages=tuple(lang or ["en"]),
        subject=Chain(activity),
        release=release,
    )
    new = make_edition(home_at(home, engine), order)
    write_files(new, output)
    print_edition(new.edition, output)
