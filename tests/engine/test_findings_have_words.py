"""Every rule the engine can name has a sentence and help, and none is left over."""

import re
from pathlib import Path

from app.domain.findings import RULES

ENGINE = Path(__file__).parents[2] / "app" / "engine"


def test_every_rule_the_engine_names_has_words():
    code = "\n".join(
        path.read_text()
        for path in [*ENGINE.glob("*.py"), *(ENGINE / "lint").glob("*.py")]
    )
    named = re.findall(
        r'(?:error|warn|XmlRejected)\(\s*"([a-z0-9-]+)"|rule="([a-z0-9-]+)"'
        r'|"(unsupported-[a-z-]+|form-data)"',
        code,
    )
    rules = {rule for groups in named for rule in groups if rule}
    assert rules
    assert rules <= set(RULES)
