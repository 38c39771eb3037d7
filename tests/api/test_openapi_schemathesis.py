"""schemathesis calls every operation with odd data and finds nothing wrong.

Two callers: an administrator, to whom nearly everything is allowed, and a stranger, to
whom nearly nothing is. Both must only ever hear what the OpenAPI document announces.
"""

import pytest
import schemathesis
from flask import Flask
from schemathesis.engine import from_schema
from schemathesis.engine.events import EngineFinished, ScenarioFinished

from tests.conftest import token_for

EXAMPLES = 3
# What fits the document may still break a rule of the business.
REFUSALS = [400, 401, 403, 404, 405, 409, 412, 413, 415, 422]


def configured(bearer: str, *, systematic: bool) -> schemathesis.Config:
    return schemathesis.Config.from_dict(
        {
            "headers": {
                "Authorization": f"Bearer {bearer}",
                "Accept-Encoding": "identity",  # the WSGI transport unpacks nothing
            },
            "generation": {"max-examples": EXAMPLES, "deterministic": True},
            "phases": {
                "stateful": {"enabled": False},
                "coverage": {"enabled": systematic},
            },
            "checks": {
                "positive_data_acceptance": {
                    "expected-statuses": [200, 201, 202, 204, 304, *REFUSALS]
                },
                "negative_data_rejection": {"expected-statuses": REFUSALS},
            },
        }
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("database", "who"),
    [
        ("sqlite", "dave"),
        ("sqlite", "trudy"),
        pytest.param("postgresql", "dave", marks=pytest.mark.postgres),
    ],
    indirect=["database"],
    scope="session",
)
def test_no_call_is_answered_otherwise_than_announced(
    house: Flask, cast: object, refund: None, who: str
) -> None:
    # A stranger is refused before most values matter: fewer tries tell as much.
    config = configured(token_for(who), systematic=who == "dave")
    schema = schemathesis.openapi.from_wsgi(
        "/api/v1/openapi.json", house, config=config
    )
    faults, calls, finished = [], 0, None
    for event in from_schema(schema).execute():
        if isinstance(event, ScenarioFinished):
            for checks in event.recorder.checks.values():
                calls += 1
                faults += [
                    f"{event.recorder.label}: {check.failure_info.failure}"
                    for check in checks
                    if check.failure_info is not None
                ]
        if isinstance(event, EngineFinished):
            finished = event
    assert finished is not None
    assert calls > 100
    assert not faults, "\n\n".join(faults)
