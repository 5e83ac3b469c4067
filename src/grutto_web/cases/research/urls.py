"""Addresses of research: the register at work, and what anyone reads."""

from django.urls import path

from grutto_web.cases.casework.pages import pages_of
from grutto_web.cases.research import views
from grutto_web.cases.research.register import REGISTER

app_name = "research"
urlpatterns = [
    *pages_of(REGISTER),
    path("research/", views.studies, name="studies"),
    path("research/<slug:code>/", views.study, name="study"),
]
