"""Reading a file beside these tests, and asking a decision of it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.engine import dmn

HERE = Path(__file__).parent
NOW = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)


@pytest.fixture
def read():
    def reader(name):
        decisions, findings = dmn.read((HERE / f"{name}.dmn").read_bytes())
        assert findings == ()
        return decisions

    return reader


@pytest.fixture
def ask(read):
    def asker(file, decision_id, /, **names):
        return dmn.decide(read(file), decision_id, names, now=NOW)

    return asker
