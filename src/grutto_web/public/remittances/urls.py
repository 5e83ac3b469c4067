"""Addresses of the comparison, and of the work on prices."""

from django.urls import path, re_path

from grutto_web.public.remittances import work
from grutto_web.public.remittances.public import picture, sitemap, trust, views

app_name = "remittances"
CORRIDOR = r"^remittances/(?P<source>[A-Z]{3})/(?P<destination>[A-Z]{3})"
urlpatterns = [
    path("remittances/", views.home, name="home"),
    path("remittances/trust/", trust.trust, name="trust"),
    path("remittances/trust/check/", trust.check, name="check"),
    path("remittances/use/", trust.use, name="use"),
    path("remittances/sitemap.xml", sitemap.sitemap, name="sitemap"),
    re_path(f"{CORRIDOR}/$", views.corridor, name="corridor"),
    re_path(f"{CORRIDOR}/picture.png$", picture.picture, name="picture"),
    re_path(CORRIDOR.replace("A-Z", "A-Za-z") + "/$", views.in_capitals, name="in_capitals"),
    path("work/prices/", work.quotes, name="list"),
    path("work/prices/new/", work.new, name="new"),
    path("work/prices/file/", work.file, name="file"),
    path("work/prices/template.xlsx", work.template, name="template"),
    path("work/prices/notices/<slug:kind>/", work.notice, name="notice"),
    path("work/prices/<int:pk>/", work.quote, name="quote"),
    path("work/prices/<int:pk>/<slug:act>/", work.act, name="act"),
]
