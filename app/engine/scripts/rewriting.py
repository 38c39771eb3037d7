"""Turns the author's text into what a worker understands, line for line.

Three things differ between the language we promise and the workers' Python:

- ``order.price`` reads a member of a dictionary: ``__member(order, 'price')``;
- ``del x`` and ``del d[k]`` exist: ``x = ...`` (a mark) and ``__remove(d, k)``;
- our functions are called by private names, so that variables cannot hide them.

The text is edited in place and keeps its lines, so faults name the author's own.
"""

import ast
from dataclasses import dataclass

from app.engine.scripts import prelude
from app.engine.scripts.faults import ScriptFault
from app.errors import N_


@dataclass(frozen=True, slots=True)
class _Edit:
    """Replace the bytes ``start`` to ``end``; ``rank`` orders edits at one place."""

    start: int
    end: int
    text: bytes
    rank: int = 0


def for_worker(text: str, tree: ast.AST, *, ours: frozenset[str]) -> str:
    """Rewrite a text for a worker.

    Args:
        text: the author's text.
        tree: its syntax tree.
        ours: names of our functions that the text does not define itself.

    Returns:
        A text with the same number of lines.

    Raises:
        ScriptFault: kind "unsupported", for a ``del`` that has no meaning here.
    """
    source = _Source(text, tree, ours)
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.JoinedStr):
            continue  # Python 3.11 does not know where its parts stand
        if isinstance(node, ast.Delete):
            source.delete(node)
            continue
        if isinstance(node, ast.Attribute) and not isinstance(node.ctx, ast.Del):
            source.member(node)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            source.call(node.func)
        waiting.extend(ast.iter_child_nodes(node))
    return source.result()


def _private(name: str) -> str:
    return prelude.PRIVATE_NAMES.get(name, f"__{name}")


class _Source:
    """The text as bytes, for that is how Python counts columns, and its edits."""

    def __init__(self, text: str, tree: ast.AST, ours: frozenset[str]) -> None:
        self.data = text.encode()
        self.starts = [0]
        for line in self.data.split(b"\n"):
            self.starts.append(self.starts[-1] + len(line) + 1)
        self.edits: list[_Edit] = []
        self.ours = ours
        nodes = list(ast.walk(tree))
        self.has_classes = any(isinstance(node, ast.ClassDef) for node in nodes)
        self.methods = {
            id(node.func)
            for node in nodes
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        }
        self.modules = {
            (alias.asname or alias.name).split(".")[0]
            for node in nodes
            if isinstance(node, ast.Import | ast.ImportFrom)
            for alias in node.names
        }

    def result(self) -> str:
        out, done = [], 0
        for edit in sorted(self.edits, key=lambda e: (e.start, e.rank, e.end)):
            out += [self.data[done : edit.start], edit.text]
            done = edit.end
        return b"".join([*out, self.data[done:]]).decode()

    def span(self, node: ast.expr | ast.stmt) -> tuple[int, int]:
        last, column = node.end_lineno or node.lineno, node.end_col_offset or 0
        return (
            self.starts[node.lineno - 1] + node.col_offset,
            self.starts[last - 1] + column,
        )

    def call(self, name: ast.Name) -> None:
        start, end = self.span(name)
        if name.id in self.ours and self.data[start:end] == name.id.encode():
            self.edits.append(_Edit(start, end, _private(name.id).encode(), rank=1))

    def member(self, node: ast.Attribute) -> None:
        if id(node) in self.methods or self.belongs_to_module(node):
            return
        start, end = self.span(node)
        name = end - len(node.attr.encode())
        dot = len(self.data[:name].rstrip(b" \t\n\\")) - 1
        found = self.data[dot : dot + 1] + self.data[name:end]
        if found != f".{node.attr}".encode():
            return  # a comment or a compatibility character within: rare, left alone
        if isinstance(node.ctx, ast.Load):
            texts = (b"__member(", b",", f"'{node.attr}')".encode())
        elif not self.has_classes:
            texts = (b"", b"[", f"'{node.attr}']".encode())
        else:
            return  # self.x = ... in a class of the script's own
        self.edits.append(_Edit(start, start, texts[0]))
        self.edits.append(_Edit(dot, dot + 1, texts[1], rank=1))
        self.edits.append(_Edit(name, end, texts[2], rank=1))

    def belongs_to_module(self, node: ast.expr) -> bool:
        while isinstance(node, ast.Attribute):
            node = node.value
        return isinstance(node, ast.Name) and node.id in self.modules

    def delete(self, node: ast.Delete) -> None:
        start, end = self.span(node)
        members = _Members(self)
        parts = [
            part
            for target in node.targets
            for part in _removals(members.visit(target), node)
        ]
        lines = self.data[start:end].count(b"\n")
        text = "; ".join(parts) + " \\\n" * lines
        self.edits.append(_Edit(start, end, text.encode()))


def _removals(target: ast.expr, statement: ast.Delete) -> list[str]:
    if isinstance(target, ast.Name):
        return [f"{target.id}; {target.id} = ..."]
    if isinstance(target, ast.Tuple | ast.List):
        return [part for each in target.elts for part in _removals(each, statement)]
    if isinstance(target, ast.Attribute):
        return [f"__remove({ast.unparse(target.value)}, {target.attr!r})"]
    if isinstance(target, ast.Subscript) and not isinstance(target.slice, ast.Slice):
        return [f"__remove({ast.unparse(target.value)}, {ast.unparse(target.slice)})"]
    raise ScriptFault(
        "unsupported",
        N_("“del” is for names and for items with a key or a position only."),
        line=statement.lineno,
        column=statement.col_offset + 1,
    )


class _Members(ast.NodeTransformer):
    """The same rewriting on a tree, for the inside of ``del``."""

    def __init__(self, source: _Source) -> None:
        self.source = source

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        is_method = id(node) in self.source.methods
        foreign = self.source.belongs_to_module(node)
        self.generic_visit(node)
        if is_method or foreign or not isinstance(node.ctx, ast.Load):
            return node
        reader = ast.Name("__member", ast.Load())
        return ast.Call(reader, [node.value, ast.Constant(node.attr)], [])

    def visit_Call(self, node: ast.Call) -> ast.expr:
        self.generic_visit(node)
        if isinstance(node.func, ast.Name) and node.func.id in self.source.ours:
            node.func = ast.Name(_private(node.func.id), ast.Load())
        return node
