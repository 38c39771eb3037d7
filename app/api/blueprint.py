"""A blueprint that reads requests strictly and says what is wrong in our words."""

from typing import Any, NoReturn

import marshmallow as ma
from flask import Flask, Request, request
from flask_smorest import Blueprint as SmorestBlueprint
from webargs import missing
from webargs.flaskparser import FlaskParser
from werkzeug.exceptions import HTTPException

from app.api import problem
from app.api.fields import Told
from app.domain import strict_json
from app.domain.forms.pointers import pointer
from app.errors import FieldError, Invalid, Malformed, N_, Refusal, UnsupportedType

NUL = N_("a text contains a NUL or half a character")


class Parser(FlaskParser):
    """Reads bodies and query strings; refuses what is unknown or ambiguous."""

    DEFAULT_UNKNOWN_BY_LOCATION = {  # noqa: RUF012 (webargs reads it from the class)
        **FlaskParser.DEFAULT_UNKNOWN_BY_LOCATION,
        "query": ma.RAISE,
        "form": ma.RAISE,
        "files": ma.RAISE,
    }

    def load_json(self, req: Request, schema: ma.Schema) -> Any:
        """Read a JSON body.

        Raises:
            UnsupportedType: there is a body and it is not called JSON.
            Malformed: it is not strict JSON.
        """
        data = req.get_data(cache=True)
        if not data:
            return missing
        if req.mimetype != "application/json":
            raise UnsupportedType(content_type=req.mimetype or "unknown")
        return strict_json.loads(data)

    def handle_error(
        self, error: ma.ValidationError, *args: Any, **kwargs: Any
    ) -> NoReturn:
        """Refuse, with a pointer to each fault."""
        (messages,) = error.normalized_messages().values()
        raise Invalid(_field_errors(messages, ())) from error


class Blueprint(SmorestBlueprint):
    """A resource of the REST door."""

    ARGUMENTS_PARSER = Parser()

    def __init__(self, name: str, description: str) -> None:
        """Make the blueprint of a resource.

        Args:
            name: its first part of the address, and its tag in the documentation.
            description: what it is, for whoever reads the documentation.
        """
        super().__init__(
            name.replace("-", "_") + "_api",
            __name__,
            url_prefix=f"/api/v1/{name}",
            description=description,
        )
        self.tag = name
        self.before_request(_refuse_nul)
        self.register_error_handler(Refusal, problem.of_refusal)
        self.register_error_handler(HTTPException, problem.of_http)

    def register(self, app: Flask, options: dict[str, Any]) -> None:
        """Hang the resource into the application."""
        super().register(app, options)


def _refuse_nul() -> None:
    words = [*request.args, *(request.view_args or {}).values()]
    words += [value for values in request.args.listvalues() for value in values]
    if any(isinstance(word, str) and "\0" in word for word in words):
        raise Malformed(why=NUL)
    doubled = [name for name, values in request.args.lists() if len(values) > 1]
    if doubled:
        raise Invalid(
            [
                FieldError(
                    pointer=pointer((name,)),
                    sentence=N_("This may be given once only."),
                    rule="twice",
                )
                for name in doubled
            ]
        )


def _field_errors(messages: Any, names: tuple[str, ...]) -> list[FieldError]:
    if isinstance(messages, dict):
        return [
            error
            for name, inner in messages.items()
            for error in _field_errors(
                inner, names if name == "_schema" else (*names, str(name))
            )
        ]
    if isinstance(messages, list | tuple):
        return [error for inner in messages for error in _field_errors(inner, names)]
    told = messages if isinstance(messages, Told) else Told("type")
    return [
        FieldError(
            pointer=pointer(names),
            sentence=told.sentence,
            facts=told.facts,
            rule=told.rule,
        )
    ]
