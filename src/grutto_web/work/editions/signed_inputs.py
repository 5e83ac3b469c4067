"""What people signed that an edition is made of, as it is now: judgements, and the savings ledger."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grutto_web.work.judgements.edition_judgements import of_edition
from grutto_web.work.savings.ledgers import current_ledger

if TYPE_CHECKING:
    from grutto.model.judgement import Judgement
    from grutto.model.ledger import LedgerEntry


@dataclass(frozen=True, slots=True)
class SignedInputs:
    """The judgements and the ledger of a framework's year; what is entered of later years is not of it."""

    judgements: tuple[Judgement, ...]
    ledger: tuple[LedgerEntry, ...]

    @property
    def version(self) -> str:
        """What tells whether those of an edition are those of now; the ledger counts where there is one."""
        texts = repr(self.judgements) + (repr(self.ledger) if self.ledger else "")
        return hashlib.sha256(texts.encode()).hexdigest()


def signed_inputs(framework: str, year: int) -> SignedInputs:
    """Return what was signed about a framework's year."""
    return SignedInputs(of_edition(framework, year), current_ledger(framework, year))
