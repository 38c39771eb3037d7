"""From the bytes of a DMN file to decisions, or findings that say why not."""

from collections.abc import Mapping
from graphlib import CycleError, TopologicalSorter
from typing import Final

from lxml import etree

from app.engine import feel
from app.engine.dmn import elements, types
from app.engine.dmn.boxed import Boxes
from app.engine.dmn.elements import children, required, text_in, type_of, variable_of
from app.engine.dmn.model import Decision, Decisions, Input, Knowledge
from app.engine.dmn.report import Report
from app.engine.dmn.tables import Table
from app.engine.dmn.texts import Texts
from app.engine.dmn.types import Type
from app.engine.feel.frames import Closure, Frame
from app.engine.xml import namespace

NAMES: Final = 200  # with signs in them
DEPTH: Final = 20  # of decisions that require each other, and of types in types
_SILENT: Final = frozenset(
    {"description", "extensionElements", "itemDefinition", "inputData", "decision"}
    | {"businessKnowledgeModel", "knowledgeSource", "DMNDI", "textAnnotation"}
    | {"association", "group", "performanceIndicator", "organizationUnit"}
    | {"elementCollection", "import", "artifact"}
)


class File:
    """One file while it is read.

    Args:
        root: its root element.
        report: where faults are noted.
    """

    def __init__(self, root: etree._Element, report: Report) -> None:
        self.root = root
        self.report = report
        self.decisions = self._by_id("decision")
        self.inputs = self._by_id("inputData")
        self.models = self._by_id("businessKnowledgeModel")
        names = feel.signs(self._names())
        if len(names) > NAMES:
            report.error("dmn-names", limit=str(NAMES))
            names = frozenset()
        self.texts = Texts(report, root.get("expressionLanguage") or "", names)
        self.items = {
            one.get("name") or "": one for one in children(root, "itemDefinition")
        }
        self.types: dict[str, Type | None] = {}
        self.boxes = Boxes(self.texts, self.find_type)

    def _by_id(self, name: str) -> dict[str, etree._Element]:
        found: dict[str, etree._Element] = {}
        for element in children(self.root, name):
            key = element.get("id") or ""
            if not key or key in found:
                self.report.error("dmn-id", element, name=key)
            found[key] = element
        return found

    def _names(self) -> frozenset[str]:
        """Return every name the file gives to something that texts may mention."""
        names = set()
        for element in self.root.iter(etree.Element):
            word = etree.QName(element).localname
            if word in ("variable", "formalParameter", "inputData", "decision"):
                names.add(variable_of(element))
            elif word in ("itemComponent", "businessKnowledgeModel", "column"):
                names.add(element.get("name") or "")
        return frozenset(" ".join(name.split()) for name in names if len(name) < 200)

    # --- types -----------------------------------------------------------------------

    def find_type(self, name: str) -> Type | None:
        """Return a type by its name; None for one that is not checked."""
        basic = types.basic(name)
        if basic is not None:
            return basic if basic.base else None
        short = name.rpartition(":")[2]
        short = name if name in self.items else short
        if short not in self.items:
            self.report.warn("dmn-type", self.texts.owner, name=name)
            return None
        if short not in self.types:
            self.types[short] = None  # while it is read, so that a ring ends
            self.types[short] = self._type(self.items[short], short, 0)
        return self.types[short]

    def _type(self, element: etree._Element, name: str, depth: int) -> Type | None:
        parts = {}
        if depth < DEPTH:
            for part in children(element, "itemComponent"):
                key = " ".join((part.get("name") or "").split())
                made = self._type(part, key, depth + 1)
                if made is not None:
                    parts[key] = made
        inner = self.find_type(type_of(element))
        allowed = text_in(elements.child(element, "allowedValues"))
        tests = self.texts.tests(allowed, None, name) if allowed else None
        collection = element.get("isCollection") == "true"
        if inner is None and not parts and not tests and not collection:
            return None
        return Type(
            name=name,
            base=inner.base if inner else "",
            collection=collection or bool(inner and inner.collection),
            allowed=tests or (inner.allowed if inner else None),
            parts=parts or (inner.parts if inner else {}),
        )

    # --- decisions -------------------------------------------------------------------

    def read(self) -> Decisions:
        """Read everything in the file."""
        for element in self.root:
            self._look_at(element)
        order = self._order()
        knowledge = {key: self._knowledge(key) for key in self.models}
        return Decisions(
            decisions={key: self._decision(key) for key in order},
            knowledge=knowledge,
        )

    def _look_at(self, element: etree._Element) -> None:
        if namespace(element.tag) not in elements.NAMESPACES:
            return
        name = etree.QName(element).localname
        if name == "import":
            self.report.error("dmn-import", element, name=element.get("name") or "")
        elif name not in _SILENT:
            self.report.warn("dmn-ignored", element, name=name)

    def _decision(self, key: str) -> Decision:
        element = self.decisions[key]
        requires = self._targets(element, "requiredDecision", self.decisions)
        inputs = self._targets(element, "requiredInput", self.inputs)
        knowledge = self._called(element)
        self.texts.begin(element)
        name = element.get("name") or key
        box = elements.boxed(element)
        logic = self.boxes.read(box, name)
        table = logic if isinstance(logic, Table) else None
        if table is None:
            logic = self._typed(element, logic, name)
        variable = variable_of(element)
        names = [output.name for output in table.outputs] if table else []
        return Decision(
            decision_id=key,
            name=name,
            requires=requires,
            inputs=tuple(self._input(one) for one in inputs),
            knowledge=knowledge,
            logic=logic,
            bound_as=tuple(dict.fromkeys((variable, name, key))),
            outputs=tuple(one for one in names if not one.isdigit()),
            variables=self.texts.end(self._bound(requires, knowledge)),
            lines=len(table.rules) if table else 0,
        )

    def _typed(self, element: etree._Element, logic: Closure, name: str) -> Closure:
        variable = elements.child(element, "variable")
        return self.boxes.typed(logic, type_of(variable), name)

    def _bound(self, requires: tuple[str, ...], knowledge: tuple[str, ...]) -> set[str]:
        """Return the names that required decisions and models bring."""
        names = {variable_of(self.models[one]) for one in knowledge}
        names |= {self.models[one].get("name") or "" for one in knowledge}
        for one in requires:
            element = self.decisions[one]
            names |= {variable_of(element), element.get("name") or "", one}
            for output in element.iter(f"{{{namespace(element.tag)}}}output"):
                names.add(output.get("name") or "")
        return names

    def _input(self, key: str) -> Input:
        element = self.inputs[key]
        name = variable_of(element)
        wanted = self.find_type(type_of(elements.child(element, "variable")))
        if wanted is None:
            return Input(name=name, conform=None)

        def conform(frame: Frame) -> object:
            return types.conform(frame.find(name), wanted, name, frame)

        return Input(name=name, conform=conform)

    def _knowledge(self, key: str) -> Knowledge:
        element = self.models[key]
        self.texts.begin(element)
        name = variable_of(element)
        logic = elements.child(element, "encapsulatedLogic")
        if logic is None:
            self.report.error("dmn-no-logic", element, place=name)
            closure: Closure = lambda frame: None  # noqa: E731
        else:
            closure = self.boxes.function(logic, name)
        requires = self._called(element)
        self.texts.end(self._bound((), requires) | {name})
        return Knowledge(name=name, requires=requires, logic=closure)

    def _called(self, element: etree._Element) -> tuple[str, ...]:
        return self._targets(
            element, "requiredKnowledge", self.models, "knowledgeRequirement"
        )

    def _targets(
        self,
        element: etree._Element,
        target: str,
        among: Mapping[str, etree._Element],
        requirement: str = "informationRequirement",
    ) -> tuple[str, ...]:
        found = []
        for key in required(element, requirement, target):
            if key in among:
                found.append(key)
            else:
                self.report.error("dmn-requirement", element, name=key)
        return tuple(dict.fromkeys(found))

    # --- order -----------------------------------------------------------------------

    def _order(self) -> list[str]:
        """Return the decisions, required ones first."""
        self._sorted(
            {key: set(self._called(one)) for key, one in self.models.items()},
            self.models,
        )
        graph = {
            key: set(self._targets(one, "requiredDecision", self.decisions))
            for key, one in self.decisions.items()
        }
        order = self._sorted(graph, self.decisions)
        depth: dict[str, int] = {}
        for key in order:
            depth[key] = 1 + max((depth.get(one, 0) for one in graph[key]), default=0)
            if depth[key] == DEPTH + 1:
                limit = str(DEPTH)
                self.report.error("dmn-chain", self.decisions[key], limit=limit)
        return order

    def _sorted(
        self, graph: Mapping[str, set[str]], among: Mapping[str, etree._Element]
    ) -> list[str]:
        try:
            return list(TopologicalSorter(graph).static_order())
        except CycleError as ring:
            names = [among[key].get("name") or key for key in ring.args[1]]
            first = among[ring.args[1][0]]
            self.report.error("dmn-cycle", first, names=" → ".join(names))
            return list(graph)
