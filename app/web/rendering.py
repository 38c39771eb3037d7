"""Pages: the values that every template may use."""

from typing import Any
from urllib.parse import urlencode

from flask import Flask, Response, g, make_response, render_template, request

from app.web import languages, timeline, visits, words


def init_app(app: Flask) -> None:
    """Give every template the same few names."""
    app.jinja_env.globals |= {
        "here": here,
        "icon": words.icon,
        "language": languages.language,
        "languages": languages.LANGUAGES,
        "may": visits.may,
        "person": words.person,
        "timeline_of": timeline,
        "words": words,
        "zone": languages.zone,
    }
    app.jinja_env.filters |= {
        "ago": words.ago,
        "browser": words.browser,
        "day": words.day,
        "group_name": words.group,
        "moment": words.moment,
        "money": words.money,
        "role_name": words.role,
        "shown": words.shown,
        "size": words.size,
        "value": words.value,
    }
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True


def here(**changes: Any) -> str:
    """Return the address of the present page with other filters.

    Args:
        **changes: of the query; None takes a name out.
    """
    query = {**request.args.to_dict(), **changes}
    kept = {name: value for name, value in query.items() if value not in (None, "")}
    return f"{request.path}?{urlencode(kept)}" if kept else request.path


def page(template: str, *, status: int = 200, **values: Any) -> Response:
    """Render a template as an answer that no other reader's browser may keep.

    Args:
        template: below ``templates/``.
        status: HTTP status.
        **values: what the template shows.
    """
    counts = g.get("counts")
    html = render_template(
        template,
        status=status,
        signed=g.get("signed"),
        counts=counts,
        waiting=counts.mine if counts else 0,
        **values,
    )
    response = make_response(html, status)
    response.headers["Cache-Control"] = "private, no-cache"
    response.vary.update(("Cookie", "Accept-Language"))
    return response
