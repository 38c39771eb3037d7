"""Walking over the XML of a file of decisions, of any edition of DMN."""

from collections.abc import Iterator
from typing import Final

from lxml import etree

from app.engine.xml import local_name, namespace, text_of

NAMESPACES: Final = frozenset(
    {
        "http://www.omg.org/spec/DMN/20151101/dmn.xsd",  # 1.1
        "http://www.omg.org/spec/DMN/20180521/MODEL/",  # 1.2
        "https://www.omg.org/spec/DMN/20191111/MODEL/",  # 1.3
        "https://www.omg.org/spec/DMN/20211108/MODEL/",  # 1.4
        "https://www.omg.org/spec/DMN/20230324/MODEL/",  # 1.5
    }
)
VENDORS: Final = frozenset(
    {
        "http://camunda.org/schema/1.0/dmn",
        "http://activiti.org/schema/1.0/dmn",
        "http://flowable.org/dmn",
        "http://operaton.org/schema/1.0/dmn",
    }
)
BOXED: Final = frozenset(
    {"decisionTable", "literalExpression", "context", "invocation", "relation"}
    | {"list", "functionDefinition", "conditional", "for", "every", "some", "filter"}
)


def is_definitions(root: etree._Element) -> bool:
    """Tell whether a file's root is that of a DMN file."""
    return local_name(root) == "definitions" and namespace(root.tag) in NAMESPACES


def children(parent: etree._Element, *names: str) -> Iterator[etree._Element]:
    """Yield the DMN elements of these names right below another."""
    for child in parent:
        if namespace(child.tag) in NAMESPACES and local_name(child) in names:
            yield child


def child(parent: etree._Element, *names: str) -> etree._Element | None:
    """Return the first such element, or None."""
    return next(children(parent, *names), None)


def text_in(parent: etree._Element | None) -> str:
    """Return the text of an element's ``text`` part, "" when there is none."""
    return "" if parent is None else text_of(child(parent, "text"))


def boxed(parent: etree._Element) -> etree._Element | None:
    """Return the boxed expression right below an element, or None."""
    return child(parent, *BOXED)


def vendor(element: etree._Element, name: str) -> str:
    """Return an attribute of Camunda's and its relatives' namespaces, or ""."""
    for space in VENDORS:
        value = element.get(f"{{{space}}}{name}")
        if value:
            return str(value)
    return ""


def variable_of(element: etree._Element) -> str:
    """Return the name of the variable that holds an element's value."""
    variable = child(element, "variable")
    name = variable.get("name") if variable is not None else None
    return " ".join((name or element.get("name") or element.get("id") or "").split())


def type_of(element: etree._Element | None) -> str:
    """Return the type an element names, as attribute (1.1 too) or part; or ""."""
    if element is None:
        return ""
    return element.get("typeRef") or text_of(child(element, "typeRef"))


def required(element: etree._Element, requirement: str, target: str) -> Iterator[str]:
    """Yield the ids to which an element's requirements of a kind point."""
    for one in children(element, requirement):
        for reference in children(one, target):
            yield (reference.get("href") or "").rpartition("#")[2]
