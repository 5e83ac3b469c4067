"""Django's settings, from the environment (see `environment.py` for every variable)."""

from grutto_web.ground.settings.base import *  # noqa: F403 - how Django reads settings
