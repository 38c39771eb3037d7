"""What each finding of an upload says: one sentence, and help in one or two more.

The linter names rules; doors translate and fill in. A rule's name is public and never
changes.
"""

from collections.abc import Mapping

from app.domain.findings.constructs import CONSTRUCT_RULES
from app.domain.findings.drawing import DRAWING_RULES
from app.domain.findings.rule import Rule
from app.domain.upload_findings import UPLOAD_RULES

__all__ = ["RULES", "Rule", "sentence"]

RULES: Mapping[str, Rule] = {
    **DRAWING_RULES,
    **CONSTRUCT_RULES,
    **{rule: Rule(sentence, help) for rule, (sentence, help) in UPLOAD_RULES.items()},
}


def sentence(rule: str) -> str:
    """Return the message id of what a rule says.

    Args:
        rule: name of the rule; one that has no words here stands for itself.
    """
    return RULES[rule].sentence if rule in RULES else rule
