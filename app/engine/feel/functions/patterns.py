r"""Functions with regular expressions, in linear time.

The expressions are RE2's: what needs backtracking (``(a)\1``, ``(?=a)``) has no
result, neither do XPath's own constructs (``[a-z-[aeiou]]``, ``\i``).

Source:
    DMN 1.3, Table 72; XQuery and XPath Functions 3.1, 5.6 (flags, ``$1``); RE2 syntax.
"""

import functools
import re
from typing import Any, Final

import re2

from app.engine.feel import limits
from app.engine.feel.frames import Run
from app.engine.feel.functions.registry import builtin
from app.engine.feel.kinds import Undefined
from app.errors import N_

NO_PATTERN = N_("“%(pattern)s” is no regular expression that can be used here.")
_READING: Final = 400  # steps that reading a pattern costs
_GROUP: Final = re.compile(r"\\(.)|\$(\d)|(\\)")
_SPACES: Final = re.compile(r"\[[^\]]*\]|\\.|(\s+)")


@functools.lru_cache(maxsize=limits.PATTERNS)
def _compiled(pattern: str, flags: str) -> Any:
    options: Any = re2.Options()
    options.log_errors = False
    options.max_mem = limits.PATTERN_BYTES
    options.literal = "q" in flags
    options.case_sensitive = "i" not in flags
    options.dot_nl = "s" in flags
    if "x" in flags and "q" not in flags:
        pattern = _SPACES.sub(lambda found: "" if found[1] else found[0], pattern)
    if "m" in flags and "q" not in flags:
        pattern = f"(?m){pattern}"
    return re2.compile(pattern, options)


def _reads(run: Run, pattern: str, flags: str | None, text: str) -> Any:
    run.spend(_READING)
    try:
        if set(flags or "") <= set("smixq"):
            compiled = _compiled(pattern, flags or "")
            # What matching costs at worst: size of the program by length of the text.
            run.spend(len(text) * compiled.programsize // 2_000)
            return compiled
    except (re2.error, UnicodeError):
        pass
    raise Undefined(NO_PATTERN, pattern=pattern[:40])


@builtin("matches", "input: string, pattern: string, flags: string?")
def _matches(run: Run, text: str, pattern: str, flags: str | None = None) -> bool:
    return _reads(run, pattern, flags, text).search(text) is not None


@builtin(
    "replace", "input: string, pattern: string, replacement: string, flags: string?"
)
def _replace(
    run: Run, text: str, pattern: str, replacement: str, flags: str | None = None
) -> str:
    compiled = _reads(run, pattern, flags, text)
    if "q" in (flags or ""):
        parts: list[str | int] = [replacement]
    else:
        parts = _replacement(replacement, compiled.groups)
    made, place, length = [], 0, 0
    for found in compiled.finditer(text):
        put = "".join(p if isinstance(p, str) else found[p] or "" for p in parts)
        made += [text[place : found.start()], put]
        place, length = found.end(), length + len(put)
        run.spend(limits.POWER // 4 + (len(put) >> 6))
        if length > limits.TEXT:
            break
    return run.text("".join([*made, text[place:]]))


def _replacement(text: str, groups: int) -> list[str | int]:
    parts: list[str | int] = []
    place = 0
    for found in _GROUP.finditer(text):
        parts.append(text[place : found.start()])
        if found[2]:
            parts.append(int(found[2]) if int(found[2]) <= groups else "")
        else:
            parts.append(found[1] or "\\")
        place = found.end()
    return [*parts, text[place:]]


@builtin("split", "string: string, delimiter: string")
def _split(run: Run, text: str, delimiter: str) -> list[str]:
    made, place = [], 0
    for found in _reads(run, delimiter, None, text).finditer(text):
        if found.end() > found.start():
            run.spend(limits.POWER // 4)
            made.append(text[place : found.start()])
            place = found.end()
    run.items(len(made))
    return [*made, text[place:]]


@builtin("extract", "string: string, pattern: string")
def _extract(run: Run, text: str, pattern: str) -> list[str]:
    made = []
    for found in _reads(run, pattern, None, text).finditer(text):
        run.spend(limits.POWER // 4)
        made.append(found[0])
    run.items(len(made))
    return made
