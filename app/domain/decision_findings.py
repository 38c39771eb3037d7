"""What findings say of uploaded decisions.

Each rule has a sentence and help; ``domain/findings.py`` holds them with all others.
"""

from collections.abc import Mapping

from app.errors import N_

_DRAW = N_("Open the file in a DMN modeler and complete it.")
_WRITE = N_(
    "Correct the cell. FEEL writes texts in quotes, numbers with a point, and ranges "
    "as [1..10]; an empty cell or “-” matches everything."
)

DECISION_RULES: Mapping[str, tuple[str, str]] = {
    "dmn-root": (
        N_("The file starts with <%(name)s>; DMN 1.1 to 1.5 definitions are needed."),
        N_("Save it again in a DMN modeler."),
    ),
    "dmn-no-decision": (N_("The file holds no decision."), _DRAW),
    "dmn-id": (
        N_("The id “%(name)s” is missing or given twice."),
        N_("Give every decision, input and model an id of its own."),
    ),
    "dmn-no-logic": (
        N_("There is no table and no expression for “%(place)s”."),
        _DRAW,
    ),
    "dmn-logic": (
        N_("“%(place)s” is a %(name)s, which is not executed here."),
        N_("Use a decision table, a literal expression, a context or a function."),
    ),
    "dmn-language": (
        N_("The expression at “%(place)s” is written in “%(name)s”: %(text)s"),
        N_("Write it in FEEL, or in JUEL."),
    ),
    "dmn-expression": (
        N_("At “%(place)s”: %(why)s The text is: %(text)s"),
        _WRITE,
    ),
    "dmn-function": (
        N_("There is no function “%(name)s”."),
        N_("Use one of FEEL's, or draw a business knowledge model and connect it."),
    ),
    "dmn-too-large": (
        N_("The texts of the file are longer than %(limit)s characters together."),
        N_("Split the tables, or keep long lists as data."),
    ),
    "dmn-names": (
        N_("More than %(limit)s names hold signs, or words such as “and”."),
        N_("Name inputs and decisions in plain words."),
    ),
    "dmn-no-output": (N_("The table has no output column."), _DRAW),
    "dmn-output-names": (
        N_("Output columns without a name, or with the same name."),
        N_("Where a table has several outputs, each needs a name of its own."),
    ),
    "dmn-no-input": (
        N_("Input column %(column)s has no expression."),
        N_("Name the variable, or write the expression, that its cells test."),
    ),
    "dmn-hit-policy": (
        N_("There is no hit policy “%(name)s”."),
        N_("Choose Unique, First, Any, Priority, Rule order, Output order or Collect."),
    ),
    "dmn-aggregation": (
        N_("There is no aggregation “%(name)s”."),
        N_("Choose Sum, Min, Max or Count, or none for a list."),
    ),
    "dmn-aggregation-outputs": (
        N_("%(name)s of several output columns has no meaning."),
        N_("Keep one output column, or collect a list."),
    ),
    "dmn-priorities": (
        N_("The hit policy %(name)s needs output values, most important first."),
        N_("List the allowed values of an output column in their order."),
    ),
    "dmn-cells": (
        N_("Row %(row)s has more or fewer cells than there are columns."),
        _DRAW,
    ),
    "dmn-requirement": (
        N_("It requires “%(name)s”, which is not in the file."),
        N_("Draw what it requires in the same file, or remove the arrow."),
    ),
    "dmn-cycle": (
        N_("Decisions require each other in a ring: %(names)s."),
        N_("Remove one of the arrows."),
    ),
    "dmn-chain": (
        N_("More than %(limit)s decisions require each other in a chain."),
        N_("Combine some of them."),
    ),
    "dmn-import": (
        N_("The file imports “%(name)s”; imports are not read."),
        N_("Draw everything a decision needs in one file."),
    ),
    "dmn-type": (
        N_("The type “%(name)s” is not known, so values are not checked."),
        N_("Use number, string, boolean, date, time or a type defined in the file."),
    ),
    "dmn-ignored": (
        N_("<%(name)s> has no meaning here and is not read."),
        N_("It does no harm; you may leave it."),
    ),
}
