"""The template for small publishers, written: empty or filled, as a workbook or as CSV files."""

from grutto.writers.template.filler import Codes, Lists, SheetRows, TemplateFiller
from grutto.writers.template.folder import write_folder
from grutto.writers.template.marked import mark_workbook
from grutto.writers.template.workbook import write_workbook

__all__ = ["Codes", "Lists", "SheetRows", "TemplateFiller", "mark_workbook", "write_folder", "write_workbook"]
