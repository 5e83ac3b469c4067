"""`grutto editions` and `diff`: which reports were made, and what is different between two of them."""

from __future__ import annotations

from grutto.cli.options import FormatOption, HomeOption, in_words, open_at
from grutto.cli.terminal import log
from grutto.message import Message, forms


def editions(*, home: HomeOption = None, format_: FormatOption = "table") -> None:
    """List the editions made here, the latest last: framework, year, languages, figures and release."""
    from grutto.cli.answers import write

    rows = [
        {
            "edition": record.id,
            "framework": record.framework or record.subject,
            "year": str(record.year),
            "languages": ",".join(record.languages),
            "figures": len(record.figures),
            "release": record.release,
        }
        for record in (edition.record for edition in open_at(home).editions)
    ]
    write(rows, format_)


def diff(before: str, after: str = "", *, format_: FormatOption = "table", home: HomeOption = None) -> None:
    """Compare two editions figure by figure: new, gone, changed, or the same value from other rows.

    Parameters
    ----------
    before
        Folder, edition.json or id of the earlier edition.
    after
        The same of the later one; without it the latest one.
    """
    from grutto.cli.answers import write
    from grutto.editions.compare import other_parts

    place = open_at(home)
    earlier, later = place.edition(before), place.edition(after)
    one, other = earlier.record, later.record
    rows = earlier.compare(later).records
    if rows or format_ != "table":
        write(rows, format_)
    parts = other_parts(one, other)
    counts = {"number": len(rows), "count": len(other.figures)}
    differ = forms(
        "{one} and {other}: {number} of {count} figure differs", "{one} and {other}: {number} of {count} figures differ"
    )
    log.print(Message(*differ, one=one.id, other=other.id, **counts))
    if parts:
        log.print(Message("They do not share: {parts}.", parts=", ".join(in_words(part) for part in parts)))
    else:
        log.print(Message("They rest on the same sources and judgements."))
