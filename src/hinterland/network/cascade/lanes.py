"""Eight scenarios side by side: one vector holds the same firm's loss in eight of them.

A state array is flat, firm by firm, eight lanes a firm: one firm is one cache line, one AVX-512 register, two AVX2
ones, or eight neighbouring threads of a GPU. Compiled, each function here is one or two vector instructions, written
out for LLVM, which splits them where the machine has narrower ones. Without a compiler the same functions work on
numpy arrays of eight, slowly; tests run the kernels that way.
"""

# ruff: noqa: ARG001, ARG005, PLW0108 - numba gives the arguments of what it extends, by name and number

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from llvmlite import ir  # type: ignore[import-untyped]
from numba.core import types
from numba.extending import intrinsic, models, overload, register_model

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int32]

LANES = 8
_intrinsic: Any = intrinsic  # untyped on purpose: what it returns is called from compiled code only
_extend: Any = overload
_VECTOR = ir.VectorType(ir.DoubleType(), LANES)
_FUSED = ("contract",)


class LanesType(types.Type):
    """Type of a vector of eight float64 in compiled code."""

    def __init__(self) -> None:
        super().__init__(name="Lanes8")


_TYPE: Any = LanesType()


@register_model(LanesType)
class _LanesModel(models.PrimitiveModel):
    """A vector lives in a register."""

    def __init__(self, dmm: Any, fe_type: Any) -> None:
        super().__init__(dmm, fe_type, _VECTOR)  # type: ignore[no-untyped-call]


def load(state: Floats, firm: int) -> Floats:
    """Return the lanes of one firm."""
    return state[LANES * firm : LANES * firm + LANES].copy()


def store(state: Floats, firm: int, lanes: Floats) -> None:
    """Write the lanes of one firm."""
    state[LANES * firm : LANES * firm + LANES] = lanes


def splat(value: float) -> Floats:
    """Return one number in all lanes."""
    return np.full(LANES, value)


def add(a: Floats, b: Floats) -> Floats:
    """Return a + b."""
    return a + b


def sub(a: Floats, b: Floats) -> Floats:
    """Return a - b."""
    return a - b


def mul(a: Floats, b: Floats) -> Floats:
    """Return a * b."""
    return a * b


def div(a: Floats, b: Floats) -> Floats:
    """Return a / b."""
    return a / b


def larger(a: Floats, b: Floats) -> Floats:
    """Return the larger of a and b, lane by lane."""
    return np.maximum(a, b)


def smaller(a: Floats, b: Floats) -> Floats:
    """Return the smaller of a and b, lane by lane."""
    return np.minimum(a, b)


def unless_below(a: Floats, least: Floats, other: Floats) -> Floats:
    """Return a where it is above `least`, elsewhere the other."""
    return np.where(a > least, a, other)


def term(weight: Floats, index: Ints, entry: int, state: Floats) -> Floats:
    """Return what one link carries: its weight times the lanes of the firm at its other end."""
    return np.asarray(weight[entry] * load(state, index[entry]))


def plus_term(total: Floats, weight: Floats, index: Ints, entry: int, state: Floats) -> Floats:
    """Return total + term(weight, index, entry, state)."""
    return total + term(weight, index, entry, state)


def _data(context: Any, builder: Any, kind: Any, array: Any) -> Any:
    return context.make_array(kind)(context, builder, array).data


def _vector_at(builder: Any, data: Any, firm: Any) -> Any:
    """Return a pointer to the lanes of a firm."""
    at = builder.mul(firm, ir.Constant(firm.type, LANES))
    return builder.bitcast(builder.gep(data, [at]), _VECTOR.as_pointer())


def _read(builder: Any, data: Any, firm: Any) -> Any:
    value = builder.load(_vector_at(builder, data, firm))
    value.align = 8
    return value


def _spread(builder: Any, value: Any) -> Any:
    """Return the vector with that number in all lanes."""
    one = builder.insert_element(ir.Constant(_VECTOR, ir.Undefined), value, ir.Constant(ir.IntType(32), 0))
    mask = ir.Constant(ir.VectorType(ir.IntType(32), LANES), [0] * LANES)
    return builder.shuffle_vector(one, ir.Constant(_VECTOR, ir.Undefined), mask)


