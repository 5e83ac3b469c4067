"""`grutto prose`: text that was edited in Word, back as drafts of judgements."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from grutto.cli.options import NO_NEGATIVES, HomeOption, home_at, in_words
from grutto.cli.terminal import log, show
from grutto.message import Message, forms

app = App(name="prose", help="Take up what somebody changed in the Word document.", default_parameter=NO_NEGATIVES)


@app.command(name="import")
def import_(
    document: Path,
    output: Path,
    *,
    author: Annotated[str, Parameter(help="Who will sign the drafts.")],
    edition: Annotated[str, Parameter(help="Folder or id of its edition; without it the latest one.")] = "",
    lang: Annotated[str, Parameter(name="--lang", help="Language of the document; else the edition's first.")] = "",
    home: HomeOption = None,
) -> None:
    """Write changed and new paragraphs of a Word document as drafts of judgements; refuse changed figures.

    Parameters
    ----------
    document
        The report.docx of the edition, edited in Word or LibreOffice.
    output
        File of judgements (TOML) to write; its author reads and signs each before `grutto report` takes it.
    """
    from datetime import UTC, datetime

    from grutto.editions.prose import drafts_of, drafts_toml
    from grutto.editions.record import kept_edition
    from grutto.errors import InputError
    from grutto.store.files import write_atomically

    place = home_at(home)
    by = author, datetime.now(UTC).date()
    drafts = drafts_of(place, kept_edition(edition, place), document.read_bytes(), by, lang)
    for refused in drafts.refused:
        show(in_words(refused))
    if drafts.refused:
        raise InputError(
            Message(
                "{count} change cannot be taken, so none is",
                "{count} changes cannot be taken, so none is",
                count=len(drafts.refused),
            ),
            where=document,
            repair="undo these in the document, and import it again",
        )
    for text in drafts.removed:
        log.print(Message("No longer there: “{text}”. Withdraw its judgement if that is meant.", text=text))
    if not drafts.judgements:
        log.print(Message("No text was changed."))
        return
    write_atomically(output, drafts_toml(drafts.judgements))
    show(output)
    waiting = forms(
        "{count} draft for {author} to read and sign; then: {command}",
        "{count} drafts for {author} to read and sign; then: {command}",
    )
    command = f"grutto report --judgements {output}"
    log.print(Message(*waiting, count=len(drafts.judgements), author=author, command=command))
