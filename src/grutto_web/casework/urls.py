"""Addresses of casework as a whole; each register has its own in its app."""

from django.urls import path

from grutto_web.casework import views

app_name = "casework"
urlpatterns = [
    path("work/cases/", views.registers, name="list"),
    path("work/cases/privacy/", views.privacy, name="privacy"),
]
