"""The one open shape: process variables."""

from typing import Any

JSONDict = dict[str, Any]
