"""Every message that the source can put into a fault, found in its syntax trees.

A message is what is given as `rule`, `fix` or `change` to a class or function with such parameters, and what `units`
raises or collects as `changes`. What only shows when the program runs is a `Hole` in it.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

SOURCE = Path(__file__).parents[1] / "src" / "hinterland"
WANTED = ("rule", "fix", "change")
Function = ast.FunctionDef | ast.Lambda


@dataclass(frozen=True)
class Hole:
    """A part of a message that varies: its expression, and how it is formatted."""

    expression: str
    form: str = ""


Text = tuple[str | Hole, ...]


@dataclass
class Module:
    path: Path
    tree: ast.Module
    parents: dict[ast.AST, ast.AST] = field(default_factory=dict)
    functions: dict[str, ast.FunctionDef] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for node in ast.walk(self.tree):
            self.parents |= dict.fromkeys(ast.iter_child_nodes(node), node)
            if isinstance(node, ast.FunctionDef):
                self.functions[node.name] = node

    def around(self, node: ast.AST) -> Iterator[ast.AST]:
        """The functions that a node stands in, from the inside, then the module."""
        while node in self.parents:
            node = self.parents[node]
            if isinstance(node, ast.FunctionDef | ast.Lambda | ast.Module):
                yield node


def modules() -> list[Module]:
    """Every module but those of rooms that make no `Fault` and say what is wrong in two languages themselves."""
    own = {"reading", "network", "planning"}
    paths = (p for p in sorted(SOURCE.rglob("*.py")) if own.isdisjoint(p.relative_to(SOURCE).parts))
    return [Module(p, ast.parse(p.read_text(encoding="utf-8"))) for p in paths]


def messages(found: list[Module]) -> dict[Text, str]:
    """Each message with the place that it was first found at."""
    takers = _takers(found)
    reader = _Reader({n: f for m in found for n, f in m.functions.items()})
    told: dict[Text, str] = {}
    for module in found:
        for node in ast.walk(module.tree):
            for given in _given(node, takers, units=module.path.name == "units.py"):
                place = f"{module.path.relative_to(SOURCE)}:{given.lineno}"
                for text in reader.texts(given, module):
                    told.setdefault(text, place)
    return told


def _takers(found: list[Module]) -> dict[str, list[str]]:
    """Classes and functions that take a message, with their parameters in order."""
    takers: dict[str, list[str]] = {}
    for module in found:
        for node in ast.walk(module.tree):
            names: list[str] = []
            if isinstance(node, ast.FunctionDef):
                names = _parameters(node)
            elif isinstance(node, ast.ClassDef):
                names = [
                    s.target.id
                    for s in node.body
                    if isinstance(s, ast.AnnAssign) and isinstance(s.target, ast.Name)
                ]
            if {"rule", "fix"} <= set(names):
                takers[node.name] = names  # type: ignore[attr-defined]
    return takers


def _parameters(function: Function) -> list[str]:
    names = [a.arg for a in [*function.args.posonlyargs, *function.args.args]]
    return names[1:] if names[:1] in (["self"], ["cls"]) else names


def _given(node: ast.AST, takers: dict[str, list[str]], *, units: bool) -> Iterator[ast.expr]:
    """Expressions in which a message is given."""
    if units and isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "changes":
        yield from (e for n in ast.walk(node.value) if isinstance(n, ast.List) for e in n.elts)
    if not isinstance(node, ast.Call):
        return
    name = _called(node)
    if units and (name == "UnitError" or ast.unparse(node.func) == "changes.append"):
        yield node.args[0]
    elif name in takers:
        yield from (a for n, a in zip(takers[name], node.args, strict=False) if n in WANTED)
        yield from (k.value for k in node.keywords if k.arg in WANTED)


def _called(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


class _Reader:
    """Reads what texts an expression may have."""

    def __init__(self, functions: dict[str, ast.FunctionDef]) -> None:
        self.functions = functions
        self.open: list[object] = []

    def texts(self, node: ast.expr, module: Module) -> list[Text]:
        if node in self.open:
            return []  # it is made out of itself
        self.open.append(node)
        try:
            return list(dict.fromkeys(_joined(t) for t in self._texts(node, module)))
        finally:
            self.open.pop()

    def _texts(self, node: ast.expr, module: Module) -> list[Text]:
        match node:
            case ast.Constant(value=value):
                return [(value,)] if isinstance(value, str) else []
            case ast.JoinedStr(values=parts):
                return self._product([self._formatted(p, module) for p in parts])
            case ast.IfExp(body=yes, orelse=no):
                return [*self.texts(yes, module), *self.texts(no, module)]
            case ast.BoolOp(values=values):
                return [t for v in values for t in self.texts(v, module)]
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                return self._product([self.texts(left, module), self.texts(right, module)])
            case ast.NamedExpr(value=value):
                return self.texts(value, module)
            case ast.Lambda(body=body):
                return self.texts(body, module)
            case ast.Name(id=name):
                return self._named(name, node, module)
            case ast.Call():
                return self._call(node, module)
        return [(Hole(ast.unparse(node)),)]

    def _formatted(self, part: ast.expr, module: Module) -> list[Text]:
        if not isinstance(part, ast.FormattedValue):
            return self.texts(part, module)
        if part.conversion == -1 and part.format_spec is None:
            return self.texts(part.value, module)
        spec = "".join(ast.unparse(part.format_spec)) if part.format_spec else ""
        return [(Hole(ast.unparse(part.value), "r" if part.conversion == ord("r") else spec),)]

    @staticmethod
    def _product(parts: list[list[Text]]) -> list[Text]:
        return [tuple(piece for text in chosen for piece in text) for chosen in product(*parts)]

    def _call(self, node: ast.Call, module: Module) -> list[Text]:
        match node.func:
            case ast.Attribute(value=base, attr="strip" | "capitalize") if not isinstance(
                base, ast.Subscript
            ):
                return [_stripped(t) for t in self.texts(base, module)]
            case ast.Attribute(value=ast.Constant(value=", "), attr="join"):
                lists = [n for n in ast.walk(node) if isinstance(n, ast.List)]
                if lists:
                    return [t for e in lists[0].elts for t in self.texts(e, module)]
            case ast.Attribute(value=ast.Name(id=name), attr="get") if len(node.args) == 2:
                table = next((v for v in _assigned(module.tree, name) if isinstance(v, ast.Dict)), None)
                if table:
                    return [t for v in [*table.values, node.args[1]] for t in self.texts(v, module)]
            case ast.Name(id=name):
                function = module.functions.get(name) or self.functions.get(name)
                if function and name not in {"clip", "repr", "letters"}:
                    home = module if name in module.functions else self._home(function)
                    return [t for r in _returned(function) for t in self.texts(r, home)]
        return [(Hole(ast.unparse(node)),)]

    def _home(self, function: ast.FunctionDef) -> Module:
        return next(m for m in MODULES if function in m.parents)

    def _named(self, name: str, node: ast.expr, module: Module) -> list[Text]:
        for scope in module.around(node):
            values = _assigned(scope, name)
            if values:
                return [t for v in values for t in self._value(v, module)]
            if isinstance(scope, ast.FunctionDef) and name in _parameters(scope):
                at = _parameters(scope).index(name)
                calls = [
                    n for n in ast.walk(module.tree) if isinstance(n, ast.Call) and _called(n) == scope.name
                ]
                given = [c.args[at] for c in calls if len(c.args) > at]
                found = [t for g in given for t in self.texts(g, module)]
                return found or [(Hole(name),)]
        return [(Hole(name),)]

    def _value(self, value: ast.expr | tuple[ast.Call, int], module: Module) -> list[Text]:
        if not isinstance(value, tuple):
            return self.texts(value, module)
        call, index = value  # the place in what a function returns
        function = module.functions.get(_called(call))
        returned = _returned(function) if function else []
        return [t for r in returned if isinstance(r, ast.Tuple) for t in self.texts(r.elts[index], module)]


def _returned(function: ast.FunctionDef) -> list[ast.expr]:
    return [n.value for n in ast.walk(function) if isinstance(n, ast.Return) and n.value]


def _assigned(scope: ast.AST, name: str) -> list[ast.expr | tuple[ast.Call, int]]:
    """What a name is assigned in a scope: by itself, in a tuple, or in a loop over a literal."""
    found: list[ast.expr | tuple[ast.Call, int]] = []
    for node in scope.body if isinstance(scope, ast.Module) else ast.walk(scope):
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        if not isinstance(node, ast.Assign | ast.AnnAssign | ast.For) or not getattr(node, "value", True):
            continue
        for target in targets:
            at = _at(target, name)
            if at is None:
                continue
            for value in _elements(node.iter) if isinstance(node, ast.For) else [node.value]:
                if at < 0:
                    found.append(value)
                elif isinstance(value, ast.Tuple):
                    found.append(value.elts[at])
                elif isinstance(value, ast.Call) and not isinstance(node, ast.For):
                    found.append((value, at))
    return found


def _at(target: ast.AST | None, name: str) -> int | None:
    """Where a name is assigned: -1 for the target itself, its place in a tuple, None where it is not."""
    if isinstance(target, ast.Name):
        return -1 if target.id == name else None
    names = [getattr(t, "id", "") for t in target.elts] if isinstance(target, ast.Tuple) else []
    return names.index(name) if name in names else None


def _elements(iterable: ast.expr) -> list[ast.expr]:
    """Elements of a literal, or of a constant of some module."""
    if isinstance(iterable, ast.Name) and iterable.id.isupper():
        constants = [v for m in MODULES for v in _assigned(m.tree, iterable.id)]
        return [e for c in constants if not isinstance(c, tuple) for e in _elements(c)]
    return iterable.elts if isinstance(iterable, ast.Tuple | ast.List) else []


def _stripped(text: Text) -> Text:
    if text and isinstance(text[0], str):
        text = (text[0].lstrip(), *text[1:])
    return text


def _joined(text: Text) -> Text:
    """A text with neighbouring words put together."""
    parts: list[str | Hole] = []
    for part in text:
        if isinstance(part, str) and parts and isinstance(parts[-1], str):
            parts[-1] += part
        elif part != "":
            parts.append(part)
    return tuple(parts)


MODULES = modules()
