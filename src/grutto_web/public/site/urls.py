"""Addresses of the public site; those of figures and data name their release, so that they last."""

from django.urls import path

from grutto_web.public.site import (
    activities,
    countries,
    data,
    editions,
    method,
    money,
    organisations,
    priorities,
    results,
    seals,
)

app_name = "public"
urlpatterns = [
    path("reports/", editions.reports, name="report"),
    path("reports/<str:edition>/", editions.report, name="edition"),
    path("reports/<str:edition>/package.zip", seals.package, name="package"),
    path("reports/<str:edition>/figures/<int:number>/", editions.figure, name="edition-figure"),
    path("reports/<str:edition>/figures/<int:number>/proof.json", seals.proof, name="figure-proof"),
    path("reports/<str:edition>/differences/", editions.differences, name="differences"),
    path("reports/<str:edition>/<slug:chapter>/", editions.chapter, name="chapter"),
    path("money/", money.money, name="money"),
    path("activities/", activities.activities, name="activities"),
    path("activities/found.csv", data.activities_csv, name="activities-csv"),
    path("activities/<path:identifier>/", activities.activity, name="activity"),
    path("organisations/", organisations.organisations, name="organisations"),
    path("organisations/<path:key>/", organisations.organisation, name="organisation"),
    path("countries/", countries.countries, name="countries"),
    path("countries/<str:code>/", countries.country, name="country"),
    path("priorities/", priorities.priorities, name="priorities"),
    path("priorities/<str:code>/", priorities.priority, name="priority"),
    path("profiles/", editions.profiles, name="profiles"),
    path("results/", results.results, name="results"),
    path("data/", data.data, name="data"),
    path("data/files/<str:sha256>/", data.source_file, name="file"),
    path("data/files/<str:sha256>/as-received", data.source_bytes, name="file-bytes"),
    path("data/<str:release>/", data.data_of, name="data-of"),
    path("data/<str:release>/<str:name>", data.download, name="download"),
    path("releases/<str:release>/figures/<str:owner>/<str:flow>/<str:year>/<path:key>/", money.figure, name="figure"),
    path("check/", seals.check, name="check"),
    path("method/", method.method, name="method"),
]
