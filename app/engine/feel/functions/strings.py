"""Functions of texts.

Source:
    DMN 1.3, Table 72 "String functions"; Camunda 8 FEEL, "String functions".
"""

from decimal import Decimal
from typing import Any

from app.engine.feel.frames import Run
from app.engine.feel.functions.registry import builtin
from app.engine.feel.kinds import Undefined, whole, word_for
from app.errors import N_

NO_TEXTS = N_("“%(name)s” takes texts only, not %(found)s.")
NO_POSITION = N_("There is no position 0; positions begin with 1, or -1 from the end.")


def place(position: Decimal, length: int) -> int:
    """Turn a position (1, 2, ... or -1, -2, ...) into an index from 0.

    Raises:
        Undefined: it is 0.
    """
    number = whole(position)
    if not number:
        raise Undefined(NO_POSITION)
    return number - 1 if number > 0 else length + number


@builtin("substring", "string: string, start position: number, length: number?")
def _substring(
    run: Run, text: str, start: Decimal, length: Decimal | None = None
) -> Any:
    begin = place(start, len(text))
    if not 0 <= begin < len(text):
        return "" if begin >= 0 else None
    if length is None:
        return run.text(text[begin:])
    count = whole(length)
    return run.text(text[begin : begin + count]) if count >= 1 else None


@builtin("string length", "string: string")
def _string_length(run: Run, text: str) -> Decimal:
    return Decimal(len(text))


@builtin("upper case", "string: string")
def _upper_case(run: Run, text: str) -> str:
    return run.text(text.upper())


@builtin("lower case", "string: string")
def _lower_case(run: Run, text: str) -> str:
    return run.text(text.lower())


@builtin("substring before", "string: string, match: string")
def _substring_before(run: Run, text: str, match: str) -> str:
    before, found, _ = text.partition(match) if match else ("", "", "")
    return run.text(before if found else "")


@builtin("substring after", "string: string, match: string")
def _substring_after(run: Run, text: str, match: str) -> str:
    return run.text(text.partition(match)[2] if match else text)


@builtin("contains", "string: string, match: string")
def _contains(run: Run, text: str, match: str) -> bool:
    run.text(text)
    return match in text


@builtin("starts with", "string: string, match: string")
def _starts_with(run: Run, text: str, match: str) -> bool:
    return text.startswith(match)


@builtin("ends with", "string: string, match: string")
def _ends_with(run: Run, text: str, match: str) -> bool:
    return text.endswith(match)


@builtin("trim", "string: string")
def _trim(run: Run, text: str) -> str:
    return run.text(text.strip())


@builtin("is blank", "string: string")
def _is_blank(run: Run, text: str) -> bool:
    return not text.strip()


@builtin(
    "string join", "list: list, delimiter: string?, prefix: string, suffix: string"
)
@builtin("string join", "list: list, delimiter: string?")
def _string_join(
    run: Run,
    items: list[Any],
    delimiter: str | None = None,
    prefix: str = "",
    suffix: str = "",
) -> str:
    run.items(len(items))
    texts = [item for item in items if item is not None]
    for item in texts:
        if not isinstance(item, str):
            raise Undefined(NO_TEXTS, name="string join", found=word_for(item))
    between = delimiter or ""
    total = sum(len(text) + len(between) for text in texts)
    run.spend(total >> 6)
    return run.text(prefix + between.join(texts) + suffix)
