"""Addresses of return and reintegration: a namespace each register."""

from django.urls import include, path

from grutto_web.cases.casework.pages import pages_of
from grutto_web.cases.returns.registers import CASES, PAST, PAYMENTS, PEOPLE

urlpatterns = [path("", include((pages_of(each), each.name))) for each in (CASES, PAST, PEOPLE, PAYMENTS)]
