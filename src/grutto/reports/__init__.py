"""What is written about figures, as documents: the progress report, profiles, scenarios and chains of money."""
