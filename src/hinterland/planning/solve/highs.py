"""HiGHS behind one door: programs in, answers out, in the units of the program."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from hinterland.errors import ModelError
from hinterland.planning.solve.answer import Relaxed

if TYPE_CHECKING:
    from pathlib import Path

    from hinterland.planning.matrix import Array, Bools, Ints, Program
    from hinterland.planning.solve.beside import Heart
    from hinterland.planning.solve.clock import Clock
    from hinterland.planning.solve.scale import Scaled

    Ended = Literal["optimal", "infeasible", "unbounded", "time", "stopped", "unknown"]


@cache
def _quiet() -> Any:
    """Return the class of HiGHS objects that print nothing, not even who they are when they are made."""
    import highspy  # noqa: PLC0415 - 0.1 s that commands without a plan do not pay

    class Quiet(highspy.Highs):  # type: ignore[misc, unused-ignore]
        def enableCallbacks(self) -> None:  # noqa: N802 - the first thing its constructor calls
            super().setOptionValue("output_flag", False)
            super().enableCallbacks()  # type: ignore[no-untyped-call, unused-ignore]

    return Quiet


def passed(program: Program, *, whole: bool = True, **options: Any) -> Any:
    """Return a HiGHS object that holds a program; `whole=False` drops that variables are whole numbers.

    It works in one thread: its scheduler, one for the process, must not be started anew while another object runs,
    and a search keeps the cores busy with small programs side by side.
    """
    import highspy  # noqa: PLC0415

    model = _quiet()()
    for name, value in {"threads": 1, **options}.items():
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
    if model.passModel(lp) == highspy.HighsStatus.kError:
        raise ModelError(
            "HiGHS refuses the program: a number in it is too large or none; look at the case's figures"
        )
    return model


def run(model: Any, seconds: float = float("inf"), clock: Clock | Heart | None = None) -> Ended:
    """Solve what a HiGHS object holds within some seconds, and return how it ended; a clock may stop it earlier."""
    model.setOptionValue("time_limit", model.getRunTime() + max(seconds, 0.0))
    if clock is not None:
        _listen(model, clock)
    model.run()
    found = ended(model)
    if found == "unknown" and _either(
        model
    ):  # presolve found out that it is unbounded or infeasible, not which
        found = _again(model, presolve="off")
    elif found == "unknown":  # numerical trouble: once more from the beginning, by the other method
        found = _again(model, solver="ipx", presolve="on")
    return found


def _again(model: Any, **options: Any) -> Ended:
    """Solve from the beginning with other options."""
    before = {name: model.getOptionValue(name)[1] for name in options}
    for name, value in options.items():
        model.setOptionValue(name, value)
    model.clearSolver()
    model.run()
    for name, value in before.items():
        model.setOptionValue(name, value)
    return ended(model)


def _listen(model: Any, clock: Clock | Heart) -> None:
    """Have a HiGHS object ask a clock whether it may go on, between iterations and nodes."""

    def ask(event: Any) -> None:
        if clock.tick():
            event.interrupt()

    for event in (model.cbSimplexInterrupt, model.cbIpmInterrupt, model.cbMipInterrupt):
        event.clear()
        event.subscribe(ask)


def _either(model: Any) -> bool:
    import highspy  # noqa: PLC0415

    return bool(model.getModelStatus() == highspy.HighsModelStatus.kUnboundedOrInfeasible)


def ended(model: Any) -> Ended:
    """Return how the last run of a HiGHS object ended."""
    import highspy  # noqa: PLC0415

    known = highspy.HighsModelStatus
    words: dict[Any, Ended] = {
        known.kOptimal: "optimal",
        known.kModelEmpty: "optimal",
        known.kInfeasible: "infeasible",
        known.kUnbounded: "unbounded",
        known.kTimeLimit: "time",
        known.kInterrupt: "stopped",
        known.kObjectiveBound: "stopped",
        known.kObjectiveTarget: "stopped",
        known.kSolutionLimit: "stopped",
        known.kIterationLimit: "stopped",
    }
    return words.get(model.getModelStatus(), "unknown")


def bound_columns(model: Any, at: Ints, low: Array, high: Array) -> None:
    """Change the bounds of some columns."""
    if len(at):
        model.changeColsBounds(len(at), at.astype(np.int32), low, high)


def bound_rows(model: Any, at: Ints, low: Array, high: Array) -> None:
    """Change the bounds of some rows."""
    if len(at):
        model.changeRowsBounds(len(at), at.astype(np.int32), low, high)


def price_columns(model: Any, at: Ints, cost: Array) -> None:
    """Change the costs of some columns."""
    if len(at):
        model.changeColsCost(len(at), at.astype(np.int32), cost)


def begin_with(model: Any, other: Any, rows: Ints, columns: Ints | None = None) -> None:
    """Have a HiGHS object begin from the basis of another one.

    Its first rows are those of the other at positions `rows`, all after them are slack; its columns those at
    `columns`, the same ones where that is not said. HiGHS mends what is not a basis any more.
    """
    import highspy  # noqa: PLC0415

    known = other.getBasis()
    if not known.valid:
        return
    begin, status = highspy.HighsBasis(), known.row_status
    begin.valid = True
    of_columns = known.col_status
    begin.col_status = of_columns if columns is None else [of_columns[column] for column in columns.tolist()]
    more = model.getNumRow() - len(rows)
    begin.row_status = [status[row] for row in rows.tolist()] + [highspy.HighsBasisStatus.kBasic] * more
    model.setBasis(begin)


def slack_rows(model: Any) -> Bools:
    """Return which rows are in the basis of a HiGHS object: their limits take no part in its optimum, (rows,)."""
    import highspy  # noqa: PLC0415

    basic = highspy.HighsBasisStatus.kBasic
    return np.array([status == basic for status in model.getBasis().row_status], dtype=np.bool_)


def relaxed_of(model: Any, scaled: Scaled) -> Relaxed:
    """Return the optimum of a linear program that HiGHS has solved, in unscaled units."""
    solution = model.getSolution()
    return Relaxed(
        objective=model.getInfo().objective_function_value * scaled.cost,
        x=np.asarray(solution.col_value) * scaled.column,
        reduced=np.asarray(solution.col_dual) / scaled.column * scaled.cost,
        price=np.asarray(solution.row_dual) * scaled.row * scaled.cost,
    )


def written(model: Any, path: Path) -> bool:
    """Write what a HiGHS object holds to a file; return whether that worked."""
    import highspy  # noqa: PLC0415

    return bool(model.writeModel(str(path)) == highspy.HighsStatus.kOk)
