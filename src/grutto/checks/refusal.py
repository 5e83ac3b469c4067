"""Remarks on a file as a whole: their words stand in `file_remarks.toml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from grutto.message import Message, shortened, used
from grutto.model.finding import Finding, Severity
from grutto.store.codec import declared

if TYPE_CHECKING:
    from grutto.message import Value

WORDS = Path(__file__).parent / "file_remarks.toml"


@dataclass(frozen=True, slots=True)
class FileRemark:
    """The words of one remark.

    Args:
        code: see `Finding`.
        severity: see `Severity`.
        message: plain words; `{kind}` and `{value}` stand for what was found, `{because}` for the same where it is a
            sentence.
        repair: what the publisher can do.
        command: see `Finding`.
    """

    code: str
    severity: Severity
    message: str
    repair: str
    command: str = ""


@dataclass(frozen=True, slots=True)
class FileRemarks:
    """All remarks on files as a whole."""

    remark: tuple[FileRemark, ...]


@cache
def file_remarks() -> dict[str, FileRemark]:
    """Return the remarks by code."""
    found = declared(WORDS, FileRemarks)
    return {remark.code: remark for remark in found.remark}


def remark(code: str, file: str, *, line: int = 0, value: str = "", kind: str = "") -> Finding:
    """Return the finding for a remark on a file as a whole."""
    words = file_remarks()[code]
    places: dict[str, Value] = {"kind": kind, "value": value, "because": value}
    message, repair = (Message(text, **used(text, places)) for text in (words.message, words.repair))
    return Finding(
        words.severity, code, message, repair, file, line=line, value=shortened(value), command=words.command
    )


class Refusal(Exception):  # noqa: N818 - it is what the file meets, and it always ends as a finding
    """The file cannot be checked further; carries the one finding that says why."""

    def __init__(self, code: str, file: str, *, line: int = 0, value: str = "", kind: str = "") -> None:
        """Take the same arguments as `remark`."""
        self.finding = remark(code, file, line=line, value=value, kind=kind)
        super().__init__(self.finding.message)
