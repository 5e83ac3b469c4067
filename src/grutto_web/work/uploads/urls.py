"""Addresses of uploads."""

from django.urls import path

from grutto_web.work.uploads import results_views, views

app_name = "uploads"
urlpatterns = [
    path("work/uploads/", views.uploads, name="list"),
    path("work/uploads/new/", views.new, name="new"),
    path("work/uploads/template.xlsx", views.template, name="template"),
    path("work/uploads/results/", results_views.results, name="results"),
    path(
        "work/uploads/results/<int:organisation>/<slug:dataset>/<int:number>/",
        results_views.results_of,
        name="results-of",
    ),
    path("work/uploads/<int:pk>/", views.upload, name="upload"),
    path("work/uploads/<int:pk>/file.xml", views.file, name="file"),
    path("work/uploads/<int:pk>/corrected/", views.corrected, name="corrected"),
    path("work/uploads/<int:pk>/activity/<int:number>/", views.activity, name="activity"),
    path("work/uploads/<int:pk>/submit/", views.submit, name="submit"),
    path("work/uploads/<int:pk>/accept/", views.accept, name="accept"),
    path("work/uploads/<int:pk>/refuse/", views.refuse, name="refuse"),
    path("work/uploads/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("work/uploads/<int:pk>/again/", views.again, name="again"),
]
