"""Models that continue a history of flows: from the simplest benchmark to a Bayesian model."""
