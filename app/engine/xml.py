"""The only way in for a person's XML: bytes -> lxml root, or a sentence why not.

One linear pass with expat refuses document types and entities and counts depth,
elements and attributes; only then does lxml build a tree, with nothing that could read
outside the bytes. Never add ``collect_ids=False``, ``load_dtd``, ``attribute_defaults``
or ``resolve_entities=True``: each makes libxml2 open what the upload names.
"""

from collections.abc import Mapping
from xml.parsers import expat

from lxml import etree

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
XSI = "http://www.w3.org/2001/XMLSchema-instance"

MAX_BYTES = 5_000_000
MAX_DEPTH = 120
MAX_ELEMENTS = 60_000
MAX_ATTRIBUTES = 120
MAX_NAME_LENGTH = 300


class XmlRejected(ValueError):
    """The bytes are not XML we read.

    Args:
        rule: name of the finding's rule in ``domain/findings.py``.
        **facts: values for the places of the rule's sentence.
    """

    def __init__(self, rule: str, **facts: str) -> None:
        self.rule = rule
        self.facts: Mapping[str, str] = facts
        super().__init__(rule)


class _Counter:
    """Counts what expat meets and stops at a limit."""

    def __init__(self, parser: expat.XMLParserType) -> None:
        self.parser = parser
        self.depth = 0
        self.elements = 0

    def start(self, name: str, attributes: list[str]) -> None:
        self.depth += 1
        self.elements += 1
        if self.depth > MAX_DEPTH:
            raise XmlRejected("too-deep", limit=str(MAX_DEPTH), line=self._line())
        if self.elements > MAX_ELEMENTS:
            raise XmlRejected("too-many-elements", limit=str(MAX_ELEMENTS))
        # ordered_attributes gives names and values in turn
        if len(attributes) > 2 * MAX_ATTRIBUTES or len(name) > MAX_NAME_LENGTH:
            raise XmlRejected("too-many-attributes", line=self._line())

    def end(self, _name: str) -> None:
        self.depth -= 1

    def refuse_doctype(self, *_: object) -> None:
        raise XmlRejected("doctype", line=self._line())

    def _line(self) -> str:
        return str(self.parser.CurrentLineNumber)


def _inspect(data: bytes) -> None:
    """Walk over the bytes once and refuse what is dangerous to build a tree of."""
    parser = expat.ParserCreate()
    counter = _Counter(parser)
    parser.ordered_attributes = True
    parser.StartElementHandler = counter.start
    parser.EndElementHandler = counter.end
    parser.StartDoctypeDeclHandler = counter.refuse_doctype
    parser.EntityDeclHandler = counter.refuse_doctype
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        why = expat.ErrorString(error.code)
        raise XmlRejected("not-well-formed", line=str(error.lineno), why=why) from error
    except XmlRejected:
        raise
    except (LookupError, ValueError) as error:
        raise XmlRejected("encoding") from error


def parse(data: bytes) -> etree._Element:
    """Read XML that a person has uploaded.

    Args:
        data: the file's bytes, at most ``MAX_BYTES``; the encoding is declared inside.

    Returns:
        The root element, without comments and processing instructions.

    Raises:
        XmlRejected: too large, too deep, not well-formed, or with a document type.
    """
    if len(data) > MAX_BYTES:
        raise XmlRejected("too-large", limit=f"{MAX_BYTES // 1_000_000} MB")
    if not data.strip():
        raise XmlRejected("empty-file")
    _inspect(data)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        recover=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        why = (error.msg or "").split(", line")[0]
        raise XmlRejected("not-well-formed", line=str(error.lineno), why=why) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise XmlRejected("doctype", line="1")
    return root


def tag(name: str) -> str:
    """Return lxml's name of a BPMN element ("userTask" -> "{...MODEL}userTask")."""
    return f"{{{BPMN}}}{name}"


def local_name(element: etree._Element) -> str:
    """Return an element's name without its namespace."""
    return etree.QName(element).localname


def namespace(name: str) -> str:
    """Return the namespace of an lxml name, "" when it has none."""
    return name[1:].partition("}")[0] if name.startswith("{") else ""


def text_of(element: etree._Element | None) -> str:
    """Return all text inside an element, trimmed; "" when there is no element."""
    return "".join(element.itertext()).strip() if element is not None else ""
