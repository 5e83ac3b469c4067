"""Temporary return of experts (S15): requests of hosts, experts, assignments with planned and actual days, payments."""
