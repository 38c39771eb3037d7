"""How messages are addressed, and what may become of them."""

import json
from collections.abc import Mapping
from decimal import Decimal
from hashlib import sha256
from typing import Any

from app.errors import N_

KEPT, DELIVERED, EXPIRED = "kept", "delivered", "expired"
STATUS_LABELS = {
    KEPT: N_("Waits for a receiver"),
    DELIVERED: N_("Delivered"),
    EXPIRED: N_("Expired"),
}
DEFAULT_TIME_TO_LIVE = 3600  # seconds
LONGEST_TIME_TO_LIVE = 90 * 24 * 3600


def fingerprint(correlation: Mapping[str, Any]) -> str:
    """Return what two correlations have in common exactly when they mean the same.

    Numbers and texts are alike: 5, 5.0 and "5" are one key, because forms, JSON and
    FEEL write the same order number differently.

    Args:
        correlation: key to value; {} for none.
    """
    plain = {name: _plain(value) for name, value in correlation.items()}
    text = json.dumps(
        plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str
    )
    return sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, int | float):
        return str(value)
    return value


NO_KEYS = fingerprint({})