def _carried(context: Any, builder: Any, kinds: Any, args: Any) -> Any:
    """Return weight[entry] * state[index[entry]]."""
    weight, index, entry, state = args
    value = builder.load(builder.gep(_data(context, builder, kinds[0], weight), [entry]))
    firm = builder.load(builder.gep(_data(context, builder, kinds[1], index), [entry]))
    firm = builder.sext(firm, ir.IntType(64))
    lanes = _read(builder, _data(context, builder, kinds[3], state), firm)
    return builder.fmul(_spread(builder, value), lanes, flags=_FUSED)


@_intrinsic  # type: ignore[untyped-decorator]
def _load(typing: Any, state: Any, firm: Any) -> Any:
    def emit(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return _read(builder, _data(context, builder, signature.args[0], args[0]), args[1])

    return _TYPE(state, types.int64), emit


@_intrinsic  # type: ignore[untyped-decorator]
def _store(typing: Any, state: Any, firm: Any, lanes: Any) -> Any:
    def emit(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        at = _vector_at(builder, _data(context, builder, signature.args[0], args[0]), args[1])
        builder.store(args[2], at).align = 8
        return context.get_dummy_value()

    return types.void(state, types.int64, lanes), emit


@_intrinsic  # type: ignore[untyped-decorator]
def _splat(typing: Any, value: Any) -> Any:
    def emit(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return _spread(builder, args[0])

    return _TYPE(types.float64), emit


@_intrinsic  # type: ignore[untyped-decorator]
def _term(typing: Any, weight: Any, index: Any, entry: Any, state: Any) -> Any:
    def emit(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return _carried(context, builder, signature.args, args)

    return _TYPE(weight, index, types.int64, state), emit


@_intrinsic  # type: ignore[untyped-decorator]
def _plus_term(typing: Any, total: Any, weight: Any, index: Any, entry: Any, state: Any) -> Any:
    def emit(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        product = _carried(context, builder, signature.args[1:], args[1:])
        return builder.fadd(args[0], product, flags=_FUSED)

    return _TYPE(_TYPE, weight, index, types.int64, state), emit


@_intrinsic  # type: ignore[untyped-decorator]
def _unless_below(typing: Any, a: Any, least: Any, other: Any) -> Any:
    def emit(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.select(builder.fcmp_ordered(">", args[0], args[1]), args[0], args[2])

    return _TYPE(_TYPE, _TYPE, _TYPE), emit


def _pairwise(emit_one: Any) -> Any:
    """Return the intrinsic of two vectors whose instruction `emit_one(builder, a, b)` writes."""

    @_intrinsic  # type: ignore[untyped-decorator]
    def both(typing: Any, a: Any, b: Any) -> Any:
        def emit(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            return emit_one(builder, args[0], args[1])

        return _TYPE(_TYPE, _TYPE), emit

    return both


_add = _pairwise(lambda builder, a, b: builder.fadd(a, b, flags=_FUSED))
_sub = _pairwise(lambda builder, a, b: builder.fsub(a, b, flags=_FUSED))
_mul = _pairwise(lambda builder, a, b: builder.fmul(a, b, flags=_FUSED))
_div = _pairwise(lambda builder, a, b: builder.fdiv(a, b))
_larger = _pairwise(lambda builder, a, b: builder.select(builder.fcmp_ordered(">", a, b), a, b))
_smaller = _pairwise(lambda builder, a, b: builder.select(builder.fcmp_ordered("<", a, b), a, b))


# numba compares the names of the arguments, so each is written out; annotations would differ from none
_extend(load)(lambda state, firm: lambda state, firm: _load(state, firm))
_extend(store)(lambda state, firm, lanes: lambda state, firm, lanes: _store(state, firm, lanes))
_extend(splat)(lambda value: lambda value: _splat(value))
_extend(add)(lambda a, b: lambda a, b: _add(a, b))
_extend(sub)(lambda a, b: lambda a, b: _sub(a, b))
_extend(mul)(lambda a, b: lambda a, b: _mul(a, b))
_extend(div)(lambda a, b: lambda a, b: _div(a, b))
_extend(larger)(lambda a, b: lambda a, b: _larger(a, b))
_extend(smaller)(lambda a, b: lambda a, b: _smaller(a, b))
_extend(unless_below)(lambda a, least, other: lambda a, least, other: _unless_below(a, least, other))


@_extend(term)
def _extended_term(weight, index, entry, state):  # type: ignore[no-untyped-def]
    return lambda weight, index, entry, state: _term(weight, index, entry, state)


@_extend(plus_term)
def _extended_plus_term(total, weight, index, entry, state):  # type: ignore[no-untyped-def]
    return lambda total, weight, index, entry, state: _plus_term(total, weight, index, entry, state)
