"""Addresses of the savings ledger."""

from django.urls import path

from grutto_web.work.savings import views

app_name = "savings"
urlpatterns = [
    path("work/savings/", views.ledger, name="list"),
    path("work/savings/ledger.toml", views.download, name="download"),
    path("work/savings/import/", views.take, name="import"),
    path("work/savings/quarter/<slug:name>/", views.quarter, name="quarter"),
    path("work/savings/add/<slug:kind>/", views.add, name="add"),
    path("work/savings/<int:pk>/", views.entry, name="entry"),
    path("work/savings/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
]
