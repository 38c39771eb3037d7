"""State to bytes and back: live tokens and inner scopes, never the definition.

Format 2: ``GD2``, then ``j`` (JSON) or ``z`` (JSON in Zstandard), then
``{"n": tokens counted, "t": [token...], "s": [scope...]}``. A token is
``[id, element, state, kept]``, a scope ``[host's id, element, variables, [token...]]``,
outer scopes first; what only some of them need follows: ``i`` for those that see
nothing around them, ``u`` for what may have to be undone in them. What is over is not
in it, so a ticket that has looped for years is as small as on its first day.

Format 1 had nothing that only some scopes need; it is read, too.
"""

from typing import Any

import orjson
import zstandard

from app.domain.process import JSONDict
from app.engine.instance import InnerScope, Instance, Token
from app.errors import N_, EngineFault

FORMAT = b"GD2"
FORMATS_READ = (b"GD1", FORMAT)
COMPRESS_FROM_BYTES = 1_024
MAX_STATE_BYTES = 50_000_000
_PLAIN, _ZSTD = b"j", b"z"
_HEAD = len(FORMAT) + 1


def dump(instance: Instance) -> bytes:
    """Return what must be kept of a process at rest, beside its variables."""
    inner = [
        [host_id, scope.spec.name, scope.data, _rows(scope), *_more(scope)]
        for host_id, scope in instance.subprocesses.items()
    ]
    kept = {"n": instance.counted, "t": _rows(instance), "s": inner}
    if instance.notes:
        kept["u"] = instance.notes
    text = orjson.dumps(kept, option=orjson.OPT_NON_STR_KEYS)
    if len(text) < COMPRESS_FROM_BYTES:
        return FORMAT + _PLAIN + text
    return FORMAT + _ZSTD + zstandard.ZstdCompressor(level=3).compress(text)


def _more(scope: Any) -> list[JSONDict]:
    more: JSONDict = {}
    if scope.isolated:
        more["i"] = 1
    if scope.notes:
        more["u"] = scope.notes
    return [more] if more else []


def _rows(scope: Any) -> list[list[Any]]:
    return [
        [token.id, token.task_spec.name, token.state, token.internal_data or 0]
        for token in scope.tasks.values()
    ]


def load(state: bytes, instance: Instance) -> None:
    """Put what ``dump`` kept into a fresh instance of the same definition.

    Args:
        state: what ``dump`` returned.
        instance: a new one; its tokens and inner scopes are filled in.

    Raises:
        EngineFault: the state was written in a format that is not read here, or for
            another definition.
    """
    kept = _read(state)
    instance.counted = kept["n"]
    try:
        _restore(instance, kept["t"])
        hosts = dict(instance.tasks)
        instance.notes = kept.get("u", [])
        for host_id, name, data, rows, *more in kept["s"]:
            host = hosts[host_id]
            scope = InnerScope(host.task_spec.inner(host), host, instance)
            if scope.spec.name != name:
                raise KeyError(name)
            scope.data = data
            scope.notes = more[0].get("u", []) if more else []
            instance.subprocesses[host_id] = scope
            _restore(scope, rows)
            hosts |= scope.tasks
    except KeyError as error:
        why = N_("its state belongs to another version of the diagram")
        raise EngineFault(element_id=instance.model.key, why=why) from error


def local_variables(state: bytes, handle: str) -> tuple[JSONDict, bool] | None:
    """Return the variables of the inner scopes around a token, the nearest winning.

    Args:
        state: what ``dump`` returned.
        handle: the token, as ``Token.handle`` names it.

    Returns:
        The variables, and whether those of the process can be seen behind them; None
        when no such token is kept.
    """
    kept = _read(state)
    token = handle.partition(".")[0]
    scope_of: dict[str, int | None] = {f"t{row[0]}": None for row in kept["t"]}
    scopes: dict[int, tuple[JSONDict, bool]] = {}
    for host_id, _, data, rows, *more in kept["s"]:
        scopes[host_id] = data, bool(more and "i" in more[0])
        scope_of |= {f"t{row[0]}": host_id for row in rows}
    if token not in scope_of:
        return None
    found: JSONDict = {}
    around = scope_of[token]
    while around is not None:
        data, isolated = scopes[around]
        found = data | found
        if isolated:
            return found, False
        around = scope_of[f"t{around}"]
    return found, True


def _read(state: bytes) -> Any:
    head, codec, body = state[: len(FORMAT)], state[len(FORMAT) : _HEAD], state[_HEAD:]
    if head not in FORMATS_READ or codec not in (_PLAIN, _ZSTD):
        why = N_("its state was written by another edition of this program")
        raise EngineFault(element_id="", why=why)
    if codec == _ZSTD:
        body = zstandard.ZstdDecompressor().decompress(
            body, max_output_size=MAX_STATE_BYTES
        )
    return orjson.loads(body)


def _restore(scope: Any, rows: list[Any]) -> None:
    task_specs = scope.spec.task_specs
    for token_id, name, state, kept in rows:
        spec = task_specs[name]
        token = Token(scope, spec, token_id, state)
        token.internal_data = kept or {}
        if hasattr(spec, "watch"):
            spec.watch(token)
        if hasattr(spec, "merge"):
            scope.top_workflow.joins[scope] = None
