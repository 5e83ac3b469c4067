"""Addresses of ceilings: a namespace each register."""

from django.urls import include, path

from grutto_web.cases.casework.ceiling_steps import CEILING_ROWS, CEILINGS
from grutto_web.cases.casework.pages import pages_of

urlpatterns = [path("", include((pages_of(each), each.name))) for each in (CEILINGS, CEILING_ROWS)]
