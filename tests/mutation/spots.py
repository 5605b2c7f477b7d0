"""Every spot of a module at which one thing can be changed, and the code of its function with that change."""

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import singledispatch
from pathlib import Path
from types import CodeType
from typing import Any

# What stands for what: an operator turned, a bound moved.
_TURNED: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.And: ast.Or, ast.Or: ast.And,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Div, ast.Mod: ast.Div,
    ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
}  # fmt: skip
_SWAPPED = {"min": "max", "max": "min", "any": "all", "all": "any"}
_WRAPPERS = ("sorted", "reversed", "set", "list", "tuple", "abs", "int", "bool")

Function = ast.FunctionDef | ast.Lambda
Slot = tuple[Any, str, int | None]  # whose field, which field, and which place in it where it is a list
Turn = tuple[str, ast.AST]  # what is changed, in words, and the node that then stands there


@dataclass(frozen=True, slots=True)
class Spot:
    """One change: which function of the module, which node of it and which turn of that; the line, what, and the text as it was."""

    function: int
    node: int
    turn: int
    line: int
    what: str
    text: str


class Module:
    """One module: its functions in order, their code, and the changes that can be made to them."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.source = path.read_text("utf-8")
        self.tree = ast.parse(self.source)
        self._functions = list(_functions(self.tree))
        self._slots = [list(_slots(function)) for function in self._functions]
        self.codes = self._compiled()

    def spots(self) -> Iterator[Spot]:
        """Yield every change, in the order of the file. Messages in words stay as they are: they have tests of their own."""
        for number, slots in enumerate(self._slots):
            for node, (parent, field, place) in enumerate(slots):
                old = _held(parent, field, place)
                line = getattr(old, "lineno", getattr(parent, "lineno", self._functions[number].lineno))
                text = ast.get_source_segment(self.source, old) if hasattr(old, "lineno") else None
                for turn, (what, _) in enumerate(turns(old, parent)):
                    yield Spot(number, node, turn, line, what, " ".join((text or "").split())[:100])

    def changed(self, spot: Spot) -> CodeType:
        """Return the code of the function with one change made."""
        parent, field, place = self._slots[spot.function][spot.node]
        old = _held(parent, field, place)
        _put(parent, field, place, list(turns(old, parent))[spot.turn][1])
        try:
            return self._compiled()[spot.function]
        finally:
            _put(parent, field, place, old)

    def _compiled(self) -> list[CodeType]:
        """Return the code of each function."""
        ast.fix_missing_locations(self.tree)
        found: dict[tuple[str, int], list[CodeType]] = {}
        for code in _codes(compile(self.tree, str(self.path), "exec")):
            found.setdefault((code.co_name, code.co_firstlineno), []).append(code)
        # Several lambdas of one line come in the order in which they stand.
        return [found[_place(function)].pop(0) for function in self._functions]


def _functions(node: ast.AST) -> Iterator[Function]:
    """Yield the outermost functions and lambdas; what lies inside one is changed with it."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.Lambda):
            yield child
        else:
            yield from _functions(child)


def _codes(code: CodeType) -> Iterator[CodeType]:
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield constant
            yield from _codes(constant)


def _place(function: Function) -> tuple[str, int]:
    """Return the name and first line by which a function's code is found; its first decorator counts."""
    if isinstance(function, ast.Lambda):
        return "<lambda>", function.lineno
    return function.name, function.decorator_list[0].lineno if function.decorator_list else function.lineno


def _slots(parent: ast.AST) -> Iterator[Slot]:
    """Yield every place under a function that holds a node; what is only declared is no place to change."""
    declared = () if isinstance(parent, ast.Call) else ("annotation", "returns", "decorator_list", "args")
    for field, value in ast.iter_fields(parent):
        for place, node in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if field not in declared and isinstance(node, ast.AST):
                yield parent, field, place
                yield from _slots(node)


def _held(parent: Any, field: str, place: int | None) -> Any:
    held = getattr(parent, field)
    return held if place is None else held[place]


def _put(parent: Any, field: str, place: int | None, node: ast.AST) -> None:
    if place is None:
        setattr(parent, field, node)
    else:
        getattr(parent, field)[place] = node


def _with(node: ast.AST, **fields: Any) -> ast.AST:
    """Return a node like another but for some fields; what both hold is shared."""
    return ast.copy_location(type(node)(**{**dict(ast.iter_fields(node)), **fields}), node)


def _without(held: Sequence[Any], place: int) -> list[Any]:
    return [*held[:place], *held[place + 1 :]]


def _nothing(at: ast.AST) -> ast.AST:
    return ast.copy_location(ast.Constant(None), at)


def _dropped(statement: ast.AST) -> Turn:
    return "drop statement", ast.copy_location(ast.Pass(), statement)


@singledispatch
def turns(_node: object, _parent: ast.AST) -> Iterator[Turn]:
    """Yield each change that can be made to a node under `parent`; most nodes are changed only through what they hold."""
    yield from ()


@turns.register
def _compare(node: ast.Compare, _parent: ast.AST) -> Iterator[Turn]:
    for place, op in enumerate(node.ops):
        ops = [*node.ops[:place], _TURNED[type(op)](), *node.ops[place + 1 :]]
        yield f"turn {type(op).__name__}", _with(node, ops=ops)


