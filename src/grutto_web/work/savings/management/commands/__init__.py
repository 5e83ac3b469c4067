"""Commands of the savings ledger."""
