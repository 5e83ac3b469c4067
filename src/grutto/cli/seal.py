"""`grutto seal`: an edition fixed, signed by two people, stamped and packed; one figure with its proof."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import App, Parameter

from grutto.cli.options import NO_NEGATIVES, HomeOption, day_of, home_at
from grutto.cli.terminal import log, show
from grutto.message import Message

app = App(
    name="seal",
    help="Fix an edition, have two people sign it, and pack it so that anybody can check it.",
    default_parameter=NO_NEGATIVES,
)


@app.command
def freeze(
    edition: str,
    output: Path,
    *,
    series: Annotated[str, Parameter(help="Editions that follow each other, such as nl-2008/progress.")],
    previous: Annotated[Path | None, Parameter(help="Package of the edition before, in the series.")] = None,
    supersedes: Annotated[Path | None, Parameter(help="Package that this edition corrects.")] = None,
    reason: Annotated[str, Parameter(help="Why it corrects that one.")] = "",
    claimed_at: Annotated[str, Parameter(help="Day that its makers give it, such as 2011-06-10.")] = "",
    withhold: Annotated[list[str] | None, Parameter(help="SHA-256 of a source that may not be passed on.")] = None,
    home: HomeOption = None,
) -> None:
    """Write the package of an edition, if every figure of it follows from its sources.

    Parameters
    ----------
    edition
        Folder of the report.
    output
        Folder to write the package to.
    """
    from grutto.editions.record import kept_edition
    from grutto.editions.seal.package import SeriesEntry
    from grutto.editions.seal.package import freeze as frozen

    place = home_at(home)
    manifest = frozen(
        place,
        kept_edition(edition, place),
        output,
        SeriesEntry(series, previous, supersedes, reason),
        withheld=frozenset(withhold or ()),
        claimed_at=day_of(claimed_at) if claimed_at else None,
    )
    show(output)
    command = f"grutto seal sign {output} --name NAME --key KEY"
    log.print(Message("Frozen. Two people sign it now: {command}", command=command))
    log.print(Message("Print at the foot of the letter: {digits}", digits=manifest.sha256[:16]))


@app.command
def sign(
    package: Path,
    *,
    name: Annotated[str, Parameter(help="Your name in the list of signers.")],
    key: Annotated[Path | None, Parameter(help="Your key, which never leaves this machine.")] = None,
    signature: Annotated[Path | None, Parameter(help="A signature made elsewhere, instead of a key.")] = None,
) -> None:
    """Sign a package with OpenSSH, on your own machine, with your own key.

    Parameters
    ----------
    package
        Folder of the package.
    """
    from grutto.editions.seal.sign import add_signature
    from grutto.editions.seal.sign import sign as signed
    from grutto.errors import SealError

    if (key is None) == (signature is None):
        raise SealError("Give either your key or a signature made with it", command="--key FILE, or --signature FILE")
    show(
        signed(package, name, key)
        if key
        else add_signature(package, name, signature.read_bytes() if signature else b"")
    )


@app.command
def state(
    package: Path,
    state: Literal["published", "superseded", "withdrawn"],
    *,
    key: Annotated[Path, Parameter(help="Your key, which never leaves this machine.")],
    by: Annotated[Path | None, Parameter(help="Package of the edition that supersedes this one.")] = None,
    reason: Annotated[str, Parameter(help="Why it was withdrawn.")] = "",
    date: Annotated[str, Parameter(help="Day from which on it is so; else today.")] = "",
) -> None:
    """State, signed with your key, that a sealed edition was published, superseded or withdrawn.

    Parameters
    ----------
    package
        Folder of the package; the statement goes beside its manifest.
    state
        What became of the edition.
    """
    from datetime import UTC, datetime

    from grutto.editions.seal.state import declare, next_statement

    day = day_of(date) if date else datetime.now(UTC).date()
    show(declare(package, next_statement(package, state, day, reason=reason, by=by), key))


@app.command
def stamp(
    package: Path,
    *,
    answer: Annotated[
        Path | None, Parameter(help="The authority's answer (.tsr); without it a request is made.")
    ] = None,
) -> None:
    """Write a request for a time stamp beside the package, to carry to an authority; or put in its answer.

    Parameters
    ----------
    package
        Folder of the package.
    """
    from grutto.editions.seal.stamp import add_stamp, write_request

    show(add_stamp(package, answer.read_bytes()) if answer else write_request(package))


@app.command(name="zip")
def zip_(package: Path, output: Path) -> None:
    """Pack a package into one file.

    Parameters
    ----------
    package
        Folder of the package.
    output
        The zip to write.
    """
    from grutto.editions.seal.package import zipped

    show(zipped(package, output))


@app.command
def figure(package: Path, number: int, output: Path) -> None:
    """Write one figure with its proof: a small file that is checked without the edition.

    Parameters
    ----------
    package
        Folder of the package.
    number
        Of the figure, in the register.
    output
        The file to write.
    """
    from grutto.editions.seal.proof import prove
    from grutto.store.files import write_atomically

    write_atomically(output, prove(package, number))
    show(output)
