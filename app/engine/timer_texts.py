"""What an analyst has written into a timer: plain ISO 8601, or an expression."""

import re
from dataclasses import dataclass
from typing import Any

from app.engine import cron, timers
from app.engine.extensions import is_expression
from app.engine.xml import local_name, text_of
from app.errors import N_

_KINDS: dict[str, timers.TimerKind] = {
    "timeDate": "date",
    "timeDuration": "duration",
    "timeCycle": "cycle",
}
_QUOTED = re.compile(r"""(["'])([^"'\\]*)\1""")
# Names of variables begin otherwise, or go on in small letters.
_MEANT_AS_ISO = re.compile(r"\d.*|[PR][\dA-Z:./+-]*", re.ASCII | re.DOTALL)


@dataclass(frozen=True, slots=True)
class TimerText:
    """A timer as written.

    Attributes:
        kind: which of BPMN's three timers it is.
        text: ISO 8601 text or an expression; "" when nothing is written.
        plain: False for an expression.
    """

    kind: timers.TimerKind
    text: str
    plain: bool

    def check(self) -> None:
        """Check what can be checked before anything runs.

        Raises:
            timers.TimerFault: plain text that means no time.
        """
        if not self.text:
            raise timers.TimerFault(N_("no date, duration or cycle is written"))
        if self.plain:
            timers.first(self.kind, self.text, now=timers.parse_instant("2000-01-01"))

    def lacks_zone(self) -> bool:
        """Tell whether it is a plain date-time without a zone."""
        return self.plain and self.kind == "date" and not timers.has_zone(self.text)

    def in_zone(self, zone: str | None) -> str:
        """Return the text with a zone written into it where it needs one.

        Args:
            zone: whose clocks are meant when the text does not say; None for UTC.
        """
        if zone is None or not self.plain or "TZ=" in self.text:
            return self.text
        if self.kind == "cycle" and cron.looks_like_cron(self.text):
            return f"TZ={zone} {self.text}"
        return f"{self.text}[{zone}]" if self.lacks_zone() else self.text


def timer_in(definition: Any) -> TimerText:
    """Read a timer event definition.

    Quotes around a plain text, as editors with Python expressions want them, are taken
    off.

    Args:
        definition: the BPMN timer event definition.
    """
    for child in definition:
        kind = _KINDS.get(local_name(child))
        if kind is not None:
            return _read(kind, text_of(child))
    return TimerText("duration", "", True)


def _read(kind: timers.TimerKind, text: str) -> TimerText:
    quoted = _QUOTED.fullmatch(text)
    if quoted is not None:
        return TimerText(kind, quoted[2].strip(), True)
    meant_plain = _MEANT_AS_ISO.fullmatch(text) is not None or not text
    meant_plain = meant_plain or (kind == "cycle" and text[0] in "*@CT")
    plain = meant_plain and not is_expression(text)
    return TimerText(kind, text, plain)
