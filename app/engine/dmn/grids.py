"""Decision tables: from XML to a table that can be asked.

Source:
    DMN 1.3, 8.3 "Decision table metamodel"; Camunda's ``inputVariable``.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any, Final

from lxml import etree

from app.engine.dmn.elements import child, children, text_in, type_of, vendor
from app.engine.dmn.policies import AGGREGATIONS, NAMES, Policy
from app.engine.dmn.tables import Column, Output, Rule, Table, Test
from app.engine.dmn.texts import Texts
from app.engine.dmn.types import Type
from app.engine.feel.frames import Frame, Run
from app.engine.scripts.faults import ScriptFault

_FindType = Callable[[str], Type | None]
_SINGLE: Final = {
    "U": "UNIQUE", "F": "FIRST", "A": "ANY", "P": "PRIORITY", "R": "RULE ORDER",
    "O": "OUTPUT ORDER", "C": "COLLECT",
}  # fmt: skip


def read(element: etree._Element, texts: Texts, find_type: _FindType) -> Table:
    """Read a decision table; what is wrong in it becomes findings.

    Args:
        element: the ``decisionTable``.
        texts: reads its texts, and knows the decision it belongs to.
        find_type: gives a type by its name.
    """
    columns = tuple(
        _column(one, number, texts, find_type)
        for number, one in enumerate(children(element, "input"), 1)
    )
    parts = list(children(element, "output"))
    if not parts:
        texts.error("dmn-no-output")
    outputs = tuple(
        _output(one, number, texts, find_type, single=len(parts) == 1)
        for number, one in enumerate(parts, 1)
    )
    if len({one.name for one in outputs}) < len(outputs):
        texts.error("dmn-output-names")
    owner = texts.owner
    policy = _policy(element, texts, parts, outputs)
    return Table(
        owner=(owner.get("id") or "") if owner is not None else "",
        columns=columns,
        outputs=outputs,
        rules=tuple(_rules(element, texts, columns, outputs)),
        policy=policy,
    )


def _column(
    element: etree._Element, number: int, texts: Texts, find_type: _FindType
) -> Column:
    expression = child(element, "inputExpression")
    label = element.get("label") or text_in(expression) or f"{number}"
    variable = vendor(element, "inputVariable")
    texts.local |= {variable, "cellInput"}
    language = expression.get("expressionLanguage") if expression is not None else None
    if expression is None or not text_in(expression):
        texts.error("dmn-no-input", column=str(number))
    unit = texts.expression(text_in(expression), language, label)
    values = child(element, "inputValues")
    allowed = None
    if text_in(values):
        allowed = texts.tests(text_in(values), None, label)
    return Column(
        label=label[:80],
        expression=unit.value,
        type=find_type(type_of(expression)),
        allowed=allowed,
        variables=tuple(name for name in (variable, "cellInput") if name),
    )


def _output(
    element: etree._Element,
    number: int,
    texts: Texts,
    find_type: _FindType,
    *,
    single: bool,
) -> Output:
    name = " ".join((element.get("name") or "").split())
    if not single and not name:
        texts.error("dmn-output-names")
    label = element.get("label") or name or f"{number}"
    default = child(element, "defaultOutputEntry")
    return Output(
        name=name or str(number),
        label=label[:80],
        type=find_type(type_of(element)),
        default=texts.expression(text_in(default), None, label).value
        if text_in(default)
        else None,
    )


def _whole(outputs: tuple[Output, ...]) -> Callable[[list[Any]], Any]:
    if len(outputs) == 1:
        return lambda values: values[0]
    names = [output.name for output in outputs]
    return lambda values: dict(zip(names, values, strict=True))


def _policy(
    element: etree._Element,
    texts: Texts,
    parts: list[etree._Element],
    outputs: tuple[Output, ...],
) -> Policy:
    said = " ".join((element.get("hitPolicy") or "UNIQUE").replace("_", " ").split())
    name = _SINGLE.get(said, said.upper())
    aggregation = (element.get("aggregation") or "").upper()
    if name not in NAMES:
        texts.error("dmn-hit-policy", name=said)
        name = "UNIQUE"
    if aggregation and aggregation not in AGGREGATIONS:
        texts.error("dmn-aggregation", name=aggregation)
    elif aggregation and aggregation != "COUNT" and len(outputs) > 1:
        texts.error("dmn-aggregation-outputs", name=aggregation)
    priorities = tuple(_priorities(part, texts) for part in parts)
    if name in ("PRIORITY", "OUTPUT ORDER") and not any(priorities):
        texts.error("dmn-priorities", name=said)
    owner = texts.owner
    title = (owner.get("name") or owner.get("id")) if owner is not None else ""
    return Policy(
        table=str(title or ""),
        name=name,
        aggregation=aggregation if name == "COLLECT" else "",
        priorities=priorities,
        whole=_whole(outputs),
    )


def _priorities(element: etree._Element, texts: Texts) -> tuple[Any, ...]:
    text = text_in(child(element, "outputValues"))
    if not text:
        return ()
    unit = texts.expression(f"[{text}]", None, element.get("label") or text)
    run = Run(datetime(1970, 1, 1, tzinfo=UTC))
    try:
        values = unit.value(Frame({}, None, run))
    except ScriptFault:
        values = None
    return tuple(values) if isinstance(values, list) else ()


def _rules(
    element: etree._Element,
    texts: Texts,
    columns: tuple[Column, ...],
    outputs: tuple[Output, ...],
) -> Iterator[Rule]:
    for number, row in enumerate(children(element, "rule"), 1):
        tests = list(children(row, "inputEntry"))
        values = list(children(row, "outputEntry"))
        if (len(tests), len(values)) != (len(columns), len(outputs)):
            texts.error("dmn-cells", row=str(number))
            continue
        made = [
            _test(cell, texts, f"{number}, {column.label}")
            for cell, column in zip(tests, columns, strict=True)
        ]
        yield Rule(
            tests=tuple(test for test, _ in made),
            cost=1 + sum(cost for _, cost in made),
            outputs=tuple(
                texts.expression(
                    text_in(cell),
                    cell.get("expressionLanguage"),
                    f"{number}, {output.label}",
                ).value
                for cell, output in zip(values, outputs, strict=True)
            ),
        )


def _test(cell: etree._Element, texts: Texts, place: str) -> tuple[Test | None, int]:
    text = text_in(cell)
    if text in ("", "-"):
        return None, 0
    unit = texts.tests(text, cell.get("expressionLanguage"), place)
    return unit.value, unit.size
