"""Casework: what records about cases need beside acts and the log. Each system is an app of its own on this frame."""
