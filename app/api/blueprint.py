"""A resource of the REST door: operations that read strictly, answer in one shape."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NoReturn, TypeVar

import marshmallow as ma
from flask import Request, request
from flask_smorest import Blueprint as SmorestBlueprint
from webargs import missing
from webargs.flaskparser import FlaskParser
from werkzeug.exceptions import HTTPException

from app.api import problem
from app.api.door import reads, writes
from app.api.fields import Body, Schema, Told
from app.domain import strict_json
from app.domain.forms.pointers import pointer
from app.errors import N_, FieldError, Invalid, Malformed, Refusal, UnsupportedType

View = TypeVar("View", bound=Callable[..., Any])
NUL = N_("a text contains a NUL or half a character")


@dataclass(frozen=True, slots=True, kw_only=True)
class Takes:
    """What an operation takes.

    Attributes:
        query: shape of the query string, or None.
        body: shape of the JSON body, or None.
        example: of the body.
        required: whether the body may be left out.
        upload: OpenAPI schema of a multipart body, in place of ``body``.
    """

    query: type[Body] | None = None
    body: type[Body] | None = None
    example: Any = None
    required: bool = True
    upload: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gives:
    """What an operation gives.

    Attributes:
        shape: of the answer; None for an empty one, text for a media type whose bytes
            are answered as they are.
        example: of the answer.
        status: when it went well.
        tagged: whether the answer has an ETag, and the operation heeds ``If-Match``.
    """

    shape: type[Schema] | str | None = None
    example: Any = None
    status: int = 200
    tagged: bool = False


class Parser(FlaskParser):
    """Reads bodies and query strings; refuses what is unknown or ambiguous."""

    DEFAULT_UNKNOWN_BY_LOCATION = {  # noqa: RUF012 (webargs reads it from the class)
        **FlaskParser.DEFAULT_UNKNOWN_BY_LOCATION,
        "query": ma.RAISE,
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
    """A resource of the REST door.

    Args:
        name: its first part of the address, and its tag in the documentation.
        description: what it is, for whoever reads the documentation.
    """

    ARGUMENTS_PARSER = Parser()

    def __init__(self, name: str, description: str) -> None:
        super().__init__(
            name, __name__, url_prefix=f"/api/v1/{name}", description=description
        )
        self.before_request(_refuse_ambiguous_query)
        self.register_error_handler(Refusal, problem.of_refusal)
        self.register_error_handler(HTTPException, problem.of_http)

    def operation(
        self, verb: str, rule: str, gives: Gives, takes: Takes | None = None
    ) -> Callable[[View], View]:
        """Register an operation.

        Args:
            verb: of HTTP; a GET only reads.
            rule: the rest of the address.
            gives: what it answers.
            takes: what it reads; handed over in the order query, body.

        Returns:
            A decorator; the first line of the function's docstring is the summary, the
            rest the description.
        """
        takes = takes or Takes()

        def register(view: View) -> View:
            inner: Any = self._answering(view, gives)
            if takes.body is not None:
                inner = self.arguments(
                    takes.body, example=takes.example, required=takes.required
                )(inner)
            if takes.query is not None:
                inner = self.arguments(takes.query, location="query")(inner)
            inner = self.doc(**_manual(view, verb, gives, takes))(inner)
            mark = reads if verb == "GET" else writes
            self.route(rule, methods=[verb])(mark(inner))
            return view

        return register

    def _answering(self, view: View, gives: Gives) -> Any:
        if isinstance(gives.shape, str):
            schema: Any = {"type": "string", "format": "binary"}
            kind = gives.shape
        else:
            schema, kind = gives.shape, None
        return self.response(
            gives.status, schema, example=gives.example, content_type=kind
        )(view)


def _manual(view: Any, verb: str, gives: Gives, takes: Takes) -> dict[str, Any]:
    manual: dict[str, Any] = {"operationId": view.__name__, "x-tagged": gives.tagged}
    if takes.upload is not None:
        content = {"multipart/form-data": {"schema": takes.upload}}
        manual["requestBody"] = {"required": True, "content": content}
    return manual


def _refuse_ambiguous_query() -> None:
    values = (request.view_args or {}).values()
    words = [word for word in values if isinstance(word, str)]
    for name, given in request.args.lists():
        words += [name, *given]
    if any("\0" in word for word in words):
        raise Malformed(why=NUL)
    twice = [name for name, given in request.args.lists() if len(given) > 1]
    if twice:
        raise Invalid([_fault((name,), Told("twice")) for name in twice])


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
    return [_fault(names, messages if isinstance(messages, Told) else Told("type"))]


def _fault(names: tuple[str, ...], told: Told) -> FieldError:
    return FieldError(
        pointer=pointer(names),
        sentence=told.sentence,
        facts=told.facts,
        rule=told.rule,
    )
