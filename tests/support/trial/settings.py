"""Settings of real processes in tests: the site with the part that only tests have."""

from grutto_web.ground.settings import *  # noqa: F403 - how Django's settings are extended
from grutto_web.ground.settings import base

INSTALLED_APPS = [*base.INSTALLED_APPS, "trial"]
