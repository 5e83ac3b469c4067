"""A letter with words that look like markup."""

from __future__ import annotations

from grutto.render.letter import Letter, LetterPart, LetterRows

WORDS = "#strong[x] \\ *no* $m$ <tag> & “quoted” \x07"
LETTER = Letter(
    "nl",
    "Organisatie",
    ("Naam Één", 'Straat "1"'),
    (("Datum", "5 juli 2017"),),
    "Besluit: u krijgt hulp",
    (
        LetterPart("", ("Geachte mevrouw, meneer,", WORDS)),
        LetterPart(
            "Wat u krijgt", ("Dit.",), LetterRows("Per persoon", ("Persoon", "Bedrag"), (("Naam Één", "€ 1.500"),))
        ),
    ),
    ("Met vriendelijke groet,", "Wie besloot"),
)
