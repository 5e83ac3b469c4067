"""What is wrong with the words of a command, in the language of the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args, get_origin

from cyclopts import (
    CoercionError,
    MissingArgumentError,
    RepeatArgumentError,
    UnknownCommandError,
    UnknownOptionError,
    UnusedCliTokensError,
)

from grutto.errors import InputError
from grutto.message import Message

if TYPE_CHECKING:
    from cyclopts import CycloptsError


def usage_error(error: CycloptsError) -> InputError:
    """Return the error for words that are no command, or not as a command wants them."""
    what, repair = _what(error)
    return InputError(what, repair=repair, command=" ".join(("grutto", *(error.command_chain or ()), "--help")))


def _what(error: CycloptsError) -> tuple[Message, Message]:
    """Return what is wrong, and how to mend it."""
    repair = Message("see what there is")
    match error:
        case UnknownCommandError():
            what = Message("There is no command “{word}”", word=(error.unused_tokens or [""])[0])
        case UnknownOptionError():
            what = Message("There is no option “{word}”", word=error.token.keyword or error.token.value)
        case UnusedCliTokensError():
            what = Message("The command cannot use “{words}”", words=" ".join(error.unused_tokens or ()))
        case RepeatArgumentError():
            what, repair = Message("{name} is given twice", name=error.token.keyword or ""), Message("give it once")
        case MissingArgumentError():
            what, repair = Message("{name} is missing", name=_name(error)), Message("see what it takes")
        case CoercionError():
            value = error.token.value if error.token else ""
            what = Message("“{value}” does not fit {name}", value=value, name=_name(error))
            repair = _wanted(error.target_type)
        case _:
            what = Message("These words are no command: {detail}", detail=str(error))
    return what, repair


def _name(error: CycloptsError) -> str:
    """Return an option as it is written, and what stands by its place as the help names it."""
    if error.argument is None:
        return ""
    by_place = error.argument.index is not None and not any(token.keyword for token in error.argument.tokens)
    return error.argument.name.lstrip("-").upper() if by_place else error.argument.name


def _wanted(kind: object) -> Message:
    """Return what may stand there."""
    if get_origin(kind) is Literal:
        return Message("one of: {known}", known=", ".join(map(str, get_args(kind))))
    if kind is int:
        return Message("write a whole number")
    return Message("see what it takes")
