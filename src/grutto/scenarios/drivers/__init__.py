"""Scenarios as data: drivers, policies and shocks in TOML become priors on flows, each traceable."""
