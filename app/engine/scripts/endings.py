"""A script whose last line is its value, as callers of scripts in diagrams expect."""

import ast

from app.engine.scripts import reading


def keeping_last_value(script: str, name: str) -> str:
    """Return a script that also keeps the value of its last line in a variable.

    Args:
        script: Python-like statements. When the last of them is no expression the
            script is returned as it is.
        name: the variable.

    Raises:
        ScriptFault: kind "syntax" or "unsupported".
    """
    reading.read_script(script)
    text = script.replace("\r\n", "\n").replace("\r", "\n")
    body = ast.parse(text).body  # it was parsed within limits just now
    if not body or not isinstance(body[-1], ast.Expr):
        return script
    last = body[-1]
    lines = text.split("\n")
    line = lines[last.lineno - 1].encode()
    before, after = line[: last.col_offset], line[last.col_offset :]
    lines[last.lineno - 1] = f"{before.decode()}{name} = {after.decode()}"
    return "\n".join(lines)
