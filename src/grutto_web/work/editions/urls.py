"""Addresses of editions at work."""

from django.urls import path

from grutto_web.work.editions import views

app_name = "editions"
urlpatterns = [
    path("work/editions/", views.editions, name="list"),
    path("work/editions/order/", views.order, name="order"),
    path("work/editions/<int:pk>/", views.publication, name="publication"),
    path("work/editions/<int:pk>/correct/", views.correct, name="correct"),
    path("work/editions/<int:pk>/differences/", views.differences, name="differences"),
    path("work/editions/<int:pk>/manifest.json", views.manifest, name="manifest"),
    path("work/editions/<int:pk>/statement.json", views.statement, name="statement"),
    path("work/editions/<int:pk>/package.zip", views.package, name="package"),
    path("work/editions/<int:pk>/verify/", views.verify, name="verify"),
    path("work/editions/<int:pk>/<slug:name>/", views.act, name="act"),
    path("work/editions/read/<str:edition>/", views.preview, name="edition"),
    path("work/editions/read/<str:edition>/figures/<int:number>/", views.preview_figure, name="edition-figure"),
    path("work/editions/read/<str:edition>/<slug:chapter>/", views.preview_chapter, name="chapter"),
]
