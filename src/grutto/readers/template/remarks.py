"""What is said of a template that is not filled in as it should be: code, message, repair; `{…}` is what was found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.message import msg

if TYPE_CHECKING:
    from grutto.readers.values import Remark

SHEET: Remark = (
    "template.sheet",
    msg("This sheet is none of the template and was not read"),
    msg("give it the name it had, or move its rows"),
)
HEADINGS: Remark = (
    "template.headings",
    msg("The row of headings is missing, nothing of this sheet was read"),
    msg("put back the row that begins with “activity”"),
)
HEADING: Remark = (
    "template.heading",
    msg("This heading is none of the template, its column was not read"),
    msg("write the heading as it was"),
)
NAMELESS: Remark = (
    "template.activity",
    msg("This row names no activity and was left out"),
    msg("write the IATI identifier of the activity"),
)
TWICE: Remark = (
    "template.twice",
    msg("This activity has a row already; this one was left out"),
    msg("give each activity one row on this sheet"),
)
UNKNOWN: Remark = (
    "template.activity",
    msg("This activity is not on the sheet “activity”; the row was left out"),
    msg("write its identifier exactly as there, or add it there"),
)
BELONGS_NOWHERE: Remark = (
    "template.belongs",
    msg("No row of {among} of this activity has this id; the row was left out"),
    msg("write the id of the row it is part of: the column “id” of {among}"),
)
SAME_ID: Remark = (
    "template.id",
    msg("Another row of this activity has this id; rows belong to that one"),
    msg("give each row its own id"),
)
CHOICE: Remark = (
    "template.choice",
    msg("This is none of: {among}; the row was left out, with what belongs to it"),
    msg("choose one of them"),
)
NAME: Remark = (
    "template.name",
    msg("This name was read as the code {code}"),
    msg("nothing; the code {code} alone would do too"),
)
MISSING: Remark = ("value.missing", msg("{name} is missing"), msg("fill in this cell"))
LONG: Remark = (
    "template.cell",
    msg("This cell has no heading above it and was not read"),
    msg("move it under a heading"),
)

WARNINGS = {SHEET[0], HEADING[0], LONG[0]}
"""Codes of what needs a look; the others are errors."""
