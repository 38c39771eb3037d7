"""Makes the specs of gateways."""

from app.engine import specs
from app.engine.parser.base import ElementParser, Parsers
from app.engine.xml import tag

PARSERS: Parsers = {
    tag("exclusiveGateway"): (ElementParser, specs.ExclusiveGateway),
    tag("parallelGateway"): (ElementParser, specs.ParallelGateway),
    tag("inclusiveGateway"): (ElementParser, specs.InclusiveGateway),
}
