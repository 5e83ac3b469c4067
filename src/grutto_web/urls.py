"""The address book: every page in its language; what has no language stands at the end."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import path

from grutto_web import errors, views

urlpatterns = [
    *i18n_patterns(
        path("", views.home, name="home"),
        path("offline/", views.offline, name="offline"),
        path("work/", views.work, name="work"),
    ),
    path("service-worker.js", views.service_worker, name="service-worker"),
]
handler400 = errors.bad_request
handler403 = errors.permission_denied
handler404 = errors.page_not_found
handler500 = errors.server_error
