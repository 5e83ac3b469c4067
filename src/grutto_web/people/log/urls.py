"""Addresses of the log."""

from django.urls import path

from grutto_web.people.log import views

app_name = "log"
urlpatterns = [
    path("work/log/", views.entries, name="list"),
    path("work/log/check/", views.check, name="check"),
    path("work/log/<int:number>/", views.entry, name="entry"),
]
