"""Addresses of jobs."""

from django.urls import path

from grutto_web.people.jobs import views

app_name = "jobs"
urlpatterns = [path("work/jobs/<uuid:pk>/", views.job, name="job")]
