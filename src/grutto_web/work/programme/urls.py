"""The address of the name of the programme."""

from django.urls import path

from grutto_web.work.programme import views

app_name = "programme"
urlpatterns = [path("work/begin/name/", views.name, name="name")]
