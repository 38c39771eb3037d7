"""The words of a rule, and help that several rules share."""

from dataclasses import dataclass

from app.errors import N_


@dataclass(frozen=True, slots=True)
class Rule:
    """The words of a rule.

    Attributes:
        sentence: English message id, with places for the finding's facts.
        help: English message id: what to do.
    """

    sentence: str
    help: str


LATER = N_(
    "This edition does not execute it, so the diagram is not deployed rather than run "
    "wrongly. Remove it or draw it with elements that are executed."
)
SAVE_AGAIN = N_("Open the file in a BPMN modeler and save it again.")
DEFINE = N_(
    "Write it as ${...}, for example ${amount > 1000 && finance.result == 'approved'}."
)
