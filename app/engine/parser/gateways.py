"""Makes the specs of gateways."""

from typing import Any

from app.engine import specs
from app.engine.parser.base import ElementParser, Parsers
from app.engine.xml import tag, text_of


class _ComplexParser(ElementParser):
    def create_task(self) -> Any:
        spec = super().create_task()
        spec.activation = text_of(self.node.find(tag("activationCondition"))) or None
        return spec


PARSERS: Parsers = {
    tag("exclusiveGateway"): (ElementParser, specs.ExclusiveGateway),
    tag("parallelGateway"): (ElementParser, specs.ParallelGateway),
    tag("inclusiveGateway"): (ElementParser, specs.InclusiveGateway),
    tag("eventBasedGateway"): (ElementParser, specs.EventBasedGateway),
    tag("complexGateway"): (_ComplexParser, specs.ComplexGateway),
}
