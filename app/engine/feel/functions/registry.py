"""How built-in functions are declared: names, parameters and their kinds.

A declaration such as ``"string: string, start position: number, length: number?"``
is what the standard's tables print. A value of another kind, or null where none is
allowed, makes the call null; a list of one element stands for the element, and one
element for a list of it.

Source:
    DMN 1.3, 10.3.4 "Built-in functions" and 10.3.2.9.4 (implicit conversions).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final

from app.engine.feel.frames import Run
from app.engine.feel.kinds import Function, Months, Range, Test, Undefined, word_for
from app.errors import N_

NO_ARGUMENTS: Final = N_("“%(name)s” does not take %(found)s.")

_KINDS: Final[dict[str, frozenset[type]]] = {
    "string": frozenset({str}),
    "number": frozenset({Decimal}),
    "boolean": frozenset({bool}),
    "date": frozenset({date}),
    "time": frozenset({time}),
    "moment": frozenset({datetime}),
    "days": frozenset({timedelta}),
    "months": frozenset({Months}),
    "list": frozenset({list}),
    "context": frozenset({dict}),
    "function": frozenset({Function}),
    "range": frozenset({Range, Test}),
    "point": frozenset({Decimal, str, date, time, datetime, timedelta, Months}),
}


@dataclass(frozen=True, slots=True)
class _Parameter:
    name: str
    kinds: frozenset[type]  # empty: any value, null too
    optional: bool

    def fits(self, value: Any) -> bool:
        return not self.kinds or type(value) in self.kinds

    def take(self, value: Any) -> Any:
        """Return the value as the function gets it.

        Raises:
            Undefined: it does not fit.
        """
        if self.fits(value) or (value is None and self.optional):
            return value
        if list in self.kinds and value is not None:
            return [value]
        if type(value) is list and len(value) == 1 and self.fits(value[0]):
            return value[0]
        raise Undefined(NO_ARGUMENTS, name=self.name, found=word_for(value))


@dataclass(frozen=True, slots=True)
class _Variant:
    parameters: tuple[_Parameter, ...]
    least: int
    call: Callable[..., Any]

    def arguments(self, values: list[Any]) -> list[Any] | None:
        if not self.least <= len(values) <= len(self.parameters):
            return None
        try:
            return [
                parameter.take(value)
                for parameter, value in zip(self.parameters, values, strict=False)
            ]
        except Undefined:
            return None


class Builtin:
    """A function of the standard, with all its variants.

    Args:
        name: what the author writes.
    """

    __slots__ = ("_apart", "_many", "name", "parameters", "variants")

    def __init__(self, name: str) -> None:
        self.name = name
        self.variants: list[_Variant] = []
        self.parameters: tuple[tuple[str, ...], ...] = ()
        self._many: Callable[..., Any] | None = None  # takes one list, or many values
        self._apart = False  # the values of a single list are not spread

    def add(self, declared: str, call: Callable[..., Any]) -> None:
        """Add a variant.

        Args:
            declared: its parameters; ``"list..."`` takes one list or any number of
                values, ``"*lists"`` any number of values.
            call: what to do with the run and the arguments.
        """
        if declared.startswith("*") or declared.endswith("..."):
            self._many, self._apart = call, declared.startswith("*")
            self.parameters += ((declared.strip("*."),),)
            return
        parameters = tuple(_parameter(one) for one in declared.split(",") if one)
        least = sum(not one.optional for one in parameters)
        self.variants.append(_Variant(parameters, least, call))
        self.parameters += (tuple(one.name for one in parameters),)

    def call(self, run: Run, values: list[Any]) -> Any:
        """Give the result of the first variant that takes these values.

        Args:
            run: what it is charged to.
            values: the arguments in order.

        Raises:
            Undefined: none takes them, or there is no result.
        """
        run.spend(1)
        if self._many is not None:
            return self._call_many(run, values)
        for variant in self.variants:
            arguments = variant.arguments(values)
            if arguments is not None:
                return variant.call(run, *arguments)
        found = ", ".join(word_for(value) for value in values) or "nothing"
        raise Undefined(NO_ARGUMENTS, name=self.name, found=found)

    def _call_many(self, run: Run, values: list[Any]) -> Any:
        if self._many is None or not values or values == [None]:
            raise Undefined(NO_ARGUMENTS, name=self.name, found="null")
        if len(values) == 1 and isinstance(values[0], list) and not self._apart:
            values = values[0]
        run.spend(len(values))
        return self._many(run, values)


def _parameter(declared: str) -> _Parameter:
    name, _, kind = (part.strip() for part in declared.partition(":"))
    optional = kind.endswith("?")
    kinds: frozenset[type] = frozenset()
    for word in kind.removesuffix("?").split("|"):
        kinds |= _KINDS.get(word.strip(), frozenset())
    return _Parameter(name, kinds, optional)


BUILTINS: Final[dict[str, Builtin]] = {}


def builtin(
    name: str, declared: str
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Declare a built-in function, or another variant of one.

    Args:
        name: what the author writes.
        declared: its parameters; see the head of this module.
    """

    def register(call: Callable[..., Any]) -> Callable[..., Any]:
        BUILTINS.setdefault(name, Builtin(name)).add(declared, call)
        return call

    return register
