"""HiGHS behind one door: programs in, answers out, in the units of the program."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from hinterland.planning.solve.answer import Relaxed

if TYPE_CHECKING:
    from hinterland.planning.matrix import Program
    from hinterland.planning.solve.scale import Scaled


def passed(program: Program, *, whole: bool = True, **options: Any) -> Any:
    """Return a HiGHS object that holds a program; `whole=False` drops that variables are whole numbers."""
    import highspy  # noqa: PLC0415 - 0.1 s that commands without a plan do not pay

    model = highspy.Highs()
    model.setOptionValue("output_flag", False)
    for name, value in options.items():
        model.setOptionValue(name, value)
    lp = highspy.HighsLp()
    lp.num_row_, lp.num_col_ = program.shape
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = program.cost, program.low, program.high
    lp.row_lower_, lp.row_upper_ = program.row_low, program.row_high
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_ = program.matrix.indptr
    lp.a_matrix_.index_ = program.matrix.indices
    lp.a_matrix_.value_ = program.matrix.data
    if whole and program.integer.any():
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        lp.integrality_ = [kinds[int(i)] for i in program.integer]
    model.passModel(lp)
    return model


def relaxed_of(model: Any, scaled: Scaled) -> Relaxed:
    """Return the optimum of a linear program that HiGHS has solved, in unscaled units."""
    solution = model.getSolution()
    return Relaxed(
        objective=model.getInfo().objective_function_value * scaled.cost,
        x=np.asarray(solution.col_value) * scaled.column,
        reduced=np.asarray(solution.col_dual) / scaled.column * scaled.cost,
        price=np.asarray(solution.row_dual) * scaled.row * scaled.cost,
    )
