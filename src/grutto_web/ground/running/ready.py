"""A process that answers requests, made ready before the first one."""

from __future__ import annotations

import gc
import sys

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

TURN = 0.001
"""Seconds that a thread works while others wait; with the 5 ms of Python, who read one row waits for all the others."""


def make_ready() -> None:
    """Load the addresses and every language, and set aside what stays as long as the process.

    Else the first reader waits for it, and later ones whenever Python looks through all of it for what is no longer
    used: some tenths of a second in which nobody is answered.
    """
    for code, _name in settings.LANGUAGES:
        with override(code):
            reverse("home")
    sys.setswitchinterval(TURN)
    gc.collect()
    gc.freeze()
