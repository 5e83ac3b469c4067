"""Addresses for machines that watch over the site; they have no language."""

from django.urls import path

from grutto_web.ground.running import views

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("metrics", views.metrics, name="metrics"),
]
