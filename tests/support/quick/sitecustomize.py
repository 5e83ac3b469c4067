"""Commands that tests run wait for no disk: tests kill processes and never the power."""

import os

os.fsync = lambda fd: None  # noqa: ARG005 - named as it is called
