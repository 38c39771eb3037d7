"""Writes docs/bpmn.md from the table of constructs in app/engine/support."""

import sys
from pathlib import Path

from app.domain.findings import RULES
from app.engine import support
from app.engine.lint import structure
from app.engine.xml import MAX_BYTES
from app.engine.xml import MAX_DEPTH as MAX_XML_DEPTH

TARGET = Path(__file__).parent.parent / "docs" / "bpmn.md"

_HEAD = f"""# What of BPMN is executed

This page is written by `scripts/describe-bpmn` from the table by which uploads are
checked (`app/engine/support`); every example on it goes through an upload in the tests.
Whatever a diagram holds is one of three:

- **executed**: it does what BPMN 2.0.2 says;
- **warned**: the diagram is deployed, and the analyst is told that this means nothing
  here;
- **refused**: the diagram is not deployed, and the analyst is told why, with the id of
  the element.

What the table does not know is refused when it could change what a process does.
A file has at most {MAX_BYTES // 1_000_000} MB, {structure.MAX_SHAPES} shapes and flows,
and {MAX_XML_DEPTH} levels of elements.

Expressions are JUEL (`${{amount > 100}}`), FEEL (`=amount > 100`) or Python-like;
scripts are Python in a cage. What an analyst may leave out is added when a diagram is
read: missing start events, the flows that links stand for, ids.
"""


def page() -> str:
    """Return the page's text."""
    parts = [_HEAD]
    for chapter, rows in support.rows().items():
        counts = {
            state: sum(row.state == state for row in rows)
            for state in (support.EXECUTED, support.WARNED, support.REFUSED)
        }
        told = ", ".join(f"{n} {state}" for state, n in counts.items() if n)
        parts.append(f"\n## {chapter}\n\n{told}.\n")
        parts += [_entry(row) for row in rows]
    return "".join(parts)


def _entry(row: support.Row) -> str:
    lines = [f"\n### `{row.name}`\n", f"\n**{row.state}**"]
    if row.note:
        lines.append(f". {row.note}")
    if row.state == support.REFUSED and row.rule in RULES:
        lines.append(f"\n\n> {_plain(RULES[row.rule].sentence)} (`{row.rule}`)")
    lines.append(f"\n\n```xml\n{row.example}\n```\n")
    return "".join(lines)


def _plain(sentence: str) -> str:
    """Return a sentence with dots for what is filled in."""
    before, *others = sentence.split("%(")
    return before + "".join(f"…{part.partition(')s')[2]}" for part in others)


if __name__ == "__main__":
    TARGET.write_text(page(), encoding="utf-8")
    sys.stderr.write(f"wrote {TARGET.name}\n")
