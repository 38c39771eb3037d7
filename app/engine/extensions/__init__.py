"""What analysts write into a diagram beyond BPMN, as typed values.

Read alike from the namespaces ``camunda:``, ``activiti:``, ``flowable:`` and
``operaton:``; from ``zeebe:`` (Camunda 8) into the same values; properties also from
``spiffworkflow:``; people also from BPMN's own resource roles. Nothing is evaluated
here: texts and expressions are given as they stand in the diagram.
"""

from app.engine.extensions.events import Named, named, reference_of
from app.engine.extensions.forms import form_key, schema_of
from app.engine.extensions.loops import (
    MultiInstance,
    StandardLoop,
    multi_instance,
    standard_loop,
)
from app.engine.extensions.mappings import (
    Called,
    InputOutput,
    ListOf,
    MapOf,
    Parameter,
    Passing,
    Script,
    Text,
    Value,
    called,
    input_output,
)
from app.engine.extensions.people import Staffing, staffing
from app.engine.extensions.vocabulary import (
    CAMUNDA_LIKE,
    SPIFF,
    ZEEBE,
    attribute,
    is_expression,
    properties,
    split_list,
    version_tag,
)
from app.engine.extensions.work import (
    DecisionCall,
    Implementation,
    Job,
    decision,
    implementation,
    job_of,
    script_of,
)

__all__ = [
    "CAMUNDA_LIKE",
    "SPIFF",
    "ZEEBE",
    "Called",
    "DecisionCall",
    "Implementation",
    "InputOutput",
    "Job",
    "ListOf",
    "MapOf",
    "MultiInstance",
    "Named",
    "Parameter",
    "Passing",
    "Script",
    "Staffing",
    "StandardLoop",
    "Text",
    "Value",
    "attribute",
    "called",
    "decision",
    "form_key",
    "implementation",
    "input_output",
    "is_expression",
    "job_of",
    "multi_instance",
    "named",
    "properties",
    "reference_of",
    "schema_of",
    "script_of",
    "split_list",
    "staffing",
    "standard_loop",
    "version_tag",
]
