"""Work-item states, outcomes, and key data."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.domain.process import JSONDict
from app.errors import N_, FieldError, Invalid

OPEN, CLAIMED, COMPLETED, CANCELLED = "open", "claimed", "completed", "cancelled"
LIVE = (OPEN, CLAIMED)

# What becomes of a work item's status; a pair that is missing is refused.
AFTER = {
    (OPEN, "claim"): CLAIMED,
    (CLAIMED, "claim"): CLAIMED,
    (CLAIMED, "release"): OPEN,
    (OPEN, "complete"): COMPLETED,
    (CLAIMED, "complete"): COMPLETED,
    (OPEN, "cancel"): CANCELLED,
    (CLAIMED, "cancel"): CANCELLED,
    (OPEN, "save-draft"): OPEN,
    (CLAIMED, "save-draft"): CLAIMED,
}

STATUS_LABELS = {
    OPEN: N_("Unclaimed"),
    CLAIMED: N_("Claimed"),
    COMPLETED: N_("Done"),
    CANCELLED: N_("Cancelled"),
}

# What an outcome makes of a decision (tickets.md §1.19); others keep their own name.
RESULT_OF = {"approve": "approved", "reject": "rejected"}
OUTCOME_LABELS = {"approve": N_("Approve"), "reject": N_("Reject")}


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeChoice:
    """One way to decide a work item.

    Attributes:
        name: what is sent as ``outcome``.
        label: what the button says, in English; the name's message id for the outcomes
            every process knows.
        labels: language to label, where the diagram gives some ("zh": "退回补正").
        insists: whether the form's required fields have to be filled in for it.
    """

    name: str
    label: str
    labels: Mapping[str, str]
    insists: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyDatum:
    """One value an approver needs to see first.

    Attributes:
        path: where it lies in the variables ("customer.name").
        value: as it lies there, None when it is absent.
        format: "money", "date" or "" as the diagram says.
    """

    path: str
    value: Any
    format: str


def outcomes(properties: Mapping[str, str]) -> tuple[OutcomeChoice, ...]:
    """Read a user task's outcomes from its properties.

    Args:
        properties: of the element; ``actions`` lists the outcomes, ``action.<name>``
            and ``action.<name>.<language>`` name them, ``action.<name>.form`` is
            "required" where one besides ``approve`` needs the whole form.

    Returns:
        Them in the order of the diagram; () when the task is no decision.

    Source:
        tickets.md §1.19.
    """
    names = [name.strip() for name in properties.get("actions", "").split(",")]
    return tuple(_choice(name, properties) for name in names if name)


def _choice(name: str, properties: Mapping[str, str]) -> OutcomeChoice:
    stem = f"action.{name}"
    label = properties.get(stem) or OUTCOME_LABELS.get(name) or name
    languages = {
        key.removeprefix(f"{stem}."): text
        for key, text in properties.items()
        if key.startswith(f"{stem}.") and key != f"{stem}.form"
    }
    insists = name == "approve" or properties.get(f"{stem}.form") == "required"
    return OutcomeChoice(name=name, label=label, labels=languages, insists=insists)


def insists(properties: Mapping[str, str], outcome: str | None) -> bool:
    """Say whether the form's required fields have to be filled in.

    Whoever rejects or returns need not make up what only an approval needs.

    Args:
        properties: of the element.
        outcome: what the person chose; None where the task is no decision.
    """
    return all(
        choice.insists for choice in outcomes(properties) if choice.name == outcome
    )


def decision(
    element_id: str,
    properties: Mapping[str, str],
    outcome: str | None,
    *,
    by: str,
    comment: str | None,
    now: datetime,
) -> JSONDict:
    """Give the variable that a decision leaves for the flow to read.

    Args:
        element_id: the user task; the variable's name.
        properties: of the element.
        outcome: what the person chose.
        by: who.
        comment: their words, or None.
        now: when.

    Returns:
        ``{element_id: {result, outcome, by, comment, at}}``, or {} for a task that is
        no decision.

    Raises:
        Invalid: the task is a decision and the outcome is none of its own, or it is
            none and an outcome was sent.
    """
    names = [choice.name for choice in outcomes(properties)]
    if outcome is None and not names:
        return {}
    if outcome not in names:
        raise Invalid([_outcome_error(names)])
    return {
        element_id: {
            "result": RESULT_OF.get(outcome, outcome),
            "outcome": outcome,
            "by": by,
            "comment": comment,
            "at": now.isoformat(),
        }
    }


def _outcome_error(names: list[str]) -> FieldError:
    if not names:
        return FieldError(
            pointer="/outcome",
            sentence=N_("This work item is no decision; send no outcome."),
            rule="outcome",
        )
    return FieldError(
        pointer="/outcome",
        sentence=N_("Choose one of: %(outcomes)s."),
        facts={"outcomes": ", ".join(names)},
        rule="outcome",
    )


def key_data(
    properties: Mapping[str, str], variables: JSONDict
) -> tuple[KeyDatum, ...]:
    """Pick the values an approver sees first.

    Args:
        properties: of the element; ``keydata`` is "order_no, refund_amount|money".
        variables: as the person may see them.

    Source:
        tickets.md §1.19.
    """
    parts = [part.strip() for part in properties.get("keydata", "").split(",")]
    return tuple(_datum(part, variables) for part in parts if part)


def _datum(part: str, variables: JSONDict) -> KeyDatum:
    path, _, form = part.partition("|")
    value: Any = variables
    for name in path.strip().split("."):
        value = value.get(name) if isinstance(value, dict) else None
    return KeyDatum(path=path.strip(), value=value, format=form.strip())
