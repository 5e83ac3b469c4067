"""Return and reintegration (S18): a case from intake to follow-up, decided and paid by different people."""
