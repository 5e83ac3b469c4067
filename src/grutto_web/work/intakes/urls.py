"""Addresses of data brought in."""

from django.urls import path

from grutto_web.work.intakes import views

app_name = "intakes"
urlpatterns = [
    path("work/begin/", views.begin, name="begin"),
    path("work/data/", views.intakes, name="list"),
    path("work/data/new/", views.new, name="new"),
    path("work/data/<int:pk>/", views.intake, name="intake"),
]
