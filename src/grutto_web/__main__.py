"""Django's commands: `python -m grutto_web COMMAND`; `grutto serve` and `grutto manage` lead here."""

import os
import sys

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from grutto_web.ground.management.utility import Utility
from grutto_web.locale import compile_catalogues

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "grutto_web.ground.settings")
    try:
        environment = settings.ENVIRONMENT
    except ImproperlyConfigured as error:
        sys.exit(str(error))
    # Before anything counts: processes that answer requests count together, in files there.
    if sys.argv[1:2] == ["serve"]:
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(environment.folder / "metrics")
    compile_catalogues(settings.LOCALE_PATHS[0])
    Utility().execute()
