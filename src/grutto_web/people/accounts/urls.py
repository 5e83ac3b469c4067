"""Addresses of people: their list, one of them, and invitations."""

from django.urls import path

from grutto_web.people.accounts import views

app_name = "people"
urlpatterns = [
    path("work/people/", views.people, name="list"),
    path("work/people/invite/", views.invite, name="invite"),
    path("work/people/organisation/", views.enter_organisation, name="organisation"),
    path("work/people/<int:pk>/", views.person, name="person"),
    path("work/people/<int:pk>/role/", views.give_role, name="give-role"),
    path("work/people/role/<int:pk>/end/", views.end_role, name="end-role"),
    path("work/people/invitation/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("invitation/<str:token>/", views.invitation, name="invitation"),
]
