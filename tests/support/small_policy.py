"""The smallest policy framework there is: an owner and nothing else."""

from datetime import date

from grutto.model.framework import Framework

POLICY = Framework(
    id="t",
    title={"en": "T"},
    owner="XM-T-1",
    since=date(2010, 1, 1),
    language="en",
    reference={},
    priority=(),
    outline=(),
)
