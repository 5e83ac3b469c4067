"""Django's settings."""

from __future__ import annotations

from typing import Any

from django.utils.csp import CSP

from grutto.charts.colours import SHEET
from grutto_web.ground.settings.environment import read_environment
from grutto_web.ground.settings.logs import logging_settings
from grutto_web.ground.settings.mail import mailer
from grutto_web.ground.settings.postgres import postgres
from grutto_web.ground.settings.sqlite import sqlite

ENVIRONMENT = read_environment()

DEBUG = False
SECRET_KEY = ENVIRONMENT.secret_key
ALLOWED_HOSTS = ENVIRONMENT.hosts
ROOT_URLCONF = "grutto_web.urls"
WSGI_APPLICATION = "grutto_web.wsgi.application"

INSTALLED_APPS = [
    "grutto_web.ground",
    "grutto_web.people.accounts",
    "grutto_web.public.site",
    "grutto_web.people.acts",
    "grutto_web.work.editions",
    "grutto_web.work.intakes",
    "grutto_web.work.judgements",
    "grutto_web.people.log",
    "grutto_web.people.jobs",
    "grutto_web.work.policies",
    "grutto_web.work.programme",
    "grutto_web.public.remittances",
    "grutto_web.work.savings",
    "grutto_web.work.uploads",
    "grutto_web.cases.casework",
    "grutto_web.cases.research",
    "grutto_web.cases.returns",
    "grutto_web.cases.placements",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_tasks_db",
]
MIDDLEWARE = [
    "grutto_web.ground.running.local.local",
    "django.middleware.security.SecurityMiddleware",
    "grutto_web.ground.running.files.files",
    "grutto_web.ground.running.requests.requests",
    "grutto_web.public.api.problems.problems",
    "grutto_web.ground.running.limits.limits",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "grutto_web.ground.headers.headers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "grutto_web.people.accounts.sessions.lifetimes",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "grutto_web.ground.languages.LanguageMiddleware",
    "grutto_web.people.access.AccessMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "grutto_web.people.navigation.navigation",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "grutto_web.ground.templatetags.grutto",
                "grutto_web.people.log.templatetags.log",
            ],
        },
    }
]

# No ATOMIC_REQUESTS: an act is one transaction of its own, see acts/.
DATABASES = {"default": postgres(ENVIRONMENT.database) if ENVIRONMENT.database else sqlite(ENVIRONMENT.folder)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "en"
SITE_LANGUAGES = [("en", "English"), ("nl", "Nederlands")]
# Pages for people who send money speak these too: see docs/remittances.md for the reasons.
LANGUAGES = [
    *SITE_LANGUAGES,
    ("ar", "العربية"),
    ("es", "Español"),
    ("fr", "Français"),
    ("pt", "Português"),
    ("so", "Soomaali"),
    ("tr", "Türkçe"),
]
LOCALE_PATHS = [ENVIRONMENT.folder / "locale"]
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
DOCUMENTATION = ENVIRONMENT.docs
STATICFILES_DIRS = [SHEET.parent]  # of charts
STATIC_ROOT = ENVIRONMENT.folder / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "grutto_web.ground.running.files.Storage"},
}
# What is too large is refused before it is read.
FILE_UPLOAD_HANDLERS = [
    "grutto_web.work.uploads.limits.LimitHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
MEDIA_ROOT = ENVIRONMENT.folder / "files"
CASE_KEYS = ENVIRONMENT.case_keys

CACHES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"},
    "limits": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 20_000}},
}
# How often one address may ask each process in a minute; on one's own machine as often as one likes.
REQUESTS_A_MINUTE = {"page": 600, "program": 300, "form": 60} if ENVIRONMENT.production else {}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {"user_attributes": ("email", "name")}),
        ("MinimumLengthValidator", {"min_length": 12}),
        ("CommonPasswordValidator", {}),
    )
] + [{"NAME": "grutto_web.people.accounts.passwords.NoWordsOfOurs"}]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
LOGIN_URL, LOGIN_REDIRECT_URL, ACCOUNT_LOGOUT_REDIRECT_URL = "account_login", "work", "home"
ACCOUNT_ADAPTER = "grutto_web.people.accounts.account.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # the letter of the invitation proved the address
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Grutto: "
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if ENVIRONMENT.production else "http"
# Locked out: after 10 wrong passwords a minute from one place, or 5 in five minutes for one account.
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key"}
MFA_ADAPTER = "grutto_web.people.accounts.account.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Grutto"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not ENVIRONMENT.production
SECOND_FACTOR_REQUIRED = ENVIRONMENT.production
SITE_ADDRESS = ENVIRONMENT.address or "http://localhost:8010"

# Nothing but our own files; no text becomes script or page but through the policy in static/site.js.
SECURE_CSP: dict[str, list[str]] = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "worker-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    "require-trusted-types-for": ["'script'"],
    "trusted-types": ["default"],
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
# Half a day from signing in, and two hours without use: who writes a long text is not signed out over it.
SESSION_COOKIE_AGE, SESSION_IDLE_SECONDS = 12 * 60 * 60, 2 * 60 * 60
MESSAGE_STORAGE, MESSAGES_COOKIE_NAME = "grutto_web.ground.flash.Flash", "messages"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "grutto_web.ground.errors.csrf_failure"
if ENVIRONMENT.production:
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz|metrics)$"]
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    MESSAGES_COOKIE_NAME = "__Host-messages"
    CSRF_TRUSTED_ORIGINS = [ENVIRONMENT.address]
    # The web server in front tells who asks; without it everybody would share one limit of wrong passwords.
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
# To be on the list that browsers ship is for the owner of the whole domain to ask.
SILENCED_SYSTEM_CHECKS = ["security.W021"]

MAILERS = {"default": mailer(ENVIRONMENT.mail)}
DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENVIRONMENT.mail_from

LOGGING = logging_settings(production=ENVIRONMENT.production)
