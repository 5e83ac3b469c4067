"""The address book: every page in its language; what has no language stands at the end."""

from allauth.mfa.totp.views import activate_totp
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from django.utils.csp import CSP
from django.views.decorators.csp import csp_override

from grutto_web import health, views
from grutto_web.ground import errors
from grutto_web.ground.settings.base import SECURE_CSP
from grutto_web.public.site import home

# The code to scan is a picture inside its page.
WITH_CODE = SECURE_CSP | {"img-src": [CSP.SELF, "data:"]}

urlpatterns = [
    *i18n_patterns(
        path("", home.home, name="home"),
        path("offline/", views.offline, name="offline"),
        path("work/", views.work, name="work"),
        path("", include("grutto_web.public.remittances.urls")),  # asked for most, so looked for first
        path("", include("grutto_web.public.site.urls")),
        path("", include("grutto_web.people.accounts.urls")),
        path("", include("grutto_web.work.editions.urls")),
        path("", include("grutto_web.work.intakes.urls")),
        path("", include("grutto_web.work.judgements.urls")),
        path("", include("grutto_web.people.log.urls")),
        path("", include("grutto_web.work.policies.urls")),
        path("", include("grutto_web.work.programme.urls")),
        path("", include("grutto_web.work.savings.urls")),
        path("", include("grutto_web.work.uploads.urls")),
        path("", include("grutto_web.people.jobs.urls")),
        path("", include("grutto_web.cases.casework.urls")),
        path("", include("grutto_web.cases.casework.ceiling_urls")),
        path("", include("grutto_web.cases.research.urls")),
        path("", include("grutto_web.cases.returns.urls")),
        path("", include("grutto_web.cases.placements.urls")),
        path("account/2fa/totp/activate/", csp_override(WITH_CODE)(activate_totp), name="mfa_activate_totp"),
        path("account/", include("allauth.urls")),
    ),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", health.metrics, name="metrics"),
    path("", include("grutto_web.public.api.v1")),
    path("service-worker.js", views.service_worker, name="service-worker"),
]
handler400 = errors.bad_request
handler403 = errors.permission_denied
handler404 = errors.page_not_found
handler500 = errors.server_error
