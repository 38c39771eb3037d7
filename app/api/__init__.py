"""The REST door: JSON in, one wish, JSON out."""

from flask import Flask
from flask.json.provider import DefaultJSONProvider

from app.api import (
    attachments,
    clock,
    deployments,
    external_tasks,
    groups,
    incidents,
    me,
    messages,
    openapi,
    operations,
    problem,
    process_definitions,
    signals,
    tickets,
    tokens,
    users,
    work_items,
)

RESOURCES = (
    tickets,
    work_items,
    attachments,
    process_definitions,
    deployments,
    messages,
    signals,
    external_tasks,
    incidents,
    me,
    users,
    groups,
    tokens,
    clock,
)


def init_app(app: Flask) -> None:
    """Open the REST door of an application: /api/v1, its documentation, its health.

    Args:
        app: the application; its settings are in ``SETTINGS``.
    """
    if isinstance(app.json, DefaultJSONProvider):
        app.json.ensure_ascii = False  # 工单 stays readable on the wire
        app.json.sort_keys = False  # answers stand in the order of their shapes
    problem.set_up(app)
    api = openapi.make(app)
    for resource in RESOURCES:
        api.register_blueprint(resource.blueprint)
    app.register_blueprint(operations.blueprint)
