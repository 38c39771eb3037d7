"""What lies in ``processes/`` and ``forms/`` deploys as it is, without a finding."""

from datetime import UTC, datetime
from pathlib import Path

from app.domain.permissions import Actor
from app.usecases import definitions, deployments
from app.usecases.unit_of_work import unit_of_work

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
ANALYST = Actor("frank", frozenset({"analyst"}))


def test_everything_shipped_deploys_without_a_finding(house):
    paths = [*ROOT.glob("processes/*.bpmn"), *ROOT.glob("forms/*.json")]
    files = {path.name: path.read_bytes() for path in paths}

    with unit_of_work():
        done = deployments.deploy(files, actor=ANALYST, source="cli", now=NOW)
        for definition in done.definitions:
            model = definitions.model_of(definition)
            for element in model.elements.values():
                assert (element.form_key is None) or definitions.form_of(
                    definition, element.form_key
                )

    assert done.findings == ()
    assert [row.key for row in done.definitions] == ["leave", "refund"]
    assert [row.name for row in done.definitions] == ["请假申请", "退款申请"]
