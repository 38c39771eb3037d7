"""In which language and time zone a person reads."""

from zoneinfo import available_timezones

from babel import Locale
from flask import Flask, g, request
from flask_babel import Babel

LANGUAGES = {"en": "English", "zh-CN": "简体中文"}
LOCALES = {"en": "en", "zh-CN": "zh_Hans_CN"}
COOKIE = "language"
ZONE_COOKIE = "zone"  # written by static/js/app.js


def init_app(app: Flask, translations: str) -> None:
    """Let the application speak the reader's language.

    Args:
        app: the application.
        translations: folder of the compiled catalogues.
    """
    Babel(
        app,
        default_locale="en",
        default_translation_directories=translations,
        locale_selector=locale_name,
        timezone_selector=zone,
    )
    app.jinja_env.policies["ext.i18n.trimmed"] = True


def language() -> str:
    """Return "en" or "zh-CN": what the person chose, or the browser asks for."""
    signed = g.get("signed")
    chosen = signed.user.language if signed else None
    return known(chosen or request.cookies.get(COOKIE)) or _asked_for()


def known(tag: str | None) -> str | None:
    """Return the language a tag means here, or None.

    Args:
        tag: a language tag in any spelling ("zh", "zh_Hans_CN", "en-GB"), or None.
    """
    stem = (tag or "").replace("_", "-").lower().split("-")[0]
    return {"en": "en", "zh": "zh-CN"}.get(stem)


def locale_name() -> str:
    """Return the name of the catalogue for the reader."""
    return LOCALES[language()]


def locale() -> Locale:
    """Return the reader's locale, for numbers and dates."""
    return Locale.parse(locale_name())


def zone() -> str:
    """Return the reader's time zone as the browser told it; UTC when it did not."""
    name = request.cookies.get(ZONE_COOKIE, "")
    return name if name in available_timezones() else "UTC"


def _asked_for() -> str:
    for tag, _quality in request.accept_languages:
        found = known(tag)
        if found:
            return found
    return "en"
