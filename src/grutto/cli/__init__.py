"""The command line: data to standard output, progress and errors to standard error.

A command is a function in the module of its group, and a line here. It imports what it needs when it runs, so that the
command line starts at once.
"""

from __future__ import annotations

import os
import sys

if os.name != "posix":
    sys.exit("Grutto needs a POSIX system such as Linux or macOS. On Windows, run it in WSL.")

from pathlib import Path
from typing import NoReturn

from cyclopts import App, CycloptsError

from grutto.cli import (
    check,
    data,
    edition,
    editions,
    export,
    fetch,
    measure,
    profile,
    prose,
    remittances,
    report,
    scenario,
    seal,
    search,
    serve,
    source,
    template,
)
from grutto.cli.help import HelpFormatter
from grutto.cli.options import NO_NEGATIVES, print_error
from grutto.cli.terminal import log
from grutto.cli.usage import usage_error
from grutto.errors import GruttoError, InputError
from grutto.message import Message

app = App(
    name="grutto",
    help="Account for migration-and-development programmes, figure by figure.",
    version_flags=["--version"],
    help_formatter=HelpFormatter(),
    default_parameter=NO_NEGATIVES,
)
for _command in (
    fetch.fetch,
    data.releases,
    data.remove,
    data.tidy,
    data.repair,
    check.check,
    export.export,
    measure.measure,
    measure.chain,
    search.search,
    report.report,
    report.explain,
    serve.serve,
    serve.manage,
    serve.backup,
    serve.restore,
    profile.profile,
    editions.editions,
    editions.diff,
    edition.trace,
    edition.verify,
    edition.render,
):
    app.command(_command)
app.command(data.import_, name="import")
app.command(prose.app)
app.command(remittances.app)
app.command(scenario.app)
app.command(seal.app)
app.command(source.app)
app.command(template.app)


def _end(error: GruttoError) -> NoReturn:
    print_error(error)
    sys.exit(1)


def main(words: list[str] | None = None) -> None:
    """Run the command line; an error a user can mend is told in three lines, with exit code 1."""
    try:
        app(words, exit_on_error=False, print_error=False)
    except GruttoError as error:
        _end(error)
    except CycloptsError as error:
        _end(usage_error(error))
    except FileNotFoundError as error:
        if not error.filename:
            raise
        _end(InputError("There is no such file or folder", where=Path(error.filename), repair="check the path"))
    except KeyboardInterrupt:
        log.print(Message("Stopped."))
        sys.exit(130)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
