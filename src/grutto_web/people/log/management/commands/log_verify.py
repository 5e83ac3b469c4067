"""`grutto manage log_verify`: compute the chain of the log again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import CommandError
from django.utils.translation import gettext, gettext_lazy, ngettext

from grutto_web.ground.management.terminal import TerminalCommand
from grutto_web.people.log.chain import ChainHead, verify

if TYPE_CHECKING:
    from argparse import ArgumentParser

WORDS = {
    "missing": gettext_lazy("entries before it are missing"),
    "changed": gettext_lazy("its text was changed"),
    "unbound": gettext_lazy("it does not follow the entry before it"),
    "anchor": gettext_lazy("it is not the entry that was anchored"),
}


class Command(TerminalCommand):
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
            raise CommandError(gettext("The log was changed."))
        number = finding.head.number
        text = ngettext(
            "The log holds: %(number)s entry, head %(head)s", "The log holds: %(number)s entries, head %(head)s", number
        )
        self.stdout.write(text % {"number": number, "head": finding.head})


def _anchor(text: str) -> ChainHead:
    number, _, digest = text.partition(":")
    if not number.isdigit() or len(digest) != 64:
        raise CommandError(gettext("“%(text)s” is not NUMBER:DIGEST") % {"text": text})
    return ChainHead(int(number), digest)
