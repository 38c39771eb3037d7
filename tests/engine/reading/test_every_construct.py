"""The table of constructs tells the truth: every example goes through an upload."""

import pytest

from app import engine
from app.domain.findings import RULES
from app.engine import support

ROWS = [row for rows in support.rows().values() for row in rows]


def findings(row):
    document = support.document(row).encode()
    upload = engine.read({"x.bpmn": document}, form_keys=("known",))
    return upload, [(f.severity, f.rule) for f in upload.findings]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_a_construct_is_what_the_table_says(row):
    upload, said = findings(row)
    if row.state == support.REFUSED:
        assert ("error", row.rule) in said
        return
    assert not [rule for severity, rule in said if severity == "error"]
    assert upload.models
    if row.state == support.WARNED:
        assert ("warning", row.rule) in said
    else:
        assert not {rule for _, rule in said} & {
            "ignored-extension",
            "ignored-attribute",
            "unknown-attribute",
        }


def test_no_two_lines_of_the_table_have_one_name():
    names = [row.name for row in ROWS]
    assert len(names) == len(set(names))


def test_what_is_not_executed_has_words():
    assert {row.rule for row in ROWS} - {""} <= set(RULES)
