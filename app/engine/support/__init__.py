"""The table of constructs: what is executed, what means nothing here, what is refused.

The linter decides by it, the tests run every example of it through an upload, and
``docs/bpmn.md`` is written from it. Whoever teaches the engine a construct changes its
line here.
"""

from app.engine.support.attributes import ATTRIBUTES, HARMLESS, KNOWN
from app.engine.support.camunda import ATTRIBUTES as CAMUNDA_ATTRIBUTES
from app.engine.support.camunda import ELEMENTS as CAMUNDA_ELEMENTS
from app.engine.support.events import EVENTS, LINKS, place_of, symbol_of
from app.engine.support.rows import EXECUTED, REFUSED, WARNED, Row, document
from app.engine.support.shapes import CHILDREN, SHAPES
from app.engine.support.zeebe import SPIFF_ELEMENTS, ZEEBE_ELEMENTS

__all__ = [
    "ATTRIBUTES",
    "CAMUNDA_ATTRIBUTES",
    "CAMUNDA_ELEMENTS",
    "CHILDREN",
    "EVENTS",
    "EXECUTED",
    "HARMLESS",
    "KNOWN",
    "LINKS",
    "REFUSED",
    "SHAPES",
    "SPIFF_ELEMENTS",
    "WARNED",
    "ZEEBE_ELEMENTS",
    "Row",
    "document",
    "place_of",
    "rows",
    "symbol_of",
]


def rows() -> dict[str, list[Row]]:
    """Return all lines of the table, by chapter."""
    return {
        "Activities and gateways": list(SHAPES.values()),
        "Events": [*EVENTS.values(), *LINKS],
        "Other elements": list(CHILDREN.values()),
        "Attributes": list(ATTRIBUTES.values()),
        "Camunda 7, Activiti, Flowable, Operaton": [
            *(extra.row for extra in CAMUNDA_ATTRIBUTES.values()),
            *(extra.row for extra in CAMUNDA_ELEMENTS.values()),
        ],
        "Camunda 8": [extra.row for extra in ZEEBE_ELEMENTS.values()],
    }
