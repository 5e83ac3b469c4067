"""Registers of cases: their frame, and one folder a register."""
