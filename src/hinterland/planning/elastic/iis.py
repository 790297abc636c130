"""Rows that cannot hold together: an irreducible infeasible set, grouped by family."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from hinterland.planning.elastic.found import Clash, Conflict
from hinterland.planning.elastic.words import (
    AMOUNTS,
    RELAXABLE,
    by_id,
    family,
    family_said,
    listed,
    member,
    place,
)
from hinterland.planning.solve.session import Session
from hinterland.planning.solve.time_budget import TimeBudget
from hinterland.result import Said
from hinterland.words import number, three_digits

if TYPE_CHECKING:
    from collections.abc import Callable

    from hinterland.planning.elastic.words import Named
    from hinterland.planning.matrix import Ints, Program
    from hinterland.planning.model.build import Model
    from hinterland.planning.solve.answer import Limits, Step

FIRST = ("target", "single", *RELAXABLE)
"""Families that are named first: what somebody asked for or could change."""
SHARES = ("share", "sourced", "capacity", "available", "content", "single")
"""Kinds of targets whose levels are shares."""
NOTHING = Said("nothing conflicts", "没有冲突")
UNKNOWN = Said("no conflict was found in the time", "限时内未找到冲突")


def conflict(
    model: Model,
    limits: Limits | None = None,
    *,
    named: Named | None = None,
    watch: Callable[[Step], None] | None = None,
) -> Conflict:
    """Return targets and limits that cannot hold together, of which none can be spared if `irreducible`.

    Where plants in parts cannot hold them either: the targets and limits with weight in a proof that the linear
    relaxation is impossible (a dual ray), then some, and in the end one after another, are left out; who is not
    needed goes, and each new proof shortens the list (a deletion filter). Equations of how things are made and moved,
    and bounds of variables, are taken as given, unless they are impossible on their own. Where only whole plants
    cannot: families of limits, and targets, are left out one after another.

    Parameters
    ----------
    model
        The model.
    limits
        Time for everything.
    named
        What the member of a dimension is called, as in `sentences`; its id if None.
    watch
        Told of every step; may raise `Cancelled`: the conflict is then what was left until then.
    """
    clock = TimeBudget(limits, watch)
    clock.tell("conflict")
    told = named or by_id(model)
    program = replace(model.program, cost=np.zeros_like(model.program.cost))
    session = Session(program, seed=clock.limits.seed)
    if session.solve(seconds=clock.left) is not None:
        return _whole(model, program, told, clock)
    if session.status != "infeasible":
        return Conflict("unknown", irreducible=False, clashes=(), said=UNKNOWN)
    rows, irreducible = _filter(program, session, clock)
    clashes = sorted((_clash(model, int(r), told) for r in rows), key=_rank)
    return Conflict("relaxation", irreducible, tuple(clashes), _said(clashes))


def _filter(program: Program, session: Session, clock: TimeBudget) -> tuple[Ints, bool]:
    """Return the rows of a conflict, and whether each of them is needed.

    Limits and targets are left out one by one while the equations between them hold; only where the equations are
    impossible on their own are they what is looked at.
    """
    every = np.arange(len(program.row_low))
    asked = np.array([family(program.family(int(r))) in FIRST for r in every], dtype=np.bool_)
    always = every[~asked]
    ray = session.ray()
    kept = every[asked] if ray is None else np.flatnonzero(asked & (ray != 0))
    if ray is not None and not _conflicts(program, session, np.r_[always, kept], clock):
        kept = every[asked]  # the proof leaned on what was rounded away
    if _conflicts(program, session, always, clock):
        kept, always = always, always[:0]
    needed: list[int] = []
    todo, many = _deletable(program, kept), max(1, len(kept) // 2)
    while todo and not clock.over:
        clock.tell(f"conflict: {len(todo)} rows left")
        out, rest = todo[:many], todo[many:]
        if _conflicts(program, session, np.r_[always, needed, rest].astype(np.int64), clock):
            ray = session.ray()
            todo = [r for r in rest if ray is None or ray[r]]
            many = min(2 * many, max(1, len(todo) // 2))
        elif len(out) == 1:
            needed += out
            todo = rest
        else:
            many = max(1, len(out) // 4)
    return np.array([*needed, *todo], dtype=np.int64), not todo


def _deletable(program: Program, rows: Ints) -> list[int]:
    """Return rows in the order in which they are left out: what tells least of the story first."""
    families = {int(r): family(program.family(int(r))) for r in rows}
    ranks = {f: FIRST.index(f) if f in FIRST else len(FIRST) for f in families.values()}
    return sorted((int(r) for r in rows), key=lambda r: (-ranks[families[r]], families[r], r))


def _conflicts(program: Program, session: Session, rows: Ints, clock: TimeBudget) -> bool:
    """Return whether some rows alone are impossible already."""
    low, high = np.full_like(program.row_low, -np.inf), np.full_like(program.row_high, np.inf)
    low[rows], high[rows] = program.row_low[rows], program.row_high[rows]
    found = session.solve(row_low=low, row_high=high, seconds=max(0.1, clock.left))
    return found is None and session.status == "infeasible"


def _rank(clash: Clash) -> tuple[int, str, str]:
    return (FIRST.index(clash.family) if clash.family in FIRST else len(FIRST), clash.family, clash.label)


def _clash(model: Model, row: int, named: Named) -> Clash:
    """Return a row of a conflict with what it demands."""
    program, years = model.program, model.problem.names.years
    name, where = place(program, row)
    year = years[where["year"]] if "year" in where else None
    if name == "target":
        i = where["target"]
        year = years[model.targets[i].target.year]
        said = _promised(model, i, named)
    else:
        said = _demands(
            name, member(where, named), year, float(program.row_low[row]), float(program.row_high[row])
        )
    return Clash(name, program.name_of(row, row=True), where, year, said, row)


def _promised(model: Model, i: int, named: Named) -> Said:
    """Return what a target asks for."""
    target, name = model.targets[i].target, named("target", i)
    value, unit = (
        (100 * target.level, "percent") if target.kind in SHARES else (three_digits(target.level), "")
    )
    shown = [number(value, unit, lang).strip() for lang in ("en", "zh")]
    if target.kind == "single":
        return Said(f"{name.en} at most {shown[0]}", f"{name.zh}不高于 {shown[1]}")
    return Said(f"{name.en} at least {shown[0]}", f"{name.zh}不低于 {shown[1]}")


def _demands(name: str, whose: Said, year: int | None, low: float, high: float) -> Said:
    """Return what a row demands: of limits with their amount, of equations only which it is."""
    words = family_said(name)
    when = ("", "") if year is None else (f" in {year}", f"{year}年")
    if name not in RELAXABLE or name == "inertia":
        return Said(f"{words.en}: {whose.en}{when[0]}", f"{words.zh}：{whose.zh} {when[1]}".rstrip())
    most = np.isfinite(high)
    amount = three_digits(high if most else low)
    en, zh = (number(amount, AMOUNTS.get(name, ""), lang).strip() for lang in ("en", "zh"))
    of = ("at most", "至多") if most else ("at least", "至少")
    return Said(
        f"{words.en} of {whose.en} {of[0]} {en}{when[0]}", f"{whose.zh} 的{words.zh}{when[1]}{of[1]} {zh}"
    )


def _said(clashes: list[Clash]) -> Said:
    """Return a conflict in a sentence: who is in it, by family."""
    counts: dict[str, int] = {}
    for clash in clashes:
        counts[clash.family] = counts.get(clash.family, 0) + 1
    asked = [c.said for c in clashes if c.family == "target"]
    whole = all(c.row is None for c in clashes if c.family != "target")
    limits = [(family_said(f), n) for f, n in counts.items() if f in FIRST and f != "target"]
    links = sum(n for f, n in counts.items() if f not in FIRST)
    en = [s.en for s in asked] + [s.en if whole else f"{s.en} ({n} row{'s' * (n > 1)})" for s, n in limits]
    zh = [s.zh for s in asked] + [s.zh if whole else f"{s.zh}（{n} 行）" for s, n in limits]
    if links:
        en.append(f"{links} equations of how things are made and moved")
        zh.append(f"{links} 条生产与流转方程")
    if not en:
        return NOTHING
    return Said(f"cannot hold together: {listed(en, 'en')}", f"无法同时成立：{listed(zh, 'zh')}")


def _whole(model: Model, program: Program, named: Named, clock: TimeBudget) -> Conflict:
    """Return the families that only whole plants cannot hold together.

    A family whose absence leaves the rest impossible goes for good; one without which a plan is found stays, and so
    does one of which the time did not tell.
    """
    first = clock.solve(program, parts=4, by="conflict: whole plants")
    if first.x is not None:
        return Conflict("none", irreducible=True, clashes=(), said=NOTHING)
    if first.status != "infeasible":
        return Conflict("unknown", irreducible=False, clashes=(), said=UNKNOWN)
    groups = _groups(model)
    kept, sure = list(groups), True
    needed: list[str] = []
    for name in list(groups):
        rest = [g for g in kept if g != name]
        parts = len(groups) - len(needed)
        answer = (
            None
            if clock.over
            else clock.solve(
                _without(program, [groups[g] for g in groups if g not in rest]),
                parts=parts,
                by=f"conflict: {name}",
            )
        )
        if answer is not None and answer.status == "infeasible":
            kept = rest
            continue
        needed.append(name)
        sure = sure and answer is not None and answer.x is not None
    clashes = sorted((_group_clash(model, g, groups[g], named) for g in kept), key=_rank)
    said = _said(clashes)
    whole = Said(
        f"plants in parts could hold everything, whole plants {said.en}",
        f"项目可拆分时可以满足，整体落地则{said.zh}",
    )
    return Conflict("whole", sure, tuple(clashes), whole)


def _groups(model: Model) -> dict[str, Ints]:
    """Return rows of each family of limits that is there, and of each hard target."""
    found: dict[str, Ints] = {}
    for block in model.program.rows:
        name = family(block.name)
        index = block.index.ravel()
        limited = np.isfinite(model.program.row_low[index]) | np.isfinite(model.program.row_high[index])
        if name in RELAXABLE and limited.any():
            found[name] = np.concatenate([found.get(name, index[:0]), index[limited]])
    for i, row in enumerate(model.targets):
        if row.target.hard:
            found[f"target.{i}"] = np.array([row.row], dtype=np.int64)
    return found


def _without(program: Program, left_out: list[Ints]) -> Program:
    low, high = program.row_low.copy(), program.row_high.copy()
    for rows in left_out:
        low[rows], high[rows] = -np.inf, np.inf
    return replace(program, row_low=low, row_high=high)


def _group_clash(model: Model, name: str, rows: Ints, named: Named) -> Clash:
    if name.startswith("target."):
        return _clash(model, int(rows[0]), named)
    return Clash(name, name, {}, None, family_said(name))
