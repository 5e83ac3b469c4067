"""Addresses of policies."""

from django.urls import path

from grutto_web.work.policies import views

app_name = "policies"
urlpatterns = [
    path("work/policies/", views.policies, name="list"),
    path("work/policies/new/", views.new, name="new"),
    path("work/policies/<int:pk>/", views.policy, name="policy"),
    path("work/policies/<int:pk>/change/", views.change, name="change"),
    path("work/policies/<int:pk>/folder.zip", views.download, name="download"),
]
