"""The long run of mutations: `make fuzz`, or `python tests/fuzz/long.py --mutations 20000 --seed 7 [--kind iati]`.

With `--guided KIND` atheris looks for mutations that reach new code, until it is stopped or for `--seconds`. What fails
is written to build/fuzz; mended, it is kept in tests/fuzz/cases.
"""

from __future__ import annotations

import argparse
import hashlib
import resource
import sys
import time
import traceback
from importlib import import_module
from pathlib import Path
from random import Random
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests/support"))
FAILED = ROOT / "build/fuzz"
SHARES = {
    "iati": 8,
    "csv": 5,
    "json": 4,
    "json-stat": 4,
    "xlsx": 4,
    "archive": 4,
    "import": 1,
    "template": 2,
    "toml": 4,
    "record": 4,
}
"""How often a kind comes."""


def main() -> int:
    """Run; return 1 if anything failed."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--mutations", type=int, default=20_000)
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--kind", default="")
    options.add_argument("--guided", default="")
    options.add_argument("--seconds", type=int, default=600)
    asked = options.parse_args()
    return guided(asked.guided, asked.seconds) if asked.guided else mutations(asked.mutations, asked.seed, asked.kind)


def mutations(number: int, seed: int, only: str) -> int:
    """Try so many mutations, by turns of all kinds or of one."""
    from fuzzing import KINDS, outcome  # noqa: PLC0415 - the path was set above
    from mutation import mutated  # noqa: PLC0415

    names = [only] if only else [name for name, share in SHARES.items() for _ in range(share)]
    seeds = {name: KINDS[name].seeds() for name in dict.fromkeys(names)}
    taken, failed, begun = 0, 0, time.monotonic()
    for turn in range(number):
        chance = Random(f"{seed}-{turn}")
        name = names[turn % len(names)]
        one = chance.choice(seeds[name])
        content = mutated(one.content, chance, tuple(s.content for s in seeds[name]))
        try:
            taken += outcome(KINDS[name], one.name, content)
        except BaseException as error:  # whatever it is, it may not be
            if isinstance(error, KeyboardInterrupt):
                raise
            failed += 1
            keep(name, one.name, content, error)
        if (turn + 1) % 500 == 0 or turn + 1 == number:
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            print(
                f"{turn + 1} mutations, {taken} taken, {failed} failed, {memory} MB, {time.monotonic() - begun:.0f} s",
                flush=True,
            )
    return int(failed > 0)


def keep(kind: str, name: str, content: bytes, error: BaseException) -> None:
    """Write down what failed."""
    FAILED.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256(content).hexdigest()[:12]
    (FAILED / f"{kind}~{name.replace('/', '+')}~{digest}").write_bytes(content)
    with (FAILED / "failures.txt").open("a", encoding="utf-8") as out:
        out.write(f"{kind}~{name}~{digest}\n{''.join(traceback.format_exception(error))[-3000:]}\n")
    print(f"FAILED {kind} {name} {digest}: {type(error).__name__}: {str(error)[:200]}", flush=True)


def guided(kind: str, seconds: int) -> int:
    """Let atheris look for new ways through the readers of a kind."""
    atheris: Any = import_module("atheris")  # not installed everywhere

    with atheris.instrument_imports(include=["grutto"]):
        from fuzzing import KINDS, outcome  # noqa: PLC0415
    corpus = ROOT / "build/fuzz-corpus" / kind
    corpus.mkdir(parents=True, exist_ok=True)
    seeds = KINDS[kind].seeds()
    for number, one in enumerate(seeds):
        (corpus / f"seed-{number}").write_bytes(bytes([number % 256]) + one.content)

    def try_one(data: bytes) -> None:
        if data:
            outcome(KINDS[kind], seeds[data[0] % len(seeds)].name, data[1:])

    FAILED.mkdir(parents=True, exist_ok=True)
    words = [
        sys.argv[0],
        f"-max_total_time={seconds}",
        f"-artifact_prefix={FAILED}/{kind}-",
        "-max_len=400000",
        str(corpus),
    ]
    atheris.Setup(words, try_one)
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main())
