"""docs/bpmn.md says what the table says; whoever changes one writes the other anew."""

import describe_bpmn
from app.engine import support


def test_the_page_is_what_the_table_says():
    assert describe_bpmn.TARGET.read_text(encoding="utf-8") == describe_bpmn.page(), (
        "run scripts/describe-bpmn"
    )


def test_every_construct_is_on_the_page_with_its_example():
    page = describe_bpmn.page()
    for rows in support.rows().values():
        for row in rows:
            assert f"### `{row.name}`" in page
            assert row.example in page