@turns.register
def _binary(node: ast.BinOp, _parent: ast.AST) -> Iterator[Turn]:
    if type(node.op) in _TURNED:
        yield f"turn {type(node.op).__name__}", _with(node, op=_TURNED[type(node.op)]())


@turns.register
def _augmented(node: ast.AugAssign, _parent: ast.AST) -> Iterator[Turn]:
    yield f"turn {type(node.op).__name__}", _with(node, op=_TURNED[type(node.op)]())
    yield _dropped(node)


@turns.register
def _joined(node: ast.BoolOp, _parent: ast.AST) -> Iterator[Turn]:
    yield f"turn {type(node.op).__name__}", _with(node, op=_TURNED[type(node.op)]())
    for place in range(len(node.values)):
        left = _without(node.values, place)
        yield f"drop part {place}", left[0] if len(left) == 1 else _with(node, values=left)


@turns.register
def _signed(node: ast.UnaryOp, _parent: ast.AST) -> Iterator[Turn]:
    yield f"drop {type(node.op).__name__}", node.operand


@turns.register(ast.If)
@turns.register(ast.IfExp)
@turns.register(ast.While)
def _conditional(node: Any, _parent: ast.AST) -> Iterator[Turn]:
    yield "turn condition", _with(node, test=ast.copy_location(ast.UnaryOp(ast.Not(), node.test), node.test))


@turns.register
def _gathered(node: ast.comprehension, _parent: ast.AST) -> Iterator[Turn]:
    for place in range(len(node.ifs)):
        yield f"drop filter {place}", _with(node, ifs=_without(node.ifs, place))


@turns.register
def _matched(node: ast.match_case, _parent: ast.AST) -> Iterator[Turn]:
    if node.guard is not None:
        yield "drop guard", _with(node, guard=None)


@turns.register
def _cut(node: ast.Slice, _parent: ast.AST) -> Iterator[Turn]:
    for part in ("lower", "upper", "step"):
        if getattr(node, part) is not None:
            yield f"drop {part} edge", _with(node, **{part: None})


@turns.register(ast.Tuple)
@turns.register(ast.List)
@turns.register(ast.Set)
def _several(node: Any, _parent: ast.AST) -> Iterator[Turn]:
    if len(node.elts) > 1 and isinstance(getattr(node, "ctx", ast.Load()), ast.Load):
        for place in range(len(node.elts)):
            yield f"drop element {place}", _with(node, elts=_without(node.elts, place))


@turns.register
def _table(node: ast.Dict, _parent: ast.AST) -> Iterator[Turn]:
    for place in range(len(node.keys)) if len(node.keys) > 1 else ():
        yield f"drop entry {place}", _with(node, keys=_without(node.keys, place), values=_without(node.values, place))


@turns.register
def _constant(node: ast.Constant, parent: ast.AST) -> Iterator[Turn]:
    given = isinstance(parent, ast.Call | ast.keyword | ast.Return | ast.Assign | ast.IfExp | ast.Tuple)
    match node.value:
        case bool(value):
            yield f"{not value} for {value}", _with(node, value=not value)
        case int(value):
            yield f"{value + 1} for {value}", _with(node, value=value + 1)
        case str(value) if " " not in value.strip() and value.isascii():
            if not isinstance(parent, ast.Expr | ast.JoinedStr | ast.FormattedValue):
                yield "spoil word", _with(node, value=f"XX{value}XX")
        case None if given:
            yield "empty word for None", _with(node, value="")
        case _:
            pass


@turns.register
def _call(node: ast.Call, _parent: ast.AST) -> Iterator[Turn]:
    for place, given in enumerate(node.args):
        if not isinstance(given, ast.Starred | ast.Constant):
            args = [*node.args[:place], _nothing(given), *node.args[place + 1 :]]
            yield f"None for argument {place}", _with(node, args=args)
    for place, keyword in enumerate(node.keywords):
        yield f"drop {keyword.arg}", _with(node, keywords=_without(node.keywords, place))
    if isinstance(node.func, ast.Name):
        if node.func.id in _SWAPPED:
            yield f"turn {node.func.id}", _with(node, func=_with(node.func, id=_SWAPPED[node.func.id]))
        plain = [given for given in node.args if not isinstance(given, ast.Starred | ast.GeneratorExp)]
        if node.func.id in _WRAPPERS and len(node.args) == len(plain) == 1:
            yield f"drop {node.func.id}", plain[0]


@turns.register(ast.Assign)
@turns.register(ast.AnnAssign)
@turns.register(ast.Return)
def _valued(node: Any, _parent: ast.AST) -> Iterator[Turn]:
    if node.value is not None and not isinstance(node.value, ast.Constant):
        yield "None for the value", _with(node, value=_nothing(node.value))


@turns.register
def _skipped(node: ast.Continue, _parent: ast.AST) -> Iterator[Turn]:
    yield "break for continue", ast.copy_location(ast.Break(), node)
    yield _dropped(node)


@turns.register(ast.Break)
@turns.register(ast.Raise)
def _ended(node: ast.AST, _parent: ast.AST) -> Iterator[Turn]:
    yield _dropped(node)


@turns.register
def _stated(node: ast.Expr, _parent: ast.AST) -> Iterator[Turn]:
    if not isinstance(node.value, ast.Constant):
        yield _dropped(node)
