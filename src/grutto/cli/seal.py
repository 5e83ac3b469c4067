"""`grutto seal`: an edition fixed, signed by two people, stamped and packed; one figure with its proof."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import App, Parameter

from grutto.cli.options import NO_NEGATIVES, HomeOption, home_at
from grutto.cli.terminal import log, show
from grutto.message import Message

if TYPE_CHECKING:
    from datetime import date as Day  # noqa: N812 - an option is called date

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
    from grutto.editions.seal.package import freeze as frozen
    from grutto.editions.seal.package import manifest_digest, manifest_in
    from grutto.errors import SealError

    if bool(supersedes) != bool(reason):
        raise SealError("A correction names the edition it corrects, and why", command="--supersedes and --reason")
    place = home_at(home)
    frozen(
        place,
        kept_edition(edition, place),
        output,
        series,
        withheld=frozenset(withhold or ()),
        previous=manifest_in(previous) if previous else None,
        corrects=supersedes,
        reason=reason,
        claimed_at=day_of(claimed_at).isoformat() if claimed_at else "",
    )
    show(output)
    command = f"grutto seal sign {output} --name NAME --key KEY"
    log.print(Message("Frozen. Two people sign it now: {command}", command=command))
    log.print(Message("Print at the foot of the letter: {digits}", digits=manifest_digest(output)[:16]))


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


def day_of(text: str) -> Day:
    """Return the day that a text names.

    Raises:
        InputError: it names none.
    """
    from datetime import date as day

    from grutto.errors import InputError

    try:
        return day.fromisoformat(text)
    except ValueError as error:
        raise InputError("“{text}” is no day", repair="write it like 2011-06-10", text=text) from error


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
    from grutto.editions.seal.check import STAMP
    from grutto.editions.seal.manifest import FOLDER, NAME
    from grutto.editions.seal.stamp import request
    from grutto.store.files import write_atomically

    package = package.resolve()
    path = package / FOLDER / STAMP if answer else package.with_name(f"{package.name}.tsq")
    write_atomically(path, answer.read_bytes() if answer else request((package / FOLDER / NAME).read_bytes()))
    show(path)


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
