"""Changes of the tables of the savings ledger."""
