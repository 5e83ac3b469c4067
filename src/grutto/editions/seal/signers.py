"""Who may sign: OpenSSH's `allowed_signers` file with dates, and keys that were revoked.

The file is published somewhere else than the edition, such as the ministry's own site: a key that comes with what it
signs proves nothing. Format: ALLOWED SIGNERS in the manual of ssh-keygen.
"""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from grutto.errors import SealError
from grutto.message import Message

if TYPE_CHECKING:
    from pathlib import Path

MOMENT = re.compile(r"(\d{8})(\d{4}(?:\d{2})?)?Z")
OPTION = re.compile(r'([a-z-]+)(?:="([^"]*)")?')
KEY_KIND = re.compile(r"(?:sk-)?(?:ssh|ecdsa)-[\w@.-]+")


@dataclass(frozen=True, slots=True)
class Signer:
    """A line of the file: a person's key and what it may be used for.

    Attributes:
        name: the principal, such as an e-mail address.
        key: the public key, as bytes.
        namespaces: patterns of purposes; any if there is none.
        since: from when on it counts.
        until: until when.
    """

    name: str
    key: bytes
    namespaces: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None

    def counts(self, at: datetime) -> bool:
        """Whether the key counts at a moment."""
        return (self.since is None or self.since <= at) and (self.until is None or at < self.until)


@dataclass(frozen=True, slots=True)
class Signers:
    """Everybody who may sign.

    Args:
        listed: the lines of the file.
        revoked: keys that count no more, whatever the file says; from when on, where it is known.
    """

    listed: tuple[Signer, ...]
    revoked: dict[bytes, datetime | None] = field(default_factory=dict)

    def holder(self, key: bytes, namespace: str, at: datetime) -> Signer:
        """Return whose key it is.

        Raises:
            SealError: nobody's, not for this purpose, not at that time, or it was revoked.
        """
        lines = [one for one in self.listed if one.key == key]
        if not lines:
            raise SealError(
                "The key of this signature is nobody's who may sign", repair="get the newest list of signers"
            )
        if key in self.revoked and _counts_from(self.revoked[key], at):
            raise SealError(
                "The key of {name} was revoked", repair="have the edition signed with another key", name=lines[0].name
            )
        for one in lines:
            if (
                _purpose(one, namespace)
                and (one.since is None or one.since <= at)
                and (one.until is None or at < one.until)
            ):
                return one
        raise SealError(
            "The key of {name} does not count for “{namespace}” on {at}",
            repair="sign with a key that counts, or bring the time stamp that shows when it was signed",
            name=lines[0].name,
            namespace=namespace,
            at=f"{at:%Y-%m-%d}",
        )


def _counts_from(since: datetime | None, at: datetime) -> bool:
    return since is None or since <= at


def _purpose(one: Signer, namespace: str) -> bool:
    return not one.namespaces or any(fnmatchcase(namespace, pattern) for pattern in one.namespaces)


def read_signers(path: Path, revoked: Path | None = None) -> Signers:
    """Read a file of signers, and one of revoked keys.

    Args:
        path: a line a key: names, options, kind of key, key, comment.
        revoked: a line a key: kind, key, and optionally `since=20260101Z`; what `ssh-keygen -r` takes as a text file.

    Raises:
        SealError: a line is not of that form, or a time does not end in Z (and so would mean another moment elsewhere).
    """
    listed = tuple(signer for number, line in _lines(path) for signer in _signers(line, _place(path, number)))
    if not listed:
        raise SealError("Nobody may sign: the list of signers is empty", where=path)
    gone = dict(_revoked(line, _place(revoked, number)) for number, line in _lines(revoked)) if revoked else {}
    return Signers(listed, gone)


def _place(path: Path, number: int) -> Message:
    return Message("{path}: line {number}", path=path, number=str(number))


def _lines(path: Path) -> list[tuple[int, str]]:
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SealError("The list of signers cannot be read", where=path, repair="check the path") from error
    return [
        (n, line.strip()) for n, line in enumerate(text.splitlines(), 1) if line.strip() and line.lstrip()[0] != "#"
    ]


def _signers(line: str, where: Message) -> list[Signer]:
    words = re.findall(r'(?:[^\s"]|"[^"]*+")+', line)
    options = "" if len(words) > 1 and KEY_KIND.fullmatch(words[1]) else words[1] if len(words) > 1 else ""
    key = _key(words[2 if options else 1 :], where)
    values = dict(OPTION.findall(options))
    unknown = set(values) - {"namespaces", "valid-after", "valid-before"}
    if unknown:
        raise SealError("The option {unknown} is not taken", where=where, unknown=", ".join(sorted(unknown)))
    since, until = (_moment(values[n], where) if n in values else None for n in ("valid-after", "valid-before"))
    spaces = tuple(values["namespaces"].split(",")) if "namespaces" in values else ()
    return [Signer(name, key, spaces, since, until) for name in words[0].split(",")]


def _key(words: list[str], where: Message) -> bytes:
    try:
        kind, text = words[:2]
        key = base64.b64decode(text, validate=True)
    except (ValueError, binascii.Error) as error:
        raise SealError("The line has no public key", where=where, repair="copy the line of the .pub file") from error
    if not key.startswith(len(kind).to_bytes(4) + kind.encode()):
        raise SealError("The key is not of the kind that the line says", where=where)
    return key


def _revoked(line: str, where: Message) -> tuple[bytes, datetime | None]:
    words = line.split()
    since = next((word.removeprefix("since=") for word in words if word.startswith("since=")), None)
    key = _key([word for word in words if not word.startswith("since=")], where)
    return key, _moment(since, where) if since else None


def _moment(text: str, where: Message) -> datetime:
    found = MOMENT.fullmatch(text)
    try:
        if found:
            return datetime.strptime(f"{found[1]}{(found[2] or '').ljust(6, '0')}", "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        pass
    raise SealError(
        "“{text}” is no moment that is the same everywhere", where=where, repair="write 20260131Z", text=text
    )
