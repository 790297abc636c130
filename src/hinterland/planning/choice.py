"""By which of its definitions a target is planned for where nobody says: the first that can be held at all."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from hinterland.planning.model.build import build
from hinterland.planning.prices.reach import reach
from hinterland.planning.solve.session import Session
from hinterland.result import Said
from hinterland.words import number as words

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from hinterland.planning.case.reading import Goal, Reading
    from hinterland.planning.tables import Row


@dataclass(frozen=True, slots=True)
class Passed:
    """A target whose first definition cannot be held, or that has several.

    Attributes
    ----------
    target, first, chosen
        Ids: the target, its first definition that can be planned for, the one it is planned for by.
    most
        How far a plan gets by the first, in the target's unit, where that is not the chosen one; None where nobody
        knows.
    required, unit
        Of the target.
    others
        Its further definitions.
    """

    target: str
    first: str
    chosen: str
    most: float | None
    required: float
    unit: str
    others: tuple[str, ...]


def choose(
    reading: Reading,
    said: Collection[str],
    tell: Callable[[str], None] = lambda _: None,
    out: Collection[tuple[str, str]] = (),
) -> tuple[Reading, tuple[Passed, ...]]:
    """Return the reading whose targets are planned for by the first definition each that can be held.

    Whether one can is asked of the linear relaxation, with the targets before it by what was chosen for them, targets
    with one definition, and without those after it that have several. Where none can, it stays the first.

    Parameters
    ----------
    reading
        The case as read.
    said
        Targets whose definition the user said: those stay.
    tell
        Told of every target with several definitions; may raise `Cancelled`.
    out
        Targets and definitions that whole plants are known not to hold.
    """
    several = [g.target for g in reading.main if len(_of(reading, g.target)) > 1 and g.target not in said]
    if not several:
        return reading, ()
    main = {g.target: g for g in reading.main}
    found = []
    for k, target in enumerate(several):
        tell(f"definitions of {target}")
        listed = _of(reading, target)
        left_out = set(several[k + 1 :])
        may = [g for g in listed if (target, g.metric) not in out]
        chosen = next((g for g in may if _holds(reading, main | {target: g}, left_out)), listed[0])
        most = None if chosen is listed[0] else _most(reading, main | {target: listed[0]}, left_out, target)
        main[target] = chosen
        rest = tuple(g.metric for g in listed if g is not chosen)
        first = listed[0]
        required = first.wanted.level * first.scale
        found.append(Passed(target, first.metric, chosen.metric, most, required, first.unit, rest))
    goals = tuple(replace(g, main=main[g.target].metric == g.metric) for g in reading.goals)
    wanted = tuple(g.wanted for g in goals if g.main)
    return replace(reading, goals=goals, problem=replace(reading.problem, targets=wanted)), tuple(found)


def _of(reading: Reading, target: str) -> list[Goal]:
    return [g for g in reading.goals if g.target == target]


def _chosen(reading: Reading, main: dict[str, Goal], left_out: Collection[str]) -> Sequence[Goal]:
    return [main[g.target] for g in reading.main if g.target not in left_out]


def _holds(reading: Reading, main: dict[str, Goal], left_out: Collection[str]) -> bool:
    """Return whether plants in parts could hold some targets, or nobody knows."""
    wanted = tuple(g.wanted for g in _chosen(reading, main, left_out))
    program = build(replace(reading.problem, targets=wanted)).program
    session = Session(program)
    return session.solve(cost=np.zeros(program.shape[1])) is not None or session.status != "infeasible"


def _most(reading: Reading, main: dict[str, Goal], left_out: Collection[str], target: str) -> float | None:
    """Return how far any plan gets with a target, in its unit, the others held."""
    goals = _chosen(reading, main, left_out)
    i = [g.target for g in goals].index(target)
    far = reach(build(replace(reading.problem, targets=tuple(g.wanted for g in goals))), i)
    return None if far is None else far * goals[i].scale


def next_out(passed: Sequence[Passed], out: Collection[tuple[str, str]]) -> frozenset[tuple[str, str]] | None:
    """Return what is out after the chosen definitions were proved impossible together; None where nothing is left."""
    for one in reversed(passed):
        if any((one.target, m) not in out for m in one.others) and (one.target, one.chosen) not in out:
            return frozenset({*out, (one.target, one.chosen)})
    return None


def passed_row(one: Passed, name: Callable[[str, str], Said]) -> Row:
    """Return what was chosen, with names, for the summary."""
    row: Row = {
        "target": one.target,
        "first": one.first,
        "chosen": one.chosen,
        "most": one.most,
        "required": one.required,
        "unit": one.unit,
    }
    for column, table, id_ in (
        ("target", "targets", one.target),
        ("first", "metrics", one.first),
        ("chosen", "metrics", one.chosen),
    ):
        called = name(table, id_)
        row |= {f"{column}_en": called.en, f"{column}_zh": called.zh}
    return row


def passed_said(row: Row) -> Said | None:
    """Return that the first definition of a target cannot be held, None where it is planned for by that."""
    if row["first"] == row["chosen"]:
        return None
    why_en, why_zh = "no plan of whole plants holds it", "整座落地的方案无法满足"
    if row["most"] is not None and row["most"] < row["required"]:
        far = [words(row["most"], row["unit"], lang).strip() for lang in ("en", "zh")]
        why_en, why_zh = f"no plan gets beyond {far[0]}", f"任何方案至多达到 {far[1]}"
    return Said(
        f"{row['target_en']}: {row['first_en']} comes first, but {why_en}; planned for as {row['chosen_en']}, the "
        f"first of its definitions that can be held.",
        f"{row['target_zh']}：首个定义“{row['first_zh']}”，但{why_zh}；改按首个可以满足的定义“{row['chosen_zh']}”规划。",
    )


def chosen_said(one: Passed, name: Callable[[str, str], Said]) -> Said:
    """Return by which definition a target is planned for, and which others it has, as an assumption."""
    others = [name("metrics", m) for m in one.others]
    target, chosen = name("targets", one.target), name("metrics", one.chosen)
    other_en, other_zh = ", ".join(m.en for m in others), "、".join(f"“{m.zh}”" for m in others)
    return Said(
        f"{target.en} is planned for as {chosen.en}, the first of its definitions that can be held (by the linear "
        f"relaxation; the first that can be planned for where none can); others: {other_en}.",
        f"{target.zh}：按“{chosen.zh}”规划，即首个可以满足的定义（按线性松弛判断；"
        f"若均不能满足，则取首个可规划的定义）；其他定义：{other_zh}。",
    )
