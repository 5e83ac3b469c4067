"""The register of policy research (S19): question, method, result, and what policy did with it."""
