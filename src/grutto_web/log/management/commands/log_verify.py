"""`grutto manage log_verify`: compute the chain of the log again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from grutto_web.log.chain import ChainHead, verify

if TYPE_CHECKING:
    from argparse import ArgumentParser

WORDS = {
    "missing": "entries are missing here",
    "changed": "its text was changed",
    "unbound": "it does not follow the entry before it",
    "anchor": "it is not the entry that was anchored",
}


class Command(BaseCommand):
    """Check the log."""

    help = (
        "Compute every digest of the log again; fail if an entry was changed, is missing, or is not the one anchored."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare heads that were written down."""
        parser.add_argument("--anchor", action="append", default=[], help="NUMBER:DIGEST, as an edition carries it")

    def handle(self, *_: Any, anchor: list[str], **__: Any) -> None:
        """Check, and say what was found."""
        finding = verify([_anchor(text) for text in anchor])
        for fault in finding.faults:
            self.stderr.write(f"{fault.number}: {WORDS[fault.kind]}")
        if not finding.holds:
            raise CommandError("The log was changed.")
        self.stdout.write(f"The log holds: {finding.head.number} entries. Head {finding.head}")


def _anchor(text: str) -> ChainHead:
    number, _, digest = text.partition(":")
    if not number.isdigit() or len(digest) != 64:
        raise CommandError(f"“{text}” is not NUMBER:DIGEST")
    return ChainHead(int(number), digest)
