"""Addresses of casework as a whole; each register has its own in its app."""

from django.urls import path

from grutto_web.cases.casework import views
from grutto_web.cases.casework.register import REGISTERS
from grutto_web.people.navigation import FURTHER

app_name = "casework"
urlpatterns = [
    path("work/cases/", views.registers, name="list"),
    path("work/cases/counts/", views.editions_of_counts, name="editions"),
    path("work/cases/counts/offer/", views.offer, name="offer"),
    path("work/cases/counts/<int:pk>/", views.counts, name="counts"),
    path("work/cases/counts/<int:pk>/<slug:name>/", views.act_on_counts, name="act"),
    path("work/deadlines.ics", views.calendar, name="calendar"),
    path("work/cases/privacy/", views.privacy, name="privacy"),
]
FURTHER["casework:list"] = REGISTERS
