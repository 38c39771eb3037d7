"""Decisions: DMN 1.1 to 1.5 files, read once and asked often.

Executed are decision tables with all hit policies, literal expressions, contexts,
lists, relations, invocations, business knowledge models and required decisions, in
FEEL or JUEL. Everything else is refused with a finding.

Source:
    DMN 1.3 (OMG formal/21-02-01), chapters 6 to 8 and 10.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from app.domain.process import Finding
from app.engine.dmn.elements import is_definitions
from app.engine.dmn.model import Decided, Decision, DecisionRun, Decisions
from app.engine.dmn.reading import File
from app.engine.dmn.report import Report
from app.engine.feel import leaving
from app.engine.feel.frames import Frame, Names
from app.engine.scripts.faults import ScriptFault
from app.engine.xml import XmlRejected, local_name, parse
from app.errors import N_

__all__ = ["Decided", "Decision", "Decisions", "decide", "read"]


def read(data: bytes, *, file: str = "") -> tuple[Decisions, tuple[Finding, ...]]:
    """Read and check a DMN file; never raises for bad input.

    Args:
        data: its bytes.
        file: its name, for the findings.

    Returns:
        The decisions, none when a finding is an error, and all findings.
    """
    report = Report(file)
    try:
        root = parse(data)
    except XmlRejected as fault:
        report.error(fault.rule, **fault.facts)
        return Decisions(), report.findings
    if not is_definitions(root):
        report.error("dmn-root", name=local_name(root))
        return Decisions(), report.findings
    reading = File(root, report)
    if not reading.decisions:
        report.error("dmn-no-decision")
    decisions = reading.read()
    return Decisions() if report.refused else decisions, report.findings


def decide(
    decisions: Decisions, decision_id: str, names: Mapping[str, Any], *, now: datetime
) -> Decided:
    """Ask a decision, and those it requires.

    Args:
        decisions: what ``read`` gave.
        decision_id: the decision.
        names: the variables it may see, JSON; never changed.
        now: the instant of ``now()`` and ``today()``, aware.

    Returns:
        The result as JSON, null when no rule matched and there is no default, and
        which rules matched in every table that was asked.

    Raises:
        ScriptFault: there is no such decision, a value is not of its declared type,
            more rules match than the hit policy permits, or a budget is passed.
    """
    if decision_id not in decisions.decisions:
        raise ScriptFault(
            "name", N_("There is no decision “%(name)s”."), name=decision_id
        )
    run = DecisionRun(now)
    root = Frame(Names(names, run), None, run)
    made: dict[str, Any] = {}
    for key in _wanted(decisions, decision_id):
        made[key] = _ask(decisions, decisions.decisions[key], made, root)
    return Decided(
        result=leaving.leave(made[decision_id], run),
        matched={key: tuple(numbers) for key, numbers in run.matched.items()},
        notes=tuple(run.notes),
    )


def _wanted(decisions: Decisions, decision_id: str) -> list[str]:
    """Return a decision and all it requires, in an order in which to ask them."""
    needed = {decision_id}
    for key in reversed(list(decisions.decisions)):  # required ones come first in it
        if key in needed:
            needed.update(decisions.decisions[key].requires)
    return [key for key in decisions.decisions if key in needed]


def _ask(
    decisions: Decisions, decision: Decision, made: Mapping[str, Any], root: Frame
) -> Any:
    names: dict[str, Any] = {}
    frame = root.inner(names)
    for given in decision.inputs:
        if given.conform is not None and root.holds(given.name):
            names[given.name] = given.conform(root)
    for key in decision.requires:
        names |= _bindings(decisions.decisions[key], made[key])
    _teach(decisions, decision.knowledge, frame, names)
    try:
        return decision.logic(frame)
    except RecursionError:
        sentence = N_("The decision is nested too deeply.")
        raise ScriptFault("recursion", sentence) from None


def _bindings(decision: Decision, result: Any) -> dict[str, Any]:
    """Return the names under which a required decision's result is seen."""
    names: dict[str, Any] = {}
    if isinstance(result, dict):
        names |= {one: result[one] for one in decision.outputs if one in result}
    elif len(decision.outputs) == 1:
        names[decision.outputs[0]] = result
    return names | dict.fromkeys(decision.bound_as, result)


def _teach(
    decisions: Decisions,
    knowledge: tuple[str, ...],
    frame: Frame,
    names: dict[str, Any],
) -> None:
    """Bind the functions a decision calls, and those that they call."""
    for key in knowledge:
        model = decisions.knowledge[key]
        if model.name not in names:
            names[model.name] = None
            _teach(decisions, model.requires, frame, names)
            names[model.name] = model.logic(frame)
