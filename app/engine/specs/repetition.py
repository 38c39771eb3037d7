"""Activities that are done several times: multi-instance and loop.

The token on the activity holds the counts; every instance is a token in the scope
inside, with a scope of its own around what is done.

Source:
    BPMN 2.0.2, "Loop Characteristics Representations"; Camunda 7 reference, "Multiple
    Instance"; Camunda 8 documentation, "Multi-instance".
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from SpiffWorkflow.util.task import TaskState

from app.domain.process import JSONDict
from app.engine.budget import MAX_INSTANCES
from app.engine.expressions import assign
from app.engine.extensions import MultiInstance, StandardLoop
from app.engine.mappings import Place
from app.engine.specs.wrappers import Wrapper
from app.errors import N_, EngineFault, Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Behaviour:
    """What an instance throws when it is done.

    Attributes:
        throw: what it makes happen, to be caught on the edge of the activity.
        first_only: only the first that is done throws it.
        condition: it is thrown when this holds; None for always.

    Source:
        BPMN 2.0.2, "Multi-Instance Loop Characteristics", behavior.
    """

    throw: Any
    first_only: bool = False
    condition: str | None = None

    def is_due(self, done: int, place: Place) -> bool:
        """Tell whether it is thrown now.

        Args:
            done: how many instances are done.
            place: inside the one that is done now.
        """
        if self.first_only and done > 1:
            return False
        return self.condition is None or place.holds(self.condition)


class _Repeating(Wrapper):
    """What all repetitions have in common."""

    def told(self, token: Any, how: str) -> bool:
        """Speak only when nothing was done at all, so that the path has no gap."""
        return how == "completed" and not token.internal_data["mi"]["begun"]

    def own_variables(self, host: Any, number: int) -> JSONDict:
        """Return the variables of an instance.

        Args:
            host: the token on the activity.
            number: of the instance, from 0.
        """
        raise NotImplementedError

    def instance_done(self, host: Any, token: Any, place: Place) -> None:
        """Count an instance that is done.

        Args:
            host: the token on the activity.
            token: the instance.
            place: inside the instance.
        """
        raise NotImplementedError

    def _begin(self, host: Any, count: int = 1) -> None:
        kept, top = host.internal_data["mi"], host.workflow.top_workflow
        scope, first = top.subprocesses[host.id], kept["begun"]
        kept["begun"] += count
        scope.data |= self._counts(host)
        for number in range(first, first + count):
            top.put(scope, self.inside.start, i=number)

    def _open(self, host: Any) -> None:
        host._set_state(TaskState.STARTED)
        host.workflow.top_workflow.enter(host)

    def _counts(self, host: Any) -> JSONDict:
        raise NotImplementedError


class Repeated(_Repeating):
    """A multi-instance activity.

    Attributes:
        marker: as written in the diagram.
        first: what its vendor counts ``loopCounter`` from.
        throws: what its instances throw when they are done.
    """

    marker: MultiInstance
    throws: tuple[Behaviour, ...] = ()
    first = 0

    def _update_hook(self, task: Any) -> bool:
        items = self._items(task)
        count = self._cardinality(task, items)
        if count > MAX_INSTANCES:
            sentence = N_("%(count)s instances are asked for; %(limit)s are allowed")
            why = Reason(sentence, {"count": count, "limit": MAX_INSTANCES})
            raise EngineFault(element_id=self.name, why=why)
        kept: JSONDict = {"n": count, "begun": 0, "done": 0}
        if items is not None and self.marker.element_variable:
            kept["items"] = items[:count]
        if self.marker.output_collection:
            kept["out"] = [None] * count
        task.internal_data["mi"] = kept
        if not count:
            return True
        self._open(task)
        self._begin(task, 1 if self.marker.sequential else count)
        if not self.marker.sequential:
            kept.pop("items", None)  # every instance has its own now
        task.workflow.top_workflow.arm_edge(task)
        return False

    def _items(self, task: Any) -> list[Any] | None:
        text = self.marker.collection
        if text is None:
            return None
        value = Place(task.workflow, self.name).evaluate(text)
        if isinstance(value, list | tuple):
            return list(value)
        sentence = N_("“%(text)s” gives %(value)s; a list is needed")
        why = Reason(sentence, {"text": text, "value": f"{value!r:.60}"})
        raise EngineFault(element_id=self.name, why=why)

    def _cardinality(self, task: Any, items: list[Any] | None) -> int:
        text = self.marker.cardinality
        if text is None:
            return len(items or ())
        return whole_number(Place(task.workflow, self.name).evaluate(text), self.name)

    def own_variables(self, host: Any, number: int) -> JSONDict:
        """Return the variables of an instance: its number, item and result."""
        kept, marker = host.internal_data["mi"], self.marker
        own: JSONDict = {"loopCounter": number + self.first}
        if marker.element_variable and "items" in kept:
            item = kept["items"][number : number + 1]  # there may be too few
            own[marker.element_variable] = item[0] if item else None
        result = (marker.output_element or "").lstrip("= ")
        if result.isidentifier():
            own.setdefault(result, None)
        return own

    def _counts(self, host: Any) -> JSONDict:
        kept = host.internal_data["mi"]
        gone = kept.get("gone", 0)
        return {
            "nrOfInstances": kept["n"],
            "nrOfActiveInstances": kept["begun"] - kept["done"] - gone,
            "nrOfCompletedInstances": kept["done"],
            "nrOfTerminatedInstances": gone,
        }

    def instance_done(self, host: Any, token: Any, place: Place) -> None:
        """Count an instance, keep its result, and see whether that is enough."""
        kept, scope = host.internal_data["mi"], token.workflow
        kept["done"] += 1
        number = token.internal_data["i"]
        if "out" in kept and self.marker.output_element:
            kept["out"][number] = place.evaluate(self.marker.output_element)
        scope.data |= self._counts(host)
        for behaviour in self.throws:
            if not behaviour.is_due(kept["done"], place):
                continue
            if not behaviour.throw.act(token):
                return  # it was interrupted by what it has thrown
        if self.marker.completion and self._enough(place, self._counts(host)):
            kept["gone"] = kept["begun"] - kept["done"]
            kept["enough"] = True
            scope.data |= self._counts(host)
            scope.top_workflow.cancel_others(token)

    def _enough(self, place: Place, counts: JSONDict) -> bool:
        eight = {f"numberOf{name[len('nrOf') :]}": n for name, n in counts.items()}
        inside = Place(place.scope, self.name, eight)
        return inside.holds(self.marker.completion or "")

    def closed(self, token: Any, scope: Any) -> None:
        """Begin the next of a sequence, or go on."""
        kept = token.internal_data["mi"]
        if kept["begun"] < kept["n"] and not kept.get("enough"):
            scope.ended = False
            self._begin(token)
        else:
            super().closed(token, scope)

    def _run_hook(self, task: Any) -> bool:
        kept = task.internal_data["mi"]
        if "out" in kept and self.marker.output_collection:
            name = self.marker.output_collection
            assign(task.workflow, name, kept["out"], element_id=self.name)
        return True


class Looped(_Repeating):
    """An activity that is repeated while a condition holds.

    ``loopCounter`` counts the rounds that are done.

    Attributes:
        loop: as written in the diagram.
    """

    loop: StandardLoop

    def _update_hook(self, task: Any) -> bool:
        kept: JSONDict = {"n": self._maximum(task), "begun": 0, "done": 0}
        task.internal_data["mi"] = kept
        place = Place(task.workflow, self.name, {"loopCounter": 0})
        if kept["n"] == 0 or (self.loop.test_before and not self._again(place)):
            return True
        self._open(task)
        self._begin(task)
        task.workflow.top_workflow.arm_edge(task)
        return False

    def _maximum(self, task: Any) -> int | None:
        if self.loop.maximum is None:
            return None
        place = Place(task.workflow, self.name)
        return whole_number(place.evaluate(self.loop.maximum), self.name)

    def _again(self, place: Place) -> bool:
        return self.loop.condition is None or place.holds(self.loop.condition)

    def own_variables(self, host: Any, number: int) -> JSONDict:
        """Return none: the counter is one for all rounds."""
        return {}

    def _counts(self, host: Any) -> JSONDict:
        return {"loopCounter": host.internal_data["mi"]["done"]}

    def instance_done(self, host: Any, token: Any, place: Place) -> None:
        """Note whether there is to be another round."""
        kept = host.internal_data["mi"]
        kept["done"] += 1
        token.workflow.data |= self._counts(host)
        more = kept["n"] is None or kept["begun"] < kept["n"]
        kept["more"] = more and self._again(place)

    def closed(self, token: Any, scope: Any) -> None:
        """Begin another round, or go on."""
        if token.internal_data["mi"]["more"]:
            scope.ended = False
            self._begin(token)
        else:
            super().closed(token, scope)


def whole_number(value: Any, element_id: str) -> int:
    """Return how often something is to be done.

    Args:
        value: what an expression gave.
        element_id: the element to name.

    Raises:
        EngineFault: it is no whole number, or negative.
    """
    number: Decimal | None = None
    if isinstance(value, int | float | str) and not isinstance(value, bool):
        try:
            number = Decimal(str(value).strip()[:40])
        except ArithmeticError:
            number = None
    if number is None or not number.is_finite() or number != number.to_integral_value():
        sentence = N_("the number of instances is %(value)s; a whole number is needed")
        why = Reason(sentence, {"value": f"{value!r:.40}"})
        raise EngineFault(element_id=element_id, why=why)
    if number < 0:
        negative = N_("the number of instances is negative")
        raise EngineFault(element_id=element_id, why=negative)
    return int(number)
