"""The spreadsheet in which small publishers fill in their activities: one sheet a table, read as the rows of tables."""

from grutto.readers.template.locate import in_cells, left_out
from grutto.readers.template.reader import TemplateReader, read_template
from grutto.readers.template.sheets import TemplateField, TemplateSheet, sheets_of

__all__ = ["TemplateField", "TemplateReader", "TemplateSheet", "in_cells", "left_out", "read_template", "sheets_of"]
