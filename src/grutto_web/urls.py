"""The address book: every page in its language; what has no language stands at the end."""

from allauth.mfa.totp.views import activate_totp
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from django.utils.csp import CSP
from django.views.decorators.csp import csp_override

from grutto_web import errors, views
from grutto_web.public import home
from grutto_web.settings.base import SECURE_CSP

# The code to scan is a picture inside its page.
WITH_CODE = SECURE_CSP | {"img-src": [CSP.SELF, "data:"]}

urlpatterns = [
    *i18n_patterns(
        path("", home.home, name="home"),
        path("offline/", views.offline, name="offline"),
        path("work/", views.work, name="work"),
        path("", include("grutto_web.remittances.urls")),  # asked for most, so looked for first
        path("", include("grutto_web.public.urls")),
        path("", include("grutto_web.people.urls")),
        path("", include("grutto_web.editions.urls")),
        path("", include("grutto_web.intakes.urls")),
        path("", include("grutto_web.judgements.urls")),
        path("", include("grutto_web.log.urls")),
        path("", include("grutto_web.policies.urls")),
        path("", include("grutto_web.programme.urls")),
        path("", include("grutto_web.savings.urls")),
        path("", include("grutto_web.uploads.urls")),
        path("", include("grutto_web.jobs.urls")),
        path("", include("grutto_web.casework.urls")),
        path("", include("grutto_web.research.urls")),
        path("", include("grutto_web.returns.urls")),
        path("", include("grutto_web.placements.urls")),
        path("account/2fa/totp/activate/", csp_override(WITH_CODE)(activate_totp), name="mfa_activate_totp"),
        path("account/", include("allauth.urls")),
    ),
    path("", include("grutto_web.running.urls")),
    path("", include("grutto_web.api.v1")),
    path("service-worker.js", views.service_worker, name="service-worker"),
]
handler400 = errors.bad_request
handler403 = errors.permission_denied
handler404 = errors.page_not_found
handler500 = errors.server_error
