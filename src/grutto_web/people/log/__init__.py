"""The log: what was done, by whom, when and why; only ever added to, each entry bound to the one before."""
