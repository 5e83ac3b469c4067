"""Addresses of the temporary return of experts: a namespace each register."""

from django.urls import include, path

from grutto_web.cases.casework.pages import pages_of
from grutto_web.cases.placements.registers import ASSIGNMENTS, EXPERTS, PAST, PAYMENTS, PHASES, REQUESTS

REGISTERS = (PHASES, REQUESTS, EXPERTS, ASSIGNMENTS, PAST, PAYMENTS)
urlpatterns = [path("", include((pages_of(each), each.name))) for each in REGISTERS]
