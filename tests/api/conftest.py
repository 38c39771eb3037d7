"""A house in which the refund process of ``processes/`` can be started by REST."""

import io
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app.usecases import deployments
from app.usecases.unit_of_work import unit_of_work

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"

Call = Callable[..., TestResponse]


def refund_files() -> dict[str, bytes]:
    """Return the refund diagram and its forms, as the product ships them."""
    paths = [ROOT / "processes/refund.bpmn", *sorted(ROOT.glob("forms/refund_*.json"))]
    return {path.name: path.read_bytes() for path in paths}


def as_upload(files: dict[str, bytes]) -> dict[str, Any]:
    """Make the multipart body that uploads files."""
    return {"file": [(io.BytesIO(data), name) for name, data in files.items()]}


def refund_variables(**changes: Any) -> dict[str, Any]:
    """Return what an applicant fills in, with changes."""
    return {
        "order_no": "SO-1001",
        "industry": "ecommerce",
        "customer": {"name": "李雷", "phone": "13800138000", "level": "normal"},
        "goods": [{"sku": "A-1", "name": "鞋", "qty": 1, "price": "8450.00"}],
        "paid_amount": "8450.00",
        "refund_amount": "8450.00",
        "reason": "quality",
        "payee": {"name": "李雷", "channel": "alipay", "account": "lilei@example.org"},
        **changes,
    }


SALES = {"variables": {"goods_state": "intact"}, "outcome": "approve"}
FINANCE = {"variables": {"balanced": True}, "outcome": "approve"}
CASHIER = {
    "variables": {"pay_method": "alipay", "voucher_no": "V-1"},
    "outcome": "approve",
}


@pytest.fixture
def deploy(house: Flask, cast: Any, now: datetime) -> Callable[..., None]:
    """Deploy diagrams that lie beside the tests, or files given by name."""

    def deploy_files(*names: str, **files: bytes) -> None:
        found = {name: (HERE / name).read_bytes() for name in names}
        with unit_of_work():
            deployments.deploy(found | files, actor=cast.frank, source="cli", now=now)

    return deploy_files


@pytest.fixture
def refund(deploy: Callable[..., None]) -> None:
    """The refund process, deployed."""
    deploy(**refund_files())


@pytest.fixture
def ticket(call: Call, refund: None) -> str:
    """The number of a refund ticket that alice has started."""
    body = {"process_key": "refund", "variables": refund_variables()}
    answer = call("alice", "POST", "/tickets", json=body)
    assert answer.status_code == 201, answer.json
    return answer.json["number"]


@pytest.fixture
def item(call: Call, ticket: str) -> int:
    """The id of the ticket's first work item, which waits for sales."""
    return waiting(call, "bob")


def waiting(call: Call, username: str) -> int:
    """Return the id of the one work item somebody may claim."""
    (row,) = call(username, "GET", "/work-items?view=groups").json["items"]
    return row["id"]
