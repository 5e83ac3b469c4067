"""What a web server calls: `grutto_web.wsgi:application`."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from grutto_web.locale import compile_catalogues

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "grutto_web.ground.settings")
compile_catalogues(settings.LOCALE_PATHS[0])
application = get_wsgi_application()

from grutto_web.ground.running.ready import make_ready  # noqa: E402 - the applications must be loaded

make_ready()
