"""Migration-flow models: pure functions on arrays."""
