"""Sealed editions: what is signed, by whom, when, and how anybody checks it without Grutto."""

from grutto.extras import required

required("seal")
