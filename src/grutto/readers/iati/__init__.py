"""IATI files as rows of the declared tables: activities 1.01–2.03, organisations 2.01–2.03."""

from grutto.readers.iati.flavour import ACTIVITIES, FLAVOURS, ORGANISATIONS, VERSIONS, Flavour
from grutto.readers.iati.reader import IatiReader

__all__ = ["ACTIVITIES", "FLAVOURS", "ORGANISATIONS", "VERSIONS", "Flavour", "IatiReader"]
