"""What the system and tomllib say of a file, in plain words of each language."""

from __future__ import annotations

import errno
import json
import os
import socket
import ssl
import tomllib

import pytest

from grutto.errors import InputError
from grutto.locale import language_named, worded
from grutto.store.wording import of_content, of_system, of_toml, place_in_toml

DUTCH = language_named("nl")


@pytest.mark.parametrize(
    ("text", "words", "place"),
    [
        ("[[entry]\n", "een kop eindigt niet op ]]", ("1", "8")),
        ("a = 1\na = 2\n", "deze sleutel komt twee keer voor", ("2", "6")),
        ("a 1\n", "na een sleutel staat geen “=”", ("1", "3")),
        ("a = b\n", "dit is geen waarde: een tekst staat tussen aanhalingstekens", ("1", "5")),
        ('a = "b\n', "er staat een teken waar het niet mag", ("1", "7")),
        ('a = "b', "een tekst heeft geen sluitend aanhalingsteken", ("", "")),
        ("a = [1", "een lijst heeft geen “]”", ("", "")),
        ("a = {b = 1", "een tabel heeft geen “}”", ("", "")),
        ("[a]\n[a]\n", "a komt twee keer voor", ("2", "3")),
        ("a = 2011-02-30\n", "dit is geen dag of tijdstip", ("1", "5")),
        ("a = 2011-13-01\n", "na deze waarde staat nog iets", ("1", "9")),
        ("= 1\n", "hier moet een sleutel staan", ("1", "1")),
    ],
)
def test_what_tomllib_says_is_told_in_dutch(text: str, words: str, place: tuple[str, str]) -> None:
    with pytest.raises(tomllib.TOMLDecodeError) as caught:
        tomllib.loads(text)
    assert (worded(of_toml(str(caught.value)), DUTCH), place_in_toml(str(caught.value))) == (words, place)


def test_what_the_system_says_is_told_in_dutch() -> None:
    full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "a.toml")
    assert worded(of_system(full), DUTCH) == "de schijf is vol"
    assert of_system(OSError(errno.ELOOP, "Too many levels")) == "Too many levels"
    assert of_system(OSError("something else")) == "something else"


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (socket.gaierror(socket.EAI_NONAME, "Name or service not known"), "de naam van deze machine is niet gevonden"),
        (ssl.SSLCertVerificationError(1, "self-signed"), "het certificaat van deze machine is niet geldig"),
        (ssl.SSLError(1, "wrong version"), "er kwam geen beveiligde verbinding tot stand"),
        (OSError(errno.ECONNREFUSED, "Connection refused"), "de machine neemt daar geen verbindingen aan"),
        (TimeoutError("timed out"), "er kwam op tijd geen antwoord"),
    ],
)
def test_what_the_system_says_of_a_machine_is_told_in_dutch(error: OSError, words: str) -> None:
    assert worded(of_system(error), DUTCH) == words


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (json.JSONDecodeError("Expecting value", "{\n  1", 4), "een teken in regel 2, kolom 3 hoort daar niet"),
        (UnicodeDecodeError("utf-8", b"a\xff", 1, 2, "invalid start byte"), "byte 2 is geen UTF-8"),
        (RecursionError("maximum recursion depth exceeded"), "de delen ervan staan te diep in elkaar"),
        (FileNotFoundError(errno.ENOENT, "No such file"), "er is geen zulk bestand of zulke map"),
        (InputError("This is not a table of text"), "Dit is geen teksttabel"),
        (EOFError("Compressed file ended before the end-of-stream marker"), "het is beschadigd of afgebroken"),
        (OSError("Parquet magic bytes not found in footer"), "het is beschadigd of afgebroken"),
    ],
)
def test_why_a_file_cannot_be_read_is_told_in_dutch(error: Exception, words: str) -> None:
    assert worded(of_content(error), DUTCH) == words
