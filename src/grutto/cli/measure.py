"""`grutto measure` and `chain`: what the data says, asked directly."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from grutto.cli.options import (
    FormatOption,
    FrameworkOption,
    HomeOption,
    LanguagesOption,
    ReleaseOption,
    home_at,
    pairs_of,
)
from grutto.cli.terminal import show
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
    home: HomeOption = None,
) -> None:
    """Print a measure, along any of its dimensions.

    Parameters
    ----------
    name
        Name of the measure; --list shows all.
    """
    from grutto.cli.answers import answer, write, write_absence, write_measures, write_trace
    from grutto.frameworks import load
    from grutto.measures import dimension_value, measure_named
    from grutto.measures.session import open_release

    if trace and by:
        raise InputError("One figure is taken apart at a time", where="--by", repair="fix each dimension with --where")
    if list_ or not name:
        write_measures(format_)
        return
    asked = measure_named(name)
    given = {key: dimension_value(asked, key, text) for key, text in pairs_of(where)}
    dimensions = [d.strip() for d in by.split(",") if d.strip()]
    with open_release(home_at(home), load(framework) if framework else None, release) as session:
        if trace:
            figure = session.book.measure(name, **given)
            write_trace(session, (), figure, "text" if format_ == "table" else format_)
            return
        rows = answer(session, name, dimensions, given)
        write(rows, format_)
        if not any(row["rows"] for row in rows):
            write_absence(session, session.book.selection(asked, given))


def chain(
    activity: str,
    *,
    output: Annotated[Path | None, Parameter(help="Write it as a page to this folder; needs --framework.")] = None,
    lang: LanguagesOption = None,
    framework: FrameworkOption = "",
    format_: FormatOption = "table",
    release: ReleaseOption = "",
    home: HomeOption = None,
) -> None:
    """Show where the money of an activity came from and went to, with the rows of both sides.

    Parameters
    ----------
    activity
        Its IATI identifier.
    """
    from grutto.cli.answers import write
    from grutto.editions.inputs import with_inputs
    from grutto.editions.make import make_chain
    from grutto.editions.render import index_pages
    from grutto.editions.write import write_report
    from grutto.frameworks import load
    from grutto.measures.chain import side_rows
    from grutto.measures.session import open_release

    with open_release(home_at(home), load(framework) if framework else None, release) as session:
        if output is None:
            write(side_rows(session, activity), format_)
            return
        draft = make_chain(session, activity, tuple(lang or ["en"]))
        edition = write_report(session, with_inputs(draft, home_at(home), framework), output, home_at(home))
    for page in index_pages(edition):
        show(output / page)
