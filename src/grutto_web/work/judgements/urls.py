"""Addresses of judgements."""

from django.urls import path

from grutto_web.work.judgements import views

app_name = "judgements"
urlpatterns = [
    path("work/judgements/", views.judgements, name="list"),
    path("work/judgements/look/", views.look, name="look"),
    path("work/judgements/typed/", views.typed, name="typed"),
    path("work/judgements/write/<slug:kind>/", views.write, name="write"),
    path("work/judgements/<int:pk>/", views.judgement, name="judgement"),
    path("work/judgements/<int:pk>/<slug:name>/", views.act, name="act"),
]
