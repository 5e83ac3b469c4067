"""What the core and the web say of what went wrong, in the language of the page."""

from __future__ import annotations

from pathlib import Path

from django.utils.translation import override

from grutto.errors import InputError
from grutto.message import Message, joined
from grutto_web.ground.wording import in_words, problem_text_of, sentences, stored_problem, terminal_sentences

BROKEN = InputError(
    "This is not well-formed XML: {because}",
    where=Path("/srv/home/a.xml"),
    command="grutto import",
    repair="ask the publisher for a whole file; nothing of this one was taken",
    because=Message("the file ends too early"),
)
WHAT = "Dit is geen welgevormde XML: het bestand eindigt te vroeg"
REPAIR = "Vraag de publiceerder om een heel bestand; van dit bestand is niets genomen"


def test_an_error_is_told_with_the_name_of_the_file() -> None:
    with override("nl"):
        assert sentences(BROKEN) == f"{WHAT}. a.xml. {REPAIR}."


def test_a_terminal_is_told_the_folder_and_the_command() -> None:
    with override("nl"):
        assert terminal_sentences(BROKEN) == f"{WHAT}. /srv/home/a.xml. {REPAIR}: grutto import."


def test_an_error_that_was_kept_is_told_in_the_language_of_who_reads_it() -> None:
    with override("en"):
        kept = stored_problem(BROKEN)
    with override("nl"):
        assert problem_text_of(kept) == f"{WHAT}. a.xml. {REPAIR}."


def test_the_place_of_an_error_that_was_kept_is_told_in_the_language_of_who_reads_it() -> None:
    with override("en"):
        kept = stored_problem(InputError("This file is empty", where=Message("line {line}", line="3")))
    with override("nl"):
        assert problem_text_of(kept) == "Dit bestand is leeg. Regel 3."


def test_several_things_that_are_wrong_are_told_each_in_the_language_of_who_reads_it() -> None:
    where = joined("\n", [Message("line {line}", line="3"), Message("the file is empty")])
    kept = stored_problem(InputError("This file is empty", where=where))
    with override("nl"):
        assert problem_text_of(kept) == "Dit bestand is leeg. Regel 3. Het bestand is leeg."


def test_what_the_web_itself_said_in_a_task_is_told_in_the_language_of_the_page() -> None:
    kept = stored_problem(InputError("Reading this file takes too long"))
    with override("nl"):
        assert problem_text_of(kept) == "Het lezen van dit bestand duurt te lang"


def test_what_a_person_wrote_stays_as_it_is_also_if_the_web_has_the_same_words() -> None:
    with override("nl"):
        assert in_words("Reading this file takes too long") == "Reading this file takes too long"
        assert in_words("what a person wrote") == "what a person wrote"
