"""Deploying: a property that would be ignored or misread is pointed out."""

from datetime import UTC, datetime

import pytest

from app.domain.findings import RULES
from app.domain.permissions import Actor
from app.usecases import deployments
from app.usecases.unit_of_work import reading
from tests.usecases.uploads import diagram

ANALYST = Actor("frank", frozenset({"analyst"}))
NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)

pytestmark = pytest.mark.usefixtures("house")


def found(element: str, **properties: str) -> list[tuple[str, str | None]]:
    """Return (rule, element) of what is said of properties ("__" stands for ".")."""
    written = "".join(
        f'<camunda:property name="{name.replace("__", ".")}" value="{value}"/>'
        for name, value in properties.items()
    )
    block = (
        "<bpmn:extensionElements><camunda:properties>"
        f"{written}</camunda:properties></bpmn:extensionElements>"
    )
    text = diagram(form=None).decode()
    start = text.index(f'id="{element}"')
    end = text.index(">", start) + 1
    with_block = (text[:end] + block + text[end:]).encode()
    with reading():
        findings = deployments.check({"order.bpmn": with_block}, actor=ANALYST)
    for finding in findings:
        assert RULES[finding.rule].sentence % dict(finding.facts)
    return [(finding.rule, finding.element_id) for finding in findings]


@pytest.mark.parametrize(
    ("element", "properties"),
    [
        ("order", {"ticket__title": "Order of ${customer.name}"}),
        ("order", {"ticket__prefix": "ORD", "ticket__description": "Anything"}),
        ("check", {"actions": "approve, reject", "action__approve__zh": "同意"}),
        ("check", {"keydata": "order_no, customer.name, amount|money, due | date"}),
        ("end", {"ticket__result": "approved"}),
        ("check", {"department": "of the modeler's own"}),
    ],
)
def test_what_is_understood_is_not_spoken_of(element, properties):
    assert found(element, **properties) == []


@pytest.mark.parametrize(
    ("element", "properties", "rule"),
    [
        ("order", {"ticket__title": "Order of ${customer.}"}, "title-template"),
        ("order", {"ticket__prefix": "RE/F"}, "number-prefix"),
        ("order", {"ticket__prefix": "TOOLONGAPREFIX"}, "number-prefix"),
        ("order", {"ticket__timezone": "Mars/Phobos"}, "ticket-timezone"),
        ("order", {"ticket__titel": "Order"}, "unknown-property"),
        ("order", {"actions": "approve"}, "unknown-property"),
        ("check", {"actions": "approve,approve"}, "outcome-name"),
        ("check", {"actions": "give back"}, "outcome-name"),
        ("check", {"action__approve": "Yes"}, "unknown-outcome"),
        ("check", {"keydata": "amount|euro"}, "key-data"),
        ("check", {"form__feilds": "payee:hidden"}, "unknown-property"),
        ("check", {"ticket__result": "approved"}, "unknown-property"),
        ("check", {"sign__mode": "all"}, "unsupported-property"),
        ("check", {"sla": "accept=30m"}, "unsupported-property"),
        ("end", {"ticket__result": "won"}, "ticket-result"),
    ],
)
def test_what_is_not_understood_is_said_at_its_element(element, properties, rule):
    place = None if element == "order" else element

    assert found(element, **properties) == [(rule, place)]
