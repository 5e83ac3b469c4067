"""The compiled way to read pieces of IATI files; see docs/decisions/0012."""

from grutto.extras import required

required("fast")
