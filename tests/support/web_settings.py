"""Django's settings in tests: a folder and a database of their own, the files of the site as they are."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

from grutto_web.ground.settings import *  # noqa: F403 - how Django's settings are extended
from grutto_web.ground.settings import base
from grutto_web.locale import compile_catalogues

_folder = Path(tempfile.mkdtemp(prefix="grutto-web-"))
atexit.register(shutil.rmtree, _folder, ignore_errors=True)

ENVIRONMENT = replace(base.ENVIRONMENT, folder=_folder)
CASE_KEYS = _folder / "keys" / "cases.sqlite3"
ALLOWED_HOSTS = ["testserver", "localhost"]
LOCALE_PATHS = [_folder / "locale"]
compile_catalogues(LOCALE_PATHS[0])
STATIC_ROOT = _folder / "static"
STORAGES = base.STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
CACHES = base.CACHES | {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
if not base.ENVIRONMENT.database:
    _sqlite = base.DATABASES["default"] | {"TEST": {"NAME": str(_folder / "test.sqlite3")}}
    DATABASES = {"default": _sqlite}
INSTALLED_APPS = [*base.INSTALLED_APPS, "trial"]
