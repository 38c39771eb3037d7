"""The caller's language, as ``Accept-Language`` asks for it."""

from collections.abc import Mapping
from typing import Any

from flask import request
from flask_babel import force_locale, gettext

from app.errors import Reason

CATALOGUES = {"en": "en", "zh": "zh_Hans_CN"}


def language() -> str:
    """Return "en" or "zh": the first language of ours the caller asks for."""
    for tag in request.accept_languages.values():
        stem = tag.lower().split("-")[0]
        if stem in CATALOGUES:
            return stem
    return "en"


def say(sentence: str, facts: Mapping[str, Any] | None = None) -> str:
    """Translate a message id for the caller, then fill in its facts.

    Args:
        sentence: English message id.
        facts: values for its places, reasons among them.
    """
    return reason(Reason(sentence, facts or {}))


def reason(why: Reason) -> str:
    """Tell a reason in the caller's language."""
    with force_locale(CATALOGUES[language()]):
        return why.told(gettext)
