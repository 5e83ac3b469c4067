"""What the system says of a file or a machine, and the parser of TOML of a file, in plain words."""

from __future__ import annotations

import errno
import json
import re
import socket
import ssl

from grutto.errors import GruttoError
from grutto.message import Message, msg, used

_OF_SYSTEM = {
    errno.ENOENT: msg("there is no such file or folder"),
    errno.EACCES: msg("this user may not read or write it"),
    errno.EPERM: msg("this user may not read or write it"),
    errno.EISDIR: msg("it is a folder"),
    errno.ENOTDIR: msg("a part of its path is no folder"),
    errno.EEXIST: msg("it is there already"),
    errno.EROFS: msg("the disk can only be read"),
    errno.ENOSPC: msg("the disk is full"),
    errno.EDQUOT: msg("no more may be stored on this disk"),
    errno.ENAMETOOLONG: msg("its name is too long"),
    errno.EIO: msg("the disk does not answer as it should"),
    errno.ECONNREFUSED: msg("the machine takes no connections there"),
    errno.ECONNRESET: msg("the connection broke off"),
    errno.EPIPE: msg("the connection broke off"),
    errno.ECONNABORTED: msg("the connection broke off"),
    errno.ETIMEDOUT: msg("no answer came in time"),
    errno.EHOSTUNREACH: msg("no way leads to this machine"),
    errno.ENETUNREACH: msg("no way leads to this machine"),
}

_OF_TOML = (
    (r"Expected .+ at the end of an? (?:table|array) declaration", msg("a heading does not end in {name}")),
    (r"Expected '=' after a key", msg("a key has no “=” after it")),
    (r"Expected newline", msg("something stands after the end of this value")),
    (r"Expected '", msg("{name} is missing here")),
    (r"Cannot (?:declare|redefine namespace|mutate immutable namespace) ", msg("{name} is given twice")),
    (r"Cannot overwrite a value|Duplicate", msg("this key is given twice")),
    (r"Unclosed array", msg("a list has no “]”")),
    (r"Unclosed inline table", msg("a table has no “}”")),
    (r"Unterminated string", msg("a text has no closing quote")),
    (r"Unescaped", msg("a sign “\\” in a text is written twice")),
    (r"Invalid date", msg("this is no day or time")),
    (r"Invalid value", msg("this is no value: a text stands in quotes")),
    (r"Invalid initial character for a key|Invalid statement", msg("here a key must stand")),
)
"""Words in a message of Python's tomllib, and what they mean; the first that fits is taken."""


def of_system(error: OSError) -> Message:
    """Return why the system could not read or write a file, or reach a machine.

    What has no words of ours is told as the system does.
    """
    words = _of_network(error) or _OF_SYSTEM.get(error.errno or 0)
    return Message(words) if words else Message("{said}", said=error.strerror or str(error))


def of_content(error: BaseException) -> Message:
    """Return why what a file holds could not be read: an error of ours says it, others are told in plain words."""
    match error:
        case GruttoError(what=what):
            return what
        case UnicodeDecodeError(start=place):
            return Message("byte {place} is not UTF-8", place=place + 1)
        case json.JSONDecodeError(lineno=line, colno=column):
            return Message("a sign in line {line}, column {column} does not belong there", line=line, column=column)
        case RecursionError():
            return Message("its parts stand too deep within each other")
        case OSError(errno=int()):
            return of_system(error)
    return Message("it is damaged or cut off")


def _of_network(error: OSError) -> str:
    """Return what is wrong with the name or the certificate of a machine: the numbers of these errors are their own."""
    match error:
        case socket.gaierror():
            return msg("the name of this machine was not found")
        case ssl.SSLCertVerificationError():
            return msg("the certificate of this machine is not valid")
        case ssl.SSLError():
            return msg("no secure connection could be made")
        case TimeoutError():
            return msg("no answer came in time")
    return ""


def of_toml(message: str) -> Message:
    """Return what is wrong with a line of TOML."""
    reason = message.partition(" (at ")[0]
    for pattern, words in _OF_TOML:
        if re.match(pattern, reason):
            name = ".".join(re.findall(r"'([^']*)'", reason))
            return Message(words, **used(words, {"name": name}))
    return Message("a sign stands where it may not")


def place_in_toml(message: str) -> tuple[str, str]:
    """Return line and column that a message names; empty where it names none, which is at the end of the file."""
    found = re.search(r"\(at line (\d+), column (\d+)\)", message)
    return (found[1], found[2]) if found else ("", "")
